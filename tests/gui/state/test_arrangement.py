from __future__ import annotations

import pytest

from examiner_app.gui.state.arrangement import GRID, LARGEST, SMALLEST, TABLE, Arrangement
from examiner_app.settings import CELL_SIZE, MATCH_LAYOUT


def test_it_begins_as_it_was_left() -> None:
    assert Arrangement().layout == MATCH_LAYOUT.default == GRID
    assert Arrangement().size == int(CELL_SIZE.default)
    left = Arrangement(TABLE, "90")
    assert (left.layout, left.size) == (TABLE, 90)


@pytest.mark.parametrize(
    ("text", "size"), [("9999", LARGEST), ("1", SMALLEST), ("wide", 132), ("-5", 132), ("", 132)]
)
def test_sizes_that_make_no_sense_are_mended(text: str, size: int) -> None:
    assert Arrangement(size=text).size == size


def test_changes_are_told_once() -> None:
    arrangement = Arrangement()
    calls: list[str] = []
    arrangement.layout_changed.connect(lambda: calls.append("layout"))
    arrangement.size_changed.connect(lambda: calls.append("size"))
    arrangement.toggle()
    arrangement.show(TABLE)
    arrangement.resize(100)
    arrangement.resize(100)
    assert calls == ["layout", "size"]
    arrangement.toggle()
    assert arrangement.layout == GRID


def test_only_a_grid_is_sized_and_only_within_bounds() -> None:
    arrangement = Arrangement(size=str(SMALLEST))
    assert arrangement.can_grow
    assert not arrangement.can_shrink
    arrangement.resize(LARGEST)
    assert not arrangement.can_grow
    assert arrangement.can_shrink
    arrangement.show(TABLE)
    assert not arrangement.can_shrink


@pytest.mark.parametrize("width", [444, 640, 1000, 1192, 2000])
def test_every_step_is_seen(width: int) -> None:
    arrangement = Arrangement(size=str(SMALLEST))
    while arrangement.can_grow:
        before = arrangement.across(width)
        arrangement.step(width, 1)
        assert arrangement.across(width) == before - 1 or arrangement.size == LARGEST
    while arrangement.can_shrink:
        before = arrangement.across(width)
        arrangement.step(width, -1)
        assert arrangement.across(width) == before + 1 or arrangement.size == SMALLEST


def test_a_window_without_width_has_one_column() -> None:
    assert Arrangement().across(-1) == 1
