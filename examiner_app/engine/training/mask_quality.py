"""Pixel-level precision, recall and F1 of a text mask, overall and by kind of mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.device import Device
from examiner_app.engine.models.unet import UNet
from examiner_app.engine.training.run import Record

OVERALL = "all"
THRESHOLDS = (0.3, 0.4, 0.6)
"""Further thresholds that F1 is given at: α = 0.25 makes the network shy of text."""

_BATCH = 8

Pixels = NDArray[np.uint8]


@dataclass(slots=True)
class MaskCounts:
    """True positive, false positive and false negative pixels of each kind of mark.

    Attributes:
        counts: Label → (true positives, false positives, false negatives).
    """

    counts: dict[str, NDArray[np.int64]] = field(default_factory=dict)
    _at: dict[float, NDArray[np.int64]] = field(default_factory=dict)

    def add_at(self, threshold: float, found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> None:
        """Count pixels at another threshold, over all kinds together."""
        self._at[threshold] = self._at.get(threshold, np.zeros(3, np.int64)) + _compare(
            found, truth
        )

    def add(
        self, labels: Sequence[str], found: NDArray[np.bool_], truth: NDArray[np.bool_]
    ) -> None:
        """Count one mark under each of its labels."""
        triple = _compare(found, truth)
        for label in (OVERALL, *labels):
            self.counts[label] = self.counts.get(label, np.zeros(3, np.int64)) + triple

    def f1(self, label: str = OVERALL) -> float:
        """Return F1 of one label; 0 where there is no text and none was found."""
        return _f1(self.counts.get(label, np.zeros(3, np.int64)))

    def record(self) -> Record:
        """Return F1 per label, and precision and recall over everything."""
        hit, wrong, missed = (int(v) for v in self.counts[OVERALL])
        return {
            "f1": self.f1(),
            "precision": round(hit / max(1, hit + wrong), 4),
            "recall": round(hit / max(1, hit + missed), 4),
            "f1_by_threshold": {str(key): _f1(triple) for key, triple in self._at.items()},
            "f1_by_kind": {key: self.f1(key) for key in sorted(self.counts) if key != OVERALL},
            "text_pixels_by_kind": {
                key: int(self.counts[key][0] + self.counts[key][2])
                for key in sorted(self.counts)
                if key != OVERALL
            },
        }


def _compare(found: NDArray[np.bool_], truth: NDArray[np.bool_]) -> NDArray[np.int64]:
    both = int((found & truth).sum())
    return np.array([both, int(found.sum()) - both, int(truth.sum()) - both], np.int64)


def _f1(triple: NDArray[np.int64]) -> float:
    hit, wrong, missed = (int(value) for value in triple)
    total = 2 * hit + wrong + missed
    return round(2 * hit / total, 4) if total else 0.0


def images_to_unit(images: Sequence[Pixels], device: Device) -> Tensor:
    """Stack (S, S, 3) bytes into (B, 3, S, S) floats in 0…1, channels last in memory."""
    return block_to_unit(torch.from_numpy(np.stack(images)), device)


def block_to_unit(block: Tensor, device: Device) -> Tensor:
    """Turn (B, S, S, 3) bytes into (B, 3, S, S) floats in 0…1, channels last in memory."""
    unit = block.to(device.torch_device).permute(0, 3, 1, 2).float() / 255
    return unit.contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def count_pixels(
    network: UNet,
    images: Sequence[Pixels],
    truths: Sequence[Pixels],
    labels: Sequence[Sequence[str]],
    device: Device,
) -> MaskCounts:
    """Run ``network`` as it stands on ``images`` and count its pixels at threshold 0.5."""
    counts = MaskCounts()
    for start in range(0, len(images), _BATCH):
        part = slice(start, start + _BATCH)
        with device.autocast:
            logits = network(images_to_unit(images[part], device))
        found = (logits.float() > 0).squeeze(1).cpu().numpy()
        for row, truth, names in zip(found, truths[part], labels[part], strict=True):
            counts.add(names, row, truth > 127)
        probability = torch.sigmoid(logits.float()).squeeze(1).cpu().numpy()
        for threshold in THRESHOLDS:
            counts.add_at(threshold, probability > threshold, np.stack(truths[part]) > 127)
    return counts
