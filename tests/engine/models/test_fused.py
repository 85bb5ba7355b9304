"""A convolution with its ReLU computes what the two steps compute."""

from __future__ import annotations

import copy
from collections.abc import Iterator

import pytest
import torch
from torch import nn

from examiner_app.engine.models import fused
from examiner_app.engine.models.fused import RectifiedConvolution, can_fuse, fuse_relu
from examiner_app.engine.models.unet import UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk

needs_operator = pytest.mark.skipif(
    not can_fuse(torch.float32), reason="this build of torch has no such operator"
)


@pytest.fixture
def fresh_probe() -> Iterator[None]:
    can_fuse.cache_clear()
    yield
    can_fuse.cache_clear()


def _count(network: nn.Module, kind: type[nn.Module]) -> int:
    return sum(isinstance(module, kind) for module in network.modules())


def _placed(network: nn.Module, dtype: torch.dtype) -> nn.Module:
    torch.manual_seed(0)
    for parameter in network.parameters():
        nn.init.normal_(parameter, std=0.1)
    network.eval().requires_grad_(requires_grad=False)
    return network.to(dtype).to(memory_format=torch.channels_last)


@needs_operator
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
@pytest.mark.parametrize("shape", [(1, 3, 16, 16), (3, 3, 48, 80)])
@torch.inference_mode()
def test_fused_trunk_computes_the_same_numbers(dtype: torch.dtype, shape: tuple[int, ...]) -> None:
    if not can_fuse(dtype):
        pytest.skip("this processor fuses in other formats only")
    plain = _placed(VGG16Trunk(64), dtype)
    network = copy.deepcopy(plain)
    fuse_relu(network)
    assert _count(network, RectifiedConvolution) == 13
    assert _count(network, nn.ReLU) == 0
    maps = torch.randn(shape).to(dtype, memory_format=torch.channels_last)
    found = network(maps)
    assert bool((found > 0).any())
    tolerance = 1e-4 if dtype == torch.float32 else 0.0
    torch.testing.assert_close(found, plain(maps), rtol=tolerance, atol=tolerance)


@needs_operator
@torch.inference_mode()
def test_an_identity_in_between_is_no_obstacle() -> None:
    network = _placed(UNet(8), torch.float32)
    for block in network.modules():
        if isinstance(block, nn.Sequential):
            for at, layer in enumerate(block):
                if isinstance(layer, nn.BatchNorm2d):
                    block[at] = nn.Identity()
    plain = copy.deepcopy(network)
    fuse_relu(network)
    assert _count(network, RectifiedConvolution) == 18
    image = torch.rand(2, 3, 32, 32)
    torch.testing.assert_close(network(image), plain(image), rtol=1e-4, atol=1e-4)


@needs_operator
def test_what_is_no_convolution_with_its_relu_stays() -> None:
    network = nn.Sequential(
        nn.Conv2d(3, 4, 3),
        nn.BatchNorm2d(4),
        nn.ReLU(),
        nn.Conv2d(4, 4, 3, padding="same"),
        nn.ReLU(),
        nn.Conv2d(4, 4, 3),
    )
    fuse_relu(network)
    assert _count(network, RectifiedConvolution) == 0
    fuse_relu(nn.Sequential())


@needs_operator
@torch.inference_mode()
def test_stride_dilation_and_groups_are_kept() -> None:
    plain = nn.Sequential(
        nn.Conv2d(4, 8, 3, stride=2, padding=(1, 2), dilation=2, groups=2, bias=False), nn.ReLU()
    )
    network = copy.deepcopy(plain)
    fuse_relu(network)
    maps = torch.randn(2, 4, 19, 23)
    assert _count(network, RectifiedConvolution) == 1
    torch.testing.assert_close(network(maps), plain(maps))


@pytest.mark.usefixtures("fresh_probe")
@pytest.mark.parametrize("trouble", ["missing", "refused", "other numbers"])
def test_networks_stay_as_they_are_without_the_operator(
    monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    def operator(maps: torch.Tensor, *_: object) -> torch.Tensor:
        if trouble == "missing":
            raise AttributeError("no such operator")
        if trouble == "refused":
            raise RuntimeError("not on this processor")
        return maps

    monkeypatch.setattr(fused, "_rectify", operator)
    network = VGG16Trunk(32)
    fuse_relu(network)
    assert _count(network, RectifiedConvolution) == 0
    assert _count(network, nn.ReLU) == 13


def test_the_probe_leaves_random_numbers_alone() -> None:
    can_fuse.cache_clear()
    state = torch.get_rng_state()
    can_fuse(torch.float32)
    assert torch.equal(torch.get_rng_state(), state)
