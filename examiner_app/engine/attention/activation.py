"""CAM and CAMSA: soft attention from class activation maps (paper 3.2.2, Eqs. 4 and 5)."""

from __future__ import annotations

import torch
from torch import Tensor

BETA = 100.0
"""β of Eq. 5; it cancels in the final l2 normalisation."""

TAU = 0.5
"""τ of Eq. 5: cells at or below it count against a feature."""


def class_activation_map(features: Tensor, weights: Tensor) -> Tensor:
    """Return M = Σ_k w_k f_k, min-max normalised per image: (B, C, H, W), (C,) → (B, H, W).

    A constant map comes back as all zeros (it tells no place from another).
    """
    maps = torch.einsum("bchw,c->bhw", features, weights)
    low = maps.amin(dim=(-2, -1), keepdim=True)
    span = maps.amax(dim=(-2, -1), keepdim=True) - low
    varies = span > 0
    return torch.where(varies, (maps - low) / torch.where(varies, span, 1.0), 0.0)


def camsa_weights(cam: Tensor, beta: float = BETA, tau: float = TAU) -> Tensor:
    """Return α = βM where M > τ, −βM elsewhere: (B, H, W) → (B, H, W).

    A constant map gives α = 1: no attention.
    """
    alpha = torch.where(cam > tau, beta * cam, -beta * cam)
    constant = cam.amax(dim=(-2, -1), keepdim=True) == cam.amin(dim=(-2, -1), keepdim=True)
    return torch.where(constant, torch.ones_like(alpha), alpha)
