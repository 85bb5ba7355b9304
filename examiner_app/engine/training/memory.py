"""Vectors of past batches as further negatives (cross-batch memory, Wang et al. 2020, section 3).

At 300 pixels a batch that fits a processor holds some twenty pairs, too few to tell hard
look-alikes apart; features drift slowly enough for the last thousand vectors to still count.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

EMPTY = -1
"""Concept of a place that holds no vector yet."""


class VectorMemory(nn.Module):
    """The latest vectors of a run, oldest first; a module, so that checkpoints keep them.

    Attributes:
        vectors: (M, C), without gradients.
        concepts: (M,) integers, :data:`EMPTY` where there is no vector yet.
    """

    vectors: Tensor
    concepts: Tensor

    def __init__(self, capacity: int, channels: int) -> None:
        super().__init__()
        self.register_buffer("vectors", torch.zeros(capacity, channels))
        self.register_buffer("concepts", torch.full((capacity,), EMPTY))

    def __len__(self) -> int:
        return len(self.concepts)

    def add(self, vectors: Tensor, concepts: Tensor) -> None:
        """Take in (B, C) vectors and their (B,) concepts; the oldest make room."""
        capacity = len(self)
        if capacity:
            rows = vectors.detach().float()
            self.vectors = torch.cat([self.vectors, rows])[-capacity:]
            self.concepts = torch.cat([self.concepts, concepts])[-capacity:]
