"""ATRHA: automatic text removal hard attention (paper 3.1, Fig. 3).

The mask is closed, each piece of text is painted in the colour that surrounds it, and the box
of what is left is cropped out of the original, unpainted: text that a figure encloses stays.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import Plane, TextRemoval
from examiner_app.engine.logo import Pixels, resize
from examiner_app.engine.srgb import WHITE

Mask = NDArray[np.bool_]
Box = tuple[int, int, int, int]

_BIN = 16
_NARROWEST_RING = 2


@dataclass(frozen=True, slots=True)
class Removal:
    """The constants of ATRHA.

    Attributes:
        threshold: Probability above which a pixel is text.
        closing: Diameter of the closing ellipse, as a share of the longer side.
        contrast: Difference from the background, in any channel of [0, 1], that makes a pixel
            foreground.
        speck: Share of the image's area under which a piece of foreground is dropped.
        short_side: Shorter side of the smallest crop, in the original's pixels.
        share: Smallest crop, as a share of the area of the input's own trimmed box.
        working_side: Longer side above which the search for the box works on a smaller copy.
    """

    threshold: float = 0.5
    closing: float = 0.02
    contrast: float = 0.1
    speck: float = 0.0005
    short_side: int = 16
    share: float = 0.02
    working_side: int = 1024


def remove_text(
    pixels: Pixels, probability: Plane, constants: Removal | None = None
) -> TextRemoval:
    """Find the figure of a mark and crop it out.

    Args:
        pixels: The mark as filed, (H, W, 3).
        probability: Text probability on its pixels, (H, W).
        constants: Other constants than the default ones.

    Returns:
        The crop; the whole input, with ``fallback`` set, where no usable figure is left. Up to
        ``working_side`` the box is exact to a pixel; beyond, to a pixel of the smaller copy,
        outwards.
    """
    rules = constants or Removal()
    height, width = pixels.shape[:2]
    scale = min(1.0, rules.working_side / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = resize(pixels, *size)
    plane = (
        probability if scale == 1 else cv2.resize(probability, size, interpolation=cv2.INTER_AREA)
    )
    text = close_mask(plane > rules.threshold, rules.closing)
    painted = paint_over(small, text)
    found = _figure_box(painted, rules)
    box = None if found is None else _scale_box(found, (width, height), size)
    own = _figure_box(small, rules)
    trimmed = (0, 0, width, height) if own is None else _scale_box(own, (width, height), size)
    if scale < 1:
        text = _enlarge(text, width, height)
        painted = np.where(text[..., None], resize(painted, width, height), pixels)
    if box is None or not _usable(box, trimmed, rules):
        return TextRemoval((0, 0, width, height), True, text, painted, pixels)
    x, y, w, h = box
    return TextRemoval(box, False, text, painted, pixels[y : y + h, x : x + w])


def keep_text(pixels: Pixels, probability: Plane) -> TextRemoval:
    """Return the whole input (H, W, 3), for methods that do without ATRHA."""
    height, width = pixels.shape[:2]
    none = np.zeros(probability.shape, bool)
    return TextRemoval((0, 0, width, height), True, none, pixels, pixels)


def close_mask(mask: Mask, diameter: float) -> Mask:
    """Close a mask (H, W) with an ellipse whose diameter is a share of the longer side."""
    if not mask.any():
        return mask
    size = max(3, round(max(mask.shape) * diameter) | 1)
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    # Without the margin, text at the border would be closed against the outside.
    padded = np.pad(mask.astype(np.uint8), size)
    closed = cv2.morphologyEx(padded, cv2.MORPH_CLOSE, ellipse)
    return closed[size:-size, size:-size].astype(bool)


def paint_over(pixels: Pixels, text: Mask) -> Pixels:
    """Paint each connected piece of ``text`` in the dominant colour of the ring around it.

    The image's own dominant colour stands in where a piece has no ring; white where all is text.
    """
    painted = pixels.copy()
    if not text.any():
        return painted
    rest = pixels[~text]
    everywhere = dominant_colour(rest) if len(rest) else np.full(3, WHITE, np.uint8)
    margin = max(_NARROWEST_RING, round(max(text.shape) * 0.01))
    ellipse = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * margin + 1, 2 * margin + 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(text.astype(np.uint8))
    for label in range(1, count):
        x, y, w, h = (int(value) for value in stats[label][:4])
        window = np.s_[max(0, y - margin) : y + h + margin, max(0, x - margin) : x + w + margin]
        piece = labels[window] == label
        ring = cv2.dilate(piece.astype(np.uint8), ellipse).astype(bool) & ~text[window]
        around = pixels[window][ring]
        painted[window][piece] = dominant_colour(around) if len(around) else everywhere
    return painted


def dominant_colour(colours: Pixels) -> NDArray[np.uint8]:
    """Return the median of the most frequent quantised colour: (n, 3), n > 0 → (3,)."""
    bins = (colours // _BIN).astype(np.int32)
    codes = (bins[:, 0] * _BIN + bins[:, 1]) * _BIN + bins[:, 2]
    fullest = int(np.bincount(codes).argmax())
    colour: NDArray[np.uint8] = np.median(colours[codes == fullest], axis=0).astype(np.uint8)
    return colour


def foreground(pixels: Pixels, contrast: float, speck: float) -> Mask:
    """Return what differs from the border's dominant colour, without specks: (H, W) bool."""
    border = np.concatenate((pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]))
    background = dominant_colour(border).astype(np.int16)
    difference = np.abs(pixels.astype(np.int16) - background).max(axis=2)
    mask: Mask = difference > contrast * WHITE
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8))
    if count <= 1:
        return mask
    kept = stats[:, cv2.CC_STAT_AREA] >= speck * mask.size
    kept[0] = False
    large: Mask = kept[labels]
    return large


def _figure_box(pixels: Pixels, rules: Removal) -> Box | None:
    mask = foreground(pixels, rules.contrast, rules.speck)
    rows = np.flatnonzero(mask.any(axis=1))
    columns = np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    x, y = int(columns[0]), int(rows[0])
    return x, y, int(columns[-1]) + 1 - x, int(rows[-1]) + 1 - y


def _scale_box(box: Box, size: tuple[int, int], working: tuple[int, int]) -> Box:
    if size == working:
        return box
    x, y, w, h = box
    across, down = size[0] / working[0], size[1] / working[1]
    left, top = int(x * across), int(y * down)
    right = min(size[0], int(np.ceil((x + w) * across)))
    bottom = min(size[1], int(np.ceil((y + h) * down)))
    return left, top, right - left, bottom - top


def _usable(box: Box, trimmed: Box, rules: Removal) -> bool:
    _, _, w, h = box
    return min(w, h) >= rules.short_side and w * h >= rules.share * trimmed[2] * trimmed[3]


def _enlarge(mask: Mask, width: int, height: int) -> Mask:
    bits = mask.astype(np.uint8)
    return cv2.resize(bits, (width, height), interpolation=cv2.INTER_NEAREST).astype(bool)
