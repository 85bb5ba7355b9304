from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from examiner_app.engine.description import Description, VisualWords
from examiner_app.engine.ranking import exact
from examiner_app.engine.ranking.exact import SCALE, rank, scaled, squared_distances
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.engine.register.open import Register
from examiner_app.engine.register.vectors import squared_norms
from examiner_app.errors import RegisterError

Make = Callable[..., Register]

SMALL = st.floats(-0.25, 0.25, width=16)


def candidate(
    vectors: dict[str, Any], words: tuple[list[int], list[int]] = ([], [])
) -> Description:
    visual = VisualWords(np.array(words[0], np.int32), np.array(words[1], np.int32))
    return Description(vectors, visual, np.zeros(3, np.float32), None)


@settings(max_examples=60)
@given(arrays(np.float16, (5, 16), elements=SMALL))
def test_squared_distances_are_exact_numbers(rows: np.ndarray) -> None:
    result = squared_distances(rows[1:], squared_norms(rows[1:]), rows[:1])[0]
    for vector, distance in zip(rows[1:].tolist(), result.tolist(), strict=True):
        pairs = zip(rows[0].tolist(), vector, strict=True)
        assert Fraction(distance) == sum(
            ((Fraction(a) - Fraction(b)) ** 2 for a, b in pairs), Fraction(0)
        )


def test_every_float16_below_one_is_a_multiple_of_two_to_the_minus_24() -> None:
    every = np.arange(2**16, dtype=np.uint16).view(np.float16).astype(np.float64)
    small = every[np.isfinite(every) & (np.abs(every) <= 1)]
    assert np.all(small * 2.0**24 == np.round(small * 2.0**24))


@pytest.mark.parametrize("dim", [1, 3, 255, 256, 257, 512])
def test_the_order_of_summation_does_not_matter(dim: int, unit: Any) -> None:
    rows = unit(200, dim, seed=dim)
    rng = np.random.default_rng(1)
    reference = squared_distances(rows[1:], squared_norms(rows[1:]), rows[:1])
    for _ in range(5):
        columns = rng.permutation(dim)
        shuffled = np.ascontiguousarray(rows[:, columns])
        again = squared_distances(shuffled[1:], squared_norms(shuffled[1:]), shuffled[:1])
        assert again.tobytes() == reference.tobytes()


def test_blocks_and_batches_of_queries_change_nothing(unit: Any, monkeypatch: Any) -> None:
    rows = unit(101, 24)
    norms = squared_norms(rows)
    reference = squared_distances(rows, norms, rows[:7])
    one_by_one = np.concatenate([squared_distances(rows, norms, rows[n : n + 1]) for n in range(7)])
    assert one_by_one.tobytes() == reference.tobytes()
    for block in (1, 24, 240, 1000):
        monkeypatch.setattr(exact, "BLOCK_VALUES", block)
        assert squared_distances(rows, norms, rows[:7]).tobytes() == reference.tobytes()


def test_equal_bytes_get_equal_ranks_and_an_identical_mark_is_at_0(
    make_register: Make, unit: Any
) -> None:
    rows = unit(600, 32)
    rng = np.random.default_rng(3)
    copies = rng.choice(600, 300)
    rows[copies] = rows[rng.choice(600, 300)]
    register = make_register({"mac": rows})
    description = register.query(17)
    table = finish_rank(register, description, ["mac"])
    ranks, distances = table.ranks["mac"], table.distances["mac"]
    seen: dict[bytes, int] = {}
    for index in range(600):
        assert seen.setdefault(rows[index].tobytes(), ranks[index]) == ranks[index]
    twins = [index for index in range(600) if rows[index].tobytes() == rows[17].tobytes()]
    assert distances[twins].tolist() == [0.0] * len(twins)
    assert ranks[twins].tolist() == [len(twins)] * len(twins)
    wide = rows.astype(np.float64)
    expected = np.linalg.norm(wide - wide[17], axis=1)
    assert distances == pytest.approx(expected, abs=1e-6)
    nearer = ((wide - wide[17]) ** 2).sum(axis=1)
    assert ranks.tolist() == [int((nearer <= nearer[index] + 1e-13).sum()) for index in range(600)]


def finish_rank(register: Register, description: Description, methods: Any) -> RankTable:
    *_, last = rank(register, description, methods)
    return last


