from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.gui.widgets.case_dialog import LIMIT, CaseDialog
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.settings import EXAMINER

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
Make = Callable[..., Path]


def answer(qtbot: QtBot, *, reference: str, examiner: str, save: bool = True) -> list[str]:
    """Fill in the dialog when it is open; return what stood in it."""
    found: list[str] = []

    def fill() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, CaseDialog):
            QTimer.singleShot(5, fill)
            return
        found.extend([dialog.reference.text(), dialog.examiner.text()])
        dialog.reference.setText(reference)
        dialog.examiner.setText(examiner)
        qtbot.keyClick(dialog, Qt.Key.Key_Return if save else Qt.Key.Key_Escape)

    QTimer.singleShot(5, fill)
    return found


def test_reference_and_examiner_are_kept_and_stand_in_the_title(
    examined: MainWindow, qtbot: QtBot, settle: Settle, logo_file: Make
) -> None:
    stood = answer(qtbot, reference="EM 018 123", examiner="Ada")
    examined.case.details.trigger()
    settle()
    assert stood == ["", ""]
    assert examined.windowTitle() == "EM 018 123 – candidate.png – Examiner"
    assert examined.preferences.get(EXAMINER) == "Ada"
    stood = answer(qtbot, reference="never", examiner="Bob", save=False)
    examined.case.details.trigger()
    settle()
    assert stood == ["EM 018 123", "Ada"]
    assert examined.desk.log.reference == "EM 018 123"


def test_the_status_line_counts_the_searches(
    examined: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    assert not examined.status.log.isVisible()
    examined.desk.log.flush()
    settle()
    qtbot.waitUntil(examined.status.log.isVisible)
    assert examined.status.log.text() == "Search 1 of the case"


def test_a_file_copy_is_previewed_as_such(
    examined: MainWindow, engine: Any, settle: Settle
) -> None:
    examined.case.file_copy.trigger()
    settle()
    assert [copy for copy, _ in engine.report_cases] == [True]
    examined.actions_.export.trigger()
    settle()
    assert [copy for copy, _ in engine.report_cases] == [True, False]


def test_there_is_nothing_to_do_without_a_candidate(window: MainWindow) -> None:
    assert not window.case.details.isEnabled()
    assert not window.case.file_copy.isEnabled()


def test_a_line_takes_no_more_than_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    dialog = CaseDialog("x" * 1_000, "", window)
    qtbot.addWidget(dialog)
    assert len(dialog.reference.text()) == LIMIT
