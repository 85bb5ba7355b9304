from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from examiner_app.engine.device import Device
from examiner_app.engine.progress import finish
from examiner_app.engine.training.concept_head import fit_head
from examiner_app.engine.training.pairs import NO_CLASS, Batch


def _draw(number: int) -> Batch:
    rng = np.random.default_rng(number)
    classes = torch.from_numpy(rng.integers(3, size=24))
    images = torch.from_numpy(rng.integers(0, 40, (24, 8, 8, 3), dtype=np.uint8))
    for row, channel in enumerate(classes):
        images[row, ..., channel] += 150
    classes[0] = NO_CLASS
    return Batch(images, classes, classes, torch.zeros(len(classes), 2, 1, 1))


def _colours(images: Tensor) -> Tensor:
    return images


def test_the_head_learns_what_pooled_maps_tell(cpu: Device) -> None:
    head, accuracy = finish(fit_head(_colours, 3, _draw, ((0, 0, 0), (1, 1, 1)), cpu))
    assert accuracy == 100.0
    # The weights stand on the maps as they are, not on standardised ones.
    pooled = torch.tensor([[0.7, 0.08, 0.08], [0.08, 0.7, 0.08], [0.08, 0.08, 0.7]])
    assert head(pooled).argmax(dim=1).tolist() == [0, 1, 2]
