"""Retrieval metrics with ties (paper 4.2; METU release, Tursun and Kalkan 2015)."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

RESAMPLES: Final = 2000
SEED: Final = 0


def counts_within(
    distances: NDArray[np.float64], thresholds: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return how many distances are at most each threshold.

    Args:
        distances: (n,) in any order; add up the results of successive blocks.
        thresholds: (R,) ascending.
    """
    # A distance counts for every threshold from the first that reaches it.
    first = np.searchsorted(thresholds, distances, side="left")
    return np.cumsum(np.bincount(first, minlength=len(thresholds) + 1)[: len(thresholds)])


def ranks_behind_ties(
    relevant: NDArray[np.float64], within: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return rank_j = j + #{non-relevant with d ≤ d_(j)}, j from 1 (paper 4.2).

    Args:
        relevant: (R,) ascending distances of the relevant marks.
        within: (R,) marks of the pool, relevant ones included, at most that far.
    """
    tied = np.searchsorted(relevant, relevant, side="right")
    return np.arange(1, len(relevant) + 1) + within - tied


def average_precision(ranks: NDArray[np.int64], last_rank: int) -> float:
    """Return AP = (1/R) Σ_{rank_j ≤ last_rank} j / rank_j, R = all relevant marks (paper 4.2).

    Args:
        ranks: (R,) ascending ranks of all relevant marks, R ≥ 1.
        last_rank: The last rank that counts.
    """
    places = np.arange(1, len(ranks) + 1)
    return float(np.sum(np.where(ranks <= last_rank, places / ranks, 0.0)) / len(ranks))


def normalised_average_rank(ranks: NDArray[np.int64], marks: int) -> float:
    """Return NAR = (Σ rank − R(R+1)/2) / (N·R): 0 is perfect, 0.5 is chance (paper 4.2).

    Args:
        ranks: (R,) ranks of all relevant marks, R ≥ 1.
        marks: Queries and pool, N.
    """
    count = len(ranks)
    return float(ranks.sum() - count * (count + 1) / 2) / (marks * count)


def bootstrap_interval(
    values: NDArray[np.float64], resamples: int = RESAMPLES, seed: int = SEED
) -> tuple[float, float]:
    """Return the 95 % percentile interval of the mean over queries, resampled with replacement.

    Args:
        values: (Q,) one figure per query, Q ≥ 1.
        resamples: How many resamples.
        seed: The same seed gives the same interval.
    """
    draws = np.random.default_rng(seed).integers(0, len(values), (resamples, len(values)))
    low, high = np.percentile(values[draws].mean(axis=1), [2.5, 97.5])
    return float(low), float(high)
