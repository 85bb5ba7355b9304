"""The recipe of the text mask: a U-Net trained with the focal loss (paper 3.1, 4.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.optim import Adam

from examiner_app.engine.device import Device
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.unet import CONTEXT, INPUT_SIZE, UNet
from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.training.feed import Feed
from examiner_app.engine.training.loop import (
    Session,
    descend,
    estimate_statistics,
    place,
    run_loop,
)
from examiner_app.engine.training.losses import MASK_LOSSES
from examiner_app.engine.training.marks import MaskBatch, MaskBatches, Pixels, TextMarks
from examiner_app.engine.training.mask_quality import block_to_unit, count_pixels
from examiner_app.engine.training.run import (
    Record,
    seed_step,
    set_learning_rate,
)
from examiner_app.engine.training.start import load_weights
from examiner_app.engine.training.text_mask_recipe import MaskPhase, TextMaskRecipe

_STATISTICS_BATCHES = 60
_STATISTICS_STEP = 2**31
_CALIBRATION_BATCHES = 24
_CALIBRATION_STEP = 2**31 + 1000
_LOGITS = torch.linspace(-4, 4, 321)
_LOOK_AT = 48


@dataclass(frozen=True, slots=True)
class HeldBackMarks:
    """Marks in fonts and with figures that training never sees.

    Attributes:
        images: (256, 256, 3) RGB each.
        truths: (256, 256), 255 on text, each.
        labels: For each mark, what it is counted under: its script and its type.
    """

    images: Sequence[Pixels]
    truths: Sequence[Pixels]
    labels: Sequence[Sequence[str]]

    def first(self, count: int) -> HeldBackMarks:
        """Return the first ``count`` marks."""
        return HeldBackMarks(self.images[:count], self.truths[:count], self.labels[:count])

    def shrunk(self, size: int) -> HeldBackMarks:
        """Return the marks at ``size`` pixels."""

        def shrink(pixels: Pixels) -> Pixels:
            small = cv2.resize(pixels, (size, size), interpolation=cv2.INTER_AREA)
            return np.asarray(small, dtype=np.uint8)

        images, truths = [shrink(i) for i in self.images], [shrink(t) for t in self.truths]
        return HeldBackMarks(images, truths, self.labels)


@dataclass(frozen=True, slots=True)
class TextMaskData:
    """What a text mask is trained and measured on.

    Attributes:
        draw: Draws training marks.
        held_back: Marks to measure on.
        description: Of the data, for the manifest.
    """

    draw: TextMarks
    held_back: HeldBackMarks
    description: str


def train_text_mask(
    data: TextMaskData,
    recipe: TextMaskRecipe,
    session: Session,
    *,
    start_from: Path | None = None,
) -> Work[Record]:
    """Train a text mask; return what was measured, as written to ``quality.json``.

    Args:
        data: What it is trained and measured on.
        recipe: The recipe.
        session: How and where.
        start_from: Weights of a finished text mask of the same width to go on from.

    Raises:
        TrainingError: The run cannot start or go on.
    """
    device = session.device
    torch.manual_seed(recipe.seed)
    network = UNet(recipe.width, context=recipe.context)
    if start_from is not None:
        load_weights(network, start_from, "text-mask", new=CONTEXT)
    network = place(network, device)
    optimizer = Adam(network.parameters(), lr=recipe.learning_rate)
    draw = MaskBatches(data.draw, recipe.seed)
    with Feed[MaskPhase, MaskBatch](draw, recipe.workers) as feed:
        trainer = TextMaskTrainer(network, optimizer, recipe, data.held_back, device, feed)
        outcome = yield from run_loop(trainer, session, "Training the text mask")
        yield Progress("Measuring the text mask on held-back marks")
        trainer.estimate_statistics()
        shift = trainer.calibrate()
    marks = data.held_back
    counts = count_pixels(network, marks.images, marks.truths, marks.labels, device)
    quality: Record = {
        "role": "text-mask",
        "width": recipe.width,
        "loss": recipe.loss,
        "threshold": 0.5,
        "calibration": round(shift, 3),
        "held_back": {"marks": len(marks.images), **counts.record()},
        "data": data.description,
        "command": session.command,
        "started_from": None if start_from is None else file_sha256(start_from),
        "seed": recipe.seed,
        **outcome.record,
    }
    session.folder.save_result({k: v.cpu() for k, v in network.state_dict().items()}, quality)
    return quality


@dataclass(slots=True)
class TextMaskTrainer:
    """One step of the recipe.

    Attributes:
        network: The U-Net.
        optimizer: Of the network.
        recipe: The recipe.
        held_back: Marks to look at now and then.
        device: Where to train.
        feed: Draws marks.
    """

    network: UNet
    optimizer: Adam
    recipe: TextMaskRecipe
    held_back: HeldBackMarks
    device: Device
    feed: Feed[MaskPhase, MaskBatch]
    _size: int = INPUT_SIZE

    def step(self, step: int, position: float) -> dict[str, float]:
        """Make one step at ``position`` in 0…1 of the run; return its loss."""
        phase = self.recipe.phase(position)
        self._size = phase.drawn
        images, truth = self._batch(step, phase)
        seed_step(self.recipe.seed, step)
        set_learning_rate(self.optimizer, self.recipe.rate(step, position))
        self.network.train()
        with self.device.autocast:
            logits = self.network(images)
        loss = MASK_LOSSES[self.recipe.loss](logits.float(), truth)
        descend(loss, self.optimizer)
        return {"loss": float(loss.detach())}

    def look(self) -> Record:
        """Return F1 on the first held-back marks, at the size that is being learnt.

        Each batch is normalised by its own statistics: the running ones are not there yet.
        """
        norms = [module for module in self.network.modules() if isinstance(module, nn.BatchNorm2d)]
        momenta = [norm.momentum for norm in norms]
        self.network.eval()
        for norm in norms:
            norm.momentum = 0.0
            norm.train()
        marks = self.held_back.first(_LOOK_AT).shrunk(self._size)
        counts = count_pixels(self.network, marks.images, marks.truths, marks.labels, self.device)
        for norm, momentum in zip(norms, momenta, strict=True):
            norm.momentum = momentum
        return {"f1": counts.f1()}

    def estimate_statistics(self) -> None:
        """Average batch statistics anew over training marks of the network's own size."""
        last = self.recipe.phases[-1]

        def forward(number: int) -> None:
            images, _ = self._batch(_STATISTICS_STEP + number, last)
            with self.device.autocast:
                self.network(images)

        estimate_statistics(self.network, _STATISTICS_BATCHES, forward)

    @torch.no_grad()
    def calibrate(self) -> float:
        """Shift the last bias so that 0.5 parts text best (F1) on fresh training marks.

        The focal loss's α = 0.25 counts text a third as much as the rest and so leaves its
        probability low everywhere. Returns the shift in logits.
        """
        text = torch.zeros(len(_LOGITS))
        rest = torch.zeros(len(_LOGITS))
        for number in range(_CALIBRATION_BATCHES):
            images, truth = self._batch(_CALIBRATION_STEP + number, self.recipe.phases[-1])
            with self.device.autocast:
                logits = self.network(images).float().cpu()
            bins = torch.bucketize(logits.clamp(-4, 4), _LOGITS, right=True) - 1
            is_text = truth.cpu() > 0.5
            text += torch.bincount(bins[is_text], minlength=len(_LOGITS))
            rest += torch.bincount(bins[~is_text], minlength=len(_LOGITS))
        hit, wrong = text.flip(0).cumsum(0).flip(0), rest.flip(0).cumsum(0).flip(0)
        f1 = 2 * hit / (hit + wrong + text.sum()).clamp(min=1)
        shift = -float(_LOGITS[int(f1.argmax())])
        bias = self.network.head.bias
        if bias is not None:
            bias += shift
        return shift

    def _batch(self, step: int, phase: MaskPhase) -> tuple[Tensor, Tensor]:
        """Return images (B, 3, s, s) in 0…1 and truths (B, 1, s, s) of one step."""
        images, truth = self.feed.get(step, phase)
        on_device = truth.to(self.device.torch_device)
        return block_to_unit(images, self.device), (on_device[:, None] > 127).float()
