"""What the window hands to a report of its own: the keypoints it also shows in the comparison."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examiner_app.engine.progress import finish
from examiner_app.engine.ranking.filters import EVERY_MARK
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.report import content, keypoint_evidence, write
from examiner_app.gui.engine import real_engine
from examiner_app.gui.images import LONGEST_SHOWN
from examiner_app.gui.report_request import ReportRequest


def test_the_candidate_is_looked_at_as_in_the_comparison() -> None:
    assert keypoint_evidence.CANDIDATE_SIDE == LONGEST_SHOWN


def test_reports_tell_the_keypoints_of_pinned_marks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setattr(content, "build_content", lambda _, **options: told.append(options))
    monkeypatch.setattr(write, "write_report", lambda *_, **__: None)

    def looked(_: object, rows: list[int]) -> Any:
        yield from ()
        return dict.fromkeys(rows, "no keypoints agree")

    monkeypatch.setattr(keypoint_evidence, "keypoint_evidence", looked)
    examination: Any = SimpleNamespace(register=None)
    request = ReportRequest(
        examination, [4, 2], "mac", EVERY_MARK, paper="letter", top=7, fold="owners"
    )
    finish(real_engine().write_report(request, None, tmp_path / "report.pdf"))
    assert [options["evidence"] for options in told] == [
        {4: "no keypoints agree", 2: "no keypoints agree"}
    ]
    assert [(options["paper"], options["top"]) for options in told] == [("letter", 7)]
    assert [options["listing"].how for options in told] == [Fold.OWNERS]
