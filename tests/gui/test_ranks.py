from __future__ import annotations

import pytest

from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.gui import ranks


def test_the_keys_are_the_engines() -> None:
    assert ranks.FUSED == FUSED
    assert (*METHODS, FUSED) == ranks.SORT_KEYS
    assert ranks.rank_name("atrha_rmac") == "ATRHA R-MAC"
    assert all(ranks.rank_explanation(key).endswith(".") for key in ranks.SORT_KEYS)


def test_numbers() -> None:
    assert ranks.exact(78214).replace("\u202f", " ") == "78 214"
    assert ranks.exact(7) == "7"
    assert ranks.rounded(78214) == "78k"


@pytest.mark.parametrize(
    ("rank", "count", "text"),
    [
        (1, 1520, "top 0.07 %"),
        (15, 1520, "top 1.0 %"),
        (207, 1520, "top 14 %"),
        (1520, 1520, "top 100 %"),
        (1, 923_343, "top <0.001 %"),
        (1, 0, "top 100 %"),
    ],
)
def test_percentile(rank: int, count: int, text: str) -> None:
    assert ranks.percentile(rank, count) == text


def test_length_falls_evenly_in_the_logarithm() -> None:
    assert ranks.length(1, 10_000) == 1
    assert ranks.length(100, 10_000) == pytest.approx(0.5)
    assert ranks.length(10_000, 10_000) == pytest.approx(0)
    assert ranks.length(1, 1) == 1
    assert ranks.length(99, 10) == pytest.approx(0)


def test_colours_go_from_green_to_red() -> None:
    good, bad = ranks.colour(1, 1000), ranks.colour(1000, 1000)
    assert good.green() > good.red()
    assert bad.red() > bad.green()


def test_spread_is_the_worst_rank_over_the_best() -> None:
    found = ranks.spread({"mac": 12, "spoc": 3, "crow": 1020, "rmac": 3})
    assert found == ranks.Spread("spoc", 3, "crow", 1020)
    assert found.ratio == 340
    agreed = ranks.spread({"mac": 5, "spoc": 5})
    assert agreed is not None
    assert agreed.ratio == 1
    assert ranks.spread({"mac": 5}) is None
    assert ranks.spread({}) is None


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(1, "×1"), (1.04, "×1"), (2.5, "×2.5"), (9.94, "×9.9"), (9.96, "×10"), (340.4, "×340")],
)
def test_times(ratio: float, text: str) -> None:
    assert ranks.times(ratio) == text


def test_times_of_large_registers() -> None:
    assert ranks.times(923_343) == "×" + ranks.exact(923_343)
