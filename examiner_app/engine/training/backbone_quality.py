"""What is measured on a backbone, and the plain network that is shipped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from examiner_app.engine.device import Device
from examiner_app.engine.models.vgg16 import VGG16Trunk, fold_batch_norm
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.training.loop import estimate_statistics, place
from examiner_app.engine.training.retrieval import (
    HeldBackTest,
    Maps,
    average_precisions,
    normalise,
    pooled,
)
from examiner_app.engine.training.run import Record
from examiner_app.errors import TrainingError

FOLDING_TOLERANCE = 1e-4
"""Largest relative difference between the folded network and the trained one."""

_PAPERS_SIDE = 300
_BATCHES = 16
_FOLDING_SIZE = 112
_FOLDING_IMAGES = 48

Draw = Callable[[int, int], Tensor]
"""Draws training batch number n at a size, (B, size, size, 3) bytes."""


@dataclass(frozen=True, slots=True)
class Measure:
    """Measures MAP@100 of MAC, SPoC and R-MAC on one held-back test.

    Attributes:
        test: The test.
        preprocessing: Mean and deviation per channel, of images in 0…1.
        device: Where to measure.
    """

    test: HeldBackTest
    preprocessing: tuple[Sequence[float], Sequence[float]]
    device: Device

    def __call__(self, maps: Maps, size: int) -> dict[str, dict[str, float]]:
        """Return method → kind of likeness → MAP@100 in percent, at ``size`` pixels."""
        vectors = pooled(maps, self.test.images(size), *self.preprocessing, self.device)
        return {name: average_precisions(self.test, block) for name, block in vectors.items()}


def plain_trunk(
    trunk: VGG16Trunk, measure: Measure, draw: Draw, side: int
) -> tuple[VGG16Trunk, float]:
    """Fold ``trunk``; return the plain network and how far the two differ, relative.

    Args:
        trunk: The trained network; its batch statistics are estimated again, at the one size that
            marks are searched at: those of mixed sizes fit none of them.
        measure: Preprocessing and device.
        draw: Draws training images.
        side: That size, pixels.

    Raises:
        TrainingError: Folding changed what the network computes.
    """
    device, preprocessing = measure.device, measure.preprocessing

    def forward(number: int) -> None:
        images = draw(number, side).to(device.torch_device)
        with device.autocast:
            trunk(normalise(images, *preprocessing))

    estimate_statistics(trunk, _BATCHES, forward)
    plain = fold_batch_norm(trunk.cpu())
    images = draw(0, _FOLDING_SIZE)[:_FOLDING_IMAGES]
    difference = _folding_difference(trunk, plain, images, preprocessing)
    if difference > FOLDING_TOLERANCE:
        raise TrainingError(
            f"Folding batch normalisation changed the features by {difference:.1e}: "
            "train on, or with a smaller learning rate."
        )
    return place(plain, device), difference


def backbone_quality(
    plain: VGG16Trunk, measure: Measure, teacher: nn.Module | None, side: int
) -> Work[Record]:
    """Measure ``plain`` beside its rulers: an untrained trunk, and the teacher if at hand.

    Each at the size that marks are searched at with ``plain``, ``side``, and at the paper's.
    """
    device = measure.device
    torch.manual_seed(0)
    untrained: Maps = place(VGG16Trunk(plain.width).eval(), device)
    sizes = sorted({side, _PAPERS_SIDE})
    networks: list[tuple[str, Maps, int]] = [("", plain, size) for size in sizes]
    networks.append(("untrained", untrained, side))
    if teacher is not None:
        networks += [("squeezenet1_1", teacher, size) for size in sizes]
    stage = Stage("Measuring the backbone on held-back figures", len(networks))
    found: Record = {}
    rulers: Record = {}
    for name, maps, size in networks:
        numbers = measure(maps, size)
        (rulers.setdefault(name, {}) if name else found)[str(size)] = numbers
        yield stage.step(detail=f"{name or 'backbone'} at {size} px")
    return {
        "test": {
            "images": len(measure.test.entries),
            "metric": "MAP@100, percent, unwhitened, query left out",
        },
        "map100": found,
        "rulers": rulers,
    }


@torch.no_grad()
def _folding_difference(
    trunk: VGG16Trunk,
    plain: VGG16Trunk,
    images: Tensor,
    preprocessing: tuple[Sequence[float], Sequence[float]],
) -> float:
    inputs = normalise(images.cpu(), *preprocessing)
    expected, found = trunk.eval()(inputs), plain(inputs)
    return float((expected - found).abs().max() / expected.abs().max())
