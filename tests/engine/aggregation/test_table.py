from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.table import AGGREGATIONS, finish
from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.whitening import Covariance

Oracle = Callable[[str], Any]
Tensors = Callable[..., torch.Tensor]


def test_every_method_has_its_aggregation() -> None:
    for method in METHODS.values():
        assert method.aggregation in {*AGGREGATIONS, SIFT_BOW}


def test_whitened_rmac_reproduces_the_authors(oracle: Oracle, fixed_b: Tensors) -> None:
    expected = oracle("rmac_whitened")
    maps = [fixed_b(5, 9, 18), fixed_b(5, 18, 9), fixed_b(5, 18, 18)]
    no_classes = torch.zeros(1, 0, 1, 1)
    regions = [AGGREGATIONS["rmac"].regions(one[None], no_classes) for one in maps]
    assert [one.shape[1] for one in regions] == expected["regions_per_map"]
    covariance = Covariance(5)
    for one in regions:
        covariance.add(l2(one)[0].numpy())
    whitening = covariance.fit(3)
    vectors = torch.cat([finish(one.float(), whitening) for one in regions])
    gram = torch.tensor(expected["gram"], dtype=torch.float64)
    torch.testing.assert_close(vectors @ vectors.T, gram, rtol=0, atol=2e-5)
    wanted = torch.tensor(expected["abs_vectors"], dtype=torch.float64)
    torch.testing.assert_close(vectors.abs(), wanted, rtol=0, atol=2e-5)


def test_finish_ends_in_unit_vectors_or_zero() -> None:
    regions = torch.zeros(3, 4, 5)
    regions[0] = torch.rand(4, 5) + 0.1
    regions[1, 0, 0] = 1e-20
    norms = finish(regions, None).norm(dim=1)
    torch.testing.assert_close(norms, torch.tensor([1.0, 1.0, 0.0], dtype=torch.float64))


@pytest.mark.parametrize("name", [key for key, entry in AGGREGATIONS.items() if entry.sums])
def test_sums_do_not_depend_on_their_order(name: str) -> None:
    generator = torch.Generator().manual_seed(0)
    features = torch.rand(2, 16, 18, 18, generator=generator).clamp(min=0.3) - 0.3
    maps = torch.rand(2, 3, 18, 18, generator=generator)
    pool = AGGREGATIONS[name].regions
    found = pool(features.double(), maps.double())
    again = pool(features.flip(0).double(), maps.flip(0).double()).flip(0)
    assert found.dtype == torch.float64
    assert torch.equal(found.float(), again.float())
