"""The visual vocabulary of the SIFT bag of words: k-means centres of SIFT descriptors."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load_file, save

from examiner_app.engine.description import VisualWords
from examiner_app.engine.faiss_tools import FlatSearch, k_means
from examiner_app.engine.sift_bow import DIMENSIONS
from examiner_app.errors import BundleError
from examiner_app.translation import tr

WORDS = 10_000
"""Size of the vocabulary (paper 4.3)."""


class Vocabulary:
    """Visual words: SIFT descriptors' cluster centres.

    Attributes:
        centres: (K, 128) uint8, SIFT's own number format.
        digest: sha256 of the centres.
    """

    def __init__(self, centres: NDArray[np.uint8]) -> None:
        self.centres = centres
        self.digest = hashlib.sha256(np.ascontiguousarray(centres).tobytes()).hexdigest()
        self._search = FlatSearch(centres.astype(np.float32))

    def quantise(self, descriptors: NDArray[np.float32]) -> VisualWords:
        """Count the nearest words of descriptors (n, 128)."""
        return self.quantise_all([descriptors])[0]

    def quantise_all(self, marks: Sequence[NDArray[np.float32]]) -> list[VisualWords]:
        """Count the nearest words of each mark's descriptors (n, 128).

        One search for all of them is several times as fast as one for each.
        """
        none = np.zeros((0, DIMENSIONS), np.float32)
        nearest = self._search.nearest(np.concatenate([none, *marks]), 1)
        ends = np.cumsum([len(descriptors) for descriptors in marks], dtype=np.int64)
        return [_count(words) for words in np.split(nearest, ends[:-1])][: len(marks)]

    def save(self, path: Path) -> None:
        """Write the vocabulary as safetensors."""
        path.write_bytes(save({"centres": self.centres}))

    @classmethod
    def load(cls, path: Path) -> Vocabulary:
        """Read a vocabulary.

        Raises:
            BundleError: The file is missing or damaged.
        """
        try:
            return cls(load_file(path)["centres"])
        except (OSError, SafetensorError, KeyError) as error:
            raise BundleError(
                tr("The vocabulary {name} cannot be read: fit it again.", name=path.name)
            ) from error


def _count(nearest: NDArray[np.int64]) -> VisualWords:
    words, counts = np.unique(nearest, return_counts=True)
    return VisualWords(words.astype(np.int32), counts.astype(np.int32))


def fit_vocabulary(
    descriptors: Iterable[NDArray[np.float32]], words: int = WORDS, seed: int = 0
) -> Vocabulary:
    """Cluster the descriptors of many marks into a vocabulary by k-means.

    Raises:
        BundleError: There are fewer descriptors than words.
    """
    points = np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *descriptors])
    if len(points) < words:
        raise BundleError(
            tr(
                "A vocabulary of {words} words needs as many keypoints, and these marks have "
                "{points}: add marks, or ask for fewer words.",
                words=words,
                points=len(points),
            )
        )
    centres = k_means(points, words, seed=seed)
    return Vocabulary(centres.round().clip(0, 255).astype(np.uint8))
