from __future__ import annotations

import math

import pytest
import torch
from torch import Tensor, nn

from examiner_app.engine.models.eight_bit import (
    CLIPPINGS,
    FEWEST,
    LARGEST,
    SCALE,
    dequantise,
    quantise,
    transposed_weights,
)
from examiner_app.engine.models.unet import UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.errors import BundleError


def weights(*shape: int, seed: int = 1) -> Tensor:
    """Random weights whose first dimension's entries are of very different sizes."""
    generator = torch.Generator().manual_seed(seed)
    sizes = torch.logspace(-6, 3, shape[0]).reshape(-1, *[1] * (len(shape) - 1))
    return torch.randn(*shape, generator=generator) * sizes


def best_channel(channel: list[float]) -> tuple[float, float]:
    """Return the scale of the least squared error, and that error, one number after the other."""
    largest = max(abs(value) for value in channel)
    tried = []
    for clipping in CLIPPINGS:
        scale = float(torch.tensor(largest * clipping / LARGEST, dtype=torch.float32))
        error = 0.0
        for value in channel:
            whole = max(-LARGEST, min(LARGEST, round(value / scale)))
            error += (whole * scale - value) ** 2
        tried.append((error, -scale))
    error, negative = min(tried)
    return -negative, error


@pytest.mark.parametrize("shape", [(7, 5, 4, 4), (12, 50)])
def test_each_channel_has_the_best_scale_of_all_that_are_tried(shape: tuple[int, ...]) -> None:
    tensor = weights(*shape)
    table = quantise({"a.weight": tensor})
    whole, scale = table["a.weight"], table["a.weight" + SCALE]
    assert (whole.dtype, scale.dtype) == (torch.int8, torch.float32)
    assert scale.shape == (shape[0], *[1] * (len(shape) - 1))
    back = dequantise(table)["a.weight"]
    for channel in range(shape[0]):
        values = tensor[channel].flatten().tolist()
        expected, least = best_channel(values)
        assert float(scale[channel].flatten()[0]) == pytest.approx(expected, rel=1e-6)
        pairs = zip(back[channel].flatten().tolist(), values, strict=True)
        assert sum((a - b) ** 2 for a, b in pairs) == pytest.approx(least, rel=1e-4)


def test_no_weight_is_further_away_than_rounding_and_clipping_allow() -> None:
    tensor = weights(40, 30, 3, 3)
    table = quantise({"a": tensor})
    back, scale = dequantise(table)["a"], table["a" + SCALE]
    largest = tensor.abs().amax((1, 2, 3), keepdim=True)
    clipped = tensor.abs() > LARGEST * scale
    assert 0 < int(clipped.sum()) < 80
    distance = (back - tensor).abs()
    assert bool((distance[~clipped] <= (0.5001 * scale.expand_as(tensor))[~clipped]).all())
    assert bool((distance <= (1 - min(CLIPPINGS)) * largest + 0.5 * scale).all())
    # A channel's size does not matter to its relative error, and the sign survives.
    relative = distance.square().sum((1, 2, 3)).sqrt() / tensor.square().sum((1, 2, 3)).sqrt()
    assert float(relative.max()) < 0.011
    assert bool((back * tensor >= 0).all())


def test_clipping_helps_where_single_weights_stick_out() -> None:
    tensor = torch.full((1, 8000), 0.3)
    tensor[0, ::2] *= -1
    tensor += 0.01 * torch.rand(1, 8000, generator=torch.Generator().manual_seed(2))
    tensor[0, 0] = 10.0
    table = quantise({"a": tensor})
    assert float(table["a" + SCALE]) < 0.995 * 10 / LARGEST
    plain = (tensor / (10 / LARGEST)).round() * (10 / LARGEST)
    error, of_plain = (dequantise(table)["a"] - tensor).norm(), (plain - tensor).norm()
    assert float(error) < float(of_plain)


def test_one_huge_weight_is_kept_and_costs_its_own_channel_only() -> None:
    tensor = torch.randn(3, 600, generator=torch.Generator().manual_seed(4))
    alone = dequantise(quantise({"a": tensor}))["a"]
    tensor[1, 17] = 1e30
    back = dequantise(quantise({"a": tensor}))["a"]
    assert float(back[1, 17]) == pytest.approx(1e30, rel=1e-6)
    assert int((back[1] != 0).sum()) == 1
    assert torch.equal(back[[0, 2]], alone[[0, 2]])


