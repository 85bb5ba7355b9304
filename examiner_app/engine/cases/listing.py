"""Judged rows as the mask that ranks are listed within."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.cases.judgements import JudgedRows


def listed(judged: JudgedRows, count: int) -> NDArray[np.bool_]:
    """Return which of ``count`` rows are listed; rows beyond are passed over.

    Returns:
        (N,) whether each row is listed.
    """
    mask = np.full(count, judged.left_out)
    rows = np.fromiter(judged.rows, np.int64, len(judged.rows))
    mask[rows[rows < count]] = not judged.left_out
    return mask
