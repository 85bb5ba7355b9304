from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.preferences import Preferences
from examiner_app.gui.widgets.side_window import SideWindow
from examiner_app.settings import REGISTERS_WINDOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


def made(qtbot: QtBot, preferences: Preferences, parent: QWidget) -> tuple[SideWindow, QLineEdit]:
    window = SideWindow("Beside", QSize(200, 100), preferences, REGISTERS_WINDOW, parent)
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    window.come_back(QSize(400, 300))
    return window, field


def test_it_comes_back_as_it_was_closed(qtbot: QtBot) -> None:
    parent, preferences = QWidget(), Preferences()
    qtbot.addWidget(parent)
    window, field = made(qtbot, preferences, parent)
    assert window.isWindow()
    assert (window.windowTitle(), window.size()) == ("Beside", QSize(400, 300))
    window.come_to_front(field)
    qtbot.waitExposed(window)
    assert window.focusWidget() is field
    window.resize(321, 234)
    qtbot.keyClick(field, Qt.Key.Key_A)
    assert window.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    again, _ = made(qtbot, preferences, parent)
    assert again.size() == QSize(321, 234)
