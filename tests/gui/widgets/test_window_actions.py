from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.widgets.window_actions import add_action


def test_an_action_is_the_windows_with_its_keys_and_a_tip(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    action = add_action(window, "&Larger", "Make it larger", "Ctrl++", "Ctrl+=")
    assert window.actions() == [action]
    assert (action.text(), action.toolTip()) == ("&Larger", "Make it larger (Ctrl++)")
    assert action.shortcuts() == [QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")]
    for none in ((), ("",)):
        plain = add_action(window, "About", "What this is", *none)
        assert (plain.toolTip(), plain.shortcuts()) == ("What this is", [])
