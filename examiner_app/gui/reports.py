"""Reports: of what they are asked, and how they are written behind the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from weakref import WeakSet

from PySide6.QtCore import QObject, Signal

from examiner_app.engine.progress import Work
from examiner_app.gui.engine import Engine
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.gui.messages import Messages
from examiner_app.gui.report_request import ReportRequest
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.register.open import Register


class Reports(QObject):
    """Writes reports.

    Attributes:
        exporting: Whether a report is being written.

    Signals:
        exporting_changed(bool): A report is being written, or is not any more.
        ended(Message): What became of a report, as the user was told.
    """

    exporting_changed = Signal(bool)
    ended = Signal(object)

    def __init__(
        self, engine: Engine, jobs: Jobs, messages: Messages, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._engine = engine
        self._jobs = jobs
        self._messages = messages
        self._requests: WeakSet[ReportRequest] = WeakSet()
        self.exporting = False

    @property
    def registers(self) -> list[Register]:
        """The registers of the reports that may still be written, as while a dialog is open."""
        return [request.examination.register for request in self._requests]

    def hold(self, request: ReportRequest) -> ReportRequest:
        """Keep the register of a request open for as long as somebody has the request."""
        self._requests.add(request)
        return request

    def pdf(self, request: ReportRequest, case: Case | None) -> Work[bytes]:
        """Write a report as a PDF, and return the bytes of the file (in the worker).

        Raises:
            ReportError: It cannot be written.
        """
        with TemporaryDirectory(prefix="examiner-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / "report.pdf"
            yield from self._engine.write_report(request, case, path)
            return path.read_bytes()

    def write(self, request: ReportRequest, path: Path, pdf: bytes | None = None) -> None:
        """Write a report; its format is that of the suffix.

        Args:
            request: What it is of.
            path: Where it goes.
            pdf: The same report as a PDF, where it was made already.
        """
        self._set_exporting(on=True)
        if pdf is not None and path.suffix.lower() == ".pdf":
            self._start(path, partial(_write_rendered, pdf, path))
            return
        # Where searches are kept, one after the other: the last one is in the log by then.
        self._jobs.start(
            tr("reading the case"),
            Lane.CASES,
            request.read_case,
            on_done=lambda case: self._write(request, case, path),
            on_error=self._fail,
        )

    def _write(self, request: ReportRequest, case: Case | None, path: Path) -> None:
        self._start(path, partial(self._engine.write_report, request, case, path))

    def _start(self, path: Path, work: Callable[[], Work[None] | None]) -> None:
        self._jobs.start(
            tr("writing the report"),
            Lane.REPORTS,
            work,
            on_done=lambda _: self._written(path),
            on_error=self._fail,
        )

    def _set_exporting(self, *, on: bool) -> None:
        self.exporting = on
        self.exporting_changed.emit(on)

    def _written(self, path: Path) -> None:
        self._set_exporting(on=False)
        self._messages.success(tr("The report is in {name}.", name=path.name), path)
        self.ended.emit(self._messages.history[-1])

    def _fail(self, error: Exception) -> None:
        self._set_exporting(on=False)
        self._messages.report(tr("writing the report"), error)
        self.ended.emit(self._messages.history[-1])


def _write_rendered(pdf: bytes, path: Path) -> None:
    from examiner_app.engine.report.write import write_rendered

    # The file dialog has asked already whether an existing file may be replaced.
    write_rendered(pdf, path, overwrite=True)
