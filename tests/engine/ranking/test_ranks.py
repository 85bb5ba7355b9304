from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from examiner_app.engine.ranking.ranks import RankTable, pessimistic_ranks


@given(arrays(np.float64, st.integers(0, 40), elements=st.sampled_from([0.0, 0.5, 1.0, 1.5, 4.0])))
def test_rank_is_the_number_of_marks_at_least_as_near(distances: np.ndarray) -> None:
    slow = [int((distances <= distance).sum()) for distance in distances]
    assert pessimistic_ranks(distances).tolist() == slow


@pytest.mark.parametrize(
    ("distances", "ranks"),
    [
        ([], []),
        ([0.3], [1]),
        ([0.3, 0.1, 0.2], [3, 1, 2]),
        ([0.5, 0.5, 0.5], [3, 3, 3]),
        ([0.0, 0.2, 0.2, 0.1], [1, 4, 4, 2]),
        ([0.0, -0.0], [2, 2]),
        ([np.inf, 1.0, np.inf], [3, 1, 3]),
    ],
)
def test_hand_cases(distances: list[float], ranks: list[int]) -> None:
    result = pessimistic_ranks(np.array(distances, np.float64))
    assert result.tolist() == ranks
    assert result.dtype == np.int32


def table(ranks: list[int], fused: list[int] | None = None) -> RankTable:
    given_ranks = {"mac": np.array(ranks, np.int32)}
    both = None if fused is None else np.array(fused, np.int32)
    return RankTable(len(ranks), {}, given_ranks, both, complete=fused is not None)


@given(st.lists(st.integers(0, 5), max_size=30), st.none() | st.integers(-1, 35))
def test_order_is_nearest_first_ties_by_index(values: list[int], limit: int | None) -> None:
    ranks = pessimistic_ranks(np.array(values, np.float64)).tolist()
    expected = sorted(range(len(ranks)), key=lambda index: (ranks[index], index))
    order = table(ranks).order("mac", limit)
    assert order.tolist() == (expected if limit is None else expected[: max(0, limit)])
    assert order.dtype == np.int64


@given(
    st.lists(st.tuples(st.integers(0, 5), st.booleans()), max_size=30),
    st.none() | st.integers(-1, 35),
)
def test_order_within_some_marks_keeps_their_ranks_and_ties(
    values: list[tuple[int, bool]], limit: int | None
) -> None:
    ranks = pessimistic_ranks(np.array([value for value, _ in values], np.float64)).tolist()
    within = np.array([chosen for _, chosen in values], bool)
    chosen = sorted(np.flatnonzero(within).tolist(), key=lambda index: (ranks[index], index))
    order = table(ranks).order("mac", limit, within)
    assert order.tolist() == (chosen if limit is None else chosen[: max(0, limit)])


def test_fused_order() -> None:
    assert table([1, 2, 3], [3, 1, 2]).order("fused").tolist() == [1, 2, 0]
    with pytest.raises(KeyError):
        table([1]).order("fused")
    with pytest.raises(KeyError):
        table([1]).order("crow")
