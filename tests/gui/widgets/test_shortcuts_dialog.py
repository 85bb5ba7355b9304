"""The window of shortcuts: listed, searched, brought to the front."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.shortcuts_dialog import ShortcutsDialog

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> ShortcutsDialog:
    window.desktop.shortcuts.trigger()
    made = window.desktop.shortcuts_dialog
    assert made is not None
    qtbot.waitUntil(lambda: bool(rows(made)))
    return made


def rows(dialog: ShortcutsDialog) -> list[tuple[str, str, str]]:
    found = []
    for place in range(dialog.list.topLevelItemCount()):
        section = dialog.list.topLevelItem(place)
        assert section.isExpanded()
        for row in range(section.childCount()):
            item = section.child(row)
            found.append((section.text(0), item.text(0), item.text(1)))
    return found


def test_everything_is_listed_and_found(dialog: ShortcutsDialog, qtbot: QtBot) -> None:
    everything = rows(dialog)
    assert ("File", "Open logo…", "Ctrl+O") in everything
    assert ("Comparison", "Greyscale", "G") in everything
    assert ("Match › Sort by", "MAC", "2") in everything
    assert dialog.count.text() == f"{len(everything)} actions"
    qtbot.keyClicks(dialog.search, "sort mac")
    assert 0 < len(rows(dialog)) < 10
    assert all("Sort by" in section for section, _, _ in rows(dialog))
    qtbot.keyClicks(dialog.search, " zzz")
    assert rows(dialog) == []
    assert dialog.count.text() == "Nothing found"


def test_it_is_one_window_that_reads_anew(
    dialog: ShortcutsDialog, window: MainWindow, qtbot: QtBot
) -> None:
    assert not dialog.isModal()
    assert window.desktop.shortcuts.shortcut() == QKeySequence("F1")
    assert window.comparison is not None
    assert not window.comparison.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    window.actions_.export.setShortcut(QKeySequence("Ctrl+Alt+E"))
    window.desktop.shortcuts.trigger()
    assert window.desktop.shortcuts_dialog is dialog
    qtbot.waitUntil(lambda: ("File", "Export report…", "Ctrl+Alt+E") in rows(dialog))


def test_a_change_of_theme_keeps_what_is_looked_for(
    dialog: ShortcutsDialog, window: MainWindow
) -> None:
    dialog.search.setText("greyscale")
    before = rows(dialog)
    window.actions_.themes["dark"].trigger()
    assert rows(dialog) == before
    assert len(before) == 1
    assert dialog.count.text() == "1 action"
