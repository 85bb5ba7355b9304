"""Opens a case again: images, region and mask, order and filter, pins and marks, as they were."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from examiner_app.engine.progress import Progress
from examiner_app.errors import CaseError
from examiner_app.gui.jobs import Lane
from examiner_app.gui.reopen_work import Reopened, Which, Wish, prepare, read_wished
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.cases.desk_record import DeskRecord
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.gui.desk import Desk


PAINT_MS: Final = 20
"""What the window needs to show how matches are listed, before the candidate comes."""

_KEY: Final = "case that is opened"


class Reopening(QObject):
    """Brings cases from the store onto the desk, their register first.

    Attributes:
        folders: Says which registers are at hand, should one not be where it was.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._waiting: Reopened | None = None
        self._selected = ""
        self._leaves = True
        self.folders: Callable[[], Iterable[Path]] = tuple
        desk.session.register_changed.connect(self._go_on)
        desk.images.shown_changed.connect(self._forget_selected)
        desk.matches.reset.connect(self._select)

    def open(self, case_id: str, number: int | None = None, *, only_new: bool = False) -> None:
        """Open a case.

        Args:
            case_id: Its id.
            number: As it was at this search of its log; as it was left by default.
            only_new: Only the marks that came to the register since that search.
        """
        self._start(lambda _: (case_id, ""), Wish(number, only_new))

    def reload(self, case_id: str) -> None:
        """Show the case on the desk as it is in the store, where it was replaced."""
        self._start(lambda _: (case_id, ""), Wish(), keeps=False)

    def open_named(self, name: str) -> None:
        """Open the case that the office calls so, or that is in this file, as it was left."""
        self._start(partial(_named, name=name), Wish())

    def give_up(self) -> None:
        """The register of the case cannot be opened: show what there is without it."""
        if self._waiting is not None:
            self._show(self._waiting)

    def drop(self) -> None:
        """Another case or register is wanted now than the one on its way."""
        self._waiting = None
        self._desk.jobs.cancel(_KEY)

    def _forget_selected(self) -> None:
        self._selected = ""

    def _start(self, which: Which, wish: Wish, *, keeps: bool = True) -> None:
        desk = self._desk
        self.drop()
        self._leaves = keeps
        # Should it be the case that is on the desk.
        if keeps:
            desk.keeping.leave()
        desk.session.set_activity(Progress(tr("Opening the case")))
        desk.jobs.start(
            tr("opening the case"),
            Lane.CASES,
            partial(read_wished, desk.case_store, which, wish),
            replaces=_KEY,
            on_done=lambda found: self._prepare(*found),
            on_error=self._fail,
        )

    def _prepare(self, case: Case, record: DeskRecord, news: str) -> None:
        """Decode the images, which for many takes a while, where no mark or note waits for it."""
        if news:
            self._desk.messages.success(news)
        desk, register = self._desk, self._desk.session.register
        at_hand: dict[Path, str | None] = dict.fromkeys(self.folders())
        if register is not None:
            at_hand[register.path] = register.manifest.id
        desk.jobs.start(
            tr("opening the case"),
            Lane.IMAGES,
            partial(prepare, desk.case_store, case, record, at_hand),
            replaces=_KEY,
            on_done=self._take,
            on_error=self._fail,
        )

    def _take(self, found: Reopened) -> None:
        for problem in found.problems:
            self._desk.messages.refuse(CaseError(problem))
        if self._is_open(found):
            # Another one that is on its way was wanted before.
            if self._desk.session.workbench is not None:
                self._desk.jobs.cancel("register")
                self._desk.jobs.cancel("workbench")
            self._show(found)
        elif found.register is None:
            self._show(found)
        else:
            self._desk.open_register(found.register)
            self._waiting = found

    def _fail(self, error: Exception) -> None:
        self._desk.session.set_activity(None)
        self._desk.messages.report(tr("opening the case"), error)

    def _go_on(self) -> None:
        if self._waiting is not None and self._is_open(self._waiting):
            self._show(self._waiting)

    def _is_open(self, found: Reopened) -> bool:
        register, wanted = self._desk.session.register, found.desk.searched
        return register is not None and wanted is not None and register.manifest.id == wanted.id

    def _show(self, found: Reopened) -> None:
        self.drop()
        desk, record = self._desk, found.desk
        wanted = record.searched
        if self._leaves:
            desk.keeping.leave()
        desk.case.restore(found.images, found.markings, found.shown)
        desk.log.resume(found.case, wanted.id if wanted else "")
        desk.case_desk.resume(None if self._is_open(found) else wanted)
        desk.matches.sort_by(record.sort)
        desk.folding.choose(record.fold)
        desk.filters.set(found.wanted)
        desk.layers.show_all(record.layers, record.layer)
        desk.filters.show(shown=record.filtering)
        # Both in one turn would hold the window up.
        QTimer.singleShot(PAINT_MS, self, partial(self._place, found, desk.images.key))

    def _place(self, found: Reopened, key: str) -> None:
        if self._desk.images.key != key:
            return
        self._desk.case.place(*found.shown)
        self._desk.judgements.want_only(found.judged)
        self._selected = found.desk.selected

    def _select(self) -> None:
        """Compare the match again that was compared, now that there are matches again."""
        mark, register = self._selected, self._desk.session.register
        if register is None or not mark or not len(self._desk.matches.order):
            return
        self._selected = ""
        self._desk.jobs.start(
            tr("reading the marks"),
            Lane.MATCHES,
            partial(register.find, mark),
            replaces="selected",
            on_done=partial(self._take_selected, self._desk.candidate.logo),
        )

    def _take_selected(self, shown: Logo | None, mark: Mark | None) -> None:
        if mark is not None and self._desk.candidate.logo is shown:
            self._desk.matches.select(mark)


def _named(store: CaseStore, *, name: str) -> tuple[str, str]:
    """Return the id of the case that is meant, and what is to be said of it (in the worker).

    Raises:
        CaseError: There is none.
    """
    from examiner_app.engine.cases.transfer import CaseHereError, import_case

    file = Path(name)
    if not _is_file(file):
        return store.find(name), ""
    try:
        return import_case(store, file), ""
    except CaseHereError as error:
        # What was done here since it was exported is not given up for it.
        text = tr(
            "The case {name} is here already, and is shown as it is here; import the file in the "
            "window of cases to replace it.",
            name=error.name,
        )
        return error.case, text


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
