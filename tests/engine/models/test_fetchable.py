from __future__ import annotations

import pytest
from torchvision.models import VGG16_Weights

from examiner_app.engine.models.fetchable import SOURCES


@pytest.mark.parametrize(
    ("name", "weights"),
    [
        ("vgg16-imagenet", VGG16_Weights.IMAGENET1K_FEATURES),
        ("vgg16-imagenet-v1", VGG16_Weights.IMAGENET1K_V1),
    ],
)
def test_addresses_and_constants_are_torchvisions(name: str, weights: VGG16_Weights) -> None:
    source = SOURCES[name]
    transforms = weights.transforms()
    assert source.name == name
    assert source.url == weights.url
    assert source.sha256_prefix in source.url
    assert source.preprocessing.mean == pytest.approx(transforms.mean, abs=1e-5)
    assert source.preprocessing.std == pytest.approx(transforms.std, abs=1e-7)
    assert source.size == pytest.approx(weights.meta["_file_size"] * 2**20, rel=1e-3)
    assert source.file.endswith(f"{source.sha256_prefix}.pth")
