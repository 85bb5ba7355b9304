"""What a view's pixels go through, for a whole batch at once: colours, blur, JPEG."""

from __future__ import annotations

import math

import torch
from torch import Tensor
from torch.nn import functional

_BLOCK = 8
_LUMA = (
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
)  # fmt: skip
_CHROMA = (
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
    *[99] * 32,
)  # fmt: skip
"""Quantisation at quality 50 (ITU-T T.81, Annex K.1)."""

_GREY = (0.299, 0.587, 0.114)
_TO_YCC = (_GREY, (-0.168736, -0.331264, 0.5), (0.5, -0.418688, -0.081312))
_TO_RGB = ((1.0, 0.0, 1.402), (1.0, -0.344136, -0.714136), (1.0, 1.772, 0.0))


def turn_hue(images: Tensor, turns: Tensor) -> Tensor:
    """Return RGB images (N, 3, H, W), any range, with ``turns`` (N,) added to their hue (HSV)."""
    value, _ = images.max(dim=1)
    chroma = value - images.amin(dim=1)
    red, green, blue = images.unbind(dim=1)
    safe = chroma.clamp_min(1e-6)
    hue = torch.where(
        value == red,
        (green - blue) / safe,
        torch.where(value == green, (blue - red) / safe + 2, (red - green) / safe + 4),
    )
    sector = hue + 6 * turns[:, None, None]
    # RGB from HSV without cases: each channel falls by the chroma as its sector is left.
    parts = [(sector + shift) % 6 for shift in (5, 3, 1)]
    return torch.stack([value - chroma * torch.minimum(k, 4 - k).clamp(0, 1) for k in parts], dim=1)


def to_grey(images: Tensor) -> Tensor:
    """Return RGB images (N, 3, H, W) without colour (ITU-R BT.601)."""
    weights = torch.tensor(_GREY, device=images.device)
    return (images * weights[:, None, None]).sum(dim=1, keepdim=True).expand_as(images)


def blur(images: Tensor, deviations: Tensor) -> Tensor:
    """Return images (N, C, H, W) under a 3 × 3 Gaussian of standard ``deviations`` (N,)."""
    side = torch.exp(-0.5 / deviations.square())[:, None, None, None]
    total = 1 + 2 * side
    padded = functional.pad(images, (1, 1, 1, 1), mode="reflect")
    rows = (padded[:, :, 1:-1] + side * (padded[:, :, :-2] + padded[:, :, 2:])) / total
    return (rows[..., 1:-1] + side * (rows[..., :-2] + rows[..., 2:])) / total


def jpeg(images: Tensor, qualities: Tensor) -> Tensor:
    """Return what baseline JPEG, 4:2:0, leaves of images (ITU-T T.81); exact but for rounding.

    Args:
        images: (N, 3, H, W) RGB, 0 … 255; H and W multiples of 16.
        qualities: (N,) as libjpeg counts them, 1 … 100.
    """
    ycc = _mix(images, _TO_YCC)
    luma, chroma = ycc[:, :1] - 128, functional.avg_pool2d(ycc[:, 1:], 2)
    scale = torch.where(qualities < 50, 5000 / qualities, 200 - 2 * qualities) / 100
    luma = _quantised(luma, scale, _LUMA) + 128
    chroma = _quantised(chroma, scale, _CHROMA)
    wide = functional.interpolate(chroma, scale_factor=2, mode="bilinear", align_corners=False)
    return _mix(torch.cat((luma, wide), dim=1), _TO_RGB).clamp(0, 255)


def _mix(images: Tensor, matrix: tuple[tuple[float, ...], ...]) -> Tensor:
    return torch.einsum("oc,nchw->nohw", torch.tensor(matrix, device=images.device), images)


def _quantised(planes: Tensor, scale: Tensor, table: tuple[int, ...]) -> Tensor:
    count, channels, height, width = planes.shape
    blocks = planes.reshape(count, channels, height // _BLOCK, _BLOCK, width // _BLOCK, _BLOCK)
    basis = _cosines(planes.device)
    steps = torch.tensor(table, device=planes.device, dtype=torch.float32).reshape(_BLOCK, _BLOCK)
    steps = (steps * scale[:, None, None]).round().clamp(1, 255)[:, None, None, :, None, :]
    waves = torch.einsum("uy,ncaybx,vx->ncaubv", basis, blocks, basis)
    waves = (waves / steps).round() * steps
    blocks = torch.einsum("uy,ncaubv,vx->ncaybx", basis, waves, basis)
    return blocks.reshape(count, channels, height, width)


def _cosines(device: torch.device) -> Tensor:
    """The orthonormal DCT-II of eight samples, (frequency, sample)."""
    place = torch.arange(_BLOCK, device=device, dtype=torch.float32)
    waves = torch.cos(math.pi * place[:, None] * (2 * place + 1) / (2 * _BLOCK))
    waves = waves * math.sqrt(2 / _BLOCK)
    waves[0] /= math.sqrt(2)
    return waves
