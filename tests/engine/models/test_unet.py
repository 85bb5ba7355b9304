from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from untrained import awaken

from examiner_app.engine.models.unet import CONTEXT, UNet


@pytest.mark.parametrize("side", [16, 64, 256])
def test_one_logit_per_pixel(side: int) -> None:
    with torch.inference_mode():
        assert UNet(2).eval()(torch.zeros(1, 3, side, side)).shape == (1, 1, side, side)


def test_four_levels_and_the_papers_width() -> None:
    network = UNet()
    assert network.width == 64
    widths = [layer.out_channels for layer in network.modules() if isinstance(layer, nn.Conv2d)]
    assert max(widths) == 1024


def test_hyper_parameters_read_as_in_tensorflow(oracle: Callable[[str], Any]) -> None:
    expected = oracle("geometry")
    norms = [layer for layer in UNet(2).modules() if isinstance(layer, nn.BatchNorm2d)]
    drops = [layer for layer in UNet(2).modules() if isinstance(layer, nn.Dropout2d)]
    assert norms
    assert all(norm.eps == 1e-3 for norm in norms)
    momentum = expected["tf_bn_decay_0.997_is_torch_momentum"]
    assert norms[0].momentum == pytest.approx(momentum)
    assert drops[0].p == expected["tf_keep_prob_0.9_is_torch_dropout_p"]


def test_a_context_begins_as_nothing_and_then_counts() -> None:
    torch.manual_seed(0)
    plain, wide = UNet(8).eval(), UNet(8, context=True).eval()
    own = {key: value for key, value in wide.state_dict().items() if key.startswith(CONTEXT)}
    assert set(wide.state_dict()) == set(plain.state_dict()) | set(own)
    wide.load_state_dict(plain.state_dict() | own)
    images = torch.rand(1, 3, 64, 64)
    with torch.inference_mode():
        assert torch.equal(wide(images), plain(images))
        awaken(wide)
        assert not torch.equal(wide(images), plain(images))


def _reach(network: UNet) -> int:
    """Return how far from the upper left corner a pixel is that the corner's logit still sees."""
    generator = torch.Generator().manual_seed(0)
    # The farthest pixels move it by less than float32 can tell.
    images = torch.rand(1, 3, 256, 256, generator=generator, dtype=torch.float64)
    images.requires_grad_()
    network.double().eval()(images)[0, 0, 0, 0].backward()
    assert images.grad is not None
    return int(images.grad[0].abs().amax(dim=(0, 2)).nonzero().max())


def test_with_a_context_every_pixel_sees_the_whole_mark() -> None:
    torch.manual_seed(1)
    wide = UNet(4, context=True)
    awaken(wide)
    assert _reach(UNet(4)) < 128
    assert _reach(wide) == 255
