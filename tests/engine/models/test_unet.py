from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn

from examiner_app.engine.models.unet import UNet


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
