"""MAC, SPoC, the centre prior, CroW and R-MAC against the authors' releases."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.crow import channel_weights, crow, spatial_weights
from examiner_app.engine.aggregation.mac import mac
from examiner_app.engine.aggregation.rmac import region_mac
from examiner_app.engine.aggregation.spoc import centre_prior, spoc, spoc_centre

Tensors = Callable[..., torch.Tensor]
Oracle = Callable[[str], Any]


@pytest.fixture(params=[0, 1, 2])
def case(
    request: pytest.FixtureRequest, oracle: Oracle, fixed: Tensors, fixed_b: Tensors
) -> tuple[dict[str, Any], torch.Tensor]:
    expected = oracle("pooling")["cases"][request.param]
    shape = expected["C"], expected["H"], expected["W"]
    features = fixed(*shape) if request.param == 0 else fixed_b(*shape)
    for channel in expected.get("dead_channels", []):
        features[channel] = 0
    assert float(features.sum()) == pytest.approx(expected["sum_of_all"])
    return expected, features[None]


def close(actual: torch.Tensor, expected: object) -> None:
    # The references computed in float32.
    wanted = torch.tensor(expected, dtype=torch.float64)
    torch.testing.assert_close(actual.double(), wanted, rtol=2e-6, atol=1e-6)


def test_mac(case: tuple[dict[str, Any], torch.Tensor]) -> None:
    expected, features = case
    close(mac(features)[0], expected["mac"])
    close(l2(mac(features))[0], expected["mac_l2"])


def test_spoc(case: tuple[dict[str, Any], torch.Tensor]) -> None:
    expected, features = case
    close(spoc(features)[0], expected["spoc_sum"])
    close(l2(spoc(features))[0], expected["spoc_l2"])


def test_spoc_centre(case: tuple[dict[str, Any], torch.Tensor]) -> None:
    expected, features = case
    close(spoc_centre(features)[0], expected["spoc_prior_sum"])
    close(l2(spoc_centre(features))[0], expected["spoc_prior_l2"])


def test_crow(case: tuple[dict[str, Any], torch.Tensor]) -> None:
    expected, features = case
    close(channel_weights(features)[0], expected["crow_channel_weight"])
    close(crow(features)[0], expected["crow_aggregate"])
    close(l2(crow(features))[0], expected["crow_l2"])
    if "crow_spatial_weight" in expected:
        close(spatial_weights(features)[0], expected["crow_spatial_weight"])


def test_rmac_without_whitening(case: tuple[dict[str, Any], torch.Tensor]) -> None:
    expected, features = case
    regions = l2(region_mac(features))
    close(l2(regions.sum(dim=1))[0], expected["rmac_L4_nowhiten_tolias_l2"])


def test_centre_prior_on_the_papers_grid(oracle: Oracle) -> None:
    expected = oracle("pooling")["centre_prior_18x18"]
    prior = centre_prior(18, 18, dtype=torch.float64)
    close(prior[0], expected["row0"])
    close(prior[8], expected["row8"])
    assert float(prior.sum()) == pytest.approx(expected["sum"])
    assert float(prior.max()) == pytest.approx(expected["max"])


@pytest.mark.parametrize("pool", [mac, spoc, spoc_centre, crow, region_mac])
def test_zero_maps_give_zero_vectors(pool: Callable[[torch.Tensor], torch.Tensor]) -> None:
    result = l2(pool(torch.zeros(2, 3, 18, 18)))
    assert torch.equal(result, torch.zeros_like(result))


@pytest.mark.parametrize("pool", [mac, spoc, spoc_centre, crow, region_mac])
def test_one_cell_map(pool: Callable[[torch.Tensor], torch.Tensor]) -> None:
    features = torch.tensor([2.0, 0.0, 1.0]).view(1, 3, 1, 1)
    assert torch.isfinite(pool(features)).all()
