"""The two named ways of turning distances into the ranks that the metrics are made from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.evaluation.metrics import ranks_behind_ties


@dataclass(frozen=True, slots=True)
class Protocol:
    """How the query, ties and the cut-off are treated.

    Attributes:
        key: Name on the command line.
        explanation: One line under every table.
        query_counts: The query itself is in the pool and one of its own relevant marks.
        block_ties: Relevant marks that are tied share the last rank of their block; otherwise
            each comes behind the tied marks that are not relevant.
        strict: AP@K counts ranks below K; otherwise up to K.
    """

    key: str
    explanation: str
    query_counts: bool
    block_ties: bool
    strict: bool

    def ranks(self, members: NDArray[np.float64], within: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the ranks (R,) of a query's relevant marks, ascending.

        Args:
            members: (M,) ascending distances of the query's group, the query first at its own
                distance.
            within: (M,) marks of the whole register at most that far.
        """
        if self.query_counts:
            return within if self.block_ties else ranks_behind_ties(members, within)
        # The query is as near as can be, so every other mark has it within its distance.
        others, near = members[1:], within[1:] - 1
        return near if self.block_ties else ranks_behind_ties(others, near)

    def last_rank(self, cut: int) -> int:
        """Return the last rank that AP@``cut`` counts."""
        return cut - 1 if self.strict else cut


PROTOCOLS: Final[dict[str, Protocol]] = {
    protocol.key: protocol
    for protocol in (
        Protocol(
            "paper",
            "Ranks up to K; the query is left out; ties with other marks count against the match.",
            query_counts=False,
            block_ties=False,
            strict=False,
        ),
        Protocol(
            "metu",
            "The METU release's own code: ranks below K; the query is in the pool and relevant; "
            "tied marks share the last rank of their block.",
            query_counts=True,
            block_ties=True,
            strict=True,
        ),
    )
}
"""Protocol key → protocol."""
