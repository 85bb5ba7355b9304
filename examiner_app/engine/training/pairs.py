"""Batches of figure pairs: two views of one figure, or one concept drawn by two families."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.layouts import Layout
from examiner_app.errors import TrainingError

_COMPANY = 2

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
        size: Side of the images, pixels; a multiple of 16.
        images: How many, two per pair.
        hardness: 0…1, as in :func:`plan_view`.
    """

    size: int
    images: int
    hardness: float = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """What the views of a batch show; in pairs, row i and row i + B belong together.

    Attributes:
        figures: Index of each view's figure.
        layouts: Where it stands; ``None`` leaves it to the view.
        seeds: Of each view.
        concepts: (2B,) a number per concept.
        classes: (2B,) class of the head, or :data:`NO_CLASS`.
    """

    figures: list[int]
    layouts: list[Layout | None]
    seeds: list[int]
    concepts: Tensor
    classes: Tensor


class FigurePairs:
    """Chooses batches of figure pairs from a library.

    Attributes:
        classes: The concepts of the head, in the order of its outputs.
    """

    def __init__(
        self,
        library: FigureLibrary,
        *,
        style_share: float,
        families_per_class: int,
    ) -> None:
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

    def choose(self, rng: np.random.Generator, shape: BatchShape, *, named: bool) -> Choice:
        """Choose what the views of a batch show.

        Args:
            rng: Source of every choice.
            shape: Of the batch.
            named: Whether to choose single views of figures that have a class, each class as
                likely, instead of pairs.
        """
        layouts: list[Layout | None]
        if named:
            rows = [self._of_class(rng, int(pick)) for pick in self._classes(rng, shape.images)]
            layouts = [None] * len(rows)
        else:
            pairs = [self._pair(rng) for _ in range(shape.images // 2)]
            rows = [pair[0] for pair in pairs] + [pair[1] for pair in pairs]
            # The second drawing of a concept stands alone: style is hard enough by itself.
            layouts = [None] * len(pairs)
            layouts += [None if a == b else Layout.ALONE for a, b in pairs]
        seeds = [int(seed) for seed in rng.integers(2**62, size=len(rows))]
        return Choice(
            rows,
            layouts,
            seeds,
            torch.tensor([self._concept_of[i] for i in rows]),
            torch.tensor([self._class_of.get(i, NO_CLASS) for i in rows]),
        )

    def company(self, rng: np.random.Generator) -> list[int]:
        """Choose figures that may keep another one company: the first choice of a view."""
        spots = rng.integers(len(self._figures), size=_COMPANY)
        return [self._figures[int(i)] for i in spots]

    def _classes(self, rng: np.random.Generator, count: int) -> NDArray[np.int64]:
        return rng.integers(len(self.classes), size=count)

    def _of_class(self, rng: np.random.Generator, pick: int) -> int:
        members = self._members[pick]
        return members[int(rng.integers(len(members)))]

    def _pair(self, rng: np.random.Generator) -> tuple[int, int]:
        if self._styles and rng.random() < self._style_share:
            families = self._styles[int(rng.integers(len(self._styles)))]
            a, b = rng.choice(len(families), size=2, replace=False)
            first, second = families[int(a)], families[int(b)]
            return first[int(rng.integers(len(first)))], second[int(rng.integers(len(second)))]
        index = self._figures[int(rng.integers(len(self._figures)))]
        return index, index
