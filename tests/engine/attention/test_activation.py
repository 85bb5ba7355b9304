from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.mac import mac
from examiner_app.engine.aggregation.spoc import spoc
from examiner_app.engine.attention.activation import camsa_weights, class_activation_map

Oracle = Callable[[str], Any]
Tensors = Callable[..., torch.Tensor]


def _cam(oracle: Oracle, fixed: Tensors) -> torch.Tensor:
    weights = torch.tensor(oracle("attention")["cam"]["weights_figure_class"], dtype=torch.float64)
    return class_activation_map(fixed(4, 3, 3)[None], weights)


def test_cam(oracle: Oracle, fixed: Tensors) -> None:
    expected = torch.tensor(oracle("attention")["cam"]["minmax"], dtype=torch.float64)
    torch.testing.assert_close(_cam(oracle, fixed)[0], expected, rtol=1e-7, atol=1e-8)


def test_camsa_and_its_pooled_vectors(oracle: Oracle, fixed: Tensors) -> None:
    expected = oracle("attention")["camsa"]
    alpha = camsa_weights(_cam(oracle, fixed))
    wanted = torch.tensor(expected["alpha"], dtype=torch.float64)
    torch.testing.assert_close(alpha[0], wanted, rtol=1e-6, atol=1e-6)
    weighted = fixed(4, 3, 3, 13)[None] * alpha[:, None]
    for pool, key in ((mac, "mac"), (spoc, "spoc")):
        raw = torch.tensor(expected[key], dtype=torch.float64)
        torch.testing.assert_close(pool(weighted)[0], raw, rtol=1e-6, atol=1e-5)
        unit = torch.tensor(expected[f"{key}_l2"], dtype=torch.float64)
        torch.testing.assert_close(l2(pool(weighted))[0], unit, rtol=1e-6, atol=1e-6)


@given(beta=st.floats(1e-3, 1e6), seed=st.integers(0, 2**31))
def test_beta_cancels(beta: float, seed: int) -> None:
    generator = torch.Generator().manual_seed(seed)
    features = torch.rand(2, 5, 6, 6, generator=generator, dtype=torch.float64)
    cam = class_activation_map(features, torch.randn(5, generator=generator, dtype=torch.float64))
    for pool in (mac, spoc):
        vectors = [l2(pool(features * camsa_weights(cam, b)[:, None])) for b in (beta, 100.0)]
        torch.testing.assert_close(vectors[0], vectors[1], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("value", [0.0, 1.0, -3.0])
def test_constant_map_means_no_attention(value: float) -> None:
    cam = class_activation_map(torch.full((1, 2, 4, 4), value), torch.ones(2))
    assert torch.equal(camsa_weights(cam), torch.ones(1, 4, 4))
