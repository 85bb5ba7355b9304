from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect
from PySide6.QtGui import QColor, QHoverEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.models.match_model import Role
from examiner_app.gui.state.arrangement import TABLE
from examiner_app.gui.widgets import match_delegate, painted_cells
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.paint_budget import MOST_SECONDS, PaintBudget
from examiner_app.gui.widgets.painted_cells import PaintedCells, Paper

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

    paper = Paper(cell.width(), cell.height(), 1.0, ground.rgb())
    if not cells.paint(painter, cell.topLeft(), shows, paper):
        cells.paint_new(painter, cell.topLeft(), shows, paper, paint_it)
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


def on_screen(window: MainWindow, view: QWidget) -> QImage:
    """Return what the screen shows of a view, without having it painted."""
    place = QRect(view.mapTo(window, QPoint()), view.size())
    return window.screen().grabWindow(window.winId()).toImage().copy(place)


@pytest.mark.parametrize("part", ["cells", "rows"])
def test_the_table_is_whole_after_some_turns(
    examined: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setattr("examiner_app.gui.widgets.paint_budget.MOST_SECONDS", 60.0)
    examined.arrangement.show(TABLE)
    table = examined.matches.table
    view = table.viewport() if part == "cells" else table.rows.viewport()
    qtbot.wait(300)
    whole = on_screen(examined, view)
    monkeypatch.setattr("examiner_app.gui.widgets.paint_budget.MOST_SECONDS", 1e-9)
    qtbot.wait(5)
    view.repaint()
    assert on_screen(examined, view) != whole
    qtbot.waitUntil(lambda: on_screen(examined, view) == whole, timeout=10_000)


def test_the_grid_paints_each_match_where_it_lies(examined: MainWindow) -> None:
    grid, model = examined.matches.grid, examined.matches.model
    for width in (700, 911, 1203):
        grid.resize(width, 500)
        grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
        seen = grid.viewport().rect()
        places = dict(grid._places(seen))
        for row in range(model.rowCount()):
            cell = grid.visualRect(model.index(row, 0))
            if cell.intersects(seen):
                assert places[row] == cell.topLeft()
    assert list(grid._places(QRect(0, -900_000, 10, 10))) == []


@pytest.mark.usefixtures("whole_cells")
def test_the_match_under_the_pointer_has_a_frame(examined: MainWindow) -> None:
    grid, model = examined.matches.grid, examined.matches.model
    view = grid.viewport()
    cell = grid.visualRect(model.index(2, 0))
    plain = grid.grab().toImage()
    for at, differs in ((cell.center(), True), (QPoint(view.width() - 1, 1), False)):
        event = QHoverEvent(QEvent.Type.HoverMove, QPointF(at), QPointF(at), QPointF(-1, -1))
        QApplication.sendEvent(view, event)
        assert (grid.grab().toImage() != plain) is differs


def test_no_match_of_new_ones_is_under_the_pointer_of_old(
    examined: MainWindow, settle: Callable[[], None]
) -> None:
    grid = examined.matches.grid
    at = QPointF(grid.visualRect(examined.matches.model.index(2, 0)).center())
    event = QHoverEvent(QEvent.Type.HoverMove, at, at, QPointF(-1, -1))
    QApplication.sendEvent(grid.viewport(), event)
    assert grid._hovered == 2
    examined.desk.matches.sort_by("mac")
    settle()
    assert grid._hovered == -1


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
