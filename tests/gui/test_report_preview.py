"""The report before it is saved, with the real PDFium and a fake engine."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pdf_files import make_pdf
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.errors import CaseError, ReportError
from examiner_app.gui import report_preview
from examiner_app.gui.desk import Desk
from examiner_app.gui.report_preview import PreviewPhase, ReportPreview
from examiner_app.gui.sources import FileSource

Settle = Callable[[], None]
Make = Callable[..., Path]


@pytest.fixture
def preview(
    desk: Desk,
    engine: Any,
    logo_file: Make,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[ReportPreview]:
    monkeypatch.setattr(report_preview, "COMPARE_MS", 1)
    engine.pdf = make_pdf("red", "blue", "lime")
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    return ReportPreview(desk)


def opened(preview: ReportPreview, settle: Settle, *, copy: bool = False) -> ReportPreview:
    assert preview.open(file_copy=copy, paper="a4")
    settle()
    assert preview.phase is PreviewPhase.SHOWN
    return preview


def test_what_is_seen_is_written_and_its_pages_are_there(
    preview: ReportPreview, engine: Any, desk: Desk, settle: Settle
) -> None:
    assert preview.open(file_copy=True, paper="letter")
    assert preview.phase is PreviewPhase.PREPARING
    settle()
    assert preview.phase is PreviewPhase.SHOWN
    assert len(preview.pages.sizes) == 3
    assert engine.report_papers == ["letter"]
    assert [copy for copy, _ in engine.report_cases] == [True]
    assert preview.case is not None
    assert [search.number for search in preview.case.searches] == [1], "this one is in the log"
    assert preview.case is engine.report_cases[0][1]
    assert not preview.outdated


def test_there_is_nothing_to_preview_before_a_candidate(desk: Desk) -> None:
    preview = ReportPreview(desk)
    assert not preview.open(file_copy=False, paper="a4")
    assert preview.phase is PreviewPhase.CLOSED
    assert not desk.jobs.busy


def test_what_was_written_is_shown_again_at_once(
    preview: ReportPreview, engine: Any, desk: Desk, settle: Settle
) -> None:
    opened(preview, settle)
    preview.choose(file_copy=True, paper="a4")
    settle()
    assert len(engine.reports) == 2
    preview.choose(file_copy=False, paper="a4")
    assert preview.phase is PreviewPhase.SHOWN
    assert not desk.jobs.busy
    preview.open(file_copy=True, paper="a4")
    assert preview.phase is PreviewPhase.SHOWN
    preview.choose(file_copy=True, paper="letter")
    settle()
    assert len(engine.reports) == 3
    assert {id(case) for _, case in engine.report_cases} == {id(preview.case)}


def test_only_so_many_reports_are_kept(preview: ReportPreview, engine: Any, settle: Settle) -> None:
    opened(preview, settle)
    for top in (10, 20, 100, 200):
        preview.choose(file_copy=False, paper="a4", top=top)
        settle()
    preview.choose(file_copy=False, paper="a4", top=50)
    assert preview.phase is PreviewPhase.SHOWN
    for top in (10, 20):
        preview.choose(file_copy=False, paper="letter", top=top)
        settle()
    assert len(engine.reports) == 7
    preview.choose(file_copy=False, paper="a4", top=50)
    assert preview.phase is PreviewPhase.PREPARING, "the oldest one had to go"
    settle()


def test_the_newest_choice_wins(
    preview: ReportPreview, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    engine.report_gate.clear()
    preview.open(file_copy=False, paper="a4")
    qtbot.waitUntil(lambda: preview.progress is not None)
    assert preview.progress is not None
    assert (preview.progress.done, preview.progress.total) == (1, 2)
    preview.choose(file_copy=False, paper="letter")
    assert preview.progress is None
    preview.choose(file_copy=True, paper="letter")
    shown: list[tuple[bool, str]] = []
    preview.changed.connect(
        lambda: (
            preview.phase is PreviewPhase.SHOWN
            and preview.request is not None
            and shown.append((preview.request.file_copy, preview.request.paper))
        )
    )
    engine.report_gate.set()
    settle()
    assert shown == [(True, "letter")]
    assert ("a4", False) in zip(
        engine.report_papers, [copy for copy, _ in engine.report_cases], strict=True
    )
    preview.choose(file_copy=False, paper="a4")
    assert preview.phase is PreviewPhase.PREPARING, "what nobody waited for was not taken"
    settle()


def test_other_things_in_the_window_are_told_and_change_nothing(
    preview: ReportPreview,
    engine: Any,
    desk: Desk,
    qtbot: QtBot,
    settle: Settle,
    logo_file: Make,
) -> None:
    opened(preview, settle)
    mark = desk.matches.marks[3]
    before = preview.request
    for change in (
        lambda: desk.toggle_pin(mark),
        lambda: desk.judgements.set_judgement(mark, Judgement.CITED),
        lambda: desk.matches.sort_by("mac" if desk.matches.sorted_by != "mac" else "spoc"),
        lambda: desk.filters.toggle("types", "figure-only"),
        lambda: desk.log.describe("EM 1", "Ada"),
    ):
        change()
        qtbot.waitUntil(lambda: preview.outdated)
        assert preview.request is before
        preview.refresh()
        settle()
        qtbot.waitUntil(lambda: not preview.outdated)
        assert preview.request is not before
        before = preview.request
    assert before is not None
    assert before.pinned == [mark.index]
    assert preview.case is not None
    assert preview.case.reference == "EM 1"
    desk.examine(FileSource(logo_file("newer.png", 5)))
    settle()
    qtbot.waitUntil(lambda: preview.outdated)
    assert preview.open(file_copy=False, paper="a4"), "who opens it again wants what is seen now"
    settle()
    assert engine.reports[-1][0].logo.name == "newer.png"
    assert not preview.outdated


def test_what_is_back_as_it_was_is_not_outdated(
    preview: ReportPreview, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    opened(preview, settle)
    desk.toggle_pin(desk.matches.marks[3])
    qtbot.waitUntil(lambda: preview.outdated)
    desk.toggle_pin(desk.matches.marks[3])
    qtbot.waitUntil(lambda: not preview.outdated)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ReportError("The disk is full: make room."), "The disk is full: make room."),
        (ZeroDivisionError("x"), "preparing the preview (ZeroDivisionError)"),
    ],
)
def test_an_error_is_shown_and_saving_stays_possible(
    preview: ReportPreview,
    engine: Any,
    desk: Desk,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    told: str,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", fail)
        preview.open(file_copy=False, paper="a4")
        settle()
    assert preview.phase is PreviewPhase.FAILED
    assert told in preview.error
    # Of what nobody expected, the messages tell more.
    assert bool(desk.messages.history) == isinstance(error, ZeroDivisionError)
    assert preview.request is not None
    preview.save(tmp_path / "all.the.same.html", preview.request)
    settle()
    assert engine.reports[-1][3].name == "all.the.same.html"
    preview.retry()
    settle()
    assert preview.phase is PreviewPhase.SHOWN
    assert preview.error == ""


def test_a_case_that_cannot_be_read_is_told_and_read_again(
    preview: ReportPreview, desk: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []

    def reader() -> Any:
        def read() -> None:
            calls.append(1)
            if len(calls) == 1:
                raise CaseError("The cases cannot be read: restore the file.")

        return read

    monkeypatch.setattr(desk.log, "reader", reader)
    preview.open(file_copy=False, paper="a4")
    settle()
    assert (preview.phase, preview.error) == (
        PreviewPhase.FAILED,
        "The cases cannot be read: restore the file.",
    )
    preview.retry()
    settle()
    assert preview.phase is PreviewPhase.SHOWN
    preview.choose(file_copy=True, paper="a4")
    settle()
    assert len(calls) == 2, "one request, one case"


def test_a_pdf_is_saved_as_it_was_seen(
    preview: ReportPreview, engine: Any, settle: Settle, tmp_path: Path
) -> None:
    opened(preview, settle)
    seen = engine.pdf
    engine.pdf = make_pdf("black")
    request = preview.request
    assert request is not None
    preview.save(tmp_path / "seen.pdf", request)
    settle()
    assert (tmp_path / "seen.pdf").read_bytes() == seen
    assert len(engine.reports) == 1
    preview.save(tmp_path / "seen.docx", request)
    settle()
    assert [report[3].name for report in engine.reports] == ["report.pdf", "seen.docx"]


def test_a_pdf_of_another_request_is_not_taken_for_it(
    preview: ReportPreview, engine: Any, desk: Desk, settle: Settle, qtbot: QtBot, tmp_path: Path
) -> None:
    opened(preview, settle)
    asked = preview.request
    assert asked is not None
    # While the file dialog was open, the preview went on to something else.
    desk.toggle_pin(desk.matches.marks[0])
    preview.refresh()
    settle()
    preview.save(tmp_path / "asked.pdf", asked)
    settle()
    assert [report[1] for report in engine.reports] == [[], [desk.matches.marks[0].index], []]


def test_closed_it_lets_everything_go(
    preview: ReportPreview, engine: Any, desk: Desk, settle: Settle
) -> None:
    opened(preview, settle)
    used = engine.workbenches[-1].register
    desk.open_register(Path("other register"))
    settle()
    assert not used.closed, "the report may still be saved"
    preview.close()
    assert preview.phase is PreviewPhase.CLOSED
    assert (preview.request, preview.case, preview.pages.sizes) == (None, None, ())
    assert not preview.outdated
    gc.collect()
    desk.open_register(Path("third register"))
    settle()
    assert used.closed


def test_closed_while_it_is_written(
    preview: ReportPreview, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    engine.report_gate.clear()
    preview.open(file_copy=False, paper="a4")
    qtbot.waitUntil(lambda: preview.progress is not None)
    preview.close()
    engine.report_gate.set()
    settle()
    assert preview.phase is PreviewPhase.CLOSED
    assert preview.pages.sizes == ()


def test_a_search_that_was_logged_since_is_told(
    preview: ReportPreview, desk: Desk, logo_file: Callable[..., Path], settle: Settle, qtbot: QtBot
) -> None:
    opened(preview, settle)
    desk.case.add([FileSource(logo_file("second.png", 8))])
    settle()
    desk.log.flush()
    settle()
    desk.case.show(0)
    settle()
    qtbot.waitUntil(lambda: preview.outdated)
    preview.refresh()
    settle()
    assert preview.case is not None
    assert [search.number for search in preview.case.searches] == [1, 2]
    assert not preview.outdated
