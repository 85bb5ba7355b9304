from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.whitening import (
    Covariance,
    load_whitening,
    save_whitening,
    whitening_digest,
)
from examiner_app.errors import BundleError


def _data() -> np.ndarray[Any, np.dtype[np.float64]]:
    i, j = np.indices((40, 6))
    rows = np.sin(1 + 0.7 * i * (j + 1)) + 0.3 * np.cos(0.31 * i + j) + 1.5
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def test_reproduces_the_reference(oracle: Callable[[str], Any]) -> None:
    expected = oracle("pca_whitening")
    covariance = Covariance(6)
    for part in np.array_split(_data(), 7):
        covariance.add(part)
    whitening = covariance.fit(3)
    np.testing.assert_allclose(whitening.mean.numpy(), expected["mean"], rtol=1e-6)
    values = 1 / (whitening.projection.norm(dim=0) ** 2)
    np.testing.assert_allclose(values, expected["eigenvalues_over_n"][:3], rtol=1e-4)
    whitened = l2(whitening.apply(torch.from_numpy(_data()).float()))[:5]
    np.testing.assert_allclose(whitened.abs(), expected["whitened_l2_abs_first5"], atol=2e-5)
    np.testing.assert_allclose(whitened @ whitened.T, expected["gram_first5"], atol=2e-5)


def test_keeps_no_direction_that_only_rounding_made() -> None:
    rng = np.random.default_rng(1)
    flat = rng.normal(size=(100, 3)) @ rng.normal(size=(3, 20))
    covariance = Covariance(20)
    covariance.add(flat)
    assert covariance.fit(256).dimensions == 3


def test_zero_vectors_are_left_out() -> None:
    covariance = Covariance(2)
    covariance.add(np.zeros((5, 2)))
    assert covariance.count == 0
    with pytest.raises(BundleError, match="at least two"):
        covariance.fit()


def test_marks_that_all_look_the_same_are_refused() -> None:
    covariance = Covariance(3)
    covariance.add(np.ones((10, 3)))
    with pytest.raises(BundleError, match="all of these look the same"):
        covariance.fit()


def test_stored_and_read_back(tmp_path: Path) -> None:
    covariance = Covariance(6)
    covariance.add(_data())
    entry = {"spoc": covariance.fit(4), "rmac": covariance.fit(2)}
    save_whitening(entry, tmp_path / "w.safetensors")
    again = load_whitening(tmp_path / "w.safetensors")
    assert whitening_digest(again) == whitening_digest(entry)
    assert again["spoc"].dimensions == 4
    (tmp_path / "w.safetensors").write_bytes(b"nonsense")
    with pytest.raises(BundleError, match="cannot be read"):
        load_whitening(tmp_path / "w.safetensors")
