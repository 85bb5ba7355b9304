"""MAC: maximum activations of convolutions (Tolias et al. 2016, Eq. 2; paper 3.2.3)."""

from __future__ import annotations

from torch import Tensor


def mac(features: Tensor) -> Tensor:
    """Return the maximum of each channel: (B, C, H, W) → (B, C), not normalised."""
    return features.amax(dim=(-2, -1))
