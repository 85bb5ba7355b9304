"""Drawings rendered and compressed for a packed file, in as many processes as there are cores."""

from __future__ import annotations

import multiprocessing
import zlib
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.cores import usable_cores
from examiner_app.engine.processes import become_worker
from examiner_app.engine.synthesis.drawings import Drawing, render

_CHUNK = 64
_WORTH_A_PROCESS = 512  # fewer drawings are rendered before another process has started
_MOST = 61  # Windows waits for no more at once
_AHEAD = 2  # chunks on their way for each process: none waits for work, and few wait for room


@dataclass(frozen=True, slots=True)
class Packed:
    """One rendered drawing.

    Attributes:
        pixels: Its RGBA, or its alpha alone where it is black, compressed (zlib).
        colour: Whether it has colours of its own.
    """

    pixels: bytes
    colour: bool


Chunk = list[Packed | None]
"""Some drawings in their order; ``None`` for what cannot be rendered or seen on white."""


def packed(
    drawings: Sequence[Drawing], size: int, processes: int | None = None
) -> Generator[Chunk, None, None]:
    """Yield ``drawings`` rendered at ``size`` pixels, some dozens at a time, in their order.

    ``close()`` ends the processes too. What is yielded does not depend on how many there are.

    Args:
        drawings: What is rendered.
        size: Side of the square, in pixels.
        processes: How many render; one per core where the drawings are worth it by default.
    """
    chunks = [drawings[at : at + _CHUNK] for at in range(0, len(drawings), _CHUNK)]
    if processes is None:
        processes = min(usable_cores(), len(drawings) // _WORTH_A_PROCESS, _MOST)
    done = 0
    if processes > 1:
        try:
            with closing(_side_by_side(chunks, size, processes)) as rendered:
                for chunk in rendered:
                    done += 1
                    yield chunk
        except (BrokenProcessPool, OSError):
            # A system may end processes that take memory, or let none start: one is left.
            pass
    for rest in chunks[done:]:
        yield _render_chunk(rest, size)


def _side_by_side(
    chunks: Sequence[Sequence[Drawing]], size: int, processes: int
) -> Generator[Chunk, None, None]:
    waiting: deque[Future[Chunk]] = deque()
    # A forked child would inherit the threads of the program in whatever state they are.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=become_worker)
    try:
        for chunk in chunks:
            waiting.append(pool.submit(_render_chunk, chunk, size))
            if len(waiting) >= _AHEAD * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _render_chunk(drawings: Sequence[Drawing], size: int) -> Chunk:
    return [_render(drawing, size) for drawing in drawings]


def _render(drawing: Drawing, size: int) -> Packed | None:
    pixels = render(drawing, size)
    if pixels is None or not _visible_on_white(pixels):
        return None
    visible = pixels[..., 3] > 0
    colour = bool((pixels[..., :3][visible] > 8).any())
    return Packed(zlib.compress((pixels if colour else pixels[..., 3]).tobytes(), 6), colour)


def _visible_on_white(rgba: NDArray[np.uint8]) -> bool:
    darkness = (255 - rgba[..., :3].min(axis=2).astype(np.uint16)) * rgba[..., 3] // 255
    return float((darkness > 40).mean()) > 0.01
