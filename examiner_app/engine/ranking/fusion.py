"""Reciprocal rank fusion: one rank from the ranks of all methods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.ranks import pessimistic_ranks

OFFSET: Final = 60
"""The constant of Cormack, Clarke and Büttcher, SIGIR 2009."""


def fuse(ranks: Mapping[str, NDArray[np.int32]]) -> NDArray[np.int32]:
    """Return ranks (N,) by Σ_m 1 / (60 + rank_m), ties counted against the mark.

    The sum runs in the order of ``METHODS`` for every mark, so marks with equal ranks under every
    method get bit-equal scores, and so equal fused ranks.

    Args:
        ranks: Method → (N,) ranks; at least one method.
    """
    keys = sorted(ranks, key=list(METHODS).index)
    score = np.zeros(len(ranks[keys[0]]))
    for key in keys:
        score += 1.0 / (OFFSET + ranks[key].astype(np.float64))
    return pessimistic_ranks(-score)
