from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.ranking.folding import Fold, fold, groups_of


def listed(order: list[int], groups: list[int] | None, *unfolded: int) -> tuple[Any, Any]:
    numbers = None if groups is None else np.array(groups, np.int32)
    found = fold(np.array(order, np.int64), numbers, unfolded)
    return found.order.tolist(), found.sizes.tolist()


def test_the_nearest_stands_for_its_group() -> None:
    groups = [7, 3, 7, 3, 5]
    assert listed([2, 1, 0, 4, 3], groups) == ([2, 1, 4], [2, 2, 1])
    assert listed([4, 3, 2, 1, 0], groups) == ([4, 3, 2], [1, 2, 2])


def test_an_unfolded_group_follows_its_nearest() -> None:
    groups = [7, 3, 7, 3, 7]
    # Whichever of its marks is named.
    for named in (0, 2, 4):
        assert listed([2, 1, 0, 4, 3], groups, named) == ([2, 0, 4, 1], [3, 0, 0, 2])
    both = listed([2, 1, 0, 4, 3], groups, 2, 3)
    assert both == ([2, 0, 4, 1, 3], [3, 0, 0, 2, 0])
    assert fold(np.arange(5), np.array(groups, np.int32), (2,)).places == 2


def test_only_marks_of_the_list_count() -> None:
    assert listed([4, 1], [7, 3, 7, 3, 7]) == ([4, 1], [1, 1])
    assert listed([4, 1], [7, 3, 7, 3, 7], 0, 99, -1) == ([4, 1], [1, 1])


def test_nothing_to_fold() -> None:
    assert listed([2, 0, 1], None) == ([2, 0, 1], [1, 1, 1])
    assert listed([], [1, 1]) == ([], [])
    assert listed([], None) == ([], [])


@given(st.lists(st.integers(0, 6), min_size=1, max_size=30), st.randoms(use_true_random=False))
def test_folding_recomputed_mark_by_mark(groups: list[int], chance: Any) -> None:
    order = chance.sample(range(len(groups)), chance.randint(0, len(groups)))
    unfolded = set(chance.sample(range(len(groups)), min(2, len(groups))))
    open_groups = {groups[row] for row in unfolded}
    expected: list[tuple[int, int]] = []
    seen: set[int] = set()
    for row in order:
        if groups[row] in seen:
            continue
        seen.add(groups[row])
        alike = [one for one in order if groups[one] == groups[row]]
        expected.append((row, len(alike)))
        if groups[row] in open_groups:
            expected += [(one, 0) for one in alike[1:]]
    rows, sizes = listed(order, groups, *unfolded)
    assert list(zip(rows, sizes, strict=True)) == expected
    assert sum(size for size in sizes) == len(order)


def register(repeats: int) -> Any:
    return SimpleNamespace(
        manifest=SimpleNamespace(coverage=SimpleNamespace(repeats=repeats)),
        picture_groups=np.array([0, 1, 1, 3], np.int32),
        owner_groups=np.array([0, 0, 1, 2], np.int32),
    )


@pytest.mark.parametrize(
    ("how", "repeats", "places"),
    [
        (Fold.NOTHING, 1, 4),
        (Fold.PICTURES, 1, 3),
        (Fold.PICTURES, 0, 4),
        (Fold.OWNERS, 0, 3),
        # Marks 0 and 1 have one owner, 1 and 2 one picture.
        (Fold.OWNERS, 1, 2),
    ],
)
def test_what_belongs_together(how: Fold, repeats: int, places: int) -> None:
    assert fold(np.arange(4), groups_of(register(repeats), how)).places == places
