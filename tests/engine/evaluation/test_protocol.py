from __future__ import annotations

import numpy as np

from examiner_app.engine.evaluation.protocol import PROTOCOLS

MEMBERS = np.array([0.0, 0.3, 0.3, 0.5])
WITHIN = np.array([1, 6, 6, 7])
"""The query, two look-alikes tied with three others, one look-alike behind them."""


def test_paper_leaves_the_query_out_and_puts_matches_behind_ties() -> None:
    assert PROTOCOLS["paper"].ranks(MEMBERS, WITHIN).tolist() == [4, 5, 6]
    assert PROTOCOLS["paper"].last_rank(100) == 100


def test_metu_keeps_the_query_and_shares_the_last_rank() -> None:
    assert PROTOCOLS["metu"].ranks(MEMBERS, WITHIN).tolist() == [1, 6, 6, 7]
    assert PROTOCOLS["metu"].last_rank(100) == 99
