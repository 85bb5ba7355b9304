"""Colours of heat maps: the paper's, and such as every reader can put in order.

The paper's blue to red (Fig. 5) looks alike at several values to the colour-blind and in grey
print. The others get lighter step by step, so their order is seen in lightness alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import Plane

Colour = tuple[int, int, int]
"""sRGB, 0 to 255."""

TEXT_COLOUR: Final[Colour] = (216, 0, 115)

PAPER: Final = "paper"
GREY: Final = "grey"

ColourMap = Literal["paper", "viridis", "cividis", "inferno", "grey"]
"""The names of ``COLOUR_MAPS``, as a type."""

COLOUR_MAPS: Final[Mapping[str, int | None]] = MappingProxyType(
    {
        PAPER: cv2.COLORMAP_JET,
        "viridis": cv2.COLORMAP_VIRIDIS,
        "cividis": cv2.COLORMAP_CIVIDIS,
        "inferno": cv2.COLORMAP_INFERNO,
        GREY: None,
    }
)
"""Stable names with OpenCV's numbers; grey is the value itself."""


@functools.cache
def ramp(colours: str = PAPER) -> NDArray[np.uint8]:
    """Return a map's colours (256, 3), from low to high; not to be changed.

    Raises:
        KeyError: There is no such map.
    """
    number = COLOUR_MAPS[colours]
    values = np.arange(256, dtype=np.uint8)[:, None]
    if number is None:
        grey: NDArray[np.uint8] = np.repeat(values, 3, axis=1)
        return _kept(grey)
    bgr = cv2.applyColorMap(values, number)
    return _kept(np.ascontiguousarray(bgr[:, 0, ::-1], np.uint8))


@functools.cache
def text_ramp() -> NDArray[np.uint8]:
    """Return the text mask's colours (256, 3), white to the one strong colour."""
    share = np.linspace(0, 1, 256, dtype=np.float32)[:, None]
    strong = np.array(TEXT_COLOUR, np.float32)
    return _kept(np.rint(255 + (strong - 255) * share).astype(np.uint8))


def heat(plane: Plane, low: float, high: float, colours: str = PAPER) -> NDArray[np.uint8]:
    """Paint values as an opaque heat map.

    Args:
        plane: (h, w); values beyond ``low`` and ``high`` have the colours of these.
        low: Value of the first colour.
        high: Value of the last colour.
        colours: One of ``COLOUR_MAPS``.

    Returns:
        (h, w, 4) uint8.
    """
    grey = levels(plane, low, high)
    number = COLOUR_MAPS[colours]
    if number is None:
        return cv2.cvtColor(grey, cv2.COLOR_GRAY2RGBA).astype(np.uint8, copy=False)
    bgr = cv2.applyColorMap(grey, number)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGBA).astype(np.uint8, copy=False)


def tint(probability: Plane) -> NDArray[np.uint8]:
    """Paint a probability (h, w) as one strong colour, as opaque as it is likely (h, w, 4)."""
    rgba = np.empty((*probability.shape, 4), np.uint8)
    rgba[..., :3] = TEXT_COLOUR
    rgba[..., 3] = levels(probability, 0.0, 1.0)
    return rgba


def levels(plane: Plane, low: float, high: float) -> NDArray[np.uint8]:
    """Return values as whole numbers, 0 at ``low`` to 255 at ``high``."""
    scaled: Plane = (plane - np.float32(low)) * np.float32(255 / (high - low))
    result: NDArray[np.uint8] = np.rint(np.clip(scaled, 0, 255)).astype(np.uint8)
    return result


def _kept(colours: NDArray[np.uint8]) -> NDArray[np.uint8]:
    colours.flags.writeable = False
    return colours
