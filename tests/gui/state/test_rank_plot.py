"""The plot's geometry, without a window."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPointF, QRectF

from examiner_app.gui.state.rank_plot import PlotPoint, PlotScale, nearest, runs

LARGE = 923_343


def scale(count: int = LARGE, width: float = 600) -> PlotScale:
    return PlotScale(QRectF(100, 40, width, 320), 16, count)


def test_ranks_are_even_in_their_logarithm() -> None:
    axis = scale(1_000_000)
    assert axis.x(1) == 100
    assert axis.x(1_000) == pytest.approx(400)
    assert axis.x(1_000_000) == pytest.approx(700)
    assert axis.y(0) == 50
    assert axis.y(15) == 350


@pytest.mark.parametrize("count", [0, 1])
def test_a_register_of_one_mark_has_one_rank(count: int) -> None:
    axis = scale(count)
    assert axis.x(1) == 100
    assert axis.ticks(50) == [1]


def test_ticks_do_not_touch() -> None:
    assert scale().ticks(50) == [1, 10, 100, 1_000, 10_000, 100_000, LARGE]
    assert scale(1_500).ticks(52)[-2:] == [100, 1_500], "1 000 would touch the last"
    for width in (40, 120, 300):
        places = [scale(width=width).x(tick) for tick in scale(width=width).ticks(50)]
        gaps = [right - left for left, right in itertools.pairwise(places)]
        assert all(gap >= min(50, width) for gap in gaps)
    assert scale(2).ticks(50) == [1, 2]


def test_missing_ranks_break_the_line() -> None:
    assert runs([5, None, 7, 8, None]) == [[(0, 5)], [(2, 7), (3, 8)]]
    assert runs([None, None]) == []
    assert runs([]) == []


def test_the_nearest_point_is_found_within_reach() -> None:
    axis, lines = scale(), [[1, 10, None], [LARGE, None, 100]]
    assert nearest(axis, lines, axis.point(1, 10) + QPointF(5, 5), 12) == PlotPoint(0, 1, 10)
    assert nearest(axis, lines, axis.point(0, LARGE), 12) == PlotPoint(1, 0, LARGE)
    assert nearest(axis, lines, axis.point(1, 10) + QPointF(0, 13), 12) is None
    assert nearest(axis, [], QPointF(0, 0), 1e9) is None
    assert nearest(axis, [[3], [3]], axis.point(0, 3), 12) == PlotPoint(1, 0, 3)
