"""The losses of the three recipes as pure functions of tensors."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional
from torchvision.ops import sigmoid_focal_loss

from examiner_app.engine.training.pairs import NO_CLASS

ALPHA = 0.25
"""Weight of text pixels in the focal loss (paper 4.3)."""

GAMMA = 2.0
"""Focusing exponent of the focal loss (paper 4.3)."""

TEMPERATURE = 0.07
"""Temperature of InfoNCE."""

_SMOOTHING = 0.1


def focal(logits: Tensor, truth: Tensor) -> Tensor:
    """Return the mean focal loss of text pixels (Lin et al. 2017, Eq. 5; paper 3.1).

    Args:
        logits: Any shape, before the sigmoid.
        truth: Same shape, 1 on text and 0 elsewhere.
    """
    loss: Tensor = sigmoid_focal_loss(logits, truth, alpha=ALPHA, gamma=GAMMA, reduction="mean")
    return loss


def overlap(logits: Tensor, truth: Tensor) -> Tensor:
    """Return cross-entropy plus the Dice loss of text pixels (Milletari et al. 2016, Eq. 2).

    Dice is 1 − F1 with probabilities for decisions, over the whole batch: what is measured is
    what is learnt, and a pixel of lettering counts as much as one of the rest. Arguments as for
    :func:`focal`.
    """
    probability = torch.sigmoid(logits)
    both = (probability * truth).sum()
    dice = 1 - (2 * both + 1) / (probability.sum() + truth.sum() + 1)
    return functional.binary_cross_entropy_with_logits(logits, truth) + dice


MASK_LOSSES: dict[str, Callable[[Tensor, Tensor], Tensor]] = {"overlap": overlap, "focal": focal}
"""Losses of the text mask: ours, and the paper's (4.3)."""


def info_nce(
    vectors: Tensor,
    concepts: Tensor,
    temperature: float = TEMPERATURE,
    centring: float = 0.0,
) -> Tensor:
    """Return InfoNCE over pairs, both directions (van den Oord et al. 2018, Eq. 4).

    Args:
        vectors: (2B, C); row i and row i + B are the two views of pair i.
        concepts: (2B,) integers; rows of one concept that are no pair are not used as negatives,
            for they may well look alike.
        temperature: Divides the cosine.
        centring: Share of the batch's mean that is taken off first. Vectors of an untrained ReLU
            network all point the same way and hardly tell the loss anything.
    """
    count = len(vectors)
    rows = vectors.float()
    middle = centring * rows.mean(dim=0, keepdim=True).detach()
    unit = functional.normalize(rows - middle, dim=1)
    similarity = unit @ unit.T / temperature
    here = torch.arange(count, device=vectors.device)
    partner = (here + count // 2) % count
    ignored = concepts[:, None] == concepts[None, :]
    ignored[here, partner] = False
    ignored[here, here] = True
    similarity = similarity.masked_fill(ignored, float("-inf"))
    return functional.cross_entropy(similarity, partner)


def feature_regression(projected: Tensor, teacher: Tensor) -> Tensor:
    """Return how far projected maps are from a teacher's, each teacher channel standardised.

    Args:
        projected: (B, C, h, w), a 1×1 convolution of the student's maps.
        teacher: (B, C, H, W), averaged down or up to the student's grid.
    """
    resized = functional.interpolate(
        teacher.float(), projected.shape[-2:], mode="bilinear", antialias=True
    )
    mean = resized.mean(dim=(0, 2, 3), keepdim=True)
    deviation = resized.std(dim=(0, 2, 3), keepdim=True).clamp_min(1e-3)
    return functional.mse_loss(projected.float(), (resized - mean) / deviation)


def concept_loss(logits: Tensor, classes: Tensor) -> Tensor:
    """Return the mean cross-entropy over views that have a class; 0 if none has.

    Args:
        logits: (B, C) of a concept head.
        classes: (B,) its class of each view, or ``NO_CLASS``.
    """
    named = classes != NO_CLASS
    loss = functional.cross_entropy(
        logits, classes, label_smoothing=_SMOOTHING, reduction="sum", ignore_index=NO_CLASS
    )
    return loss / named.sum().clamp(min=1)


def vector_losses(features: Tensor, concepts: Tensor, centring: float = 0.0) -> dict[str, Tensor]:
    """Return InfoNCE of the vectors that are searched with, ``mac`` and ``spoc`` (paper 3.2.3).

    Args:
        features: relu5_3 of two views of B pairs, (2B, C, h, w), as :func:`info_nce` takes them.
        concepts: (2B,) integers, likewise.
        centring: Likewise.
    """
    rows = {"mac": features.amax(dim=(2, 3)), "spoc": features.mean(dim=(2, 3))}
    return {name: info_nce(row, concepts, centring=centring) for name, row in rows.items()}
