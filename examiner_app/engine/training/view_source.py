"""Where a backbone's batches come from: drawn by cores, or planned by cores and drawn by a GPU."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from examiner_app.engine.device import Device
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.feed import Feed
from examiner_app.engine.training.layouts import Layout
from examiner_app.engine.training.painting import Painter
from examiner_app.engine.training.pairs import Batch, BatchShape, FigurePairs
from examiner_app.engine.training.plan_batches import PlanBatch, collate
from examiner_app.engine.training.run import step_generator
from examiner_app.engine.training.view_plans import ViewPlan, plan_view
from examiner_app.engine.training.views import Pixels, View, draw_view

_Request = tuple[BatchShape, bool]
_Planned = tuple[PlanBatch, Tensor, Tensor]


class ViewSource(Protocol):
    """Gives batches of views; the same number and shape always give the same batch."""

    def close(self) -> None:
        """End threads and processes."""

    def batch(self, number: int, shape: BatchShape, *, named: bool = False) -> Batch:
        """Return batch ``number``; ``named`` as in :meth:`FigurePairs.choose`."""


def open_views(
    library: FigureLibrary,
    words: Sequence[Pixels],
    pairs: FigurePairs,
    seed: int,
    device: Device,
    workers: int,
) -> ViewSource:
    """Return the source that suits ``device``; ``workers`` processes plan for a GPU."""
    if device.torch_device.type == "cpu":
        return DrawnViews(library, words, pairs, seed)
    return PaintedViews(library, words, pairs, seed, device.torch_device, workers)


class DrawnViews:
    """Views drawn one by one, two at a time."""

    def __init__(
        self, library: FigureLibrary, words: Sequence[Pixels], pairs: FigurePairs, seed: int
    ) -> None:
        self._library = library
        self._words = words
        self._pairs = pairs
        self._seed = seed
        # Decompressing and warping release the interpreter lock.
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="views")

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()

    def batch(self, number: int, shape: BatchShape, *, named: bool = False) -> Batch:
        """Return batch ``number``."""
        choice = self._pairs.choose(step_generator(self._seed, number), shape, named=named)
        shapes = [shape] * len(choice.figures)
        views = list(
            self._pool.map(self._view, choice.figures, choice.layouts, choice.seeds, shapes)
        )
        return Batch(
            torch.from_numpy(np.stack([image for image, _ in views])),
            choice.concepts,
            choice.classes,
            torch.from_numpy(np.stack([components for _, components in views])),
        )

    def _view(self, index: int, layout: Layout | None, seed: int, shape: BatchShape) -> View:
        rng = np.random.default_rng(seed)
        others = [self._library.rgba(i) for i in self._pairs.company(rng)]
        figure = self._library.rgba(index)
        return draw_view(rng, figure, self._words, others, shape.size, layout, shape.hardness)


class PlannedViews:
    """Plans the views of batches; picklable, for other processes to run."""

    def __init__(
        self, library: FigureLibrary, words: Sequence[Pixels], pairs: FigurePairs, seed: int
    ) -> None:
        self._coloured = {figure.index: figure.colour for figure in library.figures}
        self._side = library.size
        self._shapes = [(word.shape[0], word.shape[1]) for word in words]
        self._pairs = pairs
        self._seed = seed

    def __call__(self, number: int, request: _Request) -> _Planned:
        """Plan batch ``number``; return the plans, concepts and classes."""
        shape, named = request
        choice = self._pairs.choose(step_generator(self._seed, number), shape, named=named)
        plans: list[ViewPlan] = []
        figures: list[list[int]] = []
        for index, layout, seed in zip(choice.figures, choice.layouts, choice.seeds, strict=True):
            rng = np.random.default_rng(seed)
            shown = [index, *self._pairs.company(rng)]
            coloured = [self._coloured[each] for each in shown]
            look = (coloured, len(self._shapes), self._side, shape.size, layout, shape.hardness)
            plans.append(plan_view(rng, *look))
            figures.append(shown)
        batch = collate(plans, figures, self._shapes, shape.size)
        return batch, choice.concepts, choice.classes


class PaintedViews:
    """Views drawn a batch at a time by a GPU, from plans that other processes make."""

    def __init__(
        self,
        library: FigureLibrary,
        words: Sequence[Pixels],
        pairs: FigurePairs,
        seed: int,
        device: torch.device,
        workers: int,
    ) -> None:
        plan = PlannedViews(library, words, pairs, seed)
        self._feed = Feed[_Request, _Planned](plan, workers)
        self._painter = Painter(library, words, device)

    def close(self) -> None:
        """Let go of the processes."""
        self._feed.close()

    def batch(self, number: int, shape: BatchShape, *, named: bool = False) -> Batch:
        """Return batch ``number``, its images and components on the GPU."""
        plans, concepts, classes = self._feed.get(number, (shape, named))
        images, components = self._painter.paint(plans)
        return Batch(images, concepts, classes, components)
