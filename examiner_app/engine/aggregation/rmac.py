"""R-MAC: regional maximum activations (Tolias et al. 2016, section 3.2; paper 3.2.3)."""

from __future__ import annotations

import functools
import math

import torch
from torch import Tensor

LEVELS = 4
_OVERLAP = 0.4
_STEPS = range(2, 8)

Region = tuple[int, int, int, int]


@functools.cache
def regions(width: int, height: int, levels: int = LEVELS) -> tuple[Region, ...]:
    """Return Tolias's square regions (x, y, width, height) by level, then y, then x.

    Double precision throughout, as in the authors' release; no extra whole-map region. On a
    square map level 1 is the whole map, and four levels give 30 regions.
    """
    short = min(width, height)
    extra_x, extra_y = _extra_steps(width, height, short)
    found: list[Region] = []
    for level in range(1, levels + 1):
        side = math.floor(2 * short / (level + 1))
        if side < 1:
            break
        xs = _starts(width, side, level + extra_x)
        ys = _starts(height, side, level + extra_y)
        found += [(x, y, side, side) for y in ys for x in xs]
    return tuple(found)


def _extra_steps(width: int, height: int, short: int) -> tuple[int, int]:
    # How many more regions the long side needs for neighbours to overlap by about 40 %.
    gap = max(width, height) - short
    misses = [
        abs((short**2 - short * (gap / (steps - 1))) / short**2 - _OVERLAP) for steps in _STEPS
    ]
    best = misses.index(min(misses)) + 1
    return (best if width > height else 0, best if height > width else 0)


def _starts(length: int, side: int, count: int) -> list[int]:
    half = math.floor(side / 2 - 1)
    step = (length - side) / (count - 1) if count > 1 else 0.0
    return [math.floor(half + index * step) - half for index in range(count)]


def region_mac(features: Tensor, levels: int = LEVELS) -> Tensor:
    """Return the MAC of every region: (B, C, H, W) → (B, R, C), in the order of ``regions``.

    The maximum over columns, shared by the regions of a level that start in the same column, is
    taken first, then the maximum over rows: bit-equal to slicing each region, and faster.
    """
    height, width = features.shape[-2:]
    columns: dict[tuple[int, int], Tensor] = {}
    pooled: list[Tensor] = []
    for x, y, side, _ in regions(width, height, levels):
        if (x, side) not in columns:
            columns[x, side] = features[..., x : x + side].amax(dim=-1)
        pooled.append(columns[x, side][..., y : y + side].amax(dim=-1))
    return torch.stack(pooled, dim=-2)
