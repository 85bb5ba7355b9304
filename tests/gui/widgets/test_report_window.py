"""The window in which a report is previewed and saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pdf_files import make_pdf
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.gui import report_preview
from examiner_app.gui.papers import chosen_paper
from examiner_app.gui.report_preview import PreviewPhase
from examiner_app.gui.sources import FileSource
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.report_window import ReportWindow
from examiner_app.settings import MATCHES_LISTED, PAPER, REPORT_WINDOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def main(examined: MainWindow, engine: Any, monkeypatch: pytest.MonkeyPatch) -> MainWindow:
    monkeypatch.setattr(report_preview, "COMPARE_MS", 1)
    examined.preferences.set(PAPER, "a4")
    engine.pdf = make_pdf("red", "blue", "lime")
    return examined


@pytest.fixture
def report(main: MainWindow, qtbot: QtBot, settle: Settle) -> ReportWindow:
    qtbot.keyClick(main, Qt.Key.Key_S, CTRL)
    settle()
    made = main.reports.window
    assert made is not None
    qtbot.waitExposed(made)
    return made


def save_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "PDF (*.pdf)"))


def test_a_key_opens_the_pages_of_the_report(
    report: ReportWindow, main: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    assert report.isVisible()
    assert not report.isModal()
    assert report.windowTitle() == "Export a similarity report – Examiner"
    assert report.stack.currentWidget() is report.view
    assert report.tools.number.full_text == "Page 1 of 3"
    assert report.view.accessibleDescription() == "Page 1 of 3"
    assert report.focusWidget() is report.view
    qtbot.keyClick(report.view, Qt.Key.Key_End)
    assert report.tools.number.full_text == "Page 3 of 3"
    qtbot.keyClick(report.view, Qt.Key.Key_Escape)
    assert not report.isVisible()
    assert main.reports.preview.phase is PreviewPhase.CLOSED
    main.case.file_copy.trigger()
    settle()
    assert report.isVisible()
    assert report.choices.file_copy


def test_it_says_what_is_in_the_report(
    report: ReportWindow, main: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    def told() -> list[str]:
        return [value.full_text for value in report.choices.facts.values()]

    assert told() == ["candidate.png", "Demo register", "600", "1", "0", "0"]
    desk = main.desk
    for mark in desk.matches.marks[:2]:
        desk.toggle_pin(mark)
        desk.judgements.set_judgement(mark, Judgement.CITED)
    desk.judgements.set_judgement(desk.matches.marks[3], Judgement.REJECTED)
    assert told()[4:] == ["0", "0"]
    qtbot.waitUntil(report.outdated.isVisible)
    qtbot.keyClick(report, Qt.Key.Key_F5)
    settle()
    assert told()[4:] == ["2", "2"]
    assert not report.outdated.isVisible()
    report.choices.kinds[ReportKind.FILE_COPY].click()
    assert told()[4:] == ["left out", "2"]
    settle()


def test_kind_and_paper_are_chosen_by_hand_and_the_paper_is_remembered(
    report: ReportWindow, main: MainWindow, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    choices = report.choices
    working = choices.kinds[ReportKind.WORKING_FILE]
    assert (working.isChecked(), choices.paper) == (True, "a4")
    working.setFocus()
    qtbot.keyClick(working, Qt.Key.Key_Down)
    assert choices.file_copy, "arrows choose"
    assert report.stack.currentWidget() is report.state
    assert report.state.title.text() == "Preparing the preview…"
    settle()
    assert report.focusWidget() is choices.kinds[ReportKind.FILE_COPY], "the keys stay there"
    qtbot.mouseClick(choices.papers["letter"], Qt.MouseButton.LeftButton)
    settle()
    assert [copy for copy, _ in engine.report_cases] == [False, True, True]
    assert engine.report_papers == ["a4", "a4", "letter"]
    assert chosen_paper(main.preferences) == "letter"
    qtbot.mouseClick(choices.papers["a4"], Qt.MouseButton.LeftButton)
    assert report.stack.currentWidget() is report.view, "it was written before"


def test_how_many_marks_are_listed_is_chosen_and_remembered(
    report: ReportWindow, main: MainWindow, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    choices = report.choices
    assert choices.top == 50
    choices.tops.setFocus()
    qtbot.keyClick(choices.tops, Qt.Key.Key_End)
    settle()
    assert [top for top, _ in engine.report_lists] == [50, 200]
    assert main.preferences.get(MATCHES_LISTED) == "200"
    choices.kinds[ReportKind.FILE_COPY].click()
    settle()
    assert not choices.tops.isEnabled(), "the file copy has the cited marks only"
    report.close()
    main.desk.folding.choose("pictures")
    settle()
    main.actions_.export.trigger()
    settle()
    assert engine.report_lists[-1] == (200, "pictures")


def test_it_is_saved_as_it_is_seen(
    report: ReportWindow,
    main: MainWindow,
    engine: Any,
    qtbot: QtBot,
    settle: Settle,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert not report.outcome.isVisible()
    save_as(monkeypatch, tmp_path / "report.pdf")
    qtbot.keyClick(report, Qt.Key.Key_S, CTRL)
    assert not report.save_button.isEnabled()
    settle()
    assert (tmp_path / "report.pdf").read_bytes() == engine.pdf
    assert len(engine.reports) == 1
    assert report.save_button.isEnabled()
    assert report.outcome.text() == "The report is in report.pdf."
    assert main.desk.messages.history[-1].text == "The report is in report.pdf."
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    qtbot.mouseClick(report.open_button, Qt.MouseButton.LeftButton)
    assert opened == [QUrl.fromLocalFile(str(tmp_path / "report.pdf"))]
    save_as(monkeypatch, tmp_path / "missing" / "report.pdf")
    qtbot.mouseClick(report.save_button, Qt.MouseButton.LeftButton)
    settle()
    assert "is not there" in report.outcome.text()
    assert report.outcome.property("role") == "danger"
    assert not report.open_button.isVisible()


def test_a_report_is_of_what_was_seen_before_the_dialog(
    report: ReportWindow,
    main: MainWindow,
    engine: Any,
    settle: Settle,
    logo_file: Callable[..., Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = main.desk.candidate.examination

    def choose(*_: object) -> tuple[str, str]:
        main.desk.examine(FileSource(logo_file("newer.png", 5)))
        settle()
        main.reports.preview.refresh()
        settle()
        return str(tmp_path / "a.html"), "HTML (*.html)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    report.save.trigger()
    settle()
    assert main.desk.candidate.examination is not before
    assert engine.reports[-1][0] is before


def test_an_error_stands_in_the_place_of_the_pages(
    report: ReportWindow, main: MainWindow, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    pdf, engine.pdf = engine.pdf, b""
    report.choices.papers["letter"].click()
    settle()
    assert report.stack.currentWidget() is report.state
    assert report.state.title.text() == "There is no preview"
    assert "cannot be shown" in report.state.text.text()
    assert report.tools.number.full_text == ""
    assert not report.tools.nearer.isEnabled()
    assert report.save_button.isEnabled()
    engine.pdf = pdf
    qtbot.mouseClick(report.retry_button, Qt.MouseButton.LeftButton)
    settle()
    assert report.stack.currentWidget() is report.view
    assert not report.retry_button.isVisible()


def test_keys_zoom(report: ReportWindow, qtbot: QtBot) -> None:
    fitted = report.view.zoom
    qtbot.keyClick(report, Qt.Key.Key_Plus, CTRL)
    assert report.view.zoom > fitted
    assert not report.tools.fit.isChecked()
    assert report.tools.zoom.text() == f"{100 * report.view.zoom:.0f} %"
    qtbot.keyClick(report, Qt.Key.Key_0, CTRL)
    assert report.view.zoom == pytest.approx(fitted)
    assert report.tools.fit.isChecked()
    qtbot.keyClick(report, Qt.Key.Key_Minus, CTRL)
    assert report.view.zoom < fitted


def test_progress_is_shown_while_it_is_prepared(
    report: ReportWindow, main: MainWindow, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    engine.report_gate.clear()
    report.choices.papers["letter"].click()
    qtbot.waitUntil(report.progress.isVisible)
    assert (report.progress.value(), report.progress.maximum()) == (1, 2)
    assert report.choices.kinds[ReportKind.FILE_COPY].isEnabled()
    engine.report_gate.set()
    settle()
    assert not report.progress.isVisible()


def test_it_comes_back_where_it_was_and_goes_with_the_main_window(
    report: ReportWindow, main: MainWindow, qtbot: QtBot
) -> None:
    report.resize(900, 700)
    main.close()
    assert not report.isVisible()
    assert main.reports.preview.request is None
    assert main.preferences.get(REPORT_WINDOW)


def test_it_can_be_opened_from_outside_the_menus_before_there_is_a_candidate(
    window: MainWindow,
) -> None:
    window.reports.open()
    assert window.reports.window is not None
    assert not window.reports.window.isVisible()
    assert "nothing to report yet" in window.desk.messages.history[-1].text


def test_it_works_on_a_small_screen(report: ReportWindow) -> None:
    report.resize(report.minimumSize())
    assert report.size().width() <= 1366 * 2 // 3
    assert report.size().height() <= 500
    assert report.save_button.isVisible()
    assert report.rect().contains(
        report.save_button.mapTo(report, report.save_button.rect().bottomRight())
    )
