"""Lettering of synthetic marks: words drawn straight, bent, stacked, hollow or shadowed."""

from __future__ import annotations

import enum
from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont, features

from examiner_app.engine.synthesis.fonts import Font, FontLibrary, open_fonts
from examiner_app.engine.synthesis.words import (
    abbreviation,
    brand_words,
    invented_word,
    slogan,
    writable,
)

__all__ = [
    "Font",
    "FontLibrary",
    "Layout",
    "abbreviation",
    "bend",
    "brand_words",
    "draw_text",
    "invented_word",
    "open_fonts",
    "slogan",
    "writable",
]

Mask = NDArray[np.uint8]

SHAPED = frozenset({"arabic", "devanagari"})
"""Scripts that are unreadable without shaping (raqm); their letters still are text to a mask."""

_SIZES = (24, 40, 64, 104)
_SPACED = frozenset({"latin", "cyrillic", "greek", "hebrew"})


class Layout(enum.Enum):
    """How a line of lettering runs."""

    STRAIGHT = "straight"
    ARCHED = "arched"
    CIRCULAR = "circular"
    STACKED = "stacked"
    OUTLINED = "outlined"
    SHADOWED = "shadowed"
    SLANTED = "slanted"
    TAPERED = "tapered"


@lru_cache(maxsize=1024)
def _face(path: str, face: int, size: int) -> ImageFont.FreeTypeFont:
    engine = ImageFont.Layout.RAQM if features.check("raqm") else ImageFont.Layout.BASIC
    return ImageFont.truetype(path, size, index=face, layout_engine=engine)


