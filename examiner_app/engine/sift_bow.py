"""SIFT bag of words, the hand-made baseline (Tursun and Kalkan 2015; paper 4.3).

Sparse throughout: a mark has some hundred keypoints, the vocabulary ten thousand words.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import VisualWords
from examiner_app.engine.logo import Pixels

DIMENSIONS = 128
"""Length of a SIFT descriptor."""


def sift_descriptors(pixels: Pixels) -> NDArray[np.float32]:
    """Return the SIFT descriptors (n, 128) of a letterboxed mark (300, 300, 3)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    keypoints, descriptors = cv2.SIFT.create().detectAndCompute(grey, None)
    if not keypoints:
        return np.zeros((0, DIMENSIONS), np.float32)
    return np.asarray(descriptors, np.float32)


def inverse_document_frequency(
    document_frequency: NDArray[np.integer], documents: int
) -> NDArray[np.float64]:
    """Return idf = log10(N/df) of each word; 0 for a word that no mark has."""
    df = np.asarray(document_frequency, np.float64)
    present = df > 0
    return np.where(present, np.log10(documents / np.where(present, df, 1)), 0.0)


def tf_idf(words: VisualWords, idf: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the tf-idf weight of each of a mark's words: tf = count / all its keypoints."""
    total = words.counts.sum()
    if not total:
        return np.zeros(0)
    weights: NDArray[np.float64] = words.counts / total * idf[words.words]
    return weights
