from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.engine.bench import report
from examiner_app.engine.bench.report import bench_report
from examiner_app.engine.examination import Examination, open_workbench
from examiner_app.engine.logo import read_logo
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.write import RENDERERS


def test_what_is_measured_is_what_was_asked_for(
    register_folder: Path, bundle: Bundle, marks_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[ReportContent] = []

    def write(content: ReportContent, path: Path) -> None:
        written.append(content)
        path.write_bytes(b"x" * len(written))

    monkeypatch.setattr(report, "write_report", write)
    workbench = finish(open_workbench(register_folder, bundle.folder, "cpu"))
    steps = workbench.examine(read_logo(marks_folder / "mark-05.png"))
    try:
        while True:
            next(steps)
    except StopIteration as stop:
        examination: Examination = stop.value
    result = finish(bench_report(examination, 20))
    workbench.register.close()
    assert (result.hits, result.cited, result.pinned) == (20, 10, 4)
    first = len(RENDERERS)
    assert [one.size for one in result.reports] == list(range(first + 1, 3 * first + 1))
    assert [one.suffix for one in result.reports] == 2 * list(RENDERERS)
    whole = written[first]
    assert (whole.kind, len(whole.matches)) == (ReportKind.WORKING_FILE, 20)
    assert sum(bool(mark.note and mark.judgement == "cited") for mark in whole.matches) == 10
    assert sum(mark.pinned for mark in whole.matches) == 4
    assert all(mark.evidence for mark in whole.tables[0])
    assert len(written[-1].cited) == 10
    assert written[-1].kind is ReportKind.FILE_COPY
