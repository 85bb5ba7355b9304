from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.sift_vocabulary import Vocabulary, fit_vocabulary
from examiner_app.errors import BundleError


def _clusters() -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    rng = np.random.default_rng(0)
    centres = rng.integers(0, 200, (5, 128))
    return (centres.repeat(30, axis=0) + rng.normal(0, 1, (150, 128))).astype(np.float32)


def test_words_are_the_clusters() -> None:
    points = _clusters()
    vocabulary = fit_vocabulary([points[:70], points[70:]], words=5)
    found = vocabulary.quantise(points)
    assert list(found.counts) == [30] * 5
    assert list(found.words) == [0, 1, 2, 3, 4]
    one = vocabulary.quantise(points[:30])
    assert list(one.counts) == [30]


def test_nothing_to_quantise() -> None:
    found = Vocabulary(np.zeros((3, 128), np.uint8)).quantise(np.zeros((0, 128), np.float32))
    assert not len(found.words)
    assert not len(found.counts)


def test_many_marks_at_once_are_counted_like_each_alone() -> None:
    points = _clusters()
    vocabulary = fit_vocabulary([points], words=5)
    marks = [points[:40], points[:0], points[40:41], points[41:]]
    together = vocabulary.quantise_all(marks)
    for mark, found in zip(marks, together, strict=True):
        alone = np.unique([np.linalg.norm(vocabulary.centres - p, axis=1).argmin() for p in mark])
        assert list(found.words) == list(alone)
        assert found.counts.sum() == len(mark)
        assert np.array_equal(found.counts, vocabulary.quantise(mark).counts)
    assert vocabulary.quantise_all([]) == []


def test_too_few_keypoints() -> None:
    with pytest.raises(BundleError, match="have 150"):
        fit_vocabulary([_clusters()], words=151)


def test_stored_and_read_back(tmp_path: Path) -> None:
    vocabulary = fit_vocabulary([_clusters()], words=4)
    path = tmp_path / "v.safetensors"
    vocabulary.save(path)
    assert Vocabulary.load(path).digest == vocabulary.digest
    path.write_bytes(b"x")
    with pytest.raises(BundleError, match="cannot be read"):
        Vocabulary.load(path)
