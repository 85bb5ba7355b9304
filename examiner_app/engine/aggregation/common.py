"""What every aggregation shares: l2 normalisation that survives zero vectors."""

from __future__ import annotations

import torch
from torch import Tensor


def l2(vectors: Tensor) -> Tensor:
    """Normalise vectors (..., D) to unit length; a zero vector stays zero."""
    norms = torch.linalg.vector_norm(vectors, dim=-1, keepdim=True)
    return vectors / torch.where(norms > 0, norms, torch.ones_like(norms))
