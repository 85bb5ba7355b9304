from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.ranking.fusion import fuse

METHODS = ("sift_bow", "mac", "rmac")


@given(st.lists(st.tuples(*[st.integers(1, 9)] * 3), min_size=1, max_size=12))
def test_fusion_is_the_sum_of_reciprocal_ranks(rows: list[tuple[int, int, int]]) -> None:
    ranks = {
        key: np.array(column, np.int32)
        for key, column in zip(METHODS, zip(*rows, strict=True), strict=True)
    }
    scores = [sum(Fraction(1, 60 + rank) for rank in row) for row in rows]
    exact = [sum(other >= score for other in scores) for score in scores]
    fused = fuse(ranks).tolist()
    for one, row in enumerate(rows):
        for two, other in enumerate(rows):
            if row == other:
                assert fused[one] == fused[two]
            elif scores[one] != scores[two]:
                assert (fused[one] < fused[two]) == (scores[one] > scores[two])
    if len(set(scores)) == len(set(rows)):
        assert fused == exact


def test_the_order_of_methods_given_does_not_matter() -> None:
    rng = np.random.default_rng(0)
    ranks = {key: rng.integers(1, 10**6, 5000).astype(np.int32) for key in METHODS}
    backwards = dict(reversed(ranks.items()))
    assert fuse(ranks).tolist() == fuse(backwards).tolist()


def test_ties_count_against_the_mark() -> None:
    assert fuse({"mac": np.array([1, 3, 3], np.int32)}).tolist() == [1, 3, 3]
    both = {"mac": np.array([1, 2], np.int32), "rmac": np.array([2, 1], np.int32)}
    assert fuse(both).tolist() == [2, 2]
