"""Keeps every search of the candidate in the numbered log of its case, behind the window.

Nobody has to begin a case: the first search of an image does, and who examines the image again goes
on in the log that it has.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from examiner_app.gui.case_calls import (
    Asked,
    OnDesk,
    Search,
    describe_case,
    keep_search,
    other_cases,
    read_case,
)
from examiner_app.gui.jobs import Lane
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.gui.desk import Desk

SETTLE_MS: Final = 800
"""So long after the last change of what is listed, it counts as a search."""


class CaseLog(QObject):
    """The log of the case on the desk.

    Attributes:
        case: Its id; empty until it is known.
        number: Of the search that was logged last; 0 before the first.
        reference: What the office calls the case; empty until that is known.
        examiner: Who examines it; likewise.

    Signals:
        changed(): A search was logged, or the case is another or is called otherwise.
    """

    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        # Not the searches themselves: each would keep the ranks of a whole register.
        self._asked: set[Asked] = set()
        self._waiting: list[Search] = []
        self._failed: list[Search] = []
        self._restored: dict[str, str] = {}
        self._key = ""
        self.case = ""
        self.number = 0
        self.reference = ""
        self.examiner = ""
        self._timer = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)
        desk.candidate.phase_changed.connect(self._timer.start)
        desk.matches.reset.connect(self._timer.start)
        desk.images.changed.connect(self._follow)

    @property
    def on_desk(self) -> OnDesk:
        """The case on the desk, for the calls of workers."""
        return OnDesk(tuple(self._desk.images.images), self.case, self._desk.images.key)

    @property
    def begun(self) -> bool:
        """Whether the case is in the store, or will be as soon as the worker gets to it."""
        key = self._desk.images.key
        return bool(self.case) or any(search.case.key == key for search in self._waiting)

    @property
    def unsaved(self) -> bool:
        """Whether a search could not be kept."""
        return bool(self._failed)

    def flush(self) -> None:
        """Keep the present search now, if it is not kept yet, and those that could not be kept."""
        searches, self._failed = self._failed, []
        self._waiting += searches
        present = self._take_search()
        for search in [*searches, *([present] if present else [])]:
            self._keep(search)

    def resume(self, case: Case, register: str) -> None:
        """Go on with a case that was opened again.

        What is found of its images then is no new search, unless it is another result; in another
        register nobody has asked for it at all.

        Args:
            case: The case.
            register: Id of its register; empty where it has none.
        """
        self._restored = dict.fromkeys((image.sha256 for image in case.images), register)
        self.case = case.id
        self._take_case(self._desk.images.key, case)

    def describe(self, reference: str, examiner: str) -> None:
        """Say what the office calls the case, and who examines it."""
        case = self.on_desk
        if not case.images:
            return
        self.flush()
        self._desk.jobs.start(
            tr("keeping the case"),
            Lane.CASES,
            partial(describe_case, self._desk.case_store, case, reference, examiner),
            on_done=partial(self._take_case, case.key),
        )

    def reader(self) -> Callable[[], Case | None]:
        """Return what reads the case that is on the desk now, on the lane of the cases."""
        return partial(read_case, self._desk.case_store, self.on_desk)

    def close(self) -> list[Callable[[], object]]:
        """Return what keeps what is not kept yet, now that no worker does; each may raise."""
        if self._timer.isActive():
            self._take_search()
        both = [*self._failed, *self._waiting]
        left = [search for search in both if not search.kept.is_set()]
        self._failed.clear()
        self._waiting.clear()
        return [partial(keep_search, self._desk.case_store, search) for search in left]

    def _keep(self, search: Search) -> None:
        self._desk.jobs.start(
            tr("keeping the search"),
            Lane.CASES,
            partial(keep_search, self._desk.case_store, search),
            on_done=partial(self._confirm, search),
            on_error=partial(self._fail, search),
        )

    def _take_search(self) -> Search | None:
        """Return the present search, once."""
        self._timer.stop()
        desk, examination = self._desk, self._desk.candidate.examination
        if examination is None:
            return None
        image = examination.logo.sha256
        # Where another case just came, its first image is on the desk in the next turn.
        if desk.images.find(image) < 0:
            return None
        restored = self._restored.get(image)
        search = Search(
            self.on_desk,
            examination,
            desk.matches.sorted_by or desk.matches.sort,
            desk.filters.present,
            desk.folding.present.how,
            restored=restored is not None,
        )
        if search.key in self._asked:
            return None
        self._restored.pop(image, None)
        self._asked.add(search.key)
        if restored and restored != examination.register.manifest.id:
            return None
        self._waiting.append(search)
        return search

    def _follow(self) -> None:
        if self._desk.images.key != self._key:
            self._key, self.case, self.number = self._desk.images.key, "", 0
            self._asked.clear()
            self._restored.clear()
            self.reference = self.examiner = ""
            self.changed.emit()

    def _confirm(self, search: Search, case: Case) -> None:
        self._waiting.remove(search)
        self._take_case(search.case.key, case)

    def _take_case(self, key: str, case: Case) -> None:
        if key != self._desk.images.key:
            # Another case is on the desk by now.
            return
        found = not self.case
        self.case = case.id
        self.number = case.searches[-1].number if case.searches else 0
        self.reference, self.examiner = case.reference, case.examiner
        self.changed.emit()
        if found:
            self._look_for_others()

    def _look_for_others(self) -> None:
        """Say which of several cases with the image it is that goes on."""
        self._desk.jobs.start(
            tr("reading the case"),
            Lane.CASES,
            partial(other_cases, self._desk.case_store, self.on_desk),
            on_done=self._tell_others,
        )

    def _tell_others(self, count: int) -> None:
        if count:
            name = self.reference or self.case[:8]
            text = trn(
                "The image is in another case too; the search is kept in {name}. Ctrl+E lists "
                "the cases.",
                "The image is in {count} other cases too; the search is kept in {name}. Ctrl+E "
                "lists the cases.",
                count,
                name=name,
            )
            self._desk.messages.success(text)

    def _fail(self, search: Search, error: Exception) -> None:
        # At the next occasion it is tried again.
        self._waiting.remove(search)
        self._failed.append(search)
        self._desk.messages.report(tr("keeping the search"), error)
