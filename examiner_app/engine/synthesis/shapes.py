"""Abstract shapes of synthetic marks: discs, rings, shields, bars, bursts, swooshes, grids."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.uint8]

_SIDE = 160
_SHIFT = 4  # OpenCV draws with 1/16 px precision, so that small shapes keep smooth edges


def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
    return np.asarray(np.round(points * 2**_SHIFT), dtype=np.int32)


def _fill(points: NDArray[np.float64], mask: Mask | None = None, value: int = 255) -> Mask:
    out = np.zeros((_SIDE, _SIDE), np.uint8) if mask is None else mask
    cv2.fillPoly(out, [_fixed(points)], value, cv2.LINE_AA, _SHIFT)
    return out


def regular(corners: int, turn: float, *, dent: float = 1.0) -> NDArray[np.float64]:
    """Return the corners of a regular polygon, or a star where ``dent`` < 1: (n, 2) pixels."""
    count = corners * (1 if dent == 1.0 else 2)
    angle = turn + np.arange(count) * 2 * np.pi / count
    radius = np.full(count, _SIDE / 2 - 2.0)
    if dent != 1.0:
        radius[1::2] *= dent
    corner = np.column_stack([np.cos(angle), np.sin(angle)]) * radius[:, None] + _SIDE / 2
    return np.asarray(corner, dtype=np.float64)


def disc(rng: np.random.Generator) -> Mask:
    """Return a disc or an ellipse."""
    axes = np.array([1.0, 1.0 if rng.random() < 0.6 else float(rng.uniform(0.4, 0.9))])
    return _fill((regular(72, 0.0) - _SIDE / 2) * axes + _SIDE / 2)


def polygon(rng: np.random.Generator) -> Mask:
    """Return a triangle, square, pentagon, hexagon or octagon."""
    corners = int(rng.choice([3, 4, 4, 5, 6, 8]))
    return _fill(regular(corners, float(rng.choice([-np.pi / 2, np.pi / 4, 0.0]))))


def burst(rng: np.random.Generator) -> Mask:
    """Return a star or a sun-like burst."""
    dent = float(rng.uniform(0.35, 0.92))
    return _fill(regular(int(rng.integers(4, 24)), -np.pi / 2, dent=dent))


def bar(rng: np.random.Generator) -> Mask:
    """Return a rectangle, sharp or rounded, of a random aspect."""
    w, h = _SIDE, max(6, int(_SIDE * rng.uniform(0.08, 1.0)))
    radius = int(rng.uniform(0, min(w, h) / 2)) if rng.random() < 0.6 else 0
    out = np.zeros((h, w), np.uint8)
    if radius < 2:
        out[:] = 255
        return out
    cv2.rectangle(out, (radius, 0), (w - 1 - radius, h - 1), 255, -1)
    cv2.rectangle(out, (0, radius), (w - 1, h - 1 - radius), 255, -1)
    for x in (radius, w - 1 - radius):
        for y in (radius, h - 1 - radius):
            cv2.circle(out, (x, y), radius, 255, -1, cv2.LINE_AA)
    return out


def shield(rng: np.random.Generator) -> Mask:
    """Return a heraldic shield."""
    depth = float(rng.uniform(0.55, 0.75)) * _SIDE
    t = np.linspace(0, 1, 24)
    right = np.column_stack([_SIDE - 4 - (_SIDE / 2 - 4) * t**1.8, depth + (_SIDE - 2 - depth) * t])
    left = np.column_stack([_SIDE - right[::-1, 0], right[::-1, 1]])
    top = np.array([[4.0, 2.0], [_SIDE / 2, 2.0 + _SIDE * float(rng.uniform(-0.01, 0.08))]])
    corners = np.vstack([top, [[_SIDE - 4.0, 2.0]], right, left])
    return _fill(corners)


def swoosh(rng: np.random.Generator) -> Mask:
    """Return a crescent-like stroke, as under so many names."""
    t = np.linspace(0, 1, 40)
    bow = float(rng.uniform(0.2, 0.8)) * _SIDE
    thick = float(rng.uniform(0.05, 0.25)) * _SIDE
    peak = float(rng.uniform(0.3, 0.7))
    x = 2 + (_SIDE - 4) * t
    y = _SIDE - 4 - bow * np.sin(np.pi * t ** (np.log(0.5) / np.log(peak)))
    edge = np.column_stack([x, y - thick * np.sin(np.pi * t)])[::-1]
    return _fill(np.vstack([np.column_stack([x, y]), edge]))


def stripes(rng: np.random.Generator) -> Mask:
    """Return a few parallel bars or waves (letter-like to a careless network)."""
    out = np.zeros((_SIDE, _SIDE), np.uint8)
    count = int(rng.integers(2, 8))
    amplitude = float(rng.uniform(0, 14)) if rng.random() < 0.4 else 0.0
    x = np.linspace(0, _SIDE - 1, 40)
    wave = amplitude * np.sin(x / _SIDE * float(rng.uniform(4, 20)))
    step = _SIDE / count
    for i in range(count):
        y = (i + 0.2) * step + wave
        height = step * float(rng.uniform(0.25, 0.6))
        line = np.column_stack([np.append(x, x[::-1]), np.append(y, (y + height)[::-1])])
        _fill(line, out)
    return np.ascontiguousarray(out.T) if rng.random() < 0.5 else out


def dots(rng: np.random.Generator) -> Mask:
    """Return a grid or row of dots, squares or rings."""
    rows, columns = int(rng.integers(1, 6)), int(rng.integers(2, 7))
    cell = _SIDE // max(rows, columns)
    out = np.zeros((rows * cell, columns * cell), np.uint8)
    radius = max(2, int(cell * rng.uniform(0.2, 0.46)))
    thick = -1 if rng.random() < 0.7 else max(1, radius // 3)
    for row in range(rows):
        for column in range(columns):
            at = (column * cell + cell // 2, row * cell + cell // 2)
            cv2.circle(out, at, radius, 255, thick, cv2.LINE_AA)
    return out


def strokes(rng: np.random.Generator) -> Mask:
    """Return connected straight or curved strokes: the shape of a letter that is none."""
    out = np.zeros((_SIDE, _SIDE), np.uint8)
    thick = int(rng.integers(6, 26))
    margin = thick / 2 + 2
    points = rng.uniform(margin, _SIDE - margin, (int(rng.integers(3, 6)), 2))
    if rng.random() < 0.5:
        points = np.round(points / (_SIDE / 3)) * (_SIDE / 3 - 2 * margin / 3) + margin
    cv2.polylines(out, [_fixed(points)], rng.random() < 0.3, 255, thick, cv2.LINE_AA, _SHIFT)
    if rng.random() < 0.4:
        axes = tuple(int(v) for v in rng.integers(20, 60, 2))
        sweep = float(rng.uniform(90, 330))
        centre = (_SIDE // 2, _SIDE // 2)
        cv2.ellipse(out, centre, axes, 0, 0, sweep, 255, max(4, thick // 2), cv2.LINE_AA)
    return out


SHAPES: dict[str, Callable[[np.random.Generator], Mask]] = {
    "disc": disc,
    "polygon": polygon,
    "burst": burst,
    "bar": bar,
    "shield": shield,
    "swoosh": swoosh,
    "stripes": stripes,
    "dots": dots,
    "strokes": strokes,
}
CONTAINERS = ("disc", "polygon", "bar", "shield", "burst")
"""The shapes that can hold something."""


def draw_shape(rng: np.random.Generator, name: str | None = None) -> Mask:
    """Return the alpha mask of a shape, by name or any, at most 160 px a side."""
    kind = name or tuple(SHAPES)[int(rng.integers(len(SHAPES)))]
    return SHAPES[kind](rng)


def hollow(rng: np.random.Generator, mask: Mask) -> Mask:
    """Return the outline of a filled shape, single or double."""
    side = min(mask.shape)
    thick = max(2, int(side * rng.uniform(0.02, 0.12)))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * thick + 1, 2 * thick + 1))
    padded = np.pad(mask, 1)
    inner = cv2.erode(padded, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    ring = cv2.subtract(padded, inner)
    if rng.random() < 0.3:
        again = cv2.erode(inner, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
        core = cv2.erode(again, np.ones((3, 3), np.uint8), iterations=max(1, thick // 3))
        ring = cv2.add(ring, cv2.subtract(again, core))
    return np.ascontiguousarray(ring[1:-1, 1:-1]).astype(np.uint8)
