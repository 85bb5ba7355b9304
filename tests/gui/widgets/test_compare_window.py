"""The comparison's window: keys, wheel, drags, and what is really painted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pointer import move
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from examiner_app.gui.state.comparison import ComparisonState, Mode, Toggle
from examiner_app.gui.state.viewport import Viewport
from examiner_app.gui.theme import Theme
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.compare_window import CompareWindow
from examiner_app.gui.widgets.comparison_painting import AGREES
from examiner_app.gui.widgets.comparison_texts import verdict
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.settings import COMPARISON

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")

Settle = Callable[[], None]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def compare(examined: MainWindow, qtbot: QtBot, settle: Settle) -> CompareWindow:
    qtbot.keyClick(examined, Qt.Key.Key_3, CTRL)
    made = examined.comparison
    assert made is not None
    qtbot.waitExposed(made)
    made.resize(1000, 640)
    settle()
    return made


@pytest.fixture
def state(examined: MainWindow) -> ComparisonState:
    return examined.comparisons.state


def grab(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def wheel(widget: QWidget, at: QPointF, notches: int) -> None:
    event = QWheelEvent(
        at,
        QPointF(widget.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


@pytest.mark.parametrize("how", ["enter", "button", "action"])
def test_it_is_opened_from_the_match_and_closed_by_escape(
    examined: MainWindow, qtbot: QtBot, settle: Settle, how: str
) -> None:
    grid = examined.matches.grid
    grid.setFocus()
    grid.setCurrentIndex(examined.matches.model.index(2, 0))
    if how == "enter":
        qtbot.keyClick(grid, Qt.Key.Key_Return)
    elif how == "button":
        qtbot.mouseClick(examined.compare.compare_button, Qt.MouseButton.LeftButton)
    else:
        examined.actions_.compare.trigger()
    compare = examined.comparison
    assert compare is not None
    assert compare.isVisible()
    settle()
    assert examined.comparisons.state.pictures is not None
    assert examined.comparisons.state.pictures.mark is examined.desk.matches.marks[2]
    qtbot.keyClick(compare, Qt.Key.Key_Escape)
    assert not compare.isVisible()
    assert not examined.comparisons.state.shown
    assert not examined.preferences.get_bytes(COMPARISON).isEmpty()
    examined.show_comparison()
    assert examined.comparison is compare
    assert compare.isVisible()


def test_it_closes_with_the_main_window(examined: MainWindow, compare: CompareWindow) -> None:
    examined.close()
    assert not compare.isVisible()


def test_page_keys_walk_through_the_matches(
    examined: MainWindow, compare: CompareWindow, qtbot: QtBot, settle: Settle
) -> None:
    matches = examined.desk.matches
    qtbot.keyClick(compare, Qt.Key.Key_PageDown)
    qtbot.keyClick(compare, Qt.Key.Key_PageDown)
    qtbot.keyClick(compare, Qt.Key.Key_PageUp)
    settle()
    assert matches.selected is matches.marks[1]
    assert compare.words.full_text == (matches.marks[1].words or matches.marks[1].id)
    assert compare.rank.text() == "Rank 2 by ATRHA R-MAC"
    assert examined.matches.grid.currentIndex().row() == 1
    qtbot.keyClick(compare, Qt.Key.Key_P)
    assert matches.marks[1].index in examined.desk.pins
    assert compare.actions_.pin.text() == "Pinned"


def test_every_mode_and_toggle_has_its_key(
    compare: CompareWindow, state: ComparisonState, qtbot: QtBot, settle: Settle
) -> None:
    for key, mode in (("2", Mode.WIPE), ("3", Mode.BLINK), ("1", Mode.SIDE)):
        qtbot.keyClicks(compare, key)
        assert state.mode is mode
        assert compare.modes.button(mode.name).isChecked()
        assert compare.wipe.isVisible() is (mode is Mode.WIPE)
        assert compare.blink_button.isVisible() is (mode is Mode.BLINK)
    keys = {"S": Toggle.SWAP, "G": Toggle.GREY, "I": Toggle.INVERT, "M": Toggle.MIRROR}
    for key, toggle in (*keys.items(), ("L", Toggle.KEYPOINTS)):
        qtbot.keyClicks(compare, key)
        assert state.active(toggle)
        assert compare.actions_.toggles[toggle].isChecked()
    settle()
    qtbot.keyClick(compare, Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    assert state.layer == "cam"
    assert compare.layers.button("cam").isChecked()


def test_the_buttons_do_the_same(
    compare: CompareWindow, state: ComparisonState, qtbot: QtBot, settle: Settle
) -> None:
    qtbot.mouseClick(compare.modes.button("WIPE"), Qt.MouseButton.LeftButton)
    assert state.mode is Mode.WIPE
    qtbot.mouseClick(compare.layers.button("text"), Qt.MouseButton.LeftButton)
    assert state.layer == "text"
    settle()
    compare.wipe.setValue(30)
    assert state.wipe == pytest.approx(0.3)


def test_the_wheel_zooms_both_at_the_pointer(
    compare: CompareWindow, state: ComparisonState, qtbot: QtBot
) -> None:
    view = compare.view
    left, right = view.places()
    at = left.center() + QPointF(60, 40)
    wheel(view, at, 4)
    after_left, after_right = view.places()
    assert state.view.zoom == pytest.approx(1.25**4)
    for before, after in ((left, after_left), (right, after_right)):
        assert after.width() == pytest.approx(before.width() * 1.25**4)
    share = (at.x() - left.x()) / left.width()
    assert (at.x() - after_left.x()) / after_left.width() == pytest.approx(share)
    assert compare.zoom.text() == "244 %"
    qtbot.keyClick(compare, Qt.Key.Key_0, CTRL)
    assert state.view == Viewport()
    qtbot.keyClicks(compare, "+")
    assert state.view.zoom == pytest.approx(1.25)
    qtbot.keyClicks(compare, "-")
    assert state.view.zoom == pytest.approx(1)


def test_dragging_and_arrows_move_both(
    compare: CompareWindow, state: ComparisonState, qtbot: QtBot
) -> None:
    view = compare.view
    view.zoom(3)
    before = view.places()
    start = QPoint(150, 150)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
    move(view, start + QPoint(25, -15))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=start + QPoint(25, -15))
    for one, other in zip(before, view.places(), strict=True):
        moved = other.topLeft() - one.topLeft()
        assert (moved.x(), moved.y()) == pytest.approx((25, -15))
    x = state.view.x
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert state.view.x > x
    move(view, QPoint(10, 10))
    assert state.view.x > x, "nothing is held any more"


def test_the_wipe_is_dragged_and_moved_by_arrows(
    compare: CompareWindow, state: ComparisonState, qtbot: QtBot
) -> None:
    view = compare.view
    state.choose(Mode.WIPE)
    line = QPoint(round(view.wipe_across()), 80)
    move(view, line)
    assert view.cursor().shape() == Qt.CursorShape.SplitHCursor
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=line)
    move(view, QPoint(view.width() // 4, 80))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() // 4, 80))
    assert state.wipe == pytest.approx(0.25, abs=0.01)
    assert compare.wipe.value() == 25
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert state.wipe == pytest.approx(0.27, abs=0.01)
    view.zoom(2)
    x = state.view.x
    qtbot.keyClick(view, Qt.Key.Key_Right, SHIFT)
    assert state.view.x > x
    assert state.wipe == pytest.approx(0.27, abs=0.01)


def own(state: ComparisonState, left: str, right: str) -> None:
    """Put two plain pictures in place of the pair's."""
    from examiner_app.gui.state.pair_pictures import Line, PairPictures, Picture

    images = []
    for colour in (left, right):
        image = QImage(200, 200, QImage.Format.Format_RGB32)
        image.fill(QColor(colour))
        images.append(Picture((image,)))
    lines = (Line((0.5, 0.5), (0.5, 0.5), True),)
    assert state.pictures is not None
    mark: Any = state.pictures.mark
    state.take_pictures(PairPictures(mark, images[0], images[1], (200, 200), lines))


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_what_is_painted(
    compare: CompareWindow, state: ComparisonState, theme: Theme, shade: str
) -> None:
    theme.choose(shade)
    own(state, "#aa0000", "#00aa00")
    view = compare.view
    first, second = (place.center().toPoint() for place in view.places())
    image = grab(view)
    assert image.pixelColor(first).name() == "#aa0000"
    assert image.pixelColor(second).name() == "#00aa00"
    assert image.pixelColor(12, 12).name() == "#ffffff", "paper is white in both themes"
    state.switch(Toggle.SWAP)
    assert grab(view).pixelColor(first).name() == "#00aa00"
    assert compare.captions[0].text().startswith("Match")
    state.switch(Toggle.SWAP)
    state.switch(Toggle.KEYPOINTS)
    middle = (first + second) / 2
    column = grab(view).copy(QRect(middle.x() - 8, middle.y() - 3, 2, 7))
    assert any(column.pixelColor(0, y).blue() > column.pixelColor(0, y).red() for y in range(7))
    assert grab(view).pixelColor(first).name() == AGREES.name()
    state.choose(Mode.WIPE)
    image, middle = grab(view), view.rect().center()
    assert image.pixelColor(middle + QPoint(-60, 0)).name() == "#aa0000"
    assert image.pixelColor(middle + QPoint(60, 0)).name() == "#00aa00"
    state.choose(Mode.BLINK)
    assert grab(view).pixelColor(middle).name() == "#aa0000"
    state.blink(on=False)
    state.second = True
    state.view_changed.emit()
    assert grab(view).pixelColor(middle).name() == "#00aa00"
    assert compare.captions[1].property("role") == "caption-strong"
    theme.choose("light")


