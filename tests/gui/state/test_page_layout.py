from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, QSize

from examiner_app.gui.state.page_layout import (
    BETWEEN,
    EDGE,
    PageLayout,
    fitting_scale,
    lay_out,
)

SIZES = ((100.0, 200.0), (100.0, 200.0), (50.0, 80.0))


def test_pages_lie_beneath_each_other_in_the_middle() -> None:
    layout = lay_out(SIZES, 2.0, 400)
    assert layout.pages == (
        QRect(100, EDGE, 200, 400),
        QRect(100, EDGE + 400 + BETWEEN, 200, 400),
        QRect(150, EDGE + 2 * (400 + BETWEEN), 100, 160),
    )
    assert layout.size == QSize(400, 2 * EDGE + 2 * (400 + BETWEEN) + 160)


def test_pages_wider_than_the_room_make_the_whole_wider() -> None:
    assert lay_out(SIZES, 2.0, 120).size.width() == 200 + 2 * EDGE


@pytest.mark.parametrize("room", [1, 20, 33, 500, 2000])
def test_the_widest_page_fits(room: int) -> None:
    layout = lay_out(SIZES, fitting_scale(SIZES, room), room)
    assert max(page.width() for page in layout.pages) == max(1, room - 2 * EDGE)


def test_what_is_in_sight() -> None:
    layout = lay_out(SIZES, 1.0, 200)
    second = layout.pages[1].y()
    assert list(layout.between(0, EDGE)) == []
    assert list(layout.between(0, EDGE + 1)) == [0]
    assert list(layout.between(EDGE + 199, second + 1)) == [0, 1]
    assert list(layout.between(EDGE + 200, second)) == []
    assert list(layout.between(0, 10_000)) == [0, 1, 2]
    assert [layout.page_at(y) for y in (-5, 0, EDGE + 199, EDGE + 200, 10_000)] == [0, 0, 0, 1, 2]


def test_a_spot_is_found_again_at_another_size() -> None:
    small, large = lay_out(SIZES, 1.0, 200), lay_out(SIZES, 3.0, 200)
    point = QPointF(80, small.pages[1].y() + 50)
    spot = small.spot(point)
    assert (spot.page, spot.across, spot.down) == (1, 0.3, 0.25)
    assert large.spot(large.point(spot)) == spot
    assert small.point(spot) == point


def test_nothing_has_no_size() -> None:
    assert lay_out((), 1.0, 100) == PageLayout()
    assert list(PageLayout().between(0, 100)) == []
    assert fitting_scale((), 100) > 0
