"""The stack of layers by key and menu, and what is kept of it."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.shortcuts import window_section
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.settings import LAYER_LIST, LAYER_STACK

Control, Shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
Alt = Qt.KeyboardModifier.AltModifier


def test_keys_show_layers_beside_the_others(window: MainWindow, qtbot: QtBot) -> None:
    layers, beside = window.desk.layers, window.layering.beside
    qtbot.keyClick(window, Qt.Key.Key_4, Alt)
    for number, key in ((2, "text"), (3, "ssa"), (5, "atrha")):
        qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0 + number), Alt | Shift)
        assert layers.key == key
    assert layers.shown == layers.order
    assert all(action.isChecked() for action in beside.values())
    qtbot.keyClick(window, Qt.Key.Key_3, Alt | Shift)
    assert "ssa" not in layers.shown
    assert not beside["ssa"].isChecked()
    assert window.actions_.layers["atrha"].isChecked()
    qtbot.keyClick(window, Qt.Key.Key_1, Alt)
    assert layers.shown == ()
    assert not any(action.isChecked() for action in beside.values())


def test_keys_move_and_fade_the_layer_that_is_spoken_of(window: MainWindow, qtbot: QtBot) -> None:
    layers, actions = window.desk.layers, window.layering
    assert not actions.higher.isEnabled()
    layers.activate("cam")
    layers.activate("text")
    qtbot.keyClick(window, Qt.Key.Key_Down, Control | Shift)
    assert layers.order == ("atrha", "ssa", "text", "cam")
    qtbot.keyClick(window, Qt.Key.Key_Down, Control)
    assert round(layers.opacity_of("text"), 6) == 0.6
    assert layers.opacity_of("cam") == 0.7
    for _ in range(4):
        qtbot.keyClick(window, Qt.Key.Key_Up, Control | Shift)
    assert layers.order[0] == "text"
    assert not actions.higher.isEnabled()
    assert actions.lower.isEnabled()
    actions.reset.trigger()
    assert (layers.order[0], layers.opacity) == ("atrha", 0.7)


def test_no_two_actions_have_the_same_keys(window: MainWindow) -> None:
    keys = Counter(
        key.toString(QKeySequence.SequenceFormat.PortableText)
        for action in window.actions()
        for key in action.shortcuts()
    )
    # These two are never allowed at the same time.
    del keys["Esc"]
    assert [key for key, count in keys.items() if count > 1] == []
    assert "Alt+Shift+2" in keys


def test_they_are_in_the_menu_and_the_overview(window: MainWindow) -> None:
    menu = window.actions_.menus["layer"].actions()
    own = window.layering
    assert {*own.beside.values(), own.higher, own.lower, own.listed, own.reset} <= set(menu)
    entries = {entry.name: entry for entry in window_section("", window).entries}
    assert entries["Also CAM"].keys == "Alt+Shift+4"


def test_order_opacities_and_the_open_list_are_kept(desk: Desk, theme: Theme, qtbot: QtBot) -> None:
    preferences = Preferences()
    first = MainWindow(desk, theme, preferences)
    qtbot.addWidget(first)
    assert not first.layering.listed.isChecked()
    desk.layers.activate("cam")
    desk.layers.move("cam", 0)
    desk.layers.set_opacity(0.3)
    first.layering.listed.trigger()
    kept = desk.layers.text
    assert preferences.get(LAYER_STACK) == kept
    desk.layers.reset()
    preferences.set(LAYER_STACK, kept)
    second = MainWindow(desk, theme, preferences)
    qtbot.addWidget(second)
    assert desk.layers.order[0] == "cam"
    assert desk.layers.opacity_of("cam") == 0.3
    assert second.layering.listed.isChecked()
    assert not second.candidate.layers.list.isHidden()
    second.layering.listed.trigger()
    assert preferences.get(LAYER_LIST) == ""