def test_the_verdict_names_numbers_and_what_is_waited_for(
    compare: CompareWindow, state: ComparisonState
) -> None:
    import numpy as np

    from examiner_app.engine.evidence.keypoints import Agreement

    points = np.zeros((30, 2))
    inliers = np.arange(30) < 23
    state.take_agreement(Agreement(points, points, inliers, np.eye(2, 3), mirrored=True))
    assert compare.verdict.full_text == (
        "23 of 30 matching keypoints agree on one similarity transform, with the match mirrored"
    )
    assert compare.actions_.toggles[Toggle.ALIGN].isEnabled()
    state.take_agreement(Agreement(points, points, inliers & False, None, mirrored=False))
    assert compare.verdict.full_text == "No keypoints agree"
    assert not compare.actions_.toggles[Toggle.ALIGN].isEnabled()
    state.describe(describing=True)
    assert "layer" in verdict(state)
    state.begin()
    assert "Looking for" in verdict(state)
    state.clear("It is damaged.")
    assert compare.verdict.full_text == "It is damaged."


def test_everything_has_a_name_a_tip_and_a_place(
    compare: CompareWindow, state: ComparisonState, qtbot: QtBot
) -> None:
    for mode in Mode:
        state.choose(mode)
        compare.resize(compare.minimumSizeHint())
        qtbot.wait(10)
        for child in compare.findChildren(QWidget):
            if child.isVisible():
                assert child.parentWidget().rect().contains(child.geometry())
            if isinstance(child, QAbstractButton) and child.isVisible():
                assert child.accessibleName() or child.text()
                assert child.toolTip()
                assert child.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert compare.view.accessibleName()
    assert "thumbnail" in compare.captions[1].toolTip()
    assert compare.minimumSizeHint().width() <= 960


def test_the_keyboard_reaches_every_part(compare: CompareWindow, qtbot: QtBot) -> None:
    compare.activateWindow()
    compare.view.setFocus()
    reached = set()
    for _ in range(24):
        focus = compare.focusWidget()
        reached.add(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
    assert compare.view in reached
    assert compare.modes.button("SIDE") in reached
    assert compare.layers.button("filed") in reached
    assert len(reached) >= 12


def test_the_window_answers_while_one_leafs_and_zooms(
    compare: CompareWindow, examined: MainWindow, settle: Settle, qtbot: QtBot
) -> None:
    grab(compare)
    with Watchdog() as watchdog:
        for _ in range(6):
            examined.comparisons.step(1)
            wheel(compare.view, QPointF(200, 200), 1)
            qtbot.wait(20)
        settle()
    # As in the main window's test: its own work only.
    assert watchdog.longest_busy_ms < 50
