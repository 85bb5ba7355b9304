"""The two canvases of a synthetic mark: with and without its lettering, painted in step.

What differs between them is text, pixel by pixel (paper 4.1: by at least 0.05).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]
Colour = tuple[float, float, float]
Pixels = NDArray[np.float32]

TEXT_DIFFERENCE = 0.05
_SHARES = np.arange(256).astype(np.float32) / np.float32(255.0)
_SEEN = 76  # of 255: 0.3 of full cover
_LEGIBLE = 60.0  # least difference, in 0 … 255, that solid paint keeps from what is below it


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to paint.

    Attributes:
        alpha: (h, w) coverage in 0 … 255.
        paint: One colour, or (h, w, 3) colours, in 0 … 255.
        text: Whether it is lettering.
        legible: Whether its colour may be changed so that it can be seen.
    """

    alpha: Mask
    paint: Colour | NDArray[np.uint8]
    text: bool = False
    legible: bool = True

    @property
    def aspect(self) -> float:
        """Width over height."""
        return float(self.alpha.shape[1]) / float(self.alpha.shape[0])


@dataclass(frozen=True, slots=True)
class Placed:
    """An item and the box it fills, in units of its block."""

    item: Item
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True, slots=True)
class Block:
    """Items arranged in a box of ``w`` × ``h`` units, painted in order."""

    placed: tuple[Placed, ...]
    w: float
    h: float

    @classmethod
    def of(cls, item: Item, height: float = 1.0) -> Block:
        """Return a block of one item, ``height`` units tall."""
        width = height * item.aspect
        return cls((Placed(item, 0.0, 0.0, width, height),), width, height)

    def scaled(self, factor: float) -> Block:
        """Return the block ``factor`` times as large."""
        placed = tuple(
            replace(p, x=p.x * factor, y=p.y * factor, w=p.w * factor, h=p.h * factor)
            for p in self.placed
        )
        return Block(placed, self.w * factor, self.h * factor)

    def at(self, x: float, y: float) -> tuple[Placed, ...]:
        """Return the items with the block's corner moved to (x, y)."""
        return tuple(replace(p, x=p.x + x, y=p.y + y) for p in self.placed)


def stack(top: Block, bottom: Block, gap: float, align: float = 0.5) -> Block:
    """Return one block above another; ``align`` 0 is left, 0.5 centred, 1 right."""
    w = max(top.w, bottom.w)
    placed = top.at((w - top.w) * align, 0.0)
    placed += bottom.at((w - bottom.w) * align, top.h + gap)
    return Block(placed, w, top.h + gap + bottom.h)


def row(left: Block, right: Block, gap: float, align: float = 0.5) -> Block:
    """Return one block beside another; ``align`` 0 is top, 0.5 centred, 1 bottom."""
    h = max(left.h, right.h)
    placed = left.at(0.0, (h - left.h) * align)
    placed += right.at(left.w + gap, (h - right.h) * align)
    return Block(placed, left.w + gap + right.w, h)


def overlay(below: Block, above: Block, x: float = 0.5, y: float = 0.5) -> Block:
    """Return ``above`` painted over ``below``, its centre at (x, y) of the box below."""
    dx, dy = below.w * x - above.w / 2, below.h * y - above.h / 2
    left, top = min(0.0, dx), min(0.0, dy)
    placed = below.at(-left, -top) + above.at(dx - left, dy - top)
    w = max(below.w, dx + above.w) - left
    return Block(placed, w, max(below.h, dy + above.h) - top)


class Canvas:
    """A mark being painted, with its lettering and without.

    Attributes:
        full: (h, w, 3) with everything, 0 … 255.
        bare: (h, w, 3) without the lettering; the same array until some is painted.
    """

    def __init__(self, background: Pixels) -> None:
        self.full = background
        self.bare = background
        # The box (left, top, right, bottom) of all lettering: elsewhere both are the same.
        self._lettered = (background.shape[1], background.shape[0], 0, 0)

    def paint(self, block: Block, box: tuple[float, float, float, float]) -> None:
        """Paint ``block`` as large as fits in ``box`` (x, y, w, h pixels), centred in it."""
        x, y, w, h = box
        unit = min(w / block.w, h / block.h)
        left, top = x + (w - block.w * unit) / 2, y + (h - block.h * unit) / 2
        for p in block.placed:
            self._item(p.item, left + p.x * unit, top + p.y * unit, p.w * unit, p.h * unit)

    def truth(self) -> NDArray[np.bool_]:
        """Return where the lettering shows: (h, w), true iff a channel differs by ≥ 0.05."""
        out = np.zeros(self.full.shape[:2], np.bool_)
        if self.full is not self.bare:
            x0, y0, x1, y1 = self._lettered
            where = (slice(y0, y1), slice(x0, x1))
            difference = cv2.absdiff(self.full[where], self.bare[where])
            differs = (difference >= TEXT_DIFFERENCE * 255.0).view(np.uint8)
            # Several times as fast as any() over an axis of three.
            red, green, blue = cv2.split(differs)
            out[where] = cv2.bitwise_or(cv2.bitwise_or(red, green), blue)
        return out

    def image(self) -> NDArray[np.uint8]:
        """Return the mark as (h, w, 3) uint8."""
        raised = self.full + np.float32(0.5)
        return np.asarray(np.clip(raised, 0, 255, out=raised), dtype=np.uint8)

    def _item(self, item: Item, x: float, y: float, w: float, h: float) -> None:
        left, top = round(x), round(y)
        width, height = max(1, round(w)), max(1, round(h))
        x0, y0 = max(0, left), max(0, top)
        x1 = min(self.full.shape[1], left + width)
        y1 = min(self.full.shape[0], top + height)
        if x0 >= x1 or y0 >= y1:
            return
        inner = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
        alpha = resized(item.alpha, width, height)[inner]
        if item.text:
            if self.full is self.bare:
                self.bare = self.full.copy()
            so_far = self._lettered
            self._lettered = (
                min(so_far[0], x0), min(so_far[1], y0), max(so_far[2], x1), max(so_far[3], y1),
            )  # fmt: skip
        where = (slice(y0, y1), slice(x0, x1))
        paint: NDArray[np.float32]
        if isinstance(item.paint, tuple):
            colour = np.array(item.paint, np.float32)
            if item.legible:
                colour = _legible(colour, self.full[where], alpha)
            paint = np.full((1, x1 - x0, 3), colour, np.float32)
        else:
            paint = resized(item.paint, width, height)[inner].astype(np.float32)
        # One share per channel: numpy is slow where the last axis is broadcast.
        shares = cv2.LUT(cv2.cvtColor(alpha, cv2.COLOR_GRAY2RGB), _SHARES)
        targets = [self.full] if item.text or self.full is self.bare else [self.full, self.bare]
        for target in targets:
            region = target[where]
            change = paint - region
            change *= shares
            region += change


def resized(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Return ``pixels`` at another size, averaged when smaller, interpolated when larger."""
    h, w = pixels.shape[:2]
    if (w, h) == (width, height):
        return pixels
    shrinks = width < w or height < h
    method = cv2.INTER_AREA if shrinks else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=method), dtype=np.uint8)


def _legible(colour: Pixels, below: Pixels, alpha: Mask) -> Pixels:
    if not alpha.any():
        return colour
    seen = (alpha > _SEEN).view(np.uint8)
    mean = np.asarray(cv2.mean(below, seen)[:3], np.float32)
    if float(np.abs(mean - colour).max()) >= _LEGIBLE:
        return colour
    dark, light = np.zeros(3, np.float32), np.full(3, 255.0, np.float32)
    return dark if float(mean.mean()) > 127 else light
