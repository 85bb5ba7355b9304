from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRectF

from examiner_app.engine.region import Region
from examiner_app.gui.state.region_drag import (
    HANDLES,
    Grip,
    RegionDrag,
    grip_at,
    grow,
    handle_point,
    middle_region,
    move,
)

START = Region(40, 30, 60, 50)
SIZE = (200, 120)


def pull(grip: Grip, across: float, down: float) -> tuple[int, int, int, int]:
    drag = RegionDrag(grip, START, QPointF(50, 50), *SIZE)
    return drag.to(QPointF(50 + across, 50 + down)).box


@pytest.mark.parametrize(
    ("grip", "box"),
    [
        (Grip.TOP_LEFT, (45, 37, 55, 43)),
        (Grip.TOP, (40, 37, 60, 43)),
        (Grip.TOP_RIGHT, (40, 37, 65, 43)),
        (Grip.LEFT, (45, 30, 55, 50)),
        (Grip.RIGHT, (40, 30, 65, 50)),
        (Grip.BOTTOM_LEFT, (45, 30, 55, 57)),
        (Grip.BOTTOM, (40, 30, 60, 57)),
        (Grip.BOTTOM_RIGHT, (40, 30, 65, 57)),
        (Grip.ALL, (45, 37, 60, 50)),
    ],
)
def test_what_every_handle_does(grip: Grip, box: tuple[int, int, int, int]) -> None:
    assert pull(grip, 5, 7) == box


def test_edges_stop_at_the_mark_and_at_the_least_size() -> None:
    assert pull(Grip.ALL, -900, 900) == (0, 70, 60, 50)
    assert pull(Grip.TOP_LEFT, -900, -900) == (0, 0, 100, 80)
    assert pull(Grip.TOP_LEFT, 900, 900) == (84, 64, 16, 16)
    assert pull(Grip.BOTTOM_RIGHT, -900, -900) == (40, 30, 16, 16)
    assert pull(Grip.BOTTOM_RIGHT, 900, 900) == (40, 30, 160, 90)


def draw(start: tuple[float, float], end: tuple[float, float]) -> tuple[int, int, int, int]:
    return RegionDrag(Grip.NEW, START, QPointF(*start), *SIZE).to(QPointF(*end)).box


def test_a_new_region_is_drawn_in_every_direction() -> None:
    assert draw((10, 20), (70, 90)) == (10, 20, 60, 70)
    assert draw((70, 90), (10, 20)) == (10, 20, 60, 70)
    assert draw((10, 90), (70, 20)) == (10, 20, 60, 70)
    assert draw((-50, -50), (900, 900)) == (0, 0, 200, 120)
    # Too small ones grow, away from where they were begun, and back from the edge.
    assert draw((100, 60), (103, 61)) == (100, 60, 16, 16)
    assert draw((100, 60), (97, 59)) == (84, 44, 16, 16)
    assert draw((199, 119), (199.5, 119.5)) == (184, 104, 16, 16)


@given(
    grip=st.sampled_from(list(Grip)),
    x=st.integers(0, 140),
    y=st.integers(0, 70),
    points=st.lists(st.tuples(st.floats(-999, 999), st.floats(-999, 999)), min_size=2, max_size=2),
)
def test_whatever_the_hand_does_the_region_can_be_searched(
    grip: Grip, x: int, y: int, points: list[tuple[float, float]]
) -> None:
    start = Region(x, y, 60, 50)
    drag = RegionDrag(grip, start, QPointF(*points[0]), *SIZE)
    region = drag.to(QPointF(*points[1]))
    region.check(*SIZE)
    if grip is Grip.ALL:
        assert (region.width, region.height) == (60, 50)


def test_what_the_hand_takes_hold_of() -> None:
    box = QRectF(100, 100, 200, 80)
    for grip in HANDLES:
        assert grip_at(handle_point(grip, box) + QPointF(5, -5), box, 8) is grip
    assert grip_at(QPointF(180, 150), box, 8) is Grip.ALL
    assert grip_at(QPointF(80, 150), box, 8) is Grip.NEW
    assert grip_at(QPointF(180, 150), None, 8) is Grip.NEW
    tiny = QRectF(100, 100, 4, 4)
    assert grip_at(QPointF(99, 99), tiny, 8) is Grip.TOP_LEFT
    assert grip_at(QPointF(105, 105), tiny, 8) is Grip.BOTTOM_RIGHT


def test_the_arrow_keys_move_and_resize() -> None:
    assert move(START, 1, -10, *SIZE) == Region(41, 20, 60, 50)
    assert move(START, -100, 100, *SIZE) == Region(0, 70, 60, 50)
    assert grow(START, 10, -1, *SIZE) == Region(40, 30, 70, 49)
    assert grow(START, -999, 999, *SIZE) == Region(40, 30, 16, 90)


@pytest.mark.parametrize("size", [(16, 16), (17, 300), (200, 120)])
def test_the_middle_of_a_mark(size: tuple[int, int]) -> None:
    middle_region(*size).check(*size)
