"""The settings dialog against the window it belongs to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.settings_dialog import SettingsDialog
from examiner_app.settings import CELL_SIZE, CHOSEN, LAYER_COLOURS, MATCH_LAYOUT, SORT, THEME

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


@pytest.fixture
def dialog(window: MainWindow) -> SettingsDialog:
    window.desktop.settings.trigger()
    made = window.desktop.settings_dialog
    assert made is not None
    return made


def choose(dialog: SettingsDialog, setting: object, value: str) -> None:
    control = dialog.controls[setting]  # type: ignore[index]
    if isinstance(control, QComboBox):
        row = control.findData(value)
        control.setCurrentIndex(row)
        control.activated.emit(row)
    else:
        control.setValue(int(value))


def test_it_shows_every_setting_that_is_chosen(dialog: SettingsDialog) -> None:
    assert tuple(dialog.controls) == CHOSEN
    for setting, control in dialog.controls.items():
        assert control.accessibleName() == setting.title
        assert control.accessibleDescription() == setting.help
        if isinstance(control, QComboBox):
            assert tuple(control.itemText(row) for row in range(control.count())) == setting.names


def test_what_is_chosen_holds_at_once(dialog: SettingsDialog, window: MainWindow) -> None:
    choose(dialog, MATCH_LAYOUT, "table")
    choose(dialog, CELL_SIZE, "200")
    choose(dialog, LAYER_COLOURS, "cividis")
    choose(dialog, SORT, "mac")
    choose(dialog, THEME, "dark")
    assert (window.arrangement.layout, window.arrangement.size) == ("table", 200)
    assert window.colours.maps["cividis"].isChecked()
    assert window.desk.matches.sort == "mac"
    assert window.actions_.themes["dark"].isChecked()
    dialog.restore.click()
    assert window.actions_.themes["system"].isChecked()
    assert (window.arrangement.layout, window.arrangement.size) == ("grid", 132)


def test_it_follows_what_is_changed_elsewhere(dialog: SettingsDialog, window: MainWindow) -> None:
    window.actions_.themes["dark"].trigger()
    window.colours.maps["inferno"].trigger()
    window.actions_.toggle_layout.trigger()
    window.arrangement.resize(100)
    for setting, text in ((THEME, "Dark"), (LAYER_COLOURS, "Inferno"), (MATCH_LAYOUT, "Table")):
        control = dialog.controls[setting]
        assert isinstance(control, QComboBox)
        assert control.currentText() == text
    size = dialog.controls[CELL_SIZE]
    assert isinstance(size, QSpinBox)
    assert size.value() == 100


def test_it_is_one_window_that_blocks_nothing(
    dialog: SettingsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert window.desktop.settings.shortcut() == QKeySequence("Ctrl+,")
    assert window.desktop.settings in window.actions_.menus["file"].actions()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.desktop.settings.trigger()
    assert window.desktop.settings_dialog is dialog
    assert dialog.isVisible()


def test_the_keys_go_from_control_to_control(dialog: SettingsDialog, qtbot: QtBot) -> None:
    first: QWidget = dialog.controls[THEME]
    first.setFocus()
    order = [first]
    for _ in range(len(CHOSEN) - 1):
        order.append(order[-1].nextInFocusChain())
        while order[-1] not in dialog.controls.values():
            order[-1] = order[-1].nextInFocusChain()
    assert order == list(dialog.controls.values())
