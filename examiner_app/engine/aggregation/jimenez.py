"""Class-weighted convolutional features (Jimenez et al. 2017; paper 3.2.3)."""

from __future__ import annotations

import torch
from torch import Tensor

from examiner_app.engine.aggregation.crow import channel_weights

TOP_CLASSES = 8
"""Classes per image that are summed (the image's own likeliest)."""


def class_maps(cam_features: Tensor, weights: Tensor) -> Tensor:
    """Return one map per class: (B, C, H, W) and (B, K, C) → (B, K, H, W) in [0, 1].

    Each map is divided by its own maximum, and negatives become 0. A map without a positive
    value is zero.
    """
    maps = torch.einsum("bchw,bkc->bkhw", cam_features, weights)
    top = maps.amax(dim=(-2, -1), keepdim=True)
    positive = top > 0
    return torch.where(positive, (maps / torch.where(positive, top, 1.0)).clamp(min=0), 0.0)


def class_vectors(features: Tensor, maps: Tensor) -> Tensor:
    """Return one vector per class: (B, C, H, W) and (B, K, H, W) → (B, K, C), not normalised.

    CroW's channel weights come from the features without the maps, as in the authors' code.
    """
    pooled = torch.einsum("bchw,bkhw->bkc", features, maps)
    return pooled * channel_weights(features)[:, None, :]


def top_class_weights(features: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    """Return the head's weights of each image's own likeliest classes, likeliest first.

    Args:
        features: (B, C, H, W), the maps that the classification head averages.
        weight: (N, C) of the linear head over N classes.
        bias: (N,) of the head.

    Returns:
        (B, K, C) with K = min(8, N).
    """
    logits = features.mean(dim=(-2, -1)) @ weight.T + bias
    top = logits.topk(min(TOP_CLASSES, weight.shape[0]), dim=-1).indices
    return weight[top]
