"""MAP@100 and NAR of every method on a register in the METU layout (paper 4.2, Table 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.evaluation.metrics import (
    average_precision,
    bootstrap_interval,
    counts_within,
    normalised_average_rank,
)
from examiner_app.engine.evaluation.protocol import Protocol
from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.ranking.exact import distance_blocks, squared_distances
from examiner_app.engine.ranking.visual_words import word_distances
from examiner_app.engine.register.open import Register
from examiner_app.errors import EvaluationError

CUT: Final = 100
"""MAP@100 (paper 4.2)."""


@dataclass(frozen=True, slots=True, eq=False)
class Score:
    """How well one method finds the look-alikes of the queries.

    Attributes:
        method: Its key.
        average_precisions: (Q,) AP@100 of each query.
        average_ranks: (Q,) NAR of each query.
        dim: Dimensions of its vectors (vocabulary size for the visual words).
    """

    method: str
    average_precisions: NDArray[np.float64]
    average_ranks: NDArray[np.float64]
    dim: int

    @property
    def name(self) -> str:
        """The paper's name of the method."""
        return METHODS[self.method].name

    @property
    def map100(self) -> float:
        """Mean over queries of AP@100."""
        return float(self.average_precisions.mean())

    @property
    def nar(self) -> float:
        """Mean over queries of the normalised average rank."""
        return float(self.average_ranks.mean())

    @property
    def map100_interval(self) -> tuple[float, float]:
        """95 % bootstrap interval of ``map100`` over queries."""
        return bootstrap_interval(self.average_precisions)

    @property
    def nar_interval(self) -> tuple[float, float]:
        """95 % bootstrap interval of ``nar`` over queries."""
        return bootstrap_interval(self.average_ranks)


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The figures of a register under one protocol.

    Attributes:
        protocol: How ranks were made.
        queries: Rows of the queries, in the order of the scores' arrays.
        groups: Their groups.
        marks: Queries and pool, N.
        scores: One per method, in the order of the paper's tables.
    """

    protocol: Protocol
    queries: tuple[int, ...]
    groups: tuple[int, ...]
    marks: int
    scores: tuple[Score, ...]


def evaluate_register(
    register: Register, protocol: Protocol, methods: Sequence[str] | None = None
) -> Work[Evaluation]:
    """Rank the whole register for every query mark, by every method.

    Args:
        register: Its query marks have a group (METU layout).
        protocol: One of ``PROTOCOLS``.
        methods: All of the register's by default.

    Raises:
        EvaluationError: No query has anything to find.
    """
    groups = query_groups(register, protocol)
    queries = [member for members in groups.values() for member in members]
    keys = register.methods if methods is None else tuple(methods)
    stage = Stage("Evaluating", len(keys) * len(groups))
    scores = []
    for method in keys:
        precisions: list[float] = []
        averages: list[float] = []
        for members in groups.values():
            for nearer, within in _group_counts(register, method, members):
                ranks = protocol.ranks(nearer, within)
                precisions.append(average_precision(ranks, protocol.last_rank(CUT)))
                averages.append(normalised_average_rank(ranks, register.count))
            yield stage.step(1, METHODS[method].name)
        dim = register.manifest.methods[method]
        scores.append(Score(method, np.array(precisions), np.array(averages), dim))
    labels = tuple(group for group, members in groups.items() for _ in members)
    return Evaluation(protocol, tuple(queries), labels, register.count, tuple(scores))


def query_groups(register: Register, protocol: Protocol) -> dict[int, list[int]]:
    """Return group → rows of its query marks, for groups with something to find.

    Raises:
        EvaluationError: There is none.
    """
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for index, group in register.catalogue.groups().items():
        groups[group].append(index)
    least = 1 if protocol.query_counts else 2
    kept = {group: members for group, members in groups.items() if len(members) >= least}
    if not kept:
        raise EvaluationError(
            f"The register {register.path.name} has no groups of look-alike queries: build it "
            "from a folder with queries/ and pool/."
        )
    return kept


Counts = tuple[NDArray[np.float64], NDArray[np.int64]]
"""Ascending distances (M,) of a query's group, and how many marks are within each."""


def _group_counts(register: Register, method: str, members: Sequence[int]) -> list[Counts]:
    if method == SIFT_BOW:
        return [_word_counts(register, query, members) for query in members]
    vectors, norms = register.vectors(method), register.squared_norms(method)
    queries = np.array(vectors[list(members)])
    # Exact, so these are bit-equal to the same distances inside the blocks below.
    thresholds = np.sort(squared_distances(queries, norms[list(members)], queries), axis=1)
    within = np.zeros(thresholds.shape, np.int64)
    for _, block in distance_blocks(vectors, norms, queries):
        for row, distances in enumerate(block):
            within[row] += counts_within(distances, thresholds[row])
    return list(zip(thresholds, within, strict=True))


def _word_counts(register: Register, query: int, members: Sequence[int]) -> Counts:
    distances = word_distances(register.words, register.query(query).words)
    thresholds = np.sort(distances[list(members)])
    return thresholds, counts_within(distances, thresholds)
