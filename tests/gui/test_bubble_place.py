from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRect, QSize

from examiner_app.gui.bubble_place import ARROW, EDGE, Side, place_bubble

ROOM = QRect(0, 0, 1120, 690)
SIZE = QSize(316, 150)


@pytest.mark.parametrize(
    ("target", "beside", "side"),
    [
        (QRect(700, 90, 160, 28), False, Side.BELOW),
        (QRect(700, 640, 160, 28), False, Side.ABOVE),
        (QRect(20, 300, 280, 28), True, Side.RIGHT),
        (QRect(10, 80, 280, 560), False, Side.RIGHT),
        (QRect(780, 80, 340, 560), False, Side.LEFT),
        (QRect(0, 80, 1120, 300), False, Side.BELOW),
    ],
)
def test_it_stands_where_there_is_room(target: QRect, beside: bool, side: Side) -> None:
    place = place_bubble(target, SIZE, ROOM, beside=beside)
    assert place.side is side
    assert not place.rect.intersects(target)
    assert target.adjusted(-2, -2, 2, 2).contains(place.tip)


def test_at_the_edge_it_is_moved_inwards_and_still_points_at_its_target() -> None:
    target = QRect(1000, 60, 110, 30)
    place = place_bubble(target, SIZE, ROOM)
    assert place.rect.right() <= ROOM.right() - EDGE
    assert target.left() <= place.tip.x() <= target.right()


def test_over_a_target_that_fills_the_room_it_lies_on_top() -> None:
    place = place_bubble(ROOM, SIZE, ROOM)
    assert ROOM.contains(place.rect)


@given(
    st.integers(0, 1100),
    st.integers(0, 680),
    st.integers(1, 1200),
    st.integers(1, 900),
    st.integers(100, 400),
    st.integers(60, 400),
    st.booleans(),
)
def test_it_is_in_sight_wherever_the_target_is(
    x: int, y: int, wide: int, high: int, width: int, height: int, beside: bool
) -> None:
    place = place_bubble(QRect(x, y, wide, high), QSize(width, height), ROOM, beside=beside)
    assert place.rect.size() == QSize(width, height)
    assert ROOM.contains(place.rect)
    assert not place.rect.contains(place.tip)
    assert place.rect.adjusted(-ARROW, -ARROW, ARROW, ARROW).contains(place.tip)
