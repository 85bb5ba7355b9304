"""Probabilities that mean what they say.

Guo et al. 2017, "On Calibration of Modern Neural Networks".

A network that has gone through its marks many times is right less often than it is sure. One number
that its logits are divided by mends that: no decision changes, and no class activation map either,
for those are normalised.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

_CANDIDATES = torch.logspace(-2, 4, 241, base=2.0)


def temperature(logits: Tensor, types: Tensor) -> float:
    """Return what ``logits`` are best divided by (4.2), 1/4 … 16 in steps of 2 %; 1 without any.

    Args:
        logits: (N, K), of marks that were not learnt from.
        types: (N,) true classes.
    """
    if not len(types):
        return 1.0
    losses = [float(functional.cross_entropy(logits / t, types)) for t in _CANDIDATES]
    return float(_CANDIDATES[int(torch.tensor(losses).argmin())])
