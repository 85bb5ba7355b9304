"""Where a figure and its word stand on a view, in units of the canvas side."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np


class Layout(enum.Enum):
    """Where the figure stands on the mark."""

    ALONE = "alone"
    WORD_BELOW = "word below"
    WORD_BESIDE = "word beside"
    SMALL = "small beside a long word"
    FRAMED = "in a frame"
    COMPANY = "among other figures"
    REPEATED = "repeated"
    CUT = "partly seen"


SHARES: dict[Layout, float] = {
    Layout.ALONE: 0.28,
    Layout.WORD_BELOW: 0.18,
    Layout.WORD_BESIDE: 0.14,
    Layout.SMALL: 0.14,
    Layout.FRAMED: 0.10,
    Layout.COMPANY: 0.08,
    Layout.REPEATED: 0.03,
    Layout.CUT: 0.05,
}
"""How often each layout is drawn."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in units of the canvas side: left, top, width, height."""

    x: float
    y: float
    w: float
    h: float


def places(rng: np.random.Generator, layout: Layout) -> tuple[Box, Box | None]:
    """Return where the figure stands, and the word if there is one."""
    if layout in (Layout.WORD_BELOW, Layout.WORD_BESIDE, Layout.SMALL):
        return _with_word(rng, layout)
    u = rng.uniform
    if layout is Layout.CUT:
        side = u(1.15, 1.6)
        return Box(u(1 - side, 0), u(1 - side, 0), side, side), None
    limits = {Layout.FRAMED: (0.4, 0.62), Layout.COMPANY: (0.4, 0.58)}.get(layout, (0.5, 0.98))
    side = u(*limits)
    if layout is Layout.COMPANY:
        return Box(u(0, 1) * (1 - side), u(0, 1) * (1 - side), side, side), None
    around = 0.5 if layout is Layout.FRAMED else u(0.3, 0.7)
    return Box(around * (1 - side), around * (1 - side), side, side), None


def _with_word(rng: np.random.Generator, layout: Layout) -> tuple[Box, Box]:
    u = rng.uniform
    if layout is Layout.WORD_BELOW:
        side = u(0.4, 0.72)
        y = u(0.03, 0.1)
        left, top = u(0.02, 0.15), y + side + u(0.02, 0.06)
        word = Box(left, top, 1 - 2 * left, min(u(0.08, 0.25), 0.99 - top))
        if rng.random() < 0.2:  # the word stands above
            word, y = Box(word.x, 1 - word.y - word.h, word.w, word.h), 1 - y - side
        return Box(u(0.3, 0.7) * (1 - side), y, side, side), word
    side = u(0.35, 0.5) if layout is Layout.WORD_BESIDE else u(0.16, 0.32)
    height = u(0.5, 1.0) * side if layout is Layout.SMALL else u(0.25, 0.7) * side
    gap, y = u(0.01, 0.05), u(0.3, 0.7)
    figure = Box(0.02, y * (1 - side), side, side)
    left = 0.02 + side + gap
    word = Box(left, figure.y + u(0.2, 0.8) * (side - height), 0.98 - left, height)
    if rng.random() < 0.3:
        figure = Box(0.98 - side, figure.y, side, side)
        word = Box(0.02, word.y, word.w, word.h)
    return figure, word


def company(rng: np.random.Generator, place: Box) -> list[Box]:
    """Return places of one to three other figures beside the one at ``place``."""
    spots = []
    for _ in range(int(rng.integers(1, 4))):
        side = rng.uniform(0.18, 0.36)
        left = place.x > 0.5 - place.w / 2
        # Beside the figure, over its whole height: they may touch but do not hide it.
        x = rng.uniform(0, max(0.01, place.x - side)) if left else min(1 - side, place.x + place.w)
        spots.append(Box(x, rng.uniform(0, 1 - side), side, side))
    return spots


def repeats(rng: np.random.Generator) -> list[Box]:
    """Return a row or column of two or three places."""
    count = int(rng.integers(2, 4))
    side, step = 0.92 / count, 1.0 / count
    y = rng.uniform(0.2, 0.8) * (1 - side)
    if rng.random() < 0.5:
        return [Box(0.02 + i * step, y, side, side) for i in range(count)]
    return [Box(y, 0.02 + i * step, side, side) for i in range(count)]
