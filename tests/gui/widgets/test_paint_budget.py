from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from examiner_app.gui.models.match_model import Role
from examiner_app.gui.widgets import match_delegate, painted_cells
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.paint_budget import MOST_SECONDS, PaintBudget
from examiner_app.gui.widgets.painted_cells import PaintedCells

WHITE = QColor("white")


@pytest.fixture
def budget(qtbot: QtBot) -> PaintBudget:
    return PaintBudget()


def test_a_turn_has_its_time_and_the_next_one_too(budget: PaintBudget, qtbot: QtBot) -> None:
    assert not budget.is_spent
    with budget.spending():
        time.sleep(MOST_SECONDS)
    assert budget.is_spent
    qtbot.waitUntil(lambda: not budget.is_spent)


def test_it_tells_once_of_what_was_left(budget: PaintBudget, qtbot: QtBot) -> None:
    told: list[bool] = []
    budget.left.connect(lambda: told.append(budget.is_spent))
    with budget.spending():
        pass
    qtbot.wait(20)
    assert told == []
    budget.leave()
    budget.leave()
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(20)
    assert told == [False]


def paint(cells: PaintedCells, shows: object, cell: QRect, ground: QColor = WHITE) -> list[QRect]:
    """Paint a cell; return where it was painted anew."""
    fresh: list[QRect] = []
    picture = QImage(80, 80, QImage.Format.Format_RGB32)
    painter = QPainter(picture)

    def paint_it(painter: QPainter, rect: QRect) -> None:
        fresh.append(rect)
        painter.fillRect(rect, QColor("red"))

    cells.paint(painter, cell, shows, ground, paint_it)
    assert cells.has(painter, cell, shows, ground) == cells.has(painter, cell, shows, ground)
    painter.end()
    assert picture.pixelColor(cell.center()) == QColor("red")
    return fresh


def test_a_cell_is_painted_anew_only_where_it_shows_something_else() -> None:
    cells = PaintedCells()
    assert paint(cells, "a", QRect(5, 5, 20, 10)) == [QRect(0, 0, 20, 10)]
    assert paint(cells, "a", QRect(40, 30, 20, 10)) == []
    assert len(paint(cells, "b", QRect(5, 5, 20, 10))) == 1
    assert len(paint(cells, "a", QRect(5, 5, 21, 10))) == 1
    assert len(paint(cells, "a", QRect(5, 5, 20, 10), QColor("black"))) == 1


def test_cells_that_were_not_seen_longest_go_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painted_cells, "MEMORY", 2 * 4 * 20 * 10)
    cells, cell = PaintedCells(), QRect(5, 5, 20, 10)
    for shows in "aba":
        paint(cells, shows, cell)
    paint(cells, "c", cell)
    assert paint(cells, "a", cell) == []
    assert len(paint(cells, "b", cell)) == 1


def test_the_grid_is_whole_after_some_turns(
    examined: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    grid = examined.matches.grid
    monkeypatch.setattr("examiner_app.gui.widgets.paint_budget.MOST_SECONDS", 60.0)
    whole = grid.grab().toImage()
    assert whole == grid.grab().toImage()
    # Nothing is kept, and there is time for one cell in a turn.
    monkeypatch.setattr("examiner_app.gui.widgets.paint_budget.MOST_SECONDS", 1e-9)
    monkeypatch.setattr(grid.delegate, "_painted", PaintedCells())
    qtbot.wait(5)
    assert grid.grab().toImage() != whole
    qtbot.waitUntil(lambda: grid.grab().toImage() == whole, timeout=10_000)


def test_a_face_changes_with_all_that_is_painted(examined: MainWindow) -> None:
    model, desk = examined.matches.model, examined.desk
    index = model.index(1, 0)
    seen = {index.data(Role.FACE).key}
    mark = desk.matches.marks[1]
    desk.toggle_pin(mark)
    seen.add(index.data(Role.FACE).key)
    desk.judgements.judge(mark, match_delegate.Judgement.REJECTED)
    seen.add(index.data(Role.FACE).key)
    desk.judgements.write_note(mark, "Look again.")
    seen.add(index.data(Role.FACE).key)
    assert len(seen) == 4
