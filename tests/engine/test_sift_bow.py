from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from examiner_app.engine.description import VisualWords
from examiner_app.engine.logo import Logo, letterbox
from examiner_app.engine.sift_bow import inverse_document_frequency, sift_descriptors, tf_idf


def test_tf_idf_of_the_metu_release(oracle: Callable[[str], Any]) -> None:
    expected = oracle("sift_bow_tfidf")
    counts = np.array(expected["word_counts"])
    idf = inverse_document_frequency((counts > 0).sum(axis=0), len(counts))
    for row, wanted in zip(counts, expected["tfidf_metu_octave"], strict=True):
        words = np.flatnonzero(row).astype(np.int32)
        weights = np.zeros(4)
        weights[words] = tf_idf(VisualWords(words, row[words].astype(np.int32)), idf)
        np.testing.assert_allclose(weights, wanted, atol=1e-7)


def test_a_word_that_no_mark_has_weighs_nothing() -> None:
    assert list(inverse_document_frequency(np.array([0, 10]), 10)) == [0, 0]


def test_descriptors(mark: Callable[..., Logo]) -> None:
    found = sift_descriptors(letterbox(mark(1).pixels)[0])
    assert found.shape[1] == 128
    assert len(found) > 5
    assert sift_descriptors(np.full((300, 300, 3), 255, np.uint8)).shape == (0, 128)


@pytest.mark.parametrize("seed", range(3))
def test_the_same_mark_has_the_same_descriptors(mark: Callable[..., Logo], seed: int) -> None:
    square = letterbox(mark(seed).pixels)[0]
    assert np.array_equal(sift_descriptors(square), sift_descriptors(square.copy()))
