"""The only door to faiss."""

from __future__ import annotations

import faiss
import numpy as np
from numpy.typing import NDArray


def k_means(
    points: NDArray[np.float32], clusters: int, *, seed: int = 0, iterations: int = 20
) -> NDArray[np.float32]:
    """Return the k-means centroids (clusters, D) of points (n, D), n ≥ clusters."""
    training = faiss.Kmeans(
        points.shape[1],
        clusters,
        niter=iterations,
        seed=seed,
        # faiss warns on stderr below 39 points per cluster, and samples above 256.
        min_points_per_centroid=1,
        max_points_per_centroid=256,
    )
    training.train(np.ascontiguousarray(points))
    return np.asarray(training.centroids, np.float32).reshape(clusters, points.shape[1])


class FlatSearch:
    """faiss's exhaustive float32 search among a fixed set of points."""

    def __init__(self, points: NDArray[np.float32]) -> None:
        self._index = faiss.IndexFlatL2(points.shape[1])
        self._index.add(np.ascontiguousarray(points))

    def nearest(self, queries: NDArray[np.float32], count: int) -> NDArray[np.int64]:
        """Return the numbers of the ``count`` nearest points of queries (n, D): (n, count)."""
        if not len(queries):
            return np.zeros((0, count), np.int64)
        found: NDArray[np.int64] = self._index.search(np.ascontiguousarray(queries), count)[1]
        return found
