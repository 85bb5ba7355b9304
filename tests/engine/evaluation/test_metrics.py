from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.evaluation.metrics import (
    average_precision,
    bootstrap_interval,
    counts_within,
    normalised_average_rank,
    ranks_behind_ties,
)

CASES = json.loads((Path(__file__).parents[2] / "oracles" / "metrics.json").read_text())["cases"]


def relevant_of(case: dict[str, Any], query: int) -> tuple[np.ndarray, np.ndarray]:
    distances = np.array(case["distance"][query])
    members = [
        place for place, group in enumerate(case["groups"]) if group == case["groups"][query]
    ]
    relevant = np.sort(distances[members])
    return relevant, counts_within(distances, relevant)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_oracle_of_the_paper(case: dict[str, Any]) -> None:
    for query in range(len(case["groups"])):
        ranks = ranks_behind_ties(*relevant_of(case, query))
        for cut in (5, 10, 100):
            expected = case[f"paper_ap_at_{cut}"][query]
            assert average_precision(ranks, cut) == pytest.approx(expected, abs=1e-12)
        nar = normalised_average_rank(ranks, case["N"])
        assert nar == pytest.approx(case["paper_nar"][query], abs=1e-12)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_oracle_of_the_metu_release(case: dict[str, Any]) -> None:
    oracle = case["metu_octave"]
    queries = range(len(case["groups"]))
    ranks = [relevant_of(case, query)[1] for query in queries]
    assert [row.tolist() for row in ranks] == oracle["ranks_worst"]
    nar = [normalised_average_rank(row, case["N"]) for row in ranks]
    assert nar == pytest.approx(oracle["nar_per_query"], abs=1e-11)
    assert np.mean(nar) == pytest.approx(oracle["nar_mean"], abs=1e-11)
    for cut in (50, 100, 200, 400):
        # «Below K» is «up to K − 1».
        mean = np.mean([average_precision(row, cut - 1) for row in ranks])
        assert mean == pytest.approx(oracle[f"map_at_{cut}_printed"], abs=1e-6)


DISTANCES = st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.4]), min_size=1, max_size=25)


@given(DISTANCES, st.data())
def test_ranks_and_metrics_by_their_slow_definitions(distances: list[float], data: Any) -> None:
    chosen = data.draw(st.sets(st.integers(0, len(distances) - 1), min_size=1))
    relevant = sorted(distances[place] for place in chosen)
    others = [d for place, d in enumerate(distances) if place not in chosen]
    slow = [
        j + sum(other <= distance for other in others)
        for j, distance in enumerate(relevant, start=1)
    ]
    within = counts_within(np.array(distances), np.array(relevant))
    assert within.tolist() == [sum(d <= threshold for d in distances) for threshold in relevant]
    ranks = ranks_behind_ties(np.array(relevant), within)
    assert ranks.tolist() == slow
    cut = data.draw(st.integers(1, 30))
    precision = sum(j / rank for j, rank in enumerate(slow, start=1) if rank <= cut) / len(slow)
    assert average_precision(ranks, cut) == pytest.approx(precision)
    count = len(slow)
    nar = (sum(slow) - count * (count + 1) / 2) / (len(distances) * count)
    assert normalised_average_rank(ranks, len(distances)) == pytest.approx(nar)
    assert 0 <= nar <= 1


@given(DISTANCES, st.integers(1, 24))
def test_counts_add_up_over_blocks(distances: list[float], split: int) -> None:
    thresholds = np.array([0.0, 0.1, 0.1, 0.35])
    values = np.array(distances)
    whole = counts_within(values, thresholds)
    parts = counts_within(values[:split], thresholds) + counts_within(values[split:], thresholds)
    assert parts.tolist() == whole.tolist()


def test_relevant_marks_past_the_cut_count_as_missed() -> None:
    ranks = np.array([1, 50, 101])
    assert average_precision(ranks, 100) == pytest.approx((1 / 1 + 2 / 50) / 3)


def test_bootstrap_interval() -> None:
    values = np.random.default_rng(5).normal(0.4, 0.1, 400)
    low, high = bootstrap_interval(values)
    error = values.std() / 20
    assert low == pytest.approx(values.mean() - 1.96 * error, abs=0.2 * error)
    assert high == pytest.approx(values.mean() + 1.96 * error, abs=0.2 * error)
    assert bootstrap_interval(values) == (low, high)
    assert bootstrap_interval(values, seed=1) != (low, high)
    assert bootstrap_interval(np.array([0.25])) == (0.25, 0.25)
