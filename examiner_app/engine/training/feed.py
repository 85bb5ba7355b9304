"""Batches drawn ahead of their use, in other processes, in the order of the steps.

A GPU learns from thousands of marks a second: a dozen processes draw them, and torch's DataLoader
hands the tensors over in shared memory instead of copying them through pipes.
"""

from __future__ import annotations

import multiprocessing
import pickle
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import Generic, Self, TypeVar

import torch
from torch.utils.data import DataLoader, Dataset, Sampler

from examiner_app.engine.processes import become_worker

# Others' code alone: which copy of ours a process has to run is not known before it begins.
_NEEDED = ["torch.utils.data", "cv2", "numpy", "PIL.ImageFont", "safetensors.torch", "resvg_py"]

_AHEAD = 3
"""Batches that each process may be ahead."""

Shape = TypeVar("Shape")
Drawn = TypeVar("Drawn")


class _Steps(Sampler[tuple[int, Shape]]):
    """The keys of coming batches: (step, shape), from one step on without end."""

    def __init__(self) -> None:
        self.start: tuple[int, Shape] | None = None

    def __iter__(self) -> Iterator[tuple[int, Shape]]:
        if self.start is not None:
            first, shape = self.start
            yield from ((step, shape) for step in count(first))


@dataclass(frozen=True, slots=True)
class _Failure:
    error: Exception


class _Batches(Dataset[Drawn | _Failure], Generic[Shape, Drawn]):
    def __init__(self, draw: Callable[[int, Shape], Drawn]) -> None:
        self._draw = draw

    def __getitem__(self, key: tuple[int, Shape]) -> Drawn | _Failure:
        try:
            return self._draw(*key)
        except Exception as error:  # noqa: BLE001 - the process that asked raises it again
            return _Failure(_portable(error))


def _portable(error: Exception) -> Exception:
    """Return ``error`` with its traceback as a note; only its text, if it cannot be pickled."""
    text = traceback.format_exc()
    error.add_note(text)
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    except Exception:  # noqa: BLE001 - whatever pickling raises
        return RuntimeError(text)
    return error


class Feed(Generic[Shape, Drawn]):
    """Draws the batches of coming steps; what is drawn depends on step and shape alone.

    Attributes:
        workers: Processes; 0 draws each batch when it is asked for.
    """

    def __init__(self, draw: Callable[[int, Shape], Drawn], workers: int) -> None:
        """Begin nothing yet.

        Args:
            draw: Draws the batch of a step in a shape (any value with ``==``); must be picklable
                where there are workers.
            workers: Processes.
        """
        self.workers = workers
        self._draw = draw
        self._steps: _Steps[Shape] = _Steps()
        self._loader: DataLoader[Drawn | _Failure] | None = None
        self._coming: Iterator[Drawn | _Failure] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the processes; they end once no exception refers to them either."""
        self._coming = self._loader = None

    def get(self, step: int, shape: Shape) -> Drawn:
        """Return the batch of ``step``; those after it, in the same shape, are being drawn.

        Where another step or shape is asked for than the next one, what was drawn ahead is dropped.
        """
        if not self.workers:
            return self._draw(step, shape)
        if self._coming is None or self._steps.start != (step, shape):
            self._steps.start = (step, shape)
            self._coming = None
            self._coming = self._begin()
        batch = next(self._coming)
        # Read again only where the loader begins anew.
        self._steps.start = (step + 1, shape)
        if isinstance(batch, _Failure):
            raise batch.error
        return batch

    def _begin(self) -> Iterator[Drawn | _Failure]:
        with warnings.catch_warnings():
            # More processes than cores draw no faster, but draw: no reason to speak up.
            warnings.filterwarnings("ignore", message="This DataLoader will create")
            if self._loader is None:
                self._loader = self._make_loader()
            return iter(self._loader)

    def _make_loader(self) -> DataLoader[Drawn | _Failure]:
        return DataLoader(
            _Batches(self._draw),
            batch_size=None,
            sampler=self._steps,
            num_workers=self.workers,
            prefetch_factor=_AHEAD,
            persistent_workers=True,
            multiprocessing_context=_clean_processes(),
            worker_init_fn=_become_worker,
            collate_fn=_as_drawn,
            generator=torch.Generator(),  # not torch's own, whose numbers are the recipes'
        )


def _clean_processes() -> BaseContext:
    """Return a context whose processes begin within milliseconds, with all that drawing needs.

    A forked child would inherit torch's threads in whatever state they are, and a spawned one
    would import torch for seconds, each after the other. These are forked from a server that has
    imported it and does nothing else, where the system can fork.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_NEEDED)
    return context


def _as_drawn(batch: Drawn) -> Drawn:
    return batch


def _become_worker(_: int) -> None:
    become_worker()
