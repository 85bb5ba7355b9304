"""The examiner's desk: what the user asks for becomes jobs, their results become state."""

from __future__ import annotations

import functools
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.progress import Progress
from examiner_app.engine.report.kinds import Paper
from examiner_app.errors import ReportError
from examiner_app.gui.case_desk import CaseDesk
from examiner_app.gui.case_images import CaseImages
from examiner_app.gui.case_keeping import CaseKeeping
from examiner_app.gui.case_log import CaseLog
from examiner_app.gui.cases import Cases
from examiner_app.gui.engine import Engine
from examiner_app.gui.examining import Examining
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.gui.judging import Judging
from examiner_app.gui.messages import Messages
from examiner_app.gui.ordering import Ordering
from examiner_app.gui.pinning import Pinning
from examiner_app.gui.reopening import Reopening
from examiner_app.gui.report_request import LISTED, ReportRequest
from examiner_app.gui.reports import Reports
from examiner_app.gui.sources import LogoSource
from examiner_app.gui.state.candidate import CandidateState
from examiner_app.gui.state.case_images import CaseImagesState
from examiner_app.gui.state.filters import FiltersState
from examiner_app.gui.state.folding import FoldingState
from examiner_app.gui.state.history import History
from examiner_app.gui.state.judgements import JudgementsState
from examiner_app.gui.state.layers import LayersState
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.state.pins import PinsState
from examiner_app.gui.state.question import QuestionState
from examiner_app.gui.state.recent import RecentLogos
from examiner_app.gui.state.session import SessionState
from examiner_app.gui.tasks import Tasks
from examiner_app.settings import DEVICE
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.examination import Workbench
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.engine.register.open import Register


