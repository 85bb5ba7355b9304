"""Batches of figure pairs: two views of one figure, or one concept drawn by two families."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.layouts import Layout
from examiner_app.engine.training.views import Pixels, View, draw_view
from examiner_app.errors import TrainingError

NO_CLASS = -100
"""Class of a figure whose concept is none of the head's; cross-entropy ignores it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Views of figure pairs: row i and row i + B are the two views of pair i.

    Attributes:
        images: (2B, size, size, 3) bytes.
        concepts: (2B,) a number per concept.
        classes: (2B,) class of the head, or :data:`NO_CLASS`.
        components: (2B, 2, size/16, size/16) bytes, 1 where a cell of the grid shows figures
            (first) and lettering (second).
    """

    images: Tensor
    concepts: Tensor
    classes: Tensor
    components: Tensor


@dataclass(frozen=True, slots=True)
class BatchShape:
    """What a batch looks like.

    Attributes:
        size: Side of the images, pixels.
        images: How many, two per pair.
        hardness: 0…1, as in :func:`draw_view`.
    """

    size: int
    images: int
    hardness: float = 1.0


class FigurePairs:
    """Draws batches of figure pairs from a library.

    Attributes:
        classes: The concepts of the head, in the order of its outputs.
    """

    def __init__(
        self,
        library: FigureLibrary,
        words: Sequence[Pixels],
        *,
        style_share: float,
        families_per_class: int,
    ) -> None:
        self._library = library
        self._words = words
        self._style_share = style_share
        self._figures = [figure.index for figure in library.figures]
        self._concept_of: dict[int, int] = {}
        self._class_of: dict[int, int] = {}
        self._members: list[list[int]] = []
        self._styles: list[list[list[int]]] = []
        family = {figure.index: figure.family for figure in library.figures}
        names: list[str] = []
        for number, (concept, members) in enumerate(sorted(library.by_concept().items())):
            families: dict[str, list[int]] = {}
            for index in members:
                self._concept_of[index] = number
                families.setdefault(family[index], []).append(index)
            if len(families) >= families_per_class:
                self._class_of.update(dict.fromkeys(members, len(names)))
                names.append(concept)
                self._members.append(members)
            if len(families) > 1:
                self._styles.append(list(families.values()))
        if len(self._figures) < 2:
            raise TrainingError("A backbone needs at least two figures to tell apart: give more.")
        if not names:
            raise TrainingError(
                f"No concept is drawn by {families_per_class} families, so that there is nothing "
                "to name: give more figure sets."
            )
        self.classes = tuple(names)

    def draw(self, rng: np.random.Generator, shape: BatchShape, pool: ThreadPoolExecutor) -> Batch:
        """Draw one batch, its views side by side in ``pool``."""
        pairs = [self._pair(rng) for _ in range(shape.images // 2)]
        rows = [pair[0] for pair in pairs] + [pair[1] for pair in pairs]
        # The second drawing of a concept stands alone: style is hard enough by itself.
        layouts: list[Layout | None] = [None] * len(pairs)
        layouts += [None if a == b else Layout.ALONE for a, b in pairs]
        return self._batch(rng, rows, layouts, shape, pool)

    def _batch(
        self,
        rng: np.random.Generator,
        rows: list[int],
        layouts: list[Layout | None],
        shape: BatchShape,
        pool: ThreadPoolExecutor,
    ) -> Batch:
        seeds = [int(seed) for seed in rng.integers(2**62, size=len(rows))]
        shapes = [shape] * len(rows)
        views = list(pool.map(self._view, rows, layouts, seeds, shapes))
        return Batch(
            torch.from_numpy(np.stack([image for image, _ in views])),
            torch.tensor([self._concept_of[i] for i in rows]),
            torch.tensor([self._class_of.get(i, NO_CLASS) for i in rows]),
            torch.from_numpy(np.stack([components for _, components in views])),
        )

    def draw_classes(
        self, rng: np.random.Generator, shape: BatchShape, pool: ThreadPoolExecutor
    ) -> Batch:
        """Draw single views of figures that have a class, each class as likely."""
        picks = rng.integers(len(self.classes), size=shape.images)
        rows = []
        for pick in picks:
            members = self._members[int(pick)]
            rows.append(members[int(rng.integers(len(members)))])
        return self._batch(rng, rows, [None] * len(rows), shape, pool)

    def _pair(self, rng: np.random.Generator) -> tuple[int, int]:
        if self._styles and rng.random() < self._style_share:
            families = self._styles[int(rng.integers(len(self._styles)))]
            a, b = rng.choice(len(families), size=2, replace=False)
            first, second = families[int(a)], families[int(b)]
            return first[int(rng.integers(len(first)))], second[int(rng.integers(len(second)))]
        index = self._figures[int(rng.integers(len(self._figures)))]
        return index, index

    def _view(self, index: int, layout: Layout | None, seed: int, shape: BatchShape) -> View:
        rng = np.random.default_rng(seed)
        spots = rng.integers(len(self._figures), size=2)
        others = [self._library.rgba(self._figures[int(i)]) for i in spots]
        figure = self._library.rgba(index)
        return draw_view(rng, figure, self._words, others, shape.size, layout, shape.hardness)
