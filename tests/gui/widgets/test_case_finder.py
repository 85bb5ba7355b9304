"""Cases are found by keys and by the mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from examiner_app.gui.widgets.cases_window import CasesWindow
from examiner_app.settings import CASES_WINDOW

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
Make = Callable[..., Path]


def names(window: CasesWindow) -> list[str]:
    model = window.finder.list.lines
    return [model.index(row).data().split(",")[0] for row in range(model.rowCount())]


def test_the_latest_case_is_first_and_the_one_on_the_desk_is_marked(cases: CasesWindow) -> None:
    assert names(cases) == ["candidate.png", "EM 1", "EM 2", "EM 3"]
    first = cases.finder.list.lines.index(0).data()
    assert "on the desk" in first
    assert "1 search" in first
    assert cases.finder.list.currentIndex().row() == 0
    assert cases.finder.count.text() == "4 cases"
    assert cases.panel.name.full_text == "candidate.png"
    assert [one.full_text for one in cases.panel.values][3] == "Demo register"
    assert cases.panel.searches.facts.facts[0].title == "Time"
    assert cases.focusWidget() is cases.finder.field


def test_who_types_walks_over_the_list_and_opens_by_enter(
    cases: CasesWindow, opened: list[tuple[Any, ...]], qtbot: QtBot, settle: Settle
) -> None:
    field = cases.finder.field
    qtbot.keyClicks(field, "em bob")
    settle()
    assert names(cases) == ["EM 1", "EM 2", "EM 3"]
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Down)
    qtbot.keyClick(field, Qt.Key.Key_Up)
    settle()
    assert cases.panel.name.full_text == "EM 2"
    assert cases.focusWidget() is field
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert [call[1:] for call in opened] == [(None, False)]
    assert opened[0][0] == cases._cases.state.selected
    assert not cases.isVisible(), "it would hide what was asked for"


def test_escape_puts_the_words_away_first_and_then_the_window(
    cases: CasesWindow, qtbot: QtBot, settle: Settle
) -> None:
    qtbot.keyClicks(cases.finder.field, "nobody")
    settle()
    assert names(cases) == []
    assert cases.panel.empty.title.text() == "Nothing found"
    qtbot.keyClick(cases.finder.field, Qt.Key.Key_Escape)
    settle()
    assert len(names(cases)) == 4
    assert cases.isVisible()
    qtbot.keyClick(cases.finder.field, Qt.Key.Key_Escape)
    assert not cases.isVisible()
    assert cases._preferences.get_bytes(CASES_WINDOW)


def test_letters_that_are_typed_over_the_list_are_searched_for(
    cases: CasesWindow, qtbot: QtBot, settle: Settle
) -> None:
    cases.finder.list.setFocus()
    qtbot.keyClicks(cases.finder.list, "e")
    qtbot.keyClicks(cases.finder.field, "m terra")
    settle()
    assert cases.finder.field.text() == "em terra"
    assert names(cases) == ["EM 2"]


def test_a_double_click_opens_the_case(
    cases: CasesWindow, opened: list[tuple[Any, ...]], qtbot: QtBot, settle: Settle
) -> None:
    view = cases.finder.list
    place = view.visualRect(view.lines.index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert cases.panel.name.full_text == "EM 2"
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert [call[1:] for call in opened] == [(None, False)]
