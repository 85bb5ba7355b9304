"""Saved filters by hand: save, apply, rename, delete, and whatever the settings hold."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton
from pytestqt.qtbot import QtBot

from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.saved_filters import SavedFilter, write_saved
from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.sources import FileSource
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.saved_menu import SavedMenu
from examiner_app.settings import SAVED_FILTERS, UNREADABLE_FILTERS

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

Settle = Callable[[], None]
FIGURES = SavedFilter("Figures", MarkFilter(types=frozenset({"figure-only"})))
EXPIRED = SavedFilter("Expired & gone", MarkFilter(statuses=frozenset({"expired"})))


@pytest.fixture
def preferences() -> Preferences:
    made = Preferences()
    made.set(SAVED_FILTERS, write_saved([FIGURES, EXPIRED]))
    return made


@pytest.fixture
def filtering(
    desk: Desk,
    theme: Theme,
    preferences: Preferences,
    qtbot: QtBot,
    logo_file: Callable[..., Path],
    settle: Settle,
) -> Iterator[MainWindow]:
    made = MainWindow(desk, theme, preferences)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    yield made
    made.close()


def entries(menu: QMenu) -> dict[str, QAction]:
    if isinstance(menu, SavedMenu):
        menu.aboutToShow.emit()
    return {action.text(): action for action in menu.actions() if action.text()}


def submenu(window: MainWindow, title: str) -> dict[str, QAction]:
    below = entries(window.saved_menu)[title].menu()
    assert isinstance(below, QMenu)
    return entries(below)


def answer(window: MainWindow, name: str) -> None:
    dialog = window.saved_menu.dialog
    assert dialog is not None
    dialog.setTextValue(name)
    dialog.accept()


def said(window: MainWindow) -> str:
    current = window.desk.messages.current
    return current.text if current else ""


def test_one_click_applies_and_says_how_many_pass(filtering: MainWindow, settle: Settle) -> None:
    found = entries(filtering.saved_menu)
    assert list(found) == [
        "&Save as…",
        "Figures",
        "Expired && gone",
        "&Rename",
        "&Delete",
    ]
    assert not found["&Save as…"].isEnabled()
    assert found["Figures"].toolTip() == "Type: figure-only"
    found["Figures"].trigger()
    settle()
    assert filtering.desk.filters.wanted == FIGURES.wanted
    assert said(filtering) == "«Figures»: 200 of 600 marks pass."
    filtering.desk.messages.dismiss()
    entries(filtering.saved_menu)["Figures"].trigger()
    assert said(filtering) == "«Figures»: 200 of 600 marks pass.", "once more, by the same filter"


def test_a_value_that_the_register_does_not_know(filtering: MainWindow, settle: Settle) -> None:
    entries(filtering.saved_menu)["Expired && gone"].trigger()
    settle()
    assert filtering.desk.filters.wanted == EXPIRED.wanted
    assert said(filtering) == (
        "«Expired & gone»: 0 of 600 marks pass. This register has no mark with Status expired."
    )
    assert len(filtering.desk.matches.order) == 0


def test_a_filter_that_was_left_meanwhile_is_not_spoken_of(
    filtering: MainWindow, settle: Settle
) -> None:
    entries(filtering.saved_menu)["Figures"].trigger()
    filtering.desk.filters.clear()
    settle()
    assert said(filtering) == ""


def test_conditions_are_saved_renamed_and_deleted(
    filtering: MainWindow, settle: Settle, preferences: Preferences
) -> None:
    filtering.desk.filters.toggle("nice", 9)
    settle()
    entries(filtering.saved_menu)["&Save as…"].trigger()
    answer(filtering, "  Class   nine ")
    assert said(filtering) == "«Class nine» is saved."
    assert json.loads(preferences.get(SAVED_FILTERS))["filters"][2] == {
        "name": "Class nine",
        "conditions": {"nice": [9]},
    }
    submenu(filtering, "&Rename")["Class nine"].trigger()
    dialog = filtering.saved_menu.dialog
    assert dialog is not None
    assert dialog.textValue() == "Class nine"
    answer(filtering, "Nine")
    assert "Nine" in entries(filtering.saved_menu)
    submenu(filtering, "&Delete")["Nine"].trigger()
    assert "Nine" not in entries(filtering.saved_menu)
    assert filtering.desk.filters.wanted is not None, "the conditions stay"
    assert "Nine" not in preferences.get(SAVED_FILTERS)


@pytest.mark.parametrize(("name", "reason"), [("", "needs a name"), ("FIGURES", "already")])
def test_a_wrong_name_is_refused(filtering: MainWindow, name: str, reason: str) -> None:
    filtering.desk.filters.toggle("nice", 9)
    entries(filtering.saved_menu)["&Save as…"].trigger()
    answer(filtering, name)
    assert reason in said(filtering)
    assert len(entries(filtering.saved_menu)) == 5


def test_renaming_to_the_same_name_in_other_letters(filtering: MainWindow) -> None:
    submenu(filtering, "&Rename")["Figures"].trigger()
    answer(filtering, "FIGURES")
    assert "FIGURES" in entries(filtering.saved_menu)


def test_without_filters_the_menu_says_so(window: MainWindow) -> None:
    assert list(entries(window.saved_menu)) == ["&Save as…", "No filter is saved"]


def test_a_damaged_text_is_said_once_and_kept_aside(window: MainWindow) -> None:
    window.preferences.set(SAVED_FILTERS, "garbage")
    assert "No filter is saved" in entries(window.saved_menu)
    entries(window.saved_menu)
    assert len(window.desk.messages.history) == 1
    assert "cannot be read" in said(window)
    window.desk.filters.toggle("nice", 9)
    entries(window.saved_menu)["&Save as…"].trigger()
    answer(window, "Nine")
    assert window.preferences.get(UNREADABLE_FILTERS) == "garbage"
    assert "Nine" in window.preferences.get(SAVED_FILTERS)


def test_the_menu_opens_from_three_places(filtering: MainWindow) -> None:
    view = filtering.actions_.menus["view"]
    assert filtering.saved_menu in [action.menu() for action in view.actions()]
    buttons = [
        button
        for panel in (filtering.matches.filter_bar, filtering.matches.filter_panel)
        for button in panel.findChildren(QToolButton)
        if button.accessibleName() == "Saved filters"
    ]
    assert [button.menu() for button in buttons] == [filtering.saved_menu] * 2


def test_opening_often_leaves_no_menus_behind(filtering: MainWindow, qtbot: QtBot) -> None:
    for _ in range(5):
        entries(filtering.saved_menu)
    qtbot.waitUntil(lambda: len(filtering.saved_menu.findChildren(QMenu)) == 2)
