"""The calls the window makes into the engine; each is made in a worker, tests give their own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from examiner_app.engine.progress import Progress, Work
from examiner_app.gui.warm_up import heavy_imports
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.cases.store import AssessmentStore
    from examiner_app.engine.examination import Workbench
    from examiner_app.engine.register.open import Register
    from examiner_app.gui.report_request import ReportRequest


def _store_in_memory() -> AssessmentStore:
    from examiner_app.engine.cases.store import AssessmentStore

    return AssessmentStore()


def _cases_in_memory() -> CaseStore:
    from examiner_app.engine.cases.case_store import CaseStore

    return CaseStore()


def _cases_of_user() -> CaseStore:
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.cases.store import store_file

    return CaseStore(store_file())


def _store_of_user() -> AssessmentStore:
    from examiner_app.engine.cases.store import AssessmentStore, store_file

    return AssessmentStore(store_file())


@dataclass(frozen=True, slots=True)
class Engine:
    """What the window asks of the engine.

    Attributes:
        open_register: Opens a register's metadata and thumbnails, without models, at once.
        open_workbench: Opens a register with the models it needs, on a device.
        write_report: Writes a report; its format is that of the file's suffix. A file that is there
            is replaced.
        open_store: Opens what judgements and notes are kept in; by default it is forgotten.
        open_cases: Opens what cases are kept in; likewise.
    """

    open_register: Callable[[Path], Register]
    open_workbench: Callable[[Path, str], Work[Workbench]]
    write_report: Callable[[ReportRequest, Case | None, Path], Work[None]]
    open_store: Callable[[], AssessmentStore] = _store_in_memory
    open_cases: Callable[[], CaseStore] = _cases_in_memory


def real_engine(bundle: Path | None = None, *, keep: bool = False) -> Engine:
    """Return the engine itself.

    Args:
        bundle: The models to use; each register's own by default.
        keep: Keep judgements and notes among the user's data.
    """

    def open_workbench(register: Path, device: str) -> Work[Workbench]:
        return _open_workbench(register, bundle, device)

    store = _store_of_user if keep else _store_in_memory
    cases = _cases_of_user if keep else _cases_in_memory
    return Engine(_open_register, open_workbench, _write_report, store, cases)


def _open_register(path: Path) -> Register:
    if "cv2" in sys.modules:
        # Putting objects aside again and again would keep what could be collected.
        from examiner_app.engine.register.open import open_register
    else:
        with heavy_imports(["cv2"]):
            from examiner_app.engine.register.open import open_register
    return open_register(path)


def _open_workbench(path: Path, bundle: Path | None, device: str) -> Work[Workbench]:
    yield Progress(tr("Loading the libraries"))
    with heavy_imports():
        # The classes of the records take their time, and the first search needs them.
        from examiner_app.engine.cases import case_store, replay  # noqa: F401
        from examiner_app.engine.device import CHOICES
        from examiner_app.engine.examination import open_workbench

        return (yield from open_workbench(path, bundle, CHOICES[device]))


def _write_report(request: ReportRequest, case: Case | None, path: Path) -> Work[None]:
    from examiner_app.engine.cases.listing import Listing
    from examiner_app.engine.ranking.folding import Fold
    from examiner_app.engine.report.content import build_content
    from examiner_app.engine.report.keypoint_evidence import evidence_rows, keypoint_evidence
    from examiner_app.engine.report.kinds import ReportKind
    from examiner_app.engine.report.log_lines import log_line
    from examiner_app.engine.report.write import write_report

    kind = ReportKind.FILE_COPY if request.file_copy else ReportKind.WORKING_FILE
    register = request.examination.register
    rows = evidence_rows(register, request.pinned, request.assessments, kind)
    evidence = yield from keypoint_evidence(request.examination, rows)
    content = build_content(
        request.examination,
        pinned=request.pinned,
        top=request.top,
        listing=Listing(request.sort, request.wanted, how=Fold(request.fold)),
        reference=case.reference if case else "",
        examiner=case.examiner if case else "",
        assessments=request.assessments,
        kind=kind,
        log=[log_line(search) for search in case.searches] if case else (),
        evidence=evidence,
        paper=request.paper,
    )
    # Who replaced it by another request has no need of its pages.
    yield Progress(tr("Writing the report"))
    # The file dialog has asked already whether an existing file may be replaced.
    write_report(content, path, overwrite=True)
