"""The paper's augmentations (4.3): rotate, flip, shear, stretch, translate."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_ANGLE = np.deg2rad(15.0)
_SHEAR = 0.2
_STRETCH = 0.25
_SHIFT = 0.1
_UNTOUCHED = 0.25
_WINDOWS = 3  # the one with the most contrast is taken: much of a letterboxed mark is bare


def augment(
    rng: np.random.Generator, image: Pixels, truth: Pixels, size: int
) -> tuple[Pixels, Pixels]:
    """Warp a mark and its truth alike, filling with the background colour.

    Args:
        rng: Source of every choice.
        image: (S, S, 3) RGB.
        truth: (S, S), 255 on text.
        size: Side of the result, pixels.

    Returns:
        The warped image and truth at ``size``; now and then the image itself.
    """
    source = image.shape[0]
    if rng.random() < _UNTOUCHED:
        if size == source:
            return image, _hard(truth)
        matrix = np.eye(2)
        shift = np.zeros(2)
    else:
        matrix = _linear(rng)
        shift = rng.uniform(-_SHIFT, _SHIFT, 2) * size
    linear = matrix * (size / source)
    if size < source:
        # Bilinear sampling alone would let thin strokes fall between the pixels.
        image, truth = _shrink(image, size), _shrink(truth, size)
        linear, source = matrix, size
    middle = np.array([source / 2, source / 2])
    offset = np.array([size / 2, size / 2]) + shift - linear @ middle
    warp = np.column_stack([linear, offset])
    border = [*(float(value) for value in background(image)), 0.0]
    # OpenCV warps four channels at once several times as fast as three and one.
    both = cv2.cvtColor(image, cv2.COLOR_RGB2RGBA)
    both[..., 3] = truth
    moved = cv2.warpAffine(
        both, warp, (size, size), flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_CONSTANT, borderValue=border,
    )  # fmt: skip
    pixels = np.asarray(cv2.cvtColor(moved, cv2.COLOR_RGBA2RGB), dtype=np.uint8)
    return pixels, _hard(np.ascontiguousarray(moved[..., 3], dtype=np.uint8))


def _hard(truth: Pixels) -> Pixels:
    return np.asarray(cv2.threshold(truth, 127, 255, cv2.THRESH_BINARY)[1], dtype=np.uint8)


def cut_window(
    rng: np.random.Generator, image: Pixels, truth: Pixels, size: int
) -> tuple[Pixels, Pixels]:
    """Return a square of ``size`` pixels out of a mark and its truth, one that shows something.

    A window is seen at the scale of the whole mark, for a quarter of the work where its side is
    half: letters as large as they will be met.
    """
    room = image.shape[0] - size
    if room <= 0:
        return image, truth
    tried: list[tuple[float, slice, slice]] = []
    for y, x in rng.integers(room + 1, size=(_WINDOWS, 2)):
        rows, columns = slice(int(y), int(y) + size), slice(int(x), int(x) + size)
        tried.append((float(image[rows, columns].std()), rows, columns))
    _, rows, columns = max(tried, key=lambda window: window[0])
    return image[rows, columns], truth[rows, columns]


def background(image: Pixels) -> NDArray[np.uint8]:
    """Return the commonest colour of the border of ``image`` (H, W, 3)."""
    border = np.concatenate([image[0], image[-1], image[:, 0], image[:, -1]])
    codes = border.astype(np.int64) @ np.array([65536, 256, 1])
    values, counts = np.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return np.array([code >> 16, code >> 8 & 255, code & 255], np.uint8)


def _linear(rng: np.random.Generator) -> NDArray[np.float64]:
    angle = rng.uniform(-_ANGLE, _ANGLE)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shear = np.array([[1.0, rng.uniform(-_SHEAR, _SHEAR)], [rng.uniform(-_SHEAR, _SHEAR) / 2, 1.0]])
    stretch = np.diag(np.exp(rng.uniform(-_STRETCH, _STRETCH, 2)))
    # Mirrored letters are no letters: the paper's flip is kept rare.
    flip = np.diag([-1.0, 1.0]) if rng.random() < 0.1 else np.eye(2)
    linear: NDArray[np.float64] = turn @ shear @ stretch @ flip
    return linear


def _shrink(pixels: Pixels, size: int) -> Pixels:
    return cv2.resize(pixels, (size, size), interpolation=cv2.INTER_AREA).astype(np.uint8)
