"""SPoC: sum-pooled convolutional features (Babenko and Lempitsky 2015; paper 3.2.3)."""

from __future__ import annotations

import torch
from torch import Tensor


def spoc(features: Tensor) -> Tensor:
    """Return the sum of each channel: (B, C, H, W) → (B, C), not normalised."""
    return features.sum(dim=(-2, -1))


def centre_prior(
    height: int,
    width: int,
    *,
    dtype: torch.dtype = torch.float32,
    device: torch.device | None = None,
) -> Tensor:
    """Return the Gaussian centre prior (H, W): Babenko and Lempitsky 2015, section 3.2.

    σ = min(H, W)/6, centred on ((H−1)/2, (W−1)/2); the largest value is 1 where a cell lies on
    the centre.
    """
    sigma = min(height, width) / 6
    y = torch.arange(height, dtype=torch.float64) - (height - 1) / 2
    x = torch.arange(width, dtype=torch.float64) - (width - 1) / 2
    prior = torch.exp(-(y[:, None] ** 2 + x[None, :] ** 2) / (2 * sigma**2))
    return prior.to(device=device, dtype=dtype)


def spoc_centre(features: Tensor) -> Tensor:
    """Return the centre-weighted sum of each channel: (B, C, H, W) → (B, C), not normalised."""
    height, width = features.shape[-2:]
    prior = centre_prior(height, width, dtype=features.dtype, device=features.device)
    return torch.einsum("...chw,hw->...c", features, prior)