def draw_text(
    rng: np.random.Generator,
    text: str,
    font: Font,
    *,
    height: int = 56,
    layout: Layout = Layout.STRAIGHT,
) -> Mask:
    """Return ``text`` as an alpha mask (h, w) in 0 … 255, cropped to its ink.

    Args:
        rng: Decides bend, spacing, stroke and shadow.
        text: What is written; spaces may break lines when ``layout`` is stacked.
        font: The face; what it lacks must have been replaced (``words.writable``).
        height: About the height of a capital line, in pixels (the nearest of a few fixed sizes).
        layout: How the line runs.
    """
    size = min(_SIZES, key=lambda s: abs(s - height))
    if layout is Layout.STACKED:
        return _stacked(rng, text, font, size)
    stroke = max(1, size // 24) if layout is Layout.OUTLINED else 0
    mask = _line(text, font, size, stroke=stroke, gap=_gap(rng, font, size))
    return trim(_EFFECTS[layout](rng, mask, size))


def trim(mask: Mask) -> Mask:
    """Return ``mask`` cropped to where it is not zero; one empty pixel when it is all zero."""
    x, y, w, h = cv2.boundingRect(mask)
    if w == 0 or h == 0:
        return np.zeros((1, 1), np.uint8)
    return np.ascontiguousarray(mask[y : y + h, x : x + w])


def _gap(rng: np.random.Generator, font: Font, size: int) -> int:
    # Letter spacing breaks joined scripts, so only separate letters are spaced.
    if rng.random() > 0.2 or not set(font.scripts) <= _SPACED:
        return 0
    return int(rng.integers(1, max(2, size // 3)))


def _line(text: str, font: Font, size: int, *, stroke: int = 0, gap: int = 0) -> Mask:
    face = _face(font.path, font.face, size)
    left, top, right, bottom = face.getbbox(text, stroke_width=stroke)
    width, height = max(1, int(right - left) + 4), max(1, int(bottom - top) + 4)
    if gap:
        width += gap * len(text) + height
    image = Image.new("L", (width, height), 0)
    at = (2 - left, 2 - top)
    _write(image, at, text, face, stroke=stroke, gap=gap)
    if stroke:
        inside = Image.new("L", (width, height), 0)
        _write(inside, at, text, face, stroke=0, gap=gap)
        hollow = np.asarray(image, np.int16) - np.asarray(inside, np.int16)
        return np.clip(hollow, 0, 255).astype(np.uint8)
    return np.array(image, dtype=np.uint8)


def _write(
    image: Image.Image,
    at: tuple[float, float],
    text: str,
    face: ImageFont.FreeTypeFont,
    *,
    stroke: int,
    gap: int,
) -> None:
    draw = ImageDraw.Draw(image)
    if not gap:
        draw.text(at, text, fill=255, font=face, stroke_width=stroke)
        return
    x, y = at
    for letter in text:
        draw.text((x, y), letter, fill=255, font=face, stroke_width=stroke)
        x += face.getlength(letter) + gap


def _stacked(rng: np.random.Generator, text: str, font: Font, size: int) -> Mask:
    words = text.split() or [text]
    if len(words) == 1 and len(text) > 7 and set(font.scripts) <= _SPACED:
        words = [text[: len(text) // 2], text[len(text) // 2 :]]
    lines = [trim(_line(word, font, size)) for word in words]
    width = max(line.shape[1] for line in lines)
    justified = rng.random() < 0.4
    gap = int(rng.integers(2, max(3, size // 3)))
    rows: list[Mask] = []
    for line in lines:
        row = _widened(line, width) if justified and line.shape[1] > width // 4 else line
        left = (width - row.shape[1]) // 2
        right = width - row.shape[1] - left
        rows.append(np.pad(row, ((0, gap), (left, right))).astype(np.uint8))
    return trim(np.vstack(rows))


def _widened(line: Mask, width: int) -> Mask:
    h, w = line.shape
    return np.asarray(cv2.resize(line, (width, max(1, round(h * width / w)))), dtype=np.uint8)


def bend(mask: Mask, inner: float, *, smile: bool = False) -> Mask:
    """Bend a straight line around a circle of ``inner`` pixels' radius.

    The line keeps its length at the inner radius and stands on top of the circle, or with
    ``smile`` runs below it.

    Returns:
        A square mask (not trimmed) with the circle's centre in its middle.
    """
    h, w = mask.shape
    outer = inner + h
    side = int(2 * outer) + 2
    grid = np.arange(side, dtype=np.float32) - np.float32(side / 2)
    # Most of the square is bare: only the box around the bent line is looked up.
    reach, low, high = _sector(w, inner, outer)
    across = grid[np.abs(grid) <= reach]
    up = grid if smile else -grid
    beside = (up >= low) & (up <= high)
    shape = (int(beside.sum()), len(across))
    x = np.ascontiguousarray(np.broadcast_to(across, shape))
    y = np.ascontiguousarray(np.broadcast_to(up[beside][:, None], shape))
    radius, angle = cv2.cartToPolar(y, x)
    signed = np.where(angle > np.pi, angle - np.float32(2 * np.pi), angle)
    columns = signed * np.float32(inner) + np.float32(w / 2)
    rows = radius - np.float32(inner) if smile else np.float32(outer) - radius
    out = np.zeros((side, side), np.uint8)
    top, left = int(beside.argmax()), int((np.abs(grid) <= reach).argmax())
    bent = cv2.remap(mask, columns, rows, cv2.INTER_LINEAR)
    out[top : top + shape[0], left : left + shape[1]] = bent
    return out


def _sector(w: int, inner: float, outer: float) -> tuple[float, float, float]:
    """Return how far a line of ``w`` pixels, bent, reaches aside, and its least and most height.

    All are pixels from the circle's centre, with two to spare.
    """
    half = min(np.pi, (w / 2 + 2) / inner)
    reach = (outer + 2) * np.sin(min(half, np.pi / 2))
    low = min(max(0.0, inner - 2) * np.cos(half), (outer + 2) * np.cos(half))
    return reach + 2, low - 2, outer + 2


def _bent(mask: Mask, span: float, *, smile: bool) -> Mask:
    h, w = mask.shape
    return bend(mask, max(w / span, 0.6 * h), smile=smile)


def _shadowed(rng: np.random.Generator, mask: Mask, size: int) -> Mask:
    step = max(1, size // 14)
    dx, dy = (int(rng.integers(1, 2 + step)) for _ in range(2))
    base = np.pad(mask, ((0, dy), (0, dx))).astype(np.uint8)
    fall = np.pad(mask, ((dy, 0), (dx, 0))).astype(np.uint8)
    if rng.random() < 0.5:
        fall = np.asarray(cv2.GaussianBlur(fall, (0, 0), 0.3 + size / 40), dtype=np.uint8)
    weak = (fall * float(rng.uniform(0.3, 0.55))).astype(np.uint8)
    return np.maximum(base, weak)


def _slanted(rng: np.random.Generator, mask: Mask, _size: int) -> Mask:
    shear, rise = float(rng.uniform(-0.3, 0.35)), float(rng.uniform(-0.25, 0.25))
    h, w = mask.shape
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    forward = np.array([[1, -shear], [-rise * min(1.0, 3 * h / w), 1]], np.float32)
    moved = corners @ forward.T
    low = moved.min(axis=0)
    out = np.ceil(moved.max(axis=0) - low).astype(int) + 1
    matrix = np.hstack([forward, -low[:, None]])
    return np.asarray(cv2.warpAffine(mask, matrix, (int(out[0]), int(out[1]))), dtype=np.uint8)


def _tapered(rng: np.random.Generator, mask: Mask, _size: int) -> Mask:
    h, w = mask.shape
    grow = float(rng.uniform(1.3, 2.2))
    tall = round(h * grow)
    source = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32)
    low, high = (tall - h) / 2, (tall + h) / 2
    sides = [(0.0, float(tall)), (low, high)]
    (l0, l1), (r0, r1) = sides if rng.random() < 0.5 else sides[::-1]
    target = np.array([[0, l0], [w, r0], [w, r1], [0, l1]], np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    return np.asarray(cv2.warpPerspective(mask, matrix, (w, tall)), dtype=np.uint8)


def _plain(_rng: np.random.Generator, mask: Mask, _size: int) -> Mask:
    return mask


def _arched(rng: np.random.Generator, mask: Mask, _size: int) -> Mask:
    return _bent(mask, float(rng.uniform(0.4, 2.2)), smile=rng.random() < 0.3)


def _circular(rng: np.random.Generator, mask: Mask, _size: int) -> Mask:
    return _bent(mask, float(rng.uniform(3.0, 5.9)), smile=rng.random() < 0.2)


_EFFECTS: dict[Layout, Callable[[np.random.Generator, Mask, int], Mask]] = {
    Layout.STRAIGHT: _plain,
    Layout.OUTLINED: _plain,
    Layout.ARCHED: _arched,
    Layout.CIRCULAR: _circular,
    Layout.SHADOWED: _shadowed,
    Layout.SLANTED: _slanted,
    Layout.TAPERED: _tapered,
}
