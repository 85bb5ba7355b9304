"""What attention gains over the same aggregation without it, query by query (paper, Table 5)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.evaluation.evaluate import Evaluation
from examiner_app.engine.evaluation.kinds import Kinds
from examiner_app.engine.evaluation.metrics import bootstrap_interval
from examiner_app.engine.methods import METHODS


@dataclass(frozen=True, slots=True)
class Gain:
    """The difference of MAP@100 between a method and its baseline over the same queries.

    Attributes:
        method: Key of the method with attention.
        baseline: Key of the method without it.
        kind: Of the queries.
        queries: How many.
        mean: Mean difference of AP@100.
        interval: 95 % bootstrap interval of ``mean``; pairs of queries keep together.
    """

    method: str
    baseline: str
    kind: str
    queries: int
    mean: float
    interval: tuple[float, float]

    @property
    def told_apart(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.interval[0] > 0 or self.interval[1] < 0


def baseline_of(key: str) -> str | None:
    """Return the method that differs from ``key`` by its outermost attention alone, if any.

    Text removal is outermost: the baseline of ATRHA CAMSA MAC is CAMSA MAC.
    """
    method = METHODS[key]
    hard = method.view == "atrha"
    if not hard and method.attention == "none":
        return None
    attention = method.attention if hard else "none"
    return next(
        other.key
        for other in METHODS.values()
        if (other.aggregation, other.view, other.attention)
        == (method.aggregation, "filed", attention)
    )


def gains(evaluation: Evaluation, kinds: Kinds) -> list[Gain]:
    """Compare every method that has a baseline with it, over each kind of query."""
    precisions = {score.method: score.average_precisions for score in evaluation.scores}
    found = []
    for key, values in precisions.items():
        baseline = baseline_of(key)
        if baseline in precisions:
            difference = values - precisions[baseline]
            found += [
                _gain(key, baseline, kind, difference[chosen]) for kind, chosen in kinds.items()
            ]
    return found


def _gain(key: str, baseline: str, kind: str, difference: NDArray[np.float64]) -> Gain:
    return Gain(
        key,
        baseline,
        kind,
        len(difference),
        float(difference.mean()),
        bootstrap_interval(difference),
    )