class Desk(QObject):
    """Connects the states with the engine; knows no widget.

    Attributes:
        jobs: Every thread of the window.
        messages: News for the user.
        session: Register and models.
        images: The images of the case.
        case: Brings them onto the desk.
        case_store: Opens what cases are kept in (in a worker, at the first use).
        log: The log of searches of the case.
        pinning: Keeps the pins in it.
        case_desk: Keeps in it what the desk is like.
        keeping: Sees to it that all of the case is kept.
        reopening: Opens a case again.
        cases: The cases at hand.
        candidate: The mark under examination: the image that is shown.
        layers: What lies over it.
        question: What of it is searched, and how its text mask was corrected.
        matches: Its ranked matches.
        filters: Which of them are wanted.
        folding: Which of them take one place.
        pins: The columns of Table 2.
        history: What can be undone.
        judgements: How the matches are judged.
        judging: Keeps that on disk.
        ordering: Keeps the matches in order.
        reports: Writes reports.
        tasks: Builds and checks registers, fetches models.
        recent: The files of former candidates.
        device: Where the networks run from the next loading of models on.

    Signals:
        exporting_changed(bool): A report is being written, or is not any more.
    """

    exporting_changed = Signal(bool)

    def __init__(self, engine: Engine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self.device = DEVICE.default
        self.recent = RecentLogos(self)
        self.jobs = Jobs(self)
        self.messages = Messages(self)
        self.session = SessionState(self)
        self.images = CaseImagesState(self)
        self.candidate = CandidateState(self)
        self.layers = LayersState(self)
        self.history = History(self)
        self.question = QuestionState(self.history, self)
        self.matches = MatchesState(self)
        self.filters = FiltersState(self)
        self.folding = FoldingState(parent=self)
        self.pins = PinsState(self)
        self.judgements = JudgementsState(self.history, self)
        self.reports = Reports(engine, self.jobs, self.messages, self)
        self.reports.exporting_changed.connect(self.exporting_changed)
        self.tasks = Tasks(self.jobs, self.messages, self)
        self.case_store = functools.cache(engine.open_cases)
        self._opened: list[Register] = []
        self.judging = Judging(self, engine)
        self.ordering = Ordering(
            self.jobs,
            self.session,
            self.matches,
            self.filters,
            self.folding,
            self.judgements,
            self.messages,
            self,
        )
        self._examining = Examining(self)
        self.case = CaseImages(self, self._examining)
        self.log = CaseLog(self)
        self.pinning = Pinning(self)
        self.case_desk = CaseDesk(self)
        self.keeping = CaseKeeping(self)
        self.reopening = Reopening(self)
        self.cases = Cases(self, engine)
        self.jobs.failed.connect(self.messages.report)
        self.jobs.idle.connect(partial(self.session.set_activity, None))
        self.jobs.idle.connect(self._retire)

    @property
    def exporting(self) -> bool:
        """Whether a report is being written."""
        return self.reports.exporting

    def open_register(self, path: Path) -> None:
        """Open a register in place of the present one, which stays until the new one is ready."""
        self.reopening.drop()
        self.session.begin_loading()
        self.jobs.start(
            tr("opening the register"),
            Lane.FILES,
            partial(self._engine.open_register, path),
            replaces="register",
            on_done=partial(self._preview, path),
            on_error=partial(self._fail_loading, tr("opening the register"), "workbench"),
        )

    def examine(self, source: LogoSource) -> None:
        """Examine a new candidate; the present one stays if the new one cannot be read."""
        self.case.open([source])

    def retry(self) -> None:
        """Examine the present candidate again."""
        self._examining.begin()

    def toggle_pin(self, mark: Mark | None) -> None:
        """Pin or release a mark; with ``None``, the one that is compared."""
        mark = mark or self.matches.selected
        if mark is not None:
            self.pins.toggle(mark)

    def toggle_fold(self, mark: Mark | None) -> None:
        """Unfold the group of a mark, or fold it again; with ``None``, of the one compared."""
        mark = mark or self.matches.selected
        group = [] if mark is None else self.matches.group(mark)
        if len(group) > 1:
            self.folding.fold(group)
        elif group:
            self.folding.unfold(group[0])

    def switch_pins(self) -> None:
        """Show the pins of the case, whichever image of it is shown."""
        register = self.session.register
        self.pins.switch(self.images.key, register.manifest.id if register else "")

    def report_request(
        self, *, file_copy: bool = False, paper: Paper = "a4", top: int = LISTED
    ) -> ReportRequest | None:
        """Return what a report would be of now, or ``None`` before the examination is done."""
        examination = self.candidate.examination
        if examination is None:
            return None
        sort = self.matches.sorted_by or DEFAULT_METHOD
        request = ReportRequest(
            examination,
            self.pins.indices,
            sort,
            self.filters.present,
            self.judgements.snapshot(),
            file_copy,
            # Read once: what is saved is what was previewed.
            functools.cache(self.log.reader()),
            paper,
            top,
            self.folding.present.how,
        )
        return self.reports.hold(request)

    def refuse_report(self) -> None:
        """Tell that no report can be made of what is seen."""
        self.messages.refuse(
            ReportError(tr("There is nothing to report yet: wait until every method is ranked."))
        )

    def export(
        self, path: Path, request: ReportRequest | None = None, pdf: bytes | None = None
    ) -> None:
        """Write the report that is requested, by default of what is seen; the suffix says how.

        Args:
            path: Where it goes.
            request: What it is of.
            pdf: The same report as a PDF, where it was made already.
        """
        request = request or self.report_request()
        if request is None:
            self.refuse_report()
            return
        # The report tells of it.
        self.log.flush()
        self.session.set_activity(Progress(tr("Writing the report")))
        self.reports.write(request, path, pdf)

    def close(self) -> None:
        """End all work, wait for it, and close what is open."""
        # A task that is paused would be waited for in vain.
        self.tasks.cancel()
        self.jobs.close()
        self.keeping.close()
        for register in self._opened:
            register.close()
        self._opened.clear()

    def _preview(self, path: Path, register: Register) -> None:
        self._opened.append(register)
        self.session.preview(register)
        self.jobs.start(
            tr("loading the models"),
            Lane.ENGINE,
            partial(self._engine.open_workbench, path, self.device),
            replaces="workbench",
            on_item=self.session.set_activity,
            on_done=self._open,
            on_error=partial(self._fail_loading, tr("loading the models"), "register"),
        )

    def _open(self, workbench: Workbench) -> None:
        self._opened.append(workbench.register)
        self._examining.forget()
        self.case.forget_examinations()
        self.session.set_activity(None)
        self.session.open(workbench)
        if self.candidate.logo is not None:
            self.switch_pins()
            self.candidate.reset()
            self._examining.begin()

    def _retire(self) -> None:
        """Close the registers that nobody reads any more: no job is left, not even a cancelled."""
        if self.jobs.busy:
            return
        used = [self.session.register, *self.reports.registers]
        for register in self._opened:
            if not any(register is one for one in used):
                register.close()
        self._opened = [one for one in self._opened if any(one is other for other in used)]

    def _fail_loading(self, doing: str, other: str, error: Exception) -> None:
        self.session.set_activity(None)
        # Where another register is on its way, the refused one changes nothing.
        if not self.jobs.running(other):
            self.session.fail_loading()
        self.messages.report(doing, error)
        # Where the case's own register is on its way, the refused one is another.
        if other == "workbench" or not self.jobs.running(other):
            self.reopening.give_up()
