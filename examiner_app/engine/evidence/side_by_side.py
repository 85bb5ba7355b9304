"""Two marks made ready to be looked at together: colours taken away, mirrored, aligned."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from examiner_app.engine.evidence.keypoints import Transform
from examiner_app.engine.logo import Pixels
from examiner_app.engine.srgb import WHITE

INK: Final = 0.45
"""How dark black is on a mark that is faded, 1 as it was."""


def greyscale(pixels: Pixels) -> Pixels:
    """Return a mark (H, W, 3) without its colours, by luma (ITU-R BT.601), as (H, W, 3)."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGB).astype(np.uint8, copy=False)


def faded(pixels: Pixels) -> Pixels:
    """Return a mark (H, W, 3) as a pale grey picture that colours can lie on."""
    grey = greyscale(pixels).astype(np.float32)
    pale: Pixels = np.rint(WHITE - (WHITE - grey) * np.float32(INK)).astype(np.uint8)
    return pale


def inverted(pixels: Pixels) -> Pixels:
    """Return the negative of a mark (H, W, 3)."""
    return cv2.bitwise_not(pixels).astype(np.uint8, copy=False)


def mirrored(pixels: Pixels) -> Pixels:
    """Return a mark (H, W, 3), left and right exchanged."""
    return np.ascontiguousarray(pixels[:, ::-1])


def aligned(pixels: Pixels, transform: Transform, width: int, height: int) -> Pixels:
    """Return a mark (H, W, 3) as it lies on another one (height, width, 3), white around it.

    Args:
        pixels: The mark.
        transform: (2, 3), from its pixels to the other's, as in ``Agreement``.
        width: Of the other mark, pixels.
        height: Of the other mark, pixels.
    """
    white = (WHITE, WHITE, WHITE)
    warped = cv2.warpAffine(
        pixels, transform, (width, height), flags=cv2.INTER_LINEAR, borderValue=white
    )
    return warped.astype(np.uint8, copy=False)
