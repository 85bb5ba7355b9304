"""Synthetic marks for training, drawn by seed, ahead of time and in other processes.

Drawing costs as much processor time as training does at small sizes, and Python's threads cannot
draw side by side; what is drawn depends on the seeds alone, never on who draws it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.processes import become_worker
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

LabelledMark = tuple[Pixels, Pixels, tuple[str, ...]]
"""The same, and what the mark is counted under: script, type, lettering, arrangement."""

_LAYOUTS = tuple(Layout)
_MEASURED_KINDS = (
    MarkType.FIGURE_AND_TEXT,
    MarkType.TEXT_ONLY,
    MarkType.FIGURE_AND_TEXT,
    MarkType.FIGURE_ONLY,
)

T = TypeVar("T")


def clean_processes() -> ForkServerContext:
    """Return a context whose processes begin within milliseconds, with all that drawing needs.

    A forked child would inherit torch's threads in whatever state they are, and a spawned one
    would import torch for seconds, each after the other. These are forked from a server that has
    imported it and does nothing else.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


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


class DrawingPool(Generic[T]):
    """Draws marks in other processes (or in one thread), ahead of their use.

    Attributes:
        workers: Processes; 0 draws in a thread of this process.
    """

    def __init__(self, draw: Callable[[int, int], T], workers: int) -> None:
        self.workers = workers
        self._draw = draw
        self._executor: Executor
        if workers:
            context = clean_processes()
            self._executor = ProcessPoolExecutor(
                workers, mp_context=context, initializer=_become_worker, initargs=(draw,)
            )
        else:
            self._executor = ThreadPoolExecutor(1, thread_name_prefix="marks")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._executor.shutdown(wait=True, cancel_futures=True)

    def submit(self, seeds: Sequence[int], size: int) -> list[Future[T]]:
        """Begin to draw the marks of ``seeds`` at ``size`` pixels."""
        draw: Callable[[int, int], T] = _draw_in_worker if self.workers else self._draw
        return [self._executor.submit(draw, seed, size) for seed in seeds]


_worker_draw: Callable[[int, int], object] | None = None


def _become_worker(draw: Callable[[int, int], object]) -> None:
    global _worker_draw  # noqa: PLW0603 - a worker process has no other place for it
    become_worker()
    _worker_draw = draw


def _draw_in_worker(seed: int, size: int) -> Any:  # noqa: ANN401 - what the pool's function gives
    assert _worker_draw is not None  # noqa: S101 - the pool's initializer has set it
    return _worker_draw(seed, size)
