"""Answering parts and legends in the comparison's window: pointer, click, keys, what is painted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pointer import move
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QTransform
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from examiner_app.engine.evidence.answering import WHOLE, Answering, Parts
from examiner_app.engine.evidence.part_pictures import (
    answer_legend,
    contribution_legend,
    contribution_pixels,
)
from examiner_app.gui import part_finder
from examiner_app.gui.images import to_image
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.comparison import Mode, Toggle
from examiner_app.gui.state.pair_pictures import PairPictures, Picture
from examiner_app.gui.state.parts import PARTS, Cell, PaintedParts, PartsPicture, PartsState, Side
from examiner_app.gui.theme import Theme
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.compare_window import CompareWindow
from examiner_app.gui.widgets.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
GRID = 4
STRONG, WEAK = Cell(Side.CANDIDATE, 1, 1), Cell(Side.CANDIDATE, 3, 3)


def made_parts(box: QRectF | None = None) -> PaintedParts:
    """The candidate's cell (1, 1) is for, (2, 2) against; cell (r, c) answers (c, r)."""
    cells = np.zeros((GRID, GRID), np.float32)
    cells[1, 1], cells[2, 2] = 0.4, -0.3
    cosines = np.zeros((GRID**2, GRID**2), np.float32)
    for row in range(GRID):
        for column in range(GRID):
            cosines[row * GRID + column, column * GRID + row] = 0.95
    found = Answering("rmac", 0.1, Parts(cells, WHOLE, WHOLE), Parts(cells, WHOLE, WHOLE), cosines)
    whole = QRectF(0, 0, 1, 1)
    pictures = tuple(
        PartsPicture(to_image(contribution_pixels(parts, 0.4)), box or whole, whole)
        for parts in (found.candidate, found.match)
    )
    return PaintedParts(
        found, (pictures[0], pictures[1]), contribution_legend(found), answer_legend()
    )


@pytest.fixture
def compare(
    window: MainWindow, logo_file: Callable[..., Path], settle: Settle, qtbot: QtBot
) -> CompareWindow:
    window.desk.open_register(Path("demo register"))
    settle()
    window.desk.examine(FileSource(logo_file()))
    settle()
    window.show_comparison()
    made = window.comparison
    assert made is not None
    qtbot.waitExposed(made)
    made.resize(1000, 640)
    settle()
    return made


@pytest.fixture
def parts(
    window: MainWindow,
    compare: CompareWindow,
    engine: Any,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> PartsState:
    """Made-up parts, found the usual way, over a plain white pair."""
    monkeypatch.setattr(part_finder, "see_pair", lambda *_: (object(), object()))
    monkeypatch.setattr(part_finder, "paint_parts", lambda *_: made_parts())
    engine.workbenches[0].describer.methods = (window.desk.matches.sorted_by,)
    comparisons = window.comparisons
    comparisons.state.show_layer(PARTS)
    settle()
    white = QImage(200, 200, QImage.Format.Format_RGB32)
    white.fill(QColor("white"))
    assert comparisons.state.pictures is not None
    plain = Picture((white,))
    mark = comparisons.state.pictures.mark
    comparisons.state.take_pictures(PairPictures(mark, plain, plain, (200, 200), ()))
    return comparisons.finder.state


def at(compare: CompareWindow, cell: Cell) -> QPoint:
    """Return the middle of a cell in the view."""
    share = QPointF((cell.column + 0.5) / GRID, (cell.row + 0.5) / GRID)
    return compare.view.to_paper(cell.side).map(share).toPoint()


def colour(compare: CompareWindow, cell: Cell) -> QColor:
    return compare.view.grab().toImage().pixelColor(at(compare, cell))


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_contributions_are_painted_by_their_sign(
    compare: CompareWindow, parts: PartsState, theme: Theme, shade: str
) -> None:
    theme.choose(shade)
    for side in Side:
        warm, cold = (colour(compare, Cell(side, place, place)) for place in (1, 2))
        assert warm.red() > warm.blue() + 60
        assert cold.blue() > cold.red() + 60
        assert colour(compare, Cell(side, 3, 0)).name() == "#ffffff"
    theme.choose("light")


def test_pointing_shows_what_answers_and_leaving_hides_it(
    compare: CompareWindow, parts: PartsState
) -> None:
    source, answer = Cell(Side.CANDIDATE, 3, 0), Cell(Side.MATCH, 0, 3)
    move(compare.view, at(compare, source))
    assert parts.source == source
    violet = colour(compare, answer)
    assert violet.blue() > violet.green() + 60
    assert violet.red() > violet.green() + 60
    assert colour(compare, Cell(Side.MATCH, 1, 1)).name() == "#ffffff", "it is no contribution"
    left, right = compare.legends.views
    assert (left.value, left.where) == (0, "under the pointer")
    assert right.legend is not None
    assert "alike" in right.legend.title
    assert (right.value, right.where) == (pytest.approx(0.95), "at the best answer")
    QApplication.sendEvent(compare.view, QEvent(QEvent.Type.Leave))
    assert parts.source is None
    assert right.value is None
    assert "cosine 0.10, R-MAC" in right.legend.title


def test_a_click_pins_and_escape_releases_before_it_closes(
    compare: CompareWindow, parts: PartsState, qtbot: QtBot
) -> None:
    view = compare.view
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=at(compare, STRONG))
    assert parts.pinned == STRONG
    move(view, at(compare, Cell(Side.MATCH, 1, 1)))
    assert parts.source == STRONG
    assert compare.legends.views[1].value == pytest.approx(0.95)
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    assert parts.pinned is None
    assert compare.isVisible()
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    assert not compare.isVisible()


