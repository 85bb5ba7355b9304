"""Weights in 8 bits: whole numbers of −127 … 127, and a scale for each output channel.

Symmetric per-channel quantisation of weights (Krishnamoorthi 2018, arXiv 1806.08342, 3.1): zero
stays zero, and a channel of small weights does not suffer from one of large weights. The weights
alone are stored so; networks compute with the numbers that come back.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

import torch
from torch import Tensor, nn

from examiner_app.errors import BundleError

SCALE: Final = ".scale"
"""Ends the key of the scales; what stands before it is the key of the whole numbers."""

FEWEST: Final = 512
"""Tensors of fewer elements are left as they are: there is nothing to be saved."""

LARGEST: Final = 127

CLIPPINGS: Final = tuple(1 - 0.005 * step for step in range(11))
"""Parts of a channel's largest magnitude that are tried as its largest number; beyond, it clips.

To clip one weight in N to the part c costs (1 - c)², and coarser steps cost N c² / (12 · 127²): for
the few thousand weights of a convolution's channel the least sum is within 5 % of no clipping.
"""


def quantise(tensors: Mapping[str, Tensor], transposed: Collection[str] = ()) -> dict[str, Tensor]:
    """Return a table of weights with its large tensors in 8 bits.

    Args:
        tensors: Weights and all else by key. Floating-point tensors of at least two dimensions
            and ``FEWEST`` elements are replaced; the others stay.
        transposed: Keys of weights whose output channel is dimension 1 and not 0, as
            :func:`transposed_weights` finds them.

    Returns:
        For each replaced tensor, int8 of its shape under its key, and under ``<key>.scale``
        float32 that is as long as there are output channels in their dimension and 1 in the
        others: so the table says itself which dimension they are.

    Raises:
        BundleError: Weights are not finite.
    """
    table: dict[str, Tensor] = {}
    for key, tensor in tensors.items():
        if not tensor.is_floating_point() or tensor.ndim < 2 or tensor.numel() < FEWEST:
            table[key] = tensor
            continue
        table[key], table[key + SCALE] = _in_eight_bits(tensor, 1 if key in transposed else 0)
    return table


def dequantise(tensors: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return a table of :func:`quantise` with float32 in place of whole numbers and scales.

    A table without such comes back as it is.

    Raises:
        ValueError: Whole numbers lack their scales, or these are of another shape.
    """
    scales = {key + SCALE for key, tensor in tensors.items() if tensor.dtype == torch.int8}
    return {
        key: _in_floats(key, tensor, tensors.get(key + SCALE))
        if tensor.dtype == torch.int8
        else tensor
        for key, tensor in tensors.items()
        if key not in scales
    }


def transposed_weights(network: nn.Module) -> frozenset[str]:
    """Return the keys of a network's weights whose output channel is dimension 1."""
    return frozenset(
        f"{name}.weight"
        for name, layer in network.named_modules()
        if isinstance(layer, nn.ConvTranspose2d)
    )


def _in_eight_bits(tensor: Tensor, dimension: int) -> tuple[Tensor, Tensor]:
    """Return whole numbers and scales, each channel's of the least squared error of all tried."""
    # Squares of float32 do not fit into float32.
    weights = tensor.double()
    if not bool(torch.isfinite(weights).all()):
        raise BundleError("These weights hold numbers that are not finite: train again.")
    others = [other for other in range(weights.ndim) if other != dimension]
    largest = weights.abs().amax(others, keepdim=True)
    least = torch.full_like(largest, torch.inf)
    best = torch.ones_like(largest)
    for clipping in CLIPPINGS:
        # The scale is stored in float32, so it is tried as that; one of zero would divide by it.
        scale = (largest * clipping / LARGEST).float().double()
        scale = torch.where(scale > 0, scale, 1.0)
        error = (_whole(weights, scale) * scale - weights).square().sum(others, keepdim=True)
        best = torch.where(error < least, scale, best)
        least = torch.minimum(error, least)
    return _whole(weights, best).to(torch.int8).contiguous(), best.float()


def _whole(weights: Tensor, scale: Tensor) -> Tensor:
    return (weights / scale).round().clamp(-LARGEST, LARGEST)


def _in_floats(key: str, whole: Tensor, scale: Tensor | None) -> Tensor:
    if scale is None or scale.ndim != whole.ndim:
        raise ValueError(f"{key} has no scales that fit it")
    if any(one not in (1, size) for one, size in zip(scale.shape, whole.shape, strict=True)):
        raise ValueError(f"{key} has no scales that fit it")
    return whole.float() * scale.float()
