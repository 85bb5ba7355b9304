"""The report before it is saved: written behind the window, of what was seen when it was asked."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.report.kinds import Paper
from examiner_app.engine.report.pdf_pages import Sizes, page_sizes
from examiner_app.errors import ExaminerError
from examiner_app.gui.jobs import Lane, Shown
from examiner_app.gui.page_images import PageImages
from examiner_app.gui.report_request import LISTED, ReportRequest
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.gui.desk import Desk

COMPARE_MS: Final = 150
"""So long after a change it is looked whether the window shows something else."""

MOST_KEPT: Final = 6
"""So many reports are kept, of a few megabytes each: who goes back to a choice sees it at once."""

_KEY: Final = "preview of the report"


_Form = tuple[bool, Paper, int]
"""What can be chosen of a report of the same: kind, paper, and how many matches it lists."""


class PreviewPhase(Enum):
    """How far the preview is."""

    CLOSED = "closed"
    PREPARING = "preparing"
    SHOWN = "shown"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class _Written:
    """A report as it would be saved.

    Attributes:
        pdf: The bytes of the file.
        sizes: Width and height of each page, points.
    """

    pdf: bytes
    sizes: Sizes


class ReportPreview(QObject):
    """Writes the report that is chosen as a PDF, and has its pages rendered.

    Reports of the other kind, and for the other paper, are kept for as long as it is open.

    Attributes:
        phase: How far it is.
        request: What the report is of, and how it is to be; ``None`` while closed.
        case: What the report tells of the case; ``None`` before it was read.
        pages: The pages.
        progress: Of the writing.
        error: Why there are no pages.
        outdated: Whether the window shows something else than the request is of.

    Signals:
        changed(): Phase, request, case or error are others.
        progressed(): The writing got on.
        outdated_changed(): The window shows something else by now, or the same again.
    """

    changed = Signal()
    progressed = Signal()
    outdated_changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.phase = PreviewPhase.CLOSED
        self.request: ReportRequest | None = None
        self.case: Case | None = None
        self.pages = PageImages(desk.jobs, self)
        self.progress: Progress | None = None
        self.error = ""
        self.outdated = False
        self._written: dict[_Form, _Written] = {}
        self._timer = QTimer(self, interval=COMPARE_MS, singleShot=True)
        self._timer.timeout.connect(self._compare)
        for signal in (
            desk.candidate.phase_changed,
            desk.matches.sort_changed,
            desk.matches.reset,
            desk.pins.changed,
            desk.filters.changed,
            desk.folding.changed,
            desk.judgements.changed,
            desk.judgements.switched,
            desk.log.changed,
        ):
            signal.connect(self._timer.start)

    def open(self, *, file_copy: bool, paper: Paper, top: int = LISTED) -> bool:
        """Preview a report of what the window shows; return whether there is one to preview.

        What was written already is kept where the window still shows the same.
        """
        self._compare()
        if self.request is not None and not self.outdated:
            self.choose(file_copy=file_copy, paper=paper, top=top)
            return True
        request = self._desk.report_request(file_copy=file_copy, paper=paper, top=top)
        if request is None:
            return False
        # The report tells of it.
        self._desk.log.flush()
        self._written.clear()
        self.case = None
        self._prepare(request)
        self._compare()
        return True

    def refresh(self) -> None:
        """Preview a report of what the window shows by now, in the same way."""
        request = self.request
        if request is not None:
            self.open(file_copy=request.file_copy, paper=request.paper, top=request.top)

    def choose(self, *, file_copy: bool, paper: Paper, top: int = LISTED) -> None:
        """Preview another kind, for another paper, or with more matches or fewer."""
        if self.request is None or _form(self.request) == (file_copy, paper, top):
            return
        request = replace(self.request, file_copy=file_copy, paper=paper, top=top)
        self._prepare(self._desk.reports.hold(request))

    def retry(self) -> None:
        """Try again what failed."""
        if self.request is not None:
            self._prepare(self.request)

    def save(self, path: Path, request: ReportRequest) -> None:
        """Write a report that was previewed to a file; the suffix says how."""
        written = self._written.get(_form(request))
        same = self.request is not None and request.read_case is self.request.read_case
        self._desk.export(path, request, written.pdf if written and same else None)

    def close(self) -> None:
        """Forget everything, and let the register go."""
        self._desk.jobs.cancel(_KEY)
        self.pages.use(b"", ())
        self._written.clear()
        self.request = self.case = self.progress = None
        self._set_phase(PreviewPhase.CLOSED)
        self._set_outdated(outdated=False)

    def _prepare(self, request: ReportRequest) -> None:
        self._desk.jobs.cancel(_KEY)
        self.request = request
        written = self._written.get(_form(request))
        if written is not None:
            self._show(written)
            return
        self.pages.use(b"", ())
        self.progress = None
        self._set_phase(PreviewPhase.PREPARING)
        # Where searches are kept, one after the other: the last one is in the log by then.
        self._desk.jobs.start(
            tr("reading the case"),
            Lane.CASES,
            request.read_case,
            replaces=_KEY,
            on_done=self._write,
            on_error=partial(self._fail, tr("reading the case")),
        )

    def _write(self, case: Case | None) -> None:
        request = self.request
        if request is None:
            return
        self.case = case
        self._compare()
        self.changed.emit()
        self._desk.jobs.start(
            tr("preparing the preview"),
            Lane.REPORTS,
            partial(_written, self._desk.reports.pdf(request, case)),
            replaces=_KEY,
            on_item=self._get_on,
            on_done=partial(self._keep, _form(request)),
            on_error=partial(self._fail, tr("preparing the preview")),
        )

    def _get_on(self, progress: Progress) -> None:
        self.progress = progress
        self.progressed.emit()

    def _keep(self, how: _Form, written: _Written) -> None:
        self._written[how] = written
        while len(self._written) > MOST_KEPT:
            del self._written[next(iter(self._written))]
        self._show(written)

    def _show(self, written: _Written) -> None:
        self.pages.use(written.pdf, written.sizes)
        self._set_phase(PreviewPhase.SHOWN)

    def _fail(self, doing: str, error: Exception) -> None:
        if isinstance(error, ExaminerError):
            self.error = str(error)
        else:
            # What happened in full is to be read there.
            self._desk.messages.report(doing, error)
            self.error = self._desk.messages.history[-1].text
        self._set_phase(PreviewPhase.FAILED)

    def _set_phase(self, phase: PreviewPhase) -> None:
        self.phase = phase
        if phase is not PreviewPhase.FAILED:
            self.error = ""
        self.changed.emit()

    def _compare(self) -> None:
        self._timer.stop()
        self._set_outdated(outdated=self.request is not None and not self._same(self.request))

    def _same(self, request: ReportRequest) -> bool:
        """Whether a request of now would be of the same."""
        desk, case = self._desk, self.case
        told = None
        if case is not None:
            number = case.searches[-1].number if case.searches else 0
            told = (case.reference, case.examiner, number)
        return (
            desk.candidate.examination is request.examination
            and desk.pins.indices == request.pinned
            and (desk.matches.sorted_by or DEFAULT_METHOD) == request.sort
            and desk.filters.present == request.wanted
            and desk.folding.present.how == request.fold
            and desk.judgements.assessments == tuple(request.assessments)
            and told in {None, (desk.log.reference, desk.log.examiner, desk.log.number)}
        )

    def _set_outdated(self, *, outdated: bool) -> None:
        if outdated != self.outdated:
            self.outdated = outdated
            self.outdated_changed.emit()


def _form(request: ReportRequest) -> _Form:
    return request.file_copy, request.paper, request.top


def _written(pdf: Work[bytes]) -> Generator[Progress | Shown, None, _Written]:
    # To paint the window while libraries are imported takes it twice as long.
    yield Shown.FIRST
    data = yield from pdf
    return _Written(data, page_sizes(data))