def test_tables_grow_by_a_method_and_end_with_the_fusion(make_register: Make, unit: Any) -> None:
    words = [([n % 5, 10], [1, n + 1]) for n in range(30)]
    register = make_register({"mac": unit(30, 8), "rmac": unit(30, 8, 1)}, words)
    tables = list(rank(register, register.query(3), ["rmac", "sift_bow", "mac"]))
    assert [list(table.ranks) for table in tables] == [
        ["rmac"],
        ["rmac", "sift_bow"],
        ["rmac", "sift_bow", "mac"],
    ]
    assert [table.complete for table in tables] == [False, False, True]
    assert [table.fused is None for table in tables] == [True, True, False]
    assert tables[-1].order("fused", 1).tolist() == [3]
    assert {values.dtype for values in tables[-1].distances.values()} == {np.dtype(np.float32)}
    other = finish_rank(register, register.query(3), ["mac", "rmac", "sift_bow"])
    for key in ("mac", "rmac", "sift_bow"):
        assert other.ranks[key].tolist() == tables[-1].ranks[key].tolist()
    assert other.fused is not None
    assert other.fused.tolist() == tables[-1].fused.tolist()  # type: ignore[union-attr]


def test_the_returned_table_is_the_last_one(make_register: Make, unit: Any) -> None:
    register = make_register({"mac": unit(4, 8)})
    work = rank(register, register.query(0), ["mac"])
    last = next(work)
    with pytest.raises(StopIteration) as stopped:
        next(work)
    assert stopped.value.value is last


@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_registers(make_register: Make, unit: Any, count: int) -> None:
    register = make_register({"mac": unit(count, 8)}, [([1], [2])] * count)
    description = candidate({"mac": unit(1, 8, 9)[0].astype(np.float32)}, ([1], [1]))
    table = finish_rank(register, description, ["mac", "sift_bow"])
    assert table.count == count
    assert sorted(table.ranks["mac"].tolist()) == list(range(1, count + 1))
    assert table.ranks["sift_bow"].tolist() == [count] * count
    assert table.fused is not None
    assert table.order("fused").tolist() == table.order("mac").tolist()


def test_all_equal_marks_share_the_last_rank(make_register: Make, unit: Any) -> None:
    rows = np.repeat(unit(1, 8), 50, axis=0)
    register = make_register({"mac": rows})
    table = finish_rank(register, candidate({"mac": unit(1, 8, 5)[0]}), ["mac"])
    assert set(table.ranks["mac"].tolist()) == {50}
    assert table.order("mac", 3).tolist() == [0, 1, 2]


def test_zero_vectors_have_ranks(make_register: Make, unit: Any) -> None:
    rows = unit(4, 8)
    rows[2] = 0
    register = make_register({"mac": rows})
    table = finish_rank(register, candidate({"mac": np.zeros(8, np.float32)}), ["mac"])
    assert table.distances["mac"][2] == 0
    assert table.ranks["mac"][2] == 1


def test_methods_that_are_missing_are_named(make_register: Make, unit: Any) -> None:
    register = make_register({"mac": unit(2, 8)})
    for method in ("rmac", "sift_bow"):
        with pytest.raises(RegisterError, match="built without"):
            finish_rank(register, candidate({"rmac": unit(1, 8)[0]}), [method])


def test_no_methods_give_a_table_without_fusion(make_register: Make, unit: Any) -> None:
    register = make_register({"mac": unit(2, 8)})
    table = finish_rank(register, register.query(0), [])
    assert (table.ranks, table.fused) == ({}, None)


def test_every_finite_float16_is_scaled_exactly() -> None:
    every = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    finite = every[np.isfinite(every)].reshape(-1, 4)
    assert finite.size == (1 << 16) - 2 * (1 << 10)
    wide = scaled(finite)
    assert wide.dtype == np.float64
    assert np.array_equal(wide / SCALE, finite.astype(np.float64))
    assert np.array_equal(np.signbit(wide), np.signbit(finite))
    assert scaled(finite[:0]).shape == (0, 4)


def test_a_memory_mapped_block_is_scaled_and_left_alone(tmp_path: Path) -> None:
    rows = np.linspace(-1, 1, 12).astype(np.float16).reshape(3, 4)
    rows.tofile(tmp_path / "rows.f16")
    mapped = np.memmap(tmp_path / "rows.f16", np.float16, "r", shape=(3, 4))
    assert np.array_equal(scaled(mapped[1:]) / SCALE, rows[1:].astype(np.float64))
    assert np.array_equal(mapped, rows)
