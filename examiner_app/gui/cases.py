"""What is done with the cases at hand: they are found, read, opened, run again and passed on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QImage

from examiner_app.engine.progress import Progress
from examiner_app.errors import ExaminerError
from examiner_app.gui import case_reading, case_replay
from examiner_app.gui.engine import Engine
from examiner_app.gui.jobs import Lane
from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.state.cases import NO_REPLAY, CaseView, Replay
from examiner_app.gui.state.cases import CasesState as State
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import KeptImage
    from examiner_app.gui.desk import Desk

_REPLAY: Final = "replay"
_PICTURES: Final = "pictures of a case"
Ask = Callable[[str], None]
"""Asks whether what is called so may be replaced."""


class Cases(QObject):
    """Connects the list of cases with the store and the engine; knows no widget.

    Attributes:
        state: What is seen of them.
        writing: How many cases are being written to files.
    """

    def __init__(self, desk: Desk, engine: Engine) -> None:
        super().__init__(desk)
        self.state = State(self)
        self.writing = 0
        self._desk = desk
        self._jobs = desk.jobs
        self._open_workbench = engine.open_workbench
        self.state.selection_changed.connect(self._read)

    @property
    def has_new(self) -> bool:
        """Whether marks came to the open register since it was searched as at this search."""
        register, search = self._desk.session.register, self.state.search
        if register is None or search is None:
            return False
        return register.manifest.id == search.register and register.count > search.count

    def refresh(self) -> None:
        """Look again at which cases there are, and at the one that is looked at."""
        self._list()
        if self.state.selected:
            self._read()

    def search(self, wanted: str) -> None:
        """List only the cases that have every word somewhere."""
        if wanted != self.state.wanted:
            self.state.wanted = wanted
            self._list()

    def open(self) -> bool:
        """Bring the case onto the desk as it was left; return whether there is one."""
        view = self.state.view
        if view is not None:
            self._desk.reopening.open(view.case)
        return view is not None

    def open_search(self, *, only_new: bool = False) -> bool:
        """Bring it there as at the search that is looked at; return whether there is one.

        Args:
            only_new: List only the marks that came to the register since.
        """
        view, search = self.state.view, self.state.search
        if view is None or search is None or (only_new and not self.has_new):
            return False
        self._desk.reopening.open(view.case, search.number, only_new=only_new)
        return True

    def replay(self) -> None:
        """Run the search that is looked at again, in place of one that runs."""
        search = self.state.search
        if search is None:
            return
        key = (self.state.selected, search.number)
        self.state.set_replay(Replay(key, tr("Reading the case")))
        self._jobs.start(
            tr("running a search again"),
            Lane.CASES,
            partial(case_replay.read_asked, self._desk.case_store, *key),
            replaces=_REPLAY,
            on_done=self._run,
            on_error=self._fail_replay,
        )

    def stop(self) -> None:
        """Let go of the search that runs again, if there is one."""
        self._jobs.cancel(_REPLAY)
        if self.state.replay.running:
            self.state.set_replay(NO_REPLAY)

    def make_way(self) -> None:
        """Let go of it for a candidate, which is not to wait for it."""
        self._jobs.cancel(_REPLAY)
        if self.state.replay.running:
            text = tr("It was stopped, because a candidate is examined: run it again after that.")
            self.state.set_replay(Replay(self.state.replay.key, problem=text))

    def export(self, path: Path, ask: Ask, *, overwrite: bool = False) -> None:
        """Write the case to a file; where there is one already, ask."""
        view = self.state.view
        if view is None:
            return
        # It may be the case that is on the desk.
        self._desk.keeping.leave()
        self.writing += 1

        def done(written: bool) -> None:
            self.writing -= 1
            if written:
                self._tell(tr("The case {name} is in {file}.", name=view.title, file=path))
            else:
                ask(path.name)

        self._jobs.start(
            tr("exporting the case"),
            Lane.CASES,
            partial(
                case_reading.export_to, self._desk.case_store, view.case, path, overwrite=overwrite
            ),
            on_done=done,
            on_error=self._fail_export,
        )

    def take(self, path: Path, ask: Ask, *, overwrite: bool = False) -> None:
        """Take the case of a file; where it is here already, ask."""

        def done(imported: case_reading.Imported) -> None:
            if not imported.taken:
                ask(imported.name)
                return
            self._tell(tr("The case {name} is here now.", name=imported.name))
            if imported.case == self._desk.log.case:
                self._desk.reopening.reload(imported.case)
            # It is seen, whatever was searched for.
            self.state.wanted = ""
            self.state.select(imported.case)
            self.refresh()

        self._jobs.start(
            tr("importing a case"),
            Lane.CASES,
            partial(case_reading.import_from, self._desk.case_store, path, overwrite=overwrite),
            on_done=done,
            on_error=partial(self._fail, tr("importing a case")),
        )

    def _list(self) -> None:
        self._jobs.start(
            tr("listing the cases"),
            Lane.CASES,
            partial(
                case_reading.list_cases,
                self._desk.case_store,
                self.state.wanted,
                self._desk.log.on_desk,
            ),
            replaces="list of cases",
            on_done=self.state.take_list,
            on_error=lambda error: self.state.fail_list(
                self._sentence(tr("listing the cases"), error)
            ),
        )

    def _read(self) -> None:
        case = self.state.selected
        self._jobs.cancel(_PICTURES)
        self._jobs.cancel("case")
        if not case:
            return
        self._jobs.start(
            tr("reading the case"),
            Lane.CASES,
            partial(case_reading.read_view, self._desk.case_store, case),
            replaces="case",
            on_done=self._take_view,
            on_error=lambda error: self.state.fail_view(
                case, self._sentence(tr("reading the case"), error)
            ),
        )

    def _take_view(self, view: CaseView) -> None:
        self.state.take_view(view)
        files: dict[str, list[KeptImage]] = {}
        for image in view.images:
            if image.sha256 not in self.state.pictures:
                files.setdefault(image.file, []).append(image)
        self._next_file(list(files.items()))

    def _next_file(self, files: Sequence[tuple[str, Sequence[KeptImage]]]) -> None:
        """Read one file after the other: nothing that is kept waits for pictures to be decoded."""
        if not files:
            return
        (file, images), rest = files[0], files[1:]

        def decode(data: bytes) -> None:
            self._jobs.start(
                tr("reading the case"),
                Lane.IMAGES,
                partial(case_reading.decode, data, images),
                replaces=_PICTURES,
                on_item=lambda found: self.state.take_picture(*found),
                on_done=lambda _: self._next_file(rest),
            )

        def fail(_: Exception) -> None:
            for image in images:
                self.state.take_picture(image.sha256, QImage())
            self._next_file(rest)

        self._jobs.start(
            tr("reading the case"),
            Lane.CASES,
            partial(case_reading.read_file, self._desk.case_store, file),
            replaces=_PICTURES,
            on_done=decode,
            on_error=fail,
        )

    def _run(self, asked: case_replay.Asked) -> None:
        workbench = self._desk.session.workbench
        if (
            workbench is not None
            and workbench.register.manifest.id != asked.search.record.searched.id
        ):
            workbench = None
        self._jobs.start(
            tr("running a search again"),
            Lane.ENGINE,
            partial(
                case_replay.run_again, asked, workbench, self._open_workbench, self._desk.device
            ),
            replaces=_REPLAY,
            on_item=self._advance,
            on_done=self._finish,
            on_error=self._fail_replay,
        )

    def _advance(self, progress: Progress) -> None:
        text = progress.stage
        if progress.total:
            text = tr(
                "{stage}: {done} of {total}", stage=text, done=progress.done, total=progress.total
            )
        self.state.set_replay(replace(self.state.replay, progress=text))

    def _finish(self, facts: tuple[Fact, ...]) -> None:
        self.state.set_replay(Replay(self.state.replay.key, facts=facts))

    def _fail_replay(self, error: Exception) -> None:
        problem = self._sentence(tr("running a search again"), error)
        self.state.set_replay(Replay(self.state.replay.key, problem=problem))

    def _sentence(self, doing: str, error: Exception) -> str:
        """Return what is said of an error; one that nobody expects is kept among the messages."""
        if isinstance(error, ExaminerError):
            return str(error)
        self._desk.messages.report(doing, error)
        return self._desk.messages.history[-1].text

    def _fail_export(self, error: Exception) -> None:
        self.writing -= 1
        self._fail(tr("exporting the case"), error)

    def _tell(self, news: str) -> None:
        self.state.tell(news)
        self._desk.messages.success(news)

    def _fail(self, doing: str, error: Exception) -> None:
        self._desk.messages.report(doing, error)
        self.state.tell(self._desk.messages.history[-1].text, failed=True)
