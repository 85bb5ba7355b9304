"""Ranks of every mark under every method (paper 4.2): what an examination shows and cites."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

FUSED: Final = "fused"
"""Key of the fused rank beside the methods' own."""


@dataclass(frozen=True, eq=False)
class RankTable:
    """Exact ranks of all marks of a register for one candidate.

    Attributes:
        count: Marks in the register, N.
        distances: Method → (N,) float32, Euclidean distance of l2-normalised vectors (cosine
            distance for the visual words); to be shown, not to be ranked by.
        ranks: Method → (N,) int32, exact rank from 1, ties counted against the mark.
        fused: (N,) int32, rank by reciprocal rank fusion of all methods; ``None`` until all are
            there.
        complete: All methods that were asked for are there.
    """

    count: int
    distances: dict[str, NDArray[np.float32]]
    ranks: dict[str, NDArray[np.int32]]
    fused: NDArray[np.int32] | None
    complete: bool

    def of(self, key: str) -> NDArray[np.int32]:
        """Return the ranks (N,) of a method or of the fusion.

        Raises:
            KeyError: They are not known (yet).
        """
        if key == FUSED:
            if self.fused is None:
                raise KeyError(FUSED)
            return self.fused
        return self.ranks[key]

    def order(
        self, key: str, limit: int | None = None, within: NDArray[np.bool_] | None = None
    ) -> NDArray[np.int64]:
        """Return mark indices, nearest first, ties by index.

        Args:
            key: A method, or ``fused``.
            limit: Return no more than this many.
            within: (N,) marks to return, or ``None`` for all; their ranks stay what they are.

        Raises:
            KeyError: The ranks of ``key`` are not known (yet).
        """
        ranks = self.of(key)
        rows = np.arange(self.count) if within is None else np.flatnonzero(within)
        if limit is not None and limit < len(rows):
            if limit < 1:
                return np.empty(0, np.int64)
            # All marks of the last tie go into the sort, so that its lowest indices are kept.
            last = np.partition(ranks[rows], limit - 1)[limit - 1]
            rows = rows[ranks[rows] <= last]
        order = np.argsort(ranks[rows], kind="stable")
        return rows[order][:limit].astype(np.int64, copy=False)


def pessimistic_ranks(distances: NDArray[np.float64]) -> NDArray[np.int32]:
    """Return the rank of each mark: the number of marks at least as near, itself included.

    Paper 4.2: ties count against the mark. Equal distances give equal ranks.

    Args:
        distances: (N,) anything that grows with distance, no NaN.

    Returns:
        (N,) ranks from 1.
    """
    # One sort and its runs: a mark's rank is where the run of its equals ends.
    order = np.argsort(distances)
    ascending = distances[order]
    ends = np.flatnonzero(np.append(ascending[1:] != ascending[:-1], True)[: len(ascending)]) + 1
    ranks = np.empty(len(distances), np.int32)
    ranks[order] = np.repeat(ends, np.diff(ends, prepend=0))
    return ranks
