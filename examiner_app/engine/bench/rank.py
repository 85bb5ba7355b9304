"""How fast a register is ranked by every method, against faiss and one read of its bytes."""

from __future__ import annotations

import resource
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from examiner_app.engine.faiss_tools import FlatSearch
from examiner_app.engine.methods import VECTOR_METHODS
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.ranking.exact import squared_distances
from examiner_app.engine.ranking.ranks import pessimistic_ranks
from examiner_app.engine.register.vectors import Half, squared_norms

_CHUNK = 8192


@dataclass(frozen=True, slots=True)
class RankBench:
    """Times of one run, each the median of several rounds measured in turn.

    Attributes:
        marks: Marks in the made-up register.
        methods: Vector methods ranked.
        seconds: Exact ranks of every mark under every method.
        bound_seconds: One read of the same float16 bytes.
        ratio_to_bound: The first over the second.
        faiss_flat_seconds: What a user would otherwise do: one top-100 search per method in
            faiss's flat float32 index, which ranks a hundred marks and not all.
        speedup_over_faiss_flat: The last over the first.
        peak_rss_bytes: Most memory this process held.
    """

    marks: int
    methods: int
    seconds: float
    bound_seconds: float
    ratio_to_bound: float
    faiss_flat_seconds: float
    speedup_over_faiss_flat: float
    peak_rss_bytes: int


def bench_rank(marks: int, dimensions: int = 256, rounds: int = 3) -> Work[RankBench]:
    """Rank a made-up register of random unit vectors, memory-mapped from a temporary folder.

    faiss holds one method in float32 at a time; its index is built outside the clock.
    """
    stage = Stage("Measuring", len(VECTOR_METHODS) * (rounds + 1))
    own: list[float] = []
    bound: list[float] = []
    flat: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        vectors = _random_vectors(Path(folder) / "vectors.f16", marks, dimensions)
        norms = squared_norms(vectors)
        search = FlatSearch(np.asarray(vectors, np.float32))
        for turn in range(rounds + 1):
            times = np.zeros(3)
            for method in range(len(VECTOR_METHODS)):
                query = np.array(vectors[method * 7 % marks][None])
                times += _one_method(vectors, norms, query, search)
                yield stage.step()
            if turn:
                own.append(times[0])
                bound.append(times[1])
                flat.append(times[2])
    seconds, least, other = (statistics.median(times) for times in (own, bound, flat))
    return RankBench(
        marks,
        len(VECTOR_METHODS),
        seconds,
        least,
        seconds / least,
        other,
        other / seconds,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    )


def _one_method(
    vectors: Half,
    norms: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    query: Half,
    search: FlatSearch,
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    begun = time.perf_counter()
    pessimistic_ranks(squared_distances(vectors, norms, query)[0])
    ranked = time.perf_counter()
    vectors.view(np.uint64).max()
    read = time.perf_counter()
    search.nearest(query.astype(np.float32), 100)
    return np.array([ranked - begun, read - ranked, time.perf_counter() - read])


def _random_vectors(path: Path, marks: int, dimensions: int) -> Half:
    rng = np.random.default_rng(0)
    with path.open("wb") as file:
        for start in range(0, marks, _CHUNK):
            rows = rng.standard_normal((min(_CHUNK, marks - start), dimensions), np.float32)
            rows /= np.linalg.norm(rows, axis=1, keepdims=True)
            file.write(rows.astype(np.float16).tobytes())
    return np.memmap(path, np.float16, "r", shape=(marks, dimensions))
