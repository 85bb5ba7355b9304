"""How ranks are named and shown: exact, rounded as in Table 2, as a colour and as a length."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from PySide6.QtGui import QColor

from examiner_app.engine.methods import METHODS
from examiner_app.translation import tr

FUSED: Final = "fused"
"""The engine's key of the fused rank; the engine's own constant would bring numpy along."""

SORT_KEYS: Final[tuple[str, ...]] = (*METHODS, FUSED)
"""Everything matches can be sorted by, in the order of Table 2."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How far the methods disagree on one mark.

    Attributes:
        best: The method under which the mark is nearest.
        best_rank: Its exact rank there.
        worst: The method under which it is farthest.
        worst_rank: Its exact rank there.
    """

    best: str
    best_rank: int
    worst: str
    worst_rank: int

    @property
    def ratio(self) -> float:
        """The worst rank divided by the best: 1 where all methods agree."""
        return self.worst_rank / self.best_rank


def spread(found: Mapping[str, int]) -> Spread | None:
    """Return how far exact ranks by method lie apart; ``None`` where there are not two of them."""
    if len(found) < 2:
        return None
    best, worst = min(found, key=found.__getitem__), max(found, key=found.__getitem__)
    return Spread(best, found[best], worst, found[worst])


def times(ratio: float) -> str:
    """Return a ratio of at least 1 for people: ×1, ×2.5, ×340."""
    return f"×{ratio:.1f}".removesuffix(".0") if ratio < 9.95 else f"×{exact(round(ratio))}"


def rank_name(key: str) -> str:
    """Return the name of a method, or of the fused rank."""
    return tr("Fused rank") if key == FUSED else METHODS[key].name


def rank_explanation(key: str) -> str:
    """Return one line on what a method looks at."""
    if key == FUSED:
        return tr("All methods together, by reciprocal rank fusion.")
    return tr(METHODS[key].explanation)


def exact(rank: int) -> str:
    """Return a rank in full: 78 214."""
    return f"{rank:,}".replace(",", "\u202f")


def rounded(rank: int) -> str:
    """Return a rank as Table 2 of the paper prints it: 78k."""
    from examiner_app.engine.pictures import rounded_rank

    return rounded_rank(rank)


def colour(rank: int, count: int) -> QColor:
    """Return the colour that stands for a rank among ``count`` marks: green good, red bad."""
    from examiner_app.engine.pictures import rank_colour

    return QColor(*rank_colour(rank, count))


def percentile(rank: int, count: int) -> str:
    """Return the share of the register at least as near: «top 0.2 %»."""
    share = 100 * rank / max(1, count)
    if share >= 10:
        return tr("top {share:.0f} %", share=share)
    if share >= 0.1:
        return tr("top {share:.1f} %", share=share)
    return tr("top {share:.1g} %", share=share) if share >= 0.001 else tr("top <0.001 %")


def length(rank: int, count: int) -> float:
    """Return 1 for the first rank and 0 for the last, even in the logarithm."""
    if count <= 1:
        return 1.0
    return 1.0 - math.log(min(rank, count)) / math.log(count)