@pytest.mark.parametrize("size", [1e-30, 1e30])
def test_weights_of_any_size_are_as_near(size: float) -> None:
    # Their squares do not fit into float32.
    tensor = torch.randn(4, 300, generator=torch.Generator().manual_seed(3)) * size
    back = dequantise(quantise({"a": tensor}))["a"]
    assert 0 < float((back - tensor).double().norm() / tensor.double().norm()) < 0.01


@pytest.mark.parametrize("size", [0.0, 1e-44])
def test_a_channel_of_nothing_stays_nothing(size: float) -> None:
    tensor = torch.randn(4, 300, generator=torch.Generator().manual_seed(5))
    tensor[2] = size
    table = quantise({"a": tensor})
    assert bool(torch.isfinite(table["a" + SCALE]).all())
    assert bool((table["a" + SCALE] > 0).all())
    back = dequantise(table)["a"]
    assert float(back[2].abs().max()) <= 2 * size
    assert float((back - tensor).norm() / tensor.norm()) < 0.01


def test_transposed_convolutions_have_their_output_channels_second() -> None:
    tensor = weights(9, 6, 5, 5).transpose(0, 1)
    assert not tensor.is_contiguous()
    table = quantise({"up": tensor, "other": tensor}, {"up"})
    assert table["up" + SCALE].shape == (1, 9, 1, 1)
    assert table["other" + SCALE].shape == (6, 1, 1, 1)
    straight = quantise({"up": tensor.transpose(0, 1)})
    assert torch.equal(table["up"].transpose(0, 1), straight["up"])
    assert table["up"].is_contiguous()
    back = dequantise(table)
    expected = dequantise(straight)["up"].transpose(0, 1)
    assert torch.equal(back["up"], expected)
    # Along the wrong dimension, small channels would drown beside large ones.
    assert float((back["other"][:, 0] - tensor[:, 0]).norm() / tensor[:, 0].norm()) > 0.5


def test_a_networks_transposed_convolutions_are_found() -> None:
    assert transposed_weights(UNet(4)) == {f"up.{level}.weight" for level in range(4)}
    assert transposed_weights(VGG16Trunk(16)) == frozenset()
    assert transposed_weights(nn.Sequential(nn.ConvTranspose2d(2, 3, 2))) == {"0.weight"}


def test_small_tensors_vectors_and_counters_are_left_alone() -> None:
    table = {
        "bias": torch.randn(2 * FEWEST),
        "counter": torch.arange(2 * FEWEST).reshape(2, -1),
        "small": torch.randn(1, FEWEST - 1),
        "number": torch.tensor(3),
        "nothing": torch.zeros(0, 4, 3, 3),
    }
    kept = quantise(table)
    assert list(kept) == list(table)
    assert all(kept[key] is tensor for key, tensor in table.items())
    assert set(quantise({"enough": torch.randn(1, FEWEST)})) == {"enough", "enough" + SCALE}


def test_an_empty_table_stays_empty() -> None:
    assert quantise({}) == {}
    assert dequantise({}) == {}


def test_a_table_without_scales_comes_back_as_it_is() -> None:
    table = {"a": torch.randn(30, 30).half(), "n": torch.tensor(3), "x.scale": torch.ones(3)}
    back = dequantise(table)
    assert list(back) == list(table)
    assert all(back[key] is tensor for key, tensor in table.items())


def test_half_precision_weights_are_taken_too() -> None:
    tensor = torch.randn(8, 99, generator=torch.Generator().manual_seed(6)).half()
    back = dequantise(quantise({"a": tensor}))["a"]
    assert back.dtype == torch.float32
    assert float((back - tensor.float()).norm() / tensor.float().norm()) < 0.01


@pytest.mark.parametrize("wrong", [math.nan, math.inf])
def test_weights_that_are_not_finite_are_refused(wrong: float) -> None:
    tensor = torch.ones(4, 300)
    tensor[1, 2] = wrong
    with pytest.raises(BundleError, match="not finite"):
        quantise({"a": tensor})


@pytest.mark.parametrize("shape", [None, (), (4,), (3, 1), (300, 4, 1), (4, 2)])
def test_whole_numbers_without_fitting_scales_are_refused(shape: tuple[int, ...] | None) -> None:
    table = quantise({"a": torch.ones(4, 300)})
    del table["a" + SCALE]
    if shape is not None:
        table["a" + SCALE] = torch.ones(shape)
    with pytest.raises(ValueError, match="a has no scales"):
        dequantise(table)