def test_control_w_closes_in_any_case(
    compare: CompareWindow, parts: PartsState, qtbot: QtBot
) -> None:
    parts.pin(STRONG)
    qtbot.keyClick(compare, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not compare.isVisible()


def test_a_drag_pins_nothing(compare: CompareWindow, parts: PartsState, qtbot: QtBot) -> None:
    view, start = compare.view, at(compare, STRONG)
    view.zoom(2)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    move(view, start + QPoint(30, 0))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(30, 0))
    assert parts.pinned is None


def test_the_keyboard_pins_and_walks(
    compare: CompareWindow, parts: PartsState, qtbot: QtBot
) -> None:
    qtbot.keyClick(compare.view, Qt.Key.Key_Space)
    assert parts.pinned == STRONG
    qtbot.keyClick(compare.view, Qt.Key.Key_Right)
    qtbot.keyClick(compare.view, Qt.Key.Key_Down)
    assert parts.pinned == Cell(Side.CANDIDATE, 2, 2)
    view = compare.view
    view.zoom(3)
    before = compare._state.view.x
    qtbot.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert compare._state.view.x > before, "shifted arrows move the paper"
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert parts.pinned is None


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("swap", [False, True])
def test_places_are_found_in_every_mode(
    compare: CompareWindow, parts: PartsState, mode: Mode, swap: bool
) -> None:
    state = compare._state
    state.choose(mode)
    if swap:
        state.switch(Toggle.SWAP)
    for side in Side:
        on_second = side is (Side.CANDIDATE if swap else Side.MATCH)
        state.second = on_second
        state.wipe_to(0 if on_second else 1)
        place = at(compare, Cell(side, 2, 1))
        found = compare.view.spot(QPointF(place))
        assert found is not None
        assert found[0] is side
        assert found[1].x() == pytest.approx(1.5 / GRID, abs=0.01)
        assert found[1].y() == pytest.approx(2.5 / GRID, abs=0.01)


def test_a_mirrored_match_has_mirrored_parts(compare: CompareWindow, parts: PartsState) -> None:
    pictures = compare._state.pictures
    assert pictures is not None
    plain = at(compare, Cell(Side.MATCH, 2, 0))
    compare._state.take_pictures(
        PairPictures(
            pictures.mark,
            pictures.candidate,
            pictures.match,
            (200, 200),
            (),
            QTransform(-1, 0, 0, 1, 1, 0),
        )
    )
    spot = compare.view.spot(QPointF(plain))
    assert spot is not None
    assert spot[1].x() == pytest.approx(3.5 / GRID, abs=0.01)
    assert at(compare, Cell(Side.MATCH, 2, 3)) == plain


def test_outside_the_crop_nothing_is_painted(compare: CompareWindow, parts: PartsState) -> None:
    parts.take(made_parts(QRectF(0, 0, 0.5, 0.5)))
    assert colour(compare, Cell(Side.CANDIDATE, 2, 2)).name() == "#ffffff"
    assert colour(compare, STRONG).name() != "#ffffff"
    move(compare.view, at(compare, WEAK))
    assert parts.source is None


def test_what_cannot_be_shown_is_said(compare: CompareWindow, parts: PartsState) -> None:
    parts.clear("The fused rank has no parts.")
    left, right = compare.legends.views
    assert (left.legend, left.note) == (None, "The fused rank has no parts.")
    assert right.note == ""


def test_mask_and_cam_have_their_legend_and_number(
    compare: CompareWindow, window: MainWindow, settle: Settle
) -> None:
    left, right = compare.legends.views
    assert not compare.legends.isVisible()
    window.comparisons.state.show_layer("cam")
    settle()
    assert compare.legends.isVisible()
    for view in (left, right):
        assert view.legend is not None
        assert view.legend.title.startswith("CAM")
    place = compare.view.places()[1].center().toPoint()
    move(compare.view, place)
    assert right.value is not None
    assert right.value > 0.5, "the fake figure is in the middle"
    assert left.value is None
    move(compare.view, QPoint(2, 2))
    assert right.value is None
    window.comparisons.state.switch(Toggle.SWAP)
    move(compare.view, place)
    assert compare.view.spot(QPointF(place)) is not None
    assert right.value is not None
    window.comparisons.state.show_layer("filed")
    settle()
    assert not compare.legends.isVisible()


def test_the_pointer_is_followed_at_once(compare: CompareWindow, parts: PartsState) -> None:
    compare.view.grab()
    with Watchdog() as watchdog:
        for step in range(0, 300, 4):
            move(compare.view, QPoint(100 + step, 150 + step // 3))
            QApplication.processEvents()
    assert watchdog.longest_busy_ms < 50
