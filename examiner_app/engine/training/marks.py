"""Synthetic marks for training, drawn by seed: what is drawn never depends on who draws it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.lettering import Layout
from examiner_app.engine.synthesis.mark_types import mark_type
from examiner_app.engine.synthesis.parts import Workshop
from examiner_app.engine.synthesis.scenes import worn
from examiner_app.engine.synthesis.text_pixels import paint_in, text_pixels
from examiner_app.engine.training.augment import augment, cut_window
from examiner_app.engine.training.run import step_generator
from examiner_app.engine.training.text_mask_recipe import MaskPhase

Pixels = NDArray[np.uint8]
TextMark = tuple[Pixels, Pixels]
"""Image (S, S, 3) and truth (S, S), 255 on text."""

MaskBatch = tuple[Tensor, Tensor]
"""Images (B, S, S, 3) and truths (B, S, S), bytes."""

TypedBatch = tuple[Tensor, Tensor]
"""Images (B, S, S, 3), bytes, and types (B,)."""

LabelledMark = tuple[Pixels, Pixels, tuple[str, ...]]
"""The same, and what the mark is counted under: script, type, lettering, arrangement."""

_LAYOUTS = tuple(Layout)
_MEASURED_KINDS = (
    MarkType.FIGURE_AND_TEXT,
    MarkType.TEXT_ONLY,
    MarkType.FIGURE_AND_TEXT,
    MarkType.FIGURE_ONLY,
)


@dataclass(frozen=True, slots=True)
class TextMarks:
    """Draws augmented marks with their text truth.

    Attributes:
        figures: Where figures come from.
        fonts: Where fonts come from.
    """

    figures: FigureLibrary
    fonts: FontLibrary

    def __call__(self, seed: int, size: int) -> TextMark:
        """Draw the mark of ``seed`` at ``size`` pixels."""
        rng = np.random.default_rng(seed)
        image, truth = text_pixels(rng, self.figures, self.fonts, size)
        return augment(rng, image, truth.astype(np.uint8) * 255, size)


@dataclass(frozen=True, slots=True)
class MaskBatches:
    """Draws the batches that a text mask learns from.

    Attributes:
        draw: Draws marks.
        seed: Of the run.
    """

    draw: TextMarks
    seed: int

    def __call__(self, step: int, phase: MaskPhase) -> MaskBatch:
        """Draw the marks of a step, each from a seed of its own, and cut their windows."""
        rng = step_generator(self.seed, step)
        seeds = rng.integers(2**62, size=phase.batch)
        marks = [cut_window(rng, *self.draw(int(seed), phase.drawn), phase.size) for seed in seeds]
        images = np.stack([image for image, _ in marks])
        truths = np.stack([truth for _, truth in marks])
        return torch.from_numpy(images), torch.from_numpy(truths)


@dataclass(frozen=True, slots=True)
class KindsOfTextMarks:
    """Draws marks of one script, type and lettering layout each, as they are, to measure on.

    Attributes:
        figures: Where figures come from.
        fonts: Fonts by script.
    """

    figures: FigureLibrary
    fonts: dict[str, FontLibrary]

    def __call__(self, number: int, size: int) -> LabelledMark:
        """Draw mark ``number`` at ``size`` pixels, and say what it is counted under."""
        rng = np.random.default_rng([number, 3])
        scripts = list(self.fonts)
        script = scripts[number % len(scripts)]
        kind = _MEASURED_KINDS[number // len(scripts) % len(_MEASURED_KINDS)]
        layout = _LAYOUTS[number // (len(scripts) * len(_MEASURED_KINDS)) % len(_LAYOUTS)]
        shop = Workshop.open(rng, self.figures, self.fonts[script])
        shop.house_layout = layout
        image, truth = paint_in(shop, size, kind)
        labels = [f"script {script}", f"type {kind.label}"]
        if kind is not MarkType.FIGURE_ONLY:
            labels.append(f"lettering {layout.value}")
        if shop.arrangement:
            labels.append(f"arrangement {shop.arrangement}")
        return worn(rng, image), truth.astype(np.uint8) * 255, tuple(labels)


@dataclass(frozen=True, slots=True)
class TypedMarks:
    """Draws marks of the three types.

    Attributes:
        figures: Where figures come from.
        fonts: Where fonts come from.
    """

    figures: FigureLibrary
    fonts: FontLibrary

    def __call__(self, seed: int, size: int) -> tuple[Pixels, int]:
        """Draw the mark of ``seed`` at ``size`` pixels."""
        image, kind = mark_type(np.random.default_rng(seed), self.figures, self.fonts, size)
        return image, int(kind)


@dataclass(frozen=True, slots=True)
class TypedBatches:
    """Draws the marks that VGGCAM-16 looks at, some dozens at a time.

    Attributes:
        draw: Draws marks.
        first: Seed of the first mark; the others follow it.
        batch: How many at a time.
    """

    draw: TypedMarks
    first: int
    batch: int

    def __call__(self, number: int, size: int) -> TypedBatch:
        """Draw batch ``number`` at ``size`` pixels."""
        start = self.first + number * self.batch
        marks = [self.draw(seed, size) for seed in range(start, start + self.batch)]
        images = torch.from_numpy(np.stack([image for image, _ in marks]))
        return images, torch.tensor([kind for _, kind in marks])
