from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torchvision.models import vgg16

from examiner_app.engine.models.vgg16 import VGG16Trunk, fold_batch_norm

Oracle = Callable[[str], Any]


@pytest.fixture(scope="module")
def trunk() -> VGG16Trunk:
    torch.manual_seed(1)
    return VGG16Trunk().eval()


def test_it_is_torchvisions_features_up_to_relu5_3(trunk: VGG16Trunk) -> None:
    reference = vgg16(weights=None).features[:30].eval()
    ours = [layer for layer in trunk.modules() if isinstance(layer, nn.Conv2d)]
    theirs = [layer for layer in reference if isinstance(layer, nn.Conv2d)]
    with torch.no_grad():
        for own, other in zip(ours, theirs, strict=True):
            other.weight.copy_(own.weight)
            assert own.bias is not None
            assert other.bias is not None
            other.bias.copy_(own.bias)
        images = torch.randn(1, 3, 64, 48)
        expected = reference(images)
        assert torch.equal(trunk(images.clone()), expected)
    assert bool((expected >= 0).all())


def test_parameters(trunk: VGG16Trunk, oracle: Oracle) -> None:
    count = sum(parameter.numel() for parameter in trunk.parameters())
    assert count == oracle("geometry")["vgg16_features_params"]


@pytest.mark.parametrize("size", [224, 256, 288, 300, 304, 320])
def test_grid(size: int, oracle: Oracle) -> None:
    expected = oracle("geometry")["grid"][str(size)]["relu5_3_torchvision"]
    with torch.inference_mode():
        features = VGG16Trunk(8).eval()(torch.zeros(1, 3, size, size))
    assert list(features.shape[2:]) == expected


def test_folding_batch_norm_changes_nothing() -> None:
    torch.manual_seed(2)
    trained = VGG16Trunk(16, batch_norm=True)
    images = torch.randn(4, 3, 48, 48)
    trained.train()
    for _ in range(3):
        trained(images * 2 + 1)
    trained.eval()
    with torch.inference_mode():
        expected = trained(images)
        folded = fold_batch_norm(trained)(images)
    assert float(expected.abs().max()) > 0
    torch.testing.assert_close(folded, expected, rtol=1e-4, atol=1e-4 * float(expected.max()))
