"""Visual words of a register: a memory-mapped sparse matrix and its tf-idf statistics."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.register.vectors import map_rows
from examiner_app.engine.sift_bow import inverse_document_frequency

INDPTR: Final = "sift/indptr.i64"
WORDS: Final = "sift/words.i32"
COUNTS: Final = "sift/counts.i32"

BLOCK_WORDS: Final = 1 << 18
"""Words widened to float64 at once: 2 MB, which stays in the cache.

NumPy keeps the interpreter locked while it counts and repeats, 20 ms for four million words: a
window would stand still as long.
"""


@dataclass(frozen=True, slots=True, eq=False)
class WordStatistics:
    """Document frequencies over the register's marks, and what follows from them.

    Attributes:
        idf: (K,) float64, log10(N / df); 0 for words that no mark has.
        norms: (N,) float64, squared norms of the marks' idf-weighted counts.
    """

    idf: NDArray[np.float64]
    norms: NDArray[np.float64]


class SparseWords:
    """The visual words of all marks, compressed sparse rows.

    Attributes:
        count: Marks, N.
        size: Words in the vocabulary, K.
        indptr: (N + 1,) int64, where each mark's words begin.
        words: (nnz,) int32, word numbers, ascending within a mark.
        counts: (nnz,) int32, keypoints of each word.
    """

    def __init__(self, folder: Path, count: int, size: int) -> None:
        self.count = count
        self.size = size
        self.indptr: NDArray[np.int64] = map_rows(folder / INDPTR, np.int64, (count + 1,))
        filled = int(self.indptr[-1])
        self.words: NDArray[np.int32] = map_rows(folder / WORDS, np.int32, (filled,))
        self.counts: NDArray[np.int32] = map_rows(folder / COUNTS, np.int32, (filled,))

    def row(self, index: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return words and counts of one mark, as copies."""
        part = slice(int(self.indptr[index]), int(self.indptr[index + 1]))
        return np.array(self.words[part]), np.array(self.counts[part])

    @functools.cached_property
    def statistics(self) -> WordStatistics:
        """What a query needs to know of all marks; computed on first use."""
        frequency = np.zeros(self.size, np.int64)
        for rows in self._blocks():
            frequency += np.bincount(self._part(self.words, rows), minlength=self.size)
        idf = inverse_document_frequency(frequency, max(1, self.count))
        return WordStatistics(idf, self._squared_norms(idf**2))

    def products(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return Σ_w count_w · weight_w of each mark (N,), given weights (K,).

        A query weighs a few hundred of the 10,000 words: the marks' others are passed over.
        """
        result = np.empty(self.count)
        weighed = weights != 0
        for rows in self._blocks():
            words = self._part(self.words, rows)
            places = np.flatnonzero(weighed[words])
            terms = self._part(self.counts, rows)[places] * weights[words[places]]
            lengths = np.diff(np.searchsorted(places, self._starts(rows)))
            result[rows] = _sums(lengths, terms)
        return result

    def _squared_norms(self, weights: NDArray[np.float64]) -> NDArray[np.float64]:
        result = np.empty(self.count)
        for rows in self._blocks():
            counts = self._part(self.counts, rows).astype(np.float64)
            terms = counts**2 * weights[self._part(self.words, rows)]
            result[rows] = _sums(np.diff(self._starts(rows)), terms)
        return result

    def _starts(self, rows: slice) -> NDArray[np.int64]:
        """Return where the words of each row begin in ``_part``, and where the last one's end."""
        starts = self.indptr[rows.start : rows.stop + 1]
        result: NDArray[np.int64] = starts - starts[0]
        return result

    def _part(self, values: NDArray[np.int32], rows: slice) -> NDArray[np.int32]:
        return values[int(self.indptr[rows.start]) : int(self.indptr[rows.stop])]

    def _blocks(self) -> Iterator[slice]:
        start = 0
        while start < self.count:
            limit = int(self.indptr[start]) + BLOCK_WORDS
            stop = int(np.searchsorted(self.indptr, limit, side="right")) - 1
            stop = min(self.count, max(start + 1, stop))
            yield slice(start, stop)
            start = stop


def _sums(lengths: NDArray[np.int64], terms: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sums of successive runs of terms."""
    # bincount adds from left to right, so equal rows give bit-equal sums; reduceat does not
    # promise that.
    owners = np.repeat(np.arange(len(lengths)), lengths)
    result = np.bincount(owners, weights=terms, minlength=len(lengths))
    return result.astype(np.float64, copy=False)
