"""Marks that belong together, from key and mouse to what is listed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from examiner_app.gui.models.match_model import Role
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.arrangement import TABLE
from examiner_app.gui.widgets.fold_painter import more_rect
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.match_delegate import paper_rect
from examiner_app.settings import FOLD

Settle = Callable[[], None]


@pytest.fixture
def examined(
    window: MainWindow, logo_file: Callable[..., Path], settle: Settle, qtbot: QtBot
) -> MainWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    register = window.desk.session.register
    register.manifest.coverage.repeats = 60
    window.desk.examine(FileSource(logo_file()))
    settle()
    return window


def rows(window: MainWindow) -> list[int]:
    return [mark.index for mark in window.desk.matches.marks]


def select_folded(window: MainWindow) -> int:
    """Select the first match that stands for two; return its row."""
    matches = window.desk.matches
    row = next(row for row in range(len(matches.marks)) if matches.stands_for(row) == 2)
    matches.select(matches.marks[row])
    return row


def test_repeats_take_one_place_and_the_numbers_say_so(examined: MainWindow) -> None:
    matches = examined.desk.matches
    assert (matches.count, matches.places) == (600, 540)
    examined.resize(1500, 800)
    assert examined.matches.shown.text() == "600 marks in 540 places"
    nearest = [index for index in rows(examined) if index % 10 < 2]
    assert len({index - index % 10 for index in nearest}) == len(nearest)


def test_e_unfolds_and_folds_the_selected_match(
    examined: MainWindow, qtbot: QtBot, settle: Settle
) -> None:
    row = select_folded(examined)
    before = rows(examined)
    qtbot.keyClick(examined.matches.grid, Qt.Key.Key_E)
    settle()
    after = rows(examined)
    other = after[row + 1]
    assert after == [*before[: row + 1], other, *before[row + 1 :]][: len(after)]
    assert other // 10 == before[row] // 10
    model, matches = examined.matches.model, examined.desk.matches
    assert model.index(row, 0).data(Role.UNFOLDED)
    assert model.index(row + 1, 0).data(Role.STANDS_FOR) == 0
    assert matches.selected is not None
    assert matches.selected.index == before[row]
    # Folded again from the other one, and ranks are what they were.
    matches.select(matches.marks[row + 1])
    assert matches.rank(matches.sorted_by or "", other) is not None
    examined.fold_actions.toggle.trigger()
    settle()
    assert rows(examined) == before


def test_a_click_on_the_number_unfolds(examined: MainWindow, qtbot: QtBot, settle: Settle) -> None:
    row = select_folded(examined)
    grid, model = examined.matches.grid, examined.matches.model
    grid.scrollTo(model.index(row, 0))
    cell = grid.visualRect(model.index(row, 0))
    at = more_rect(paper_rect(cell), "+1").center()
    qtbot.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=at)
    settle()
    assert model.index(row, 0).data(Role.UNFOLDED)
    examined.arrangement.show(TABLE)
    settle()
    heads = examined.matches.table.rows
    place = more_rect(heads.paper_at(row), "−1").center()
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    settle()
    assert not model.index(row, 0).data(Role.UNFOLDED)
    nowhere = heads.paper_at(row).center() + QPoint(200, 0)
    qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=nowhere)
    settle()
    assert not model.index(row, 0).data(Role.UNFOLDED)


def test_the_way_to_fold_is_chosen_and_remembered(examined: MainWindow, settle: Settle) -> None:
    matches, ways = examined.desk.matches, examined.fold_actions.ways
    assert ways["pictures"].isChecked()
    ways["nothing"].trigger()
    settle()
    assert (matches.count, matches.places) == (600, 600)
    assert not examined.fold_actions.toggle.isEnabled()
    ways["owners"].trigger()
    settle()
    # Thirteen owners, some of whose marks share a picture with another's.
    assert matches.count == 600
    assert 1 <= matches.places <= 13
    assert sum(int(size) for size in matches.sizes) == 600
    examined.close()
    assert examined.preferences.get(FOLD) == "owners"


def test_another_sort_keeps_a_group_unfolded_and_another_candidate_does_not(
    examined: MainWindow, qtbot: QtBot, settle: Settle, logo_file: Callable[..., Path]
) -> None:
    select_folded(examined)
    examined.fold_actions.toggle.trigger()
    settle()
    examined.desk.matches.sort_by("mac")
    settle()
    sizes = [int(size) for size in examined.desk.matches.sizes]
    assert sizes.count(0) == 1
    examined.desk.examine(FileSource(logo_file("other.png")))
    settle()
    assert 0 not in [int(size) for size in examined.desk.matches.sizes]


def test_tip_and_screen_reader_tell_of_the_others(examined: MainWindow) -> None:
    row = select_folded(examined)
    index = examined.matches.model.index(row, 0)
    assert "Stands for 2 marks" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole).endswith(", and 1 more")
