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


class NearestWords:
    """Finds the nearest of a fixed set of points.

    Attributes:
        count: Points in the set.
    """

    def __init__(self, points: NDArray[np.float32]) -> None:
        self._index = faiss.IndexFlatL2(points.shape[1])
        self._index.add(np.ascontiguousarray(points))
        self.count = len(points)

    def of(self, queries: NDArray[np.float32]) -> NDArray[np.int64]:
        """Return the number of the nearest point of each query: (n, D) → (n,)."""
        if not len(queries):
            return np.zeros(0, np.int64)
        nearest: NDArray[np.int64] = self._index.search(np.ascontiguousarray(queries), 1)[1][:, 0]
        return nearest
