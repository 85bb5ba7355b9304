"""SSA: segmentation-based soft attention (paper 3.2.1, Eq. 3)."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

BIAS = 0.5
"""b of Eq. 3: a cell full of text keeps this weight."""


def ssa_weights(probability: Tensor, grid: tuple[int, int], bias: float = BIAS) -> Tensor:
    """Return α = 1 + b − I on the feature grid: (B, S, S) → (B, H, W).

    I is the text probability itself, not the binary mask, brought to the grid by area: bilinear
    sampling at this ratio would step over thin text altogether.
    """
    return 1 + bias - functional.interpolate(probability[:, None], size=grid, mode="area")[:, 0]
