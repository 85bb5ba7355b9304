from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.evaluation.evaluate import Evaluation, Score
from examiner_app.engine.evaluation.gains import baseline_of, gains
from examiner_app.engine.evaluation.kinds import every_query
from examiner_app.engine.evaluation.protocol import PROTOCOLS
from examiner_app.engine.methods import METHODS


def evaluation(**precisions: list[float]) -> Evaluation:
    count = len(next(iter(precisions.values())))
    scores = tuple(
        Score(method, np.array(values), np.zeros(count), 8) for method, values in precisions.items()
    )
    return Evaluation(PROTOCOLS["paper"], tuple(range(count)), (0,) * count, 50, scores)


def test_baselines_are_those_of_table_5() -> None:
    assert {key: baseline_of(key) for key in METHODS if baseline_of(key)} == {
        "atrha_mac": "mac",
        "atrha_spoc": "spoc",
        "ssa_mac": "mac",
        "ssa_spoc": "spoc",
        "camsa_mac": "mac",
        "camsa_spoc": "spoc",
        "atrha_rmac": "rmac",
        "atrha_camsa_mac": "camsa_mac",
    }


def test_a_gain_is_the_mean_difference_over_the_queries_of_a_kind() -> None:
    found = evaluation(mac=[0.1, 0.2, 0.9, 0.4], ssa_mac=[0.3, 0.6, 0.1, 0.4], rmac=[0.0] * 4)
    kinds = every_query(found) | {"figure": np.array([True, True, False, False])}
    both, figures = gains(found, kinds)
    assert (both.method, both.baseline, both.kind, both.queries) == ("ssa_mac", "mac", "all", 4)
    assert both.mean == pytest.approx((0.2 + 0.4 - 0.8 + 0.0) / 4)
    assert not both.told_apart
    assert (figures.kind, figures.queries) == ("figure", 2)
    assert figures.mean == pytest.approx(0.3)
    assert figures.interval == pytest.approx((0.2, 0.4))
    assert figures.told_apart


def test_queries_are_compared_in_pairs() -> None:
    rng = np.random.default_rng(0)
    easy = rng.random(200)
    # Queries differ far more from one another than the methods do on any one of them.
    found = evaluation(spoc=easy.tolist(), camsa_spoc=(easy - 0.01).tolist())
    (gain,) = gains(found, every_query(found))
    assert gain.interval == pytest.approx((-0.01, -0.01))
    assert gain.told_apart


def test_no_difference_is_not_told_apart() -> None:
    found = evaluation(mac=[0.5, 0.5], atrha_mac=[0.5, 0.5])
    (gain,) = gains(found, every_query(found))
    assert gain.mean == 0
    assert not gain.told_apart
