from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from examiner_app.engine.report.write import RENDERERS
from examiner_app.gui.report_request import ReportRequest
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.report_file import REPORTS, ask_report_file
from examiner_app.settings import REPORT_FOLDER

Settle = Callable[[], None]


def request(window: MainWindow, *, file_copy: bool = False) -> ReportRequest:
    found = window.desk.report_request(file_copy=file_copy)
    assert found is not None
    return found


def test_the_window_offers_every_format_of_a_report() -> None:
    assert list(REPORTS.values()) == list(RENDERERS)
    for kind, suffix in REPORTS.items():
        assert re.search(rf"\(\*{re.escape(suffix)}\)$", kind)


@pytest.mark.parametrize(
    ("copy", "title", "name"),
    [
        (False, "Export a similarity report", "candidate similarity report.pdf"),
        (True, "Export a file copy", "candidate file copy.pdf"),
    ],
)
def test_a_report_is_asked_for_by_its_name_where_the_last_one_went(
    examined: MainWindow,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    copy: bool,
    title: str,
    name: str,
) -> None:
    asked: list[tuple[str, str, str]] = []

    def choose(_: object, title: str, start: str, kinds: str) -> tuple[str, str]:
        asked.append((title, start, kinds))
        return str(tmp_path / "chosen.docx"), "PDF (*.pdf)"

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    examined.preferences.set(REPORT_FOLDER, "/former")
    found = ask_report_file(examined, examined.preferences, request(examined, file_copy=copy))
    assert found == tmp_path / "chosen.docx"
    assert asked == [(title, str(Path("/former") / name), ";;".join(REPORTS))]
    assert examined.preferences.get(REPORT_FOLDER) == str(tmp_path)


@pytest.mark.parametrize("answer", ["Yes", "No"])
def test_a_file_that_the_dialog_did_not_ask_about_is_asked_about(
    examined: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    (tmp_path / "acme.pdf").write_text("precious", encoding="utf-8")
    name = str(tmp_path / "acme")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, "PDF (*.pdf)"))
    button = QMessageBox.StandardButton[answer]
    monkeypatch.setattr(QMessageBox, "question", lambda *_: button)
    found = ask_report_file(examined, examined.preferences, request(examined))
    assert found == (tmp_path / "acme.pdf" if answer == "Yes" else None)


def test_nothing_is_chosen(examined: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    assert ask_report_file(examined, examined.preferences, request(examined)) is None
    assert examined.preferences.get(REPORT_FOLDER) == ""


def test_the_name_is_that_of_the_reported_candidate(
    examined: MainWindow,
    logo_file: Callable[..., Path],
    settle: Settle,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from examiner_app.gui.sources import FileSource

    before = request(examined)
    examined.desk.examine(FileSource(logo_file("newer.png", 5)))
    settle()
    asked: list[str] = []
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda *given: (asked.append(Path(given[2]).name), ("", ""))[1],
    )
    ask_report_file(examined, examined.preferences, before)
    assert asked == ["candidate similarity report.pdf"]
