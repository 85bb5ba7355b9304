"""The log of a case: looked through, opened, and run again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from examiner_app.gui.widgets.cases_window import CasesWindow
from examiner_app.gui.widgets.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
Make = Callable[..., Path]


def titles(window: CasesWindow) -> list[str]:
    return [fact.title for fact in window.panel.searches.facts.facts]


def test_a_search_of_the_log_is_looked_at_and_opened(
    cases: CasesWindow, opened: list[tuple[Any, ...]], qtbot: QtBot, settle: Settle
) -> None:
    cases.finder.list.setCurrentIndex(cases.finder.list.lines.index(3))
    settle()
    searches = cases.panel.searches
    log = searches.list.lines
    assert [log.index(row).data().split(",")[0] for row in range(log.rowCount())] == ["1", "2", "3"]
    assert searches.list.currentIndex().row() == 2
    qtbot.keyClick(searches.list, Qt.Key.Key_Up)
    assert not searches.new_button.isEnabled()
    assert "Open the register" in searches.new_button.toolTip()
    searches.open_button.click()
    assert [call[1:] for call in opened] == [(2, False)]


def test_what_is_new_is_offered_where_the_register_has_grown(
    cases: CasesWindow, window: MainWindow, opened: list[tuple[Any, ...]]
) -> None:
    register: Any = window.desk.session.register
    register.count += 1
    window.desk.session.register_changed.emit()
    assert cases.panel.searches.new_button.isEnabled()
    cases.panel.searches.new_button.click()
    assert [call[1:] for call in opened] == [(1, True)]


def test_a_search_runs_again_and_says_what_came_of_it(
    cases: CasesWindow, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    bench, searches = engine.workbenches[-1], cases.panel.searches
    bench.gate.clear()
    searches.replay_button.setFocus()
    qtbot.keyClick(searches.replay_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: len(bench.examined) == 2)
    assert searches.running.isVisible()
    assert not searches.replay_button.isVisible()
    assert cases.focusWidget() is searches.stop_button
    searches.stop_button.click()
    assert not searches.stop_button.isVisible()
    assert cases.focusWidget() is searches.replay_button
    bench.gate.set()
    settle()
    searches.replay_button.click()
    settle()
    assert titles(cases)[0] == "Run again: the same result. Every mark has the rank that it had."
    assert not searches.running.isVisible()
    cases.finder.list.setCurrentIndex(cases.finder.list.lines.index(1))
    settle()
    assert titles(cases)[0] == "Time", "the result is that of another search"
    searches.replay_button.click()
    settle()
    assert "not where it was" in searches.problem.text()


def test_a_window_that_closes_stops_what_runs(
    cases: CasesWindow, engine: Any, qtbot: QtBot
) -> None:
    bench = engine.workbenches[-1]
    bench.gate.clear()
    cases.panel.searches.replay_button.click()
    qtbot.waitUntil(lambda: len(bench.examined) == 2)
    cases.close()
    assert not cases._cases.state.replay.running
    bench.gate.set()
