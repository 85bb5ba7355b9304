"""Exact ranks of a whole register under every method (paper 4.2).

Why they are exact. A float16 is a multiple of 2^-24, so a product of two is a multiple of 2^-48.
By Cauchy and Schwarz Σ|q_i v_i| ≤ |q||v| ≈ 1 for l2-normalised vectors, so every partial sum, in
whatever order and with or without fused multiply-add, is a multiple of 2^-48 below 2: it fits the
53 bits of a float64. Nothing is ever rounded. The same holds for the squared norms and for
|q|² + |v|² − 2 q·v ≤ 4. So the squared distances are exact numbers: equal bytes get equal ranks,
however the library splits the product, and an identical mark is at exactly 0.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import Description
from examiner_app.engine.methods import SIFT_BOW
from examiner_app.engine.ranking.fusion import fuse
from examiner_app.engine.ranking.ranks import RankTable, pessimistic_ranks
from examiner_app.engine.ranking.visual_words import word_distances
from examiner_app.engine.register.open import Register
from examiner_app.engine.register.vectors import Half, squared_norms

BLOCK_VALUES: Final = 1 << 17
"""Values widened to float64 at once: 1 MB stays in a core's cache (3–5× faster than 4 MB)."""

SCALE: Final = 2.0**-112

_MANTISSA_SHIFT: Final = 13
_SIGN_AND_NUMBER: Final = np.array(0x8FFFE000, np.uint32).view(np.int32)


def distance_blocks(
    vectors: Half, norms: NDArray[np.float64], queries: Half
) -> Iterator[tuple[slice, NDArray[np.float64]]]:
    """Yield exact squared distances (Q, n) of queries (Q, D) to successive rows of vectors (N, D).

    Args:
        vectors: (N, D), memory-mapped or not; read once, block by block.
        norms: (N,) exact squared norms of ``vectors``.
        queries: (Q, D), rounded to float16 as the vectors are.
    """
    count, dim = vectors.shape
    # A power of two, so that products are what they would be without it.
    wide = np.ascontiguousarray(queries.astype(np.float64).T) / SCALE
    own = squared_norms(queries)[:, None]
    step = max(1, BLOCK_VALUES // max(1, dim))
    for start in range(0, count, step):
        rows = slice(start, min(start + step, count))
        products = scaled(vectors[rows]) @ wide
        yield rows, own + norms[rows] - 2.0 * products.T


def scaled(block: Half) -> NDArray[np.float64]:
    """Return finite numbers times 2^-112 as float64, exactly.

    Widening is most of what ranking costs, and numpy widens float16 number by number. But the bits
    of a float16, moved to where a float32 has its own, are that very number times 2^-112 (the
    difference of the exponents' biases; subnormal numbers become subnormal ones), and from float32
    on the processor widens eight at a time.
    """
    bits = block.view(np.int16).astype(np.int32)
    bits <<= _MANTISSA_SHIFT
    bits &= _SIGN_AND_NUMBER
    return bits.view(np.float32).astype(np.float64)


def squared_distances(
    vectors: Half, norms: NDArray[np.float64], queries: Half
) -> NDArray[np.float64]:
    """Return the exact squared distances (Q, N) between queries (Q, D) and vectors (N, D)."""
    result = np.empty((len(queries), len(vectors)))
    for rows, block in distance_blocks(vectors, norms, queries):
        result[:, rows] = block
    return result


def method_distances(
    register: Register, description: Description, method: str
) -> NDArray[np.float64]:
    """Return what the ranks of ``method`` are made from, (N,) float64.

    Squared Euclidean distances for a vector method; cosine distances for the visual words.
    """
    if method == SIFT_BOW:
        return word_distances(register.words, description.words)
    query = description.vectors[method].astype(np.float16)[None]
    vectors, norms = register.vectors(method), register.squared_norms(method)
    result: NDArray[np.float64] = squared_distances(vectors, norms, query)[0]
    return result


def rank(
    register: Register, description: Description, methods: Sequence[str]
) -> Generator[RankTable, None, RankTable]:
    """Rank the whole register; yield the table after each method, return it with the fusion.

    Args:
        register: What to search.
        description: The candidate; its models must be the register's (``own_models``).
        methods: Methods in the order in which they are wanted.

    Raises:
        RegisterError: The register was built without one of the methods.
    """
    distances: dict[str, NDArray[np.float32]] = {}
    ranks: dict[str, NDArray[np.int32]] = {}
    for method in methods:
        exact = method_distances(register, description, method)
        ranks[method] = pessimistic_ranks(exact)
        shown = exact if method == SIFT_BOW else np.sqrt(exact)
        distances[method] = shown.astype(np.float32)
        if len(ranks) < len(methods):
            yield RankTable(register.count, dict(distances), dict(ranks), None, complete=False)
    fused = fuse(ranks) if ranks else None
    table = RankTable(register.count, distances, ranks, fused, complete=True)
    yield table
    return table
