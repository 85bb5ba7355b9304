"""Cosine distances of SIFT bags of words, tf-idf weighted as in the METU release.

tf = count / n and idf = log10(N / df); the n of a mark cancels in the cosine.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import VisualWords
from examiner_app.engine.register.words import SparseWords

ROUNDING: Final = 1e-12
"""A cosine distance below this is a rounded 0: the same words in the same proportions."""


def word_distances(marks: SparseWords, query: VisualWords) -> NDArray[np.float64]:
    """Return the cosine distances (N,) between the query's and every mark's tf-idf vectors.

    A mark, or a query, without any weighted word is at exactly 1 from everything: one big tie.
    """
    statistics = marks.statistics
    weights = np.zeros(marks.size)
    weights[query.words] = query.counts * statistics.idf[query.words] ** 2
    own = float(np.sum(query.counts * weights[query.words]))
    products = marks.products(weights)
    lengths = np.sqrt(statistics.norms * own)
    cosine = np.divide(products, lengths, out=np.zeros(marks.count), where=lengths > 0)
    distances = 1.0 - cosine
    distances[np.abs(distances) < ROUNDING] = 0.0
    return distances
