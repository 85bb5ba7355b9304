"""How reports are written behind the window."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pdf_files import make_pdf

from examiner_app.engine.progress import finish
from examiner_app.gui.desk import Desk
from examiner_app.gui.messages import Level, Message
from examiner_app.gui.report_request import ReportRequest
from examiner_app.gui.sources import FileSource

Settle = Callable[[], None]


@pytest.fixture
def request_(desk: Desk, logo_file: Callable[..., Path], settle: Settle) -> ReportRequest:
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    found = desk.report_request(paper="letter")
    assert found is not None
    return found


def test_a_pdf_leaves_no_file_behind(
    request_: ReportRequest,
    desk: Desk,
    engine: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    engine.pdf = make_pdf("red")
    assert finish(desk.reports.pdf(request_, None)) == engine.pdf
    assert engine.report_papers == ["letter"]
    assert list(folder.iterdir()) == []
    half = desk.reports.pdf(request_, None)
    next(half)
    assert len(list(folder.iterdir())) == 1
    half.close()
    assert list(folder.iterdir()) == []


def test_a_pdf_that_is_there_is_not_written_again(
    request_: ReportRequest, desk: Desk, engine: Any, tmp_path: Path, settle: Settle
) -> None:
    ended: list[Message] = []
    desk.reports.ended.connect(ended.append)
    (tmp_path / "a.PDF").write_bytes(b"former")
    desk.export(tmp_path / "a.PDF", request_, b"%PDF the same")
    desk.export(tmp_path / "b.html", request_, b"%PDF the same")
    settle()
    assert (tmp_path / "a.PDF").read_bytes() == b"%PDF the same"
    assert [report[3].name for report in engine.reports] == ["b.html"]
    assert [message.file for message in ended] == [tmp_path / "a.PDF", tmp_path / "b.html"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.PDF", "b.html", "candidate.png"]


def test_a_pdf_that_cannot_be_copied_is_told(
    request_: ReportRequest, desk: Desk, tmp_path: Path, settle: Settle
) -> None:
    ended: list[Message] = []
    desk.reports.ended.connect(ended.append)
    desk.export(tmp_path / "gone" / "a.pdf", request_, b"%PDF")
    settle()
    assert [message.level for message in ended] == [Level.ERROR]
    assert "is not there" in ended[0].text
    assert not desk.exporting


def test_all_of_one_request_tells_of_the_same_case(request_: ReportRequest, desk: Desk) -> None:
    assert request_.read_case() is request_.read_case()
