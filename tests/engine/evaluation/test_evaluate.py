from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from examiner_app.engine.evaluation.evaluate import Evaluation, evaluate_register
from examiner_app.engine.evaluation.protocol import PROTOCOLS
from examiner_app.engine.progress import finish
from examiner_app.engine.ranking.exact import method_distances
from examiner_app.engine.register.open import Register
from examiner_app.errors import EvaluationError

Make = Callable[..., Register]


def slow(register: Register, method: str, protocol: str) -> tuple[list[float], list[float]]:
    """AP@100 and NAR of each query from their definitions, in plain Python."""
    groups = register.catalogue.groups()
    precisions, averages = [], []
    by_group = sorted(groups, key=lambda index: (list(groups.values()).index(groups[index]), index))
    for query in by_group:
        distances = method_distances(register, register.query(query), method).tolist()
        members = [index for index in groups if groups[index] == groups[query]]
        if protocol == "paper":
            relevant = sorted(distances[index] for index in members if index != query)
            if not relevant:
                continue
            others = [d for index, d in enumerate(distances) if index not in members]
            ranks = [j + sum(d <= r for d in others) for j, r in enumerate(relevant, start=1)]
            cut = 100
        else:
            relevant = sorted(distances[index] for index in members)
            ranks = [sum(d <= r for d in distances) for r in relevant]
            cut = 99
        count = len(ranks)
        found = sum(j / rank for j, rank in enumerate(ranks, start=1) if rank <= cut)
        precisions.append(found / count)
        averages.append((sum(ranks) - count * (count + 1) / 2) / (register.count * count))
    return precisions, averages


@pytest.fixture
def register(make_register: Make, unit: Any) -> Register:
    rows = unit(300, 12)
    rng = np.random.default_rng(4)
    rows[rng.choice(300, 120)] = rows[rng.choice(300, 120)]
    words = [(sorted(rng.choice(30, 4, replace=False)), rng.integers(1, 3, 4)) for _ in range(300)]
    words[5] = ([], [])
    groups: list[int | None] = [None] * 300
    for index, group in zip(range(0, 60, 3), [7, 2, 2, 7, 2, 9, 7, 7, 4, 4] * 2, strict=True):
        groups[index] = group
    groups[200] = 11
    return make_register({"mac": rows, "spoc": unit(300, 6, 1)}, words, groups)


@pytest.mark.parametrize("protocol", ["paper", "metu"])
def test_every_method_by_the_slow_definition(register: Register, protocol: str) -> None:
    evaluation: Evaluation = finish(evaluate_register(register, PROTOCOLS[protocol]))
    assert [score.method for score in evaluation.scores] == ["sift_bow", "mac", "spoc"]
    assert [score.dim for score in evaluation.scores] == [50, 12, 6]
    assert evaluation.marks == 300
    assert len(evaluation.queries) == (20 if protocol == "paper" else 21)
    for score in evaluation.scores:
        precisions, averages = slow(register, score.method, protocol)
        assert score.average_precisions.tolist() == pytest.approx(precisions, abs=1e-12)
        assert score.average_ranks.tolist() == pytest.approx(averages, abs=1e-12)
        assert score.map100 == pytest.approx(np.mean(precisions))
        low, high = score.map100_interval
        assert low <= score.map100 <= high
        low, high = score.nar_interval
        assert low <= score.nar <= high


def test_chance_is_a_half(make_register: Make, unit: Any) -> None:
    groups = [index % 10 if index < 100 else None for index in range(1000)]
    register = make_register({"mac": unit(1000, 16)}, groups=groups)
    evaluation = finish(evaluate_register(register, PROTOCOLS["paper"]))
    assert evaluation.scores[0].nar == pytest.approx(0.5, abs=0.05)


def test_perfect_groups(make_register: Make, unit: Any) -> None:
    rows = np.repeat(unit(30, 16), 4, axis=0)
    register = make_register({"mac": rows}, groups=[index // 4 for index in range(120)])
    paper = finish(evaluate_register(register, PROTOCOLS["paper"])).scores[0]
    assert (paper.map100, paper.nar) == (1.0, 0.0)
    # Under the METU code the four identical marks share rank 4.
    metu = finish(evaluate_register(register, PROTOCOLS["metu"])).scores[0]
    assert metu.map100 == pytest.approx((1 + 2 + 3 + 4) / 16)


@pytest.mark.parametrize("groups", [None, [1, None, 2]])
def test_nothing_to_evaluate(make_register: Make, unit: Any, groups: Any) -> None:
    register = make_register({"mac": unit(3, 4)}, groups=groups)
    with pytest.raises(EvaluationError, match="no groups"):
        finish(evaluate_register(register, PROTOCOLS["paper"]))


def test_it_can_be_cancelled(register: Register) -> None:
    work = evaluate_register(register, PROTOCOLS["paper"])
    first = next(work)
    assert (first.done, first.total) == (1, 12)
    work.close()
