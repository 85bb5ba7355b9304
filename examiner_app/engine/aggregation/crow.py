"""CroW: cross-dimensional weighting (Kalantidis et al. 2016; paper 3.2.3)."""

from __future__ import annotations

import torch
from torch import Tensor


def spatial_weights(features: Tensor) -> Tensor:
    """Return α = √(S/‖S‖₂) with S = Σ_k X_k: (B, C, H, W) → (B, H, W); zero for a zero map."""
    total = features.sum(dim=-3)
    norm = torch.linalg.vector_norm(total, dim=(-2, -1), keepdim=True)
    return torch.sqrt(total / torch.where(norm > 0, norm, torch.ones_like(norm)))


def channel_weights(features: Tensor) -> Tensor:
    """Return w_k = log(ΣQ/Q_k), Q_k the share of non-zero cells: (B, C, H, W) → (B, C).

    A channel that is zero everywhere gets weight 0.
    """
    share = (features != 0).to(features.dtype).mean(dim=(-2, -1))
    alive = share > 0
    ratio = share.sum(dim=-1, keepdim=True) / torch.where(alive, share, torch.ones_like(share))
    return torch.where(alive, torch.log(torch.where(alive, ratio, torch.ones_like(ratio))), 0.0)


def crow(features: Tensor) -> Tensor:
    """Return the weighted sum of each channel: (B, C, H, W) ≥ 0 → (B, C), not normalised."""
    pooled = torch.einsum("...chw,...hw->...c", features, spatial_weights(features))
    return pooled * channel_weights(features)
