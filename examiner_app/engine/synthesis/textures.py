"""Surface patterns of synthetic marks: stripes, dots, checks and others that fill a shape."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.canvas import Block, Colour, Item, Mask
from examiner_app.engine.synthesis.shapes import SHAPES, regular, shield

_Grid = NDArray[np.float64]
_Pattern = Callable[[_Grid, _Grid, float], NDArray[np.bool_]]

SOLID_SHAPES = 8

_SIDE = 384
_FINER = 2  # patterns are drawn larger and averaged down, so that their edges are smooth


def _stripes(u: _Grid, _v: _Grid, weight: float) -> NDArray[np.bool_]:
    return np.asarray(u % 1 < weight)


def _dots(u: _Grid, v: _Grid, weight: float) -> NDArray[np.bool_]:
    shift = 0.5 * (np.floor(v) % 2)
    return np.asarray(np.hypot((u + shift) % 1 - 0.5, v % 1 - 0.5) < np.sqrt(0.7 * weight / np.pi))


def _checks(u: _Grid, v: _Grid, _weight: float) -> NDArray[np.bool_]:
    return np.asarray((np.floor(u) + np.floor(v)) % 2 == 0)


def _waves(u: _Grid, v: _Grid, weight: float) -> NDArray[np.bool_]:
    return np.asarray((v + 0.32 * np.sin(np.pi * u)) % 1 < weight)


def _grid(u: _Grid, v: _Grid, weight: float) -> NDArray[np.bool_]:
    return np.asarray(np.minimum(u % 1, v % 1) < 0.5 * weight)


def _hatching(u: _Grid, v: _Grid, weight: float) -> NDArray[np.bool_]:
    shift = 0.5 * (np.floor(2 * v) % 2)
    return np.asarray(((u + shift) % 1 < 0.7) & (2 * v % 1 < 0.8 * weight))


def _zigzag(u: _Grid, v: _Grid, weight: float) -> NDArray[np.bool_]:
    return np.asarray((v + np.abs(u % 1 - 0.5)) % 1 < weight)


def _bricks(u: _Grid, v: _Grid, weight: float) -> NDArray[np.bool_]:
    shift = 0.5 * (np.floor(2 * v) % 2)
    return np.asarray(np.minimum((u + shift) % 1, v % 0.5) < 0.28 * weight)


PATTERNS: dict[str, _Pattern] = {
    "stripes": _stripes,
    "dots": _dots,
    "checks": _checks,
    "waves": _waves,
    "grid": _grid,
    "hatching": _hatching,
    "zigzag": _zigzag,
    "bricks": _bricks,
}

PLAIN_SHAPES = tuple(name for name in SHAPES if name not in {"stripes", "dots"})
"""The abstract shapes that could not pass for a patterned surface."""

PATTERNED = frozenset(
    re.findall(
        r"\S+",
        """
        barcode brick bricks braille checkerboard checkered chequered chess chessboard dialpad dots
        grid grids hatch keypad lattice mesh pattern qr qrcode stripe striped stripes texture waffle
        weave
        """,
    )
)
"""Words in the names of figures that show a patterned surface."""


@dataclass(frozen=True, slots=True)
class Texture:
    """A surface pattern, fixed but for its colours.

    Attributes:
        pattern: One of ``PATTERNS``.
        cells: How often it repeats along a filled shape's longer side.
        degrees: How far it is turned.
        weight: About the share of the surface that is inked.
    """

    pattern: str
    cells: float
    degrees: float
    weight: float

    @classmethod
    def pick(cls, rng: np.random.Generator, turn: int) -> Texture:
        """Return a texture of the ``turn``-th pattern, begun again after the last."""
        pattern = tuple(PATTERNS)[turn % len(PATTERNS)]
        cells, weight = float(rng.uniform(5.5, 9.5)), float(rng.uniform(0.38, 0.6))
        return cls(pattern, cells, float(rng.choice([0.0, 30.0, 45.0, 60.0, 90.0])), weight)

    def drawn(self, h: int, w: int) -> Mask:
        """Return where the pattern is inked: (h, w) in 0 … 255."""
        step = self.cells / (_FINER * max(h, w))
        y, x = np.mgrid[: _FINER * h, : _FINER * w] * step
        turn = np.deg2rad(self.degrees)
        u, v = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
        ink = PATTERNS[self.pattern](u, v, self.weight).astype(np.uint8) * np.uint8(255)
        return np.asarray(cv2.resize(ink, (w, h), interpolation=cv2.INTER_AREA), dtype=np.uint8)


def filled(alpha: Mask) -> Mask:
    """Return a figure's silhouette (h, w), its holes and the inside of its outlines filled."""
    padded = np.pad(alpha, 1)
    inked = (padded > 96).astype(np.uint8)
    contours, _ = cv2.findContours(inked, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(padded, contours, -1, 255, -1)
    return np.ascontiguousarray(padded[1:-1, 1:-1])


def textured(mask: Mask, texture: Texture, ink: Colour, ground: Colour) -> Block:
    """Return a filled shape with ``texture`` on it and an edge around it: 1 unit tall."""
    scale = _SIDE / max(mask.shape)
    size = (max(1, round(mask.shape[1] * scale)), max(1, round(mask.shape[0] * scale)))
    shape = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR), dtype=np.uint8)
    cover = texture.drawn(*shape.shape)[..., None] / 255.0
    low, high = np.array(ground), np.array(ink)
    surface = np.asarray(low + (high - low) * cover, dtype=np.uint8)
    inner = cv2.erode(np.pad(shape, 1), np.ones((3, 3), np.uint8), iterations=4)[1:-1, 1:-1]
    edge = np.asarray(cv2.subtract(shape, np.ascontiguousarray(inner)), dtype=np.uint8)
    block = Block.of(Item(shape, surface))
    return Block(block.placed + Block.of(Item(edge, ink, legible=False)).placed, block.w, block.h)


def solid_shape(number: int) -> Mask:
    """Return the ``number``-th of the filled shapes, begun again after the last (160 px)."""
    round_one = polygon_mask(regular(72, 0.0))
    shapes = (
        round_one,
        shield(np.random.default_rng(0)),
        polygon_mask(regular(5, -np.pi / 2, dent=0.5)),
        polygon_mask(regular(4, 0.0)),
        polygon_mask(regular(3, -np.pi / 2)),
        np.ascontiguousarray(round_one[:82]),
        polygon_mask(regular(6, 0.0)),
        np.full((80, 160), 255, np.uint8),
    )
    return shapes[number % SOLID_SHAPES]


def polygon_mask(corners: NDArray[np.float64]) -> Mask:
    """Return a polygon of (n, 2) pixels, filled, on 160 × 160."""
    out = np.zeros((160, 160), np.uint8)
    cv2.fillPoly(out, [np.round(corners * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    return out
