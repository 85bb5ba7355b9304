"""The comparison without a window: what is possible, what is remembered, when it blinks."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from examiner_app.gui.state.comparison import (
    ALIGN_LEAST,
    BLINK_MS,
    PAIR_LAYER_TITLES,
    PAIR_LAYERS,
    ComparisonState,
    Mode,
    PaintOptions,
    Toggle,
)
from examiner_app.gui.state.pair_pictures import Picture
from examiner_app.gui.state.viewport import MOST_ZOOM, Viewport, fit_unit


def heard(signal: Any) -> list[int]:
    calls: list[int] = []
    signal.connect(lambda: calls.append(1))
    return calls


def agreement(count: int) -> Any:
    return SimpleNamespace(count=count, inliers=np.ones(count, bool), mirrored=False)


class TestToggles:
    def test_everything_is_off_to_begin_with(self) -> None:
        state = ComparisonState()
        assert not any(state.active(toggle) for toggle in Toggle)
        assert state.paint_options == PaintOptions()

    def test_switching_twice_changes_nothing(self) -> None:
        state = ComparisonState()
        calls = heard(state.options_changed)
        state.switch(Toggle.GREY)
        assert state.paint_options == PaintOptions(grey=True)
        state.switch(Toggle.GREY)
        assert state.paint_options == PaintOptions()
        assert len(calls) == 2

    def test_alignment_needs_keypoints_and_comes_back_with_them(self) -> None:
        state = ComparisonState()
        state.take_agreement(agreement(ALIGN_LEAST - 1))
        assert not state.possible(Toggle.ALIGN)
        state.switch(Toggle.ALIGN)
        assert not state.paint_options.aligned
        state.take_agreement(agreement(ALIGN_LEAST))
        assert state.paint_options.aligned
        state.begin()
        assert not state.active(Toggle.ALIGN)
        assert state.wanted(Toggle.ALIGN), "the next match that can be aligned, is"

    def test_what_is_aligned_is_not_mirrored_once_more(self) -> None:
        state = ComparisonState()
        state.switch(Toggle.MIRROR)
        assert state.paint_options.mirrored
        state.take_agreement(agreement(20))
        state.switch(Toggle.ALIGN)
        assert state.paint_options == PaintOptions(aligned=True)

    def test_lines_are_drawn_between_two_papers_only(self) -> None:
        state = ComparisonState()
        state.switch(Toggle.KEYPOINTS)
        assert state.active(Toggle.KEYPOINTS)
        state.choose(Mode.WIPE)
        assert not state.active(Toggle.KEYPOINTS)
        state.choose(Mode.SIDE)
        assert state.active(Toggle.KEYPOINTS)


def test_the_layers_are_the_windows() -> None:
    state = ComparisonState()
    calls = heard(state.options_changed)
    assert set(PAIR_LAYERS) <= set(PAIR_LAYER_TITLES)
    state.show_layer("cam")
    state.show_layer("cam")
    state.show_layer("ssa")
    assert state.paint_options.layer == "cam"
    assert len(calls) == 1


def test_the_wipe_stays_on_the_paper() -> None:
    state = ComparisonState()
    calls = heard(state.view_changed)
    for share, expected in ((0.3, 0.3), (1.4, 1.0), (2.0, 1.0), (-1.0, 0.0)):
        state.wipe_to(share)
        assert state.wipe == expected
    assert len(calls) == 3


class TestBlinking:
    def test_it_is_no_faster_than_three_flashes_a_second(self) -> None:
        # A flash is there and back (WCAG 2.3.1).
        assert 1000 / (2 * BLINK_MS) <= 3

    def test_only_while_it_is_looked_at(self, qtbot: QtBot) -> None:
        state = ComparisonState()
        state.choose(Mode.BLINK)
        assert not state._timer.isActive()
        state.show(shown=True)
        with qtbot.waitSignal(state.view_changed, timeout=4 * BLINK_MS):
            pass
        assert state.second
        state.show(shown=False)
        assert not state._timer.isActive()

    def test_it_can_be_stopped_and_goes_on(self) -> None:
        state = ComparisonState()
        state.show(shown=True)
        state.choose(Mode.BLINK)
        state._timer.timeout.emit()
        state.blink(on=False)
        assert not state._timer.isActive()
        assert state.second, "it stops at the one that is seen"
        state.blink(on=True)
        assert state._timer.isActive()
        state.choose(Mode.SIDE)
        assert not state._timer.isActive()
        state.choose(Mode.BLINK)
        assert not state.second
        state.show(shown=False)


def test_another_pair_keeps_the_picture_and_a_failure_does_not() -> None:
    state = ComparisonState()
    pictures: Any = SimpleNamespace()
    state.take_pictures(pictures)
    state.describe(describing=True)
    state.begin()
    assert state.pictures is pictures
    assert not state.describing
    state.clear("No.")
    assert (state.pictures, state.agreement, state.failure) == (None, None, "No.")
    state.begin()
    assert state.failure == ""


def test_a_picture_is_never_shrunk_by_more_than_a_half() -> None:
    levels = tuple(QImage(width, 10, QImage.Format.Format_RGB32) for width in (800, 400, 200))
    picture = Picture(levels)
    assert picture.size == QSize(800, 10)
    for width, expected in ((5000, 800), (801, 800), (401, 800), (400, 400), (210, 400), (9, 200)):
        assert picture.level(width).width() == expected


class TestViewport:
    def test_the_longest_side_that_is_needed_fits(self) -> None:
        assert fit_unit([QSize(200, 100)], QSizeF(400, 400)) == 400
        assert fit_unit([QSize(200, 100), QSize(50, 100)], QSizeF(400, 300)) == 300
        assert fit_unit([], QSizeF(0, 0)) == 1

    def test_pictures_lie_on_each_other(self) -> None:
        pane = QRectF(100, 0, 400, 400)
        view = Viewport()
        assert view.place(QSize(200, 100), pane, 400) == QRectF(100, 100, 400, 200)
        assert view.place(QSize(10, 20), pane, 400) == QRectF(200, 0, 200, 400)

    @pytest.mark.parametrize("factor", [1.25, 3, 0.7])
    def test_what_is_under_the_pointer_stays_there(self, factor: float) -> None:
        pane, size, at = QRectF(0, 0, 400, 400), QSize(300, 200), QPointF(250, 180)
        before = Viewport(4.0, 0.1, -0.05)
        after = before.zoomed(factor, at - pane.center(), 380)
        shares = []
        for view in (before, after):
            place = view.place(size, pane, 380)
            shares.append(
                ((at.x() - place.x()) / place.width(), (at.y() - place.y()) / place.height())
            )
        assert shares[0] == pytest.approx(shares[1])
        assert after.zoom == pytest.approx(4 * factor)

    def test_dragging_takes_the_paper_along(self) -> None:
        pane, size = QRectF(0, 0, 400, 400), QSize(300, 300)
        before = Viewport(4.0)
        after = before.panned(QPointF(30, -20), 400)
        moved = after.place(size, pane, 400).topLeft() - before.place(size, pane, 400).topLeft()
        assert (moved.x(), moved.y()) == pytest.approx((30, -20))

    def test_it_stays_on_the_pictures(self) -> None:
        far = Viewport(2.0).panned(QPointF(-9e5, 9e5), 400)
        assert (far.x, far.y) == (0.5, -0.5)
        assert Viewport().zoomed(1e9, QPointF(), 400).zoom == MOST_ZOOM
        assert far.zoomed(0.001, QPointF(7, 7), 400) == Viewport()
        assert Viewport().panned(QPointF(50, 50), 400) == Viewport()
