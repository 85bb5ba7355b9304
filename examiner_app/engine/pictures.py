"""The layers of a candidate as pictures, and ranks as short text and colour (Fig. 5, Table 2)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.colour_maps import (
    PAPER,
    TEXT_COLOUR,
    Colour,
    heat,
    ramp,
    text_ramp,
    tint,
)
from examiner_app.engine.description import Layers, Plane, TextRemoval
from examiner_app.engine.logo import Logo, Pixels, resize
from examiner_app.translation import tr

FILED: Final = "filed"
TEXT: Final = "text"
SSA: Final = "ssa"
CAM: Final = "cam"
ATRHA: Final = "atrha"

BOX_COLOUR: Final[Colour] = (0, 92, 214)
DIM_COLOUR: Final[Colour] = (92, 98, 108)
_DIM_ALPHA: Final = 176
_REMOVED_ALPHA: Final = 224
_KEPT_ALPHA: Final = 104
_BOX_LINE: Final = 0.006
"""Width of the box's line as a share of the longer side."""

_STRIP: Final = 1 << 16
"""Pixels that are blended at once."""

SSA_RANGE: Final = (0.5, 1.5)
"""All values that α = 1 + b − I can take with b = 0.5 (Eq. 3)."""


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer that an examiner can look at.

    Attributes:
        key: Stable name.
        title: For people.
        explanation: One line: what it shows.
    """

    key: str
    title: str
    explanation: str


LAYERS: Final[tuple[LayerInfo, ...]] = (
    LayerInfo(FILED, "As filed", "The candidate as it was filed."),
    LayerInfo(TEXT, "Text mask", "How likely each pixel belongs to text, says the U-Net."),
    LayerInfo(SSA, "SSA", "Segmentation attention: text counts less than the rest."),
    LayerInfo(CAM, "CAM", "Class activation map: where the mark-type network sees a figure."),
    LayerInfo(
        ATRHA, "ATRHA crop", "The figure's box, searched by the methods that leave text out."
    ),
)


@dataclass(frozen=True, slots=True, eq=False)
class Legend:
    """What the colours of a layer mean.

    Attributes:
        title: The quantity.
        low: Value of the first colour; empty where there are swatches.
        high: Value of the last colour; empty where there are swatches.
        colours: (256, 3) uint8 ramp from ``low`` to ``high``, or swatches: colour and label.
    """

    title: str
    low: str
    high: str
    colours: NDArray[np.uint8] | tuple[tuple[Colour, str], ...]


@dataclass(frozen=True, slots=True, eq=False)
class LayerPicture:
    """A layer, ready to be laid over the mark; it covers the mark exactly.

    Attributes:
        key: Which layer.
        rgba: (h, w, 4) uint8, straight alpha at full opacity.
        legend: What its colours mean.
    """

    key: str
    rgba: NDArray[np.uint8]
    legend: Legend


def layer_picture(
    key: str,
    logo: Logo,
    layers: Layers,
    max_side: int | None = 1024,
    colours: str = PAPER,
) -> LayerPicture:
    """Paint a layer of a candidate.

    Args:
        key: One of ``LAYERS``.
        logo: The candidate as filed.
        layers: What the engine found in it, or in a region of it: the rest is dimmed then.
        max_side: Longest side of the picture, pixels; ``None`` for the candidate's own size.
        colours: One of ``COLOUR_MAPS``; in the paper's, the text mask is a tint and no heat map.

    Raises:
        KeyError: There is no such layer, or no such map.
    """
    width, height = _fit(logo.width, logo.height, max_side)
    if key == FILED:
        opaque = np.full((height, width, 1), 255, np.uint8)
        rgba = np.concatenate([resize(logo.pixels, width, height), opaque], axis=2)
        return LayerPicture(key, rgba, Legend(tr("As filed"), "", "", ()))
    if layers.place is None:
        return _layer(key, layers, width, height, colours)
    left, top, across, down = layers.place.inside(width, height)
    inside = _layer(key, layers, across, down, colours)
    rgba = np.full((height, width, 4), (*DIM_COLOUR, _DIM_ALPHA), np.uint8)
    rgba[top : top + down, left : left + across] = inside.rgba
    return replace(inside, rgba=rgba)


def _layer(key: str, layers: Layers, width: int, height: int, colours: str) -> LayerPicture:
    if key == TEXT:
        text = _scaled(layers.text, width, height)
        rgba = heat(text, 0.0, 1.0, colours) if colours != PAPER else tint(text)
        steps = ramp(colours) if colours != PAPER else text_ramp()
        return LayerPicture(key, rgba, Legend(tr("Text probability"), "0", "1", steps))
    if key == SSA:
        low, high = SSA_RANGE
        rgba = heat(layers.spread(layers.ssa, width, height), low, high, colours)
        legend = Legend(tr("SSA weight α"), f"{low}", f"{high}", ramp(colours))
        return LayerPicture(key, rgba, legend)
    if key == CAM:
        rgba = heat(layers.spread(layers.cam, width, height), 0.0, 1.0, colours)
        constant = bool(layers.cam.min() == layers.cam.max())
        title = tr("CAM: no place stands out") if constant else tr("CAM, scaled to this mark")
        return LayerPicture(key, rgba, Legend(title, "0", "1", ramp(colours)))
    if key == ATRHA:
        return _atrha(layers, width, height)
    raise KeyError(key)


def blend(logo_pixels: Pixels, picture: LayerPicture, opacity: float) -> Pixels:
    """Lay a layer over the mark's pixels (H, W, 3) at an opacity from 0 to 1."""
    height, width = logo_pixels.shape[:2]
    rgba = picture.rgba
    if rgba.shape[:2] != (height, width):
        rgba = cv2.resize(rgba, (width, height), interpolation=cv2.INTER_LINEAR).astype(np.uint8)
    share = np.float32(min(1.0, max(0.0, opacity)) / 255)
    mixed = np.empty_like(logo_pixels)
    # Strips that stay in the cache: a 40-megapixel candidate needs no gigabytes of floats.
    rows = max(1, _STRIP // width)
    for top in range(0, height, rows):
        strip = slice(top, top + rows)
        below = logo_pixels[strip].astype(np.float32)
        above = rgba[strip].astype(np.float32)
        below += (above[..., :3] - below) * (above[..., 3:] * share)
        mixed[strip] = np.rint(below)
    return mixed


def value_at(key: str, layers: Layers, x: int, y: int) -> float | None:
    """Return a layer's value at a pixel of the candidate; ``None`` where there is none."""
    height, width = layers.text.shape
    if layers.place is not None:
        x, y = x - layers.place.region.x, y - layers.place.region.y
    if not (0 <= x < width and 0 <= y < height):
        return None
    if key == TEXT:
        return float(layers.text[y, x])
    grids = {SSA: layers.ssa, CAM: layers.cam}
    return layers.sample(grids[key], x, y) if key in grids else None


def rounded_rank(rank: int) -> str:
    """Return a rank as the paper's Table 2 prints it: exact below 1,000, then 78k, then 2M."""
    if rank < 1_000:
        return str(rank)
    thousands = (rank + 500) // 1_000
    return f"{thousands}k" if thousands < 1_000 else f"{(rank + 500_000) // 1_000_000}M"


_RANK_COLOURS: Final[tuple[Colour, ...]] = ((20, 112, 58), (166, 124, 20), (236, 112, 98))
"""Green, amber, red; each lighter than the one before, so that grey print keeps the order."""


def rank_colour(rank: int, count: int) -> Colour:
    """Return the colour of a rank among ``count`` marks, even in the rank's logarithm."""
    share = 0.0 if count <= 1 else math.log(min(max(rank, 1), count)) / math.log(count)
    place = share * (len(_RANK_COLOURS) - 1)
    first = min(int(place), len(_RANK_COLOURS) - 2)
    return _between(_RANK_COLOURS[first], _RANK_COLOURS[first + 1], place - first)


def _fit(width: int, height: int, max_side: int | None) -> tuple[int, int]:
    longest = max(width, height)
    if max_side is None or longest <= max_side:
        return width, height
    scale = max_side / longest
    return max(1, round(width * scale)), max(1, round(height * scale))


def _scaled(plane: Plane, width: int, height: int) -> Plane:
    if plane.shape == (height, width):
        return plane
    scaled = cv2.resize(plane, (width, height), interpolation=cv2.INTER_AREA)
    return scaled.astype(np.float32, copy=False)


def _atrha(layers: Layers, width: int, height: int) -> LayerPicture:
    removal = layers.removal
    rows, columns = removal.text.shape
    left, top, right, bottom = _scaled_box(removal, width / columns, height / rows)
    text = removal.text.view(np.uint8)
    covered = cv2.resize(text * np.uint8(255), (width, height), interpolation=cv2.INTER_AREA) > 127
    # One packed word per pixel: four times fewer writes than channel by channel.
    packed = np.full((height, width), _pack(DIM_COLOUR, _DIM_ALPHA), np.uint32)
    line = max(1, round(_BOX_LINE * max(width, height)))
    core = slice(top + line, max(top, bottom - line)), slice(left + line, max(left, right - line))
    np.copyto(packed, _pack(TEXT_COLOUR, _REMOVED_ALPHA), where=covered)
    kept = np.where(covered[core], _pack(TEXT_COLOUR, _KEPT_ALPHA), np.uint32(0))
    packed[top:bottom, left:right] = _pack(BOX_COLOUR, 255)
    packed[core] = kept
    rgba: NDArray[np.uint8] = packed.view(np.uint8).reshape(height, width, 4)
    return LayerPicture(ATRHA, rgba, _atrha_legend(layers))


def _pack(colour: Colour, alpha: int) -> np.uint32:
    word: np.uint32 = np.array((*colour, alpha), np.uint8).view(np.uint32)[0]
    return word


def _scaled_box(removal: TextRemoval, across: float, down: float) -> tuple[int, int, int, int]:
    x, y, width, height = removal.box
    left, top = int(x * across), int(y * down)
    right = max(left + 1, math.ceil((x + width) * across - 1e-6))
    bottom = max(top + 1, math.ceil((y + height) * down - 1e-6))
    return left, top, right, bottom


def _atrha_legend(layers: Layers) -> Legend:
    removal = layers.removal
    x, y, width, height = removal.box
    inner = removal.text[y : y + height, x : x + width]
    if removal.fallback:
        whole = tr("Searched: the whole mark (no figure apart from the text)")
        if layers.place is not None:
            whole = tr("Searched: the whole region (no figure apart from the text)")
        swatches = [(BOX_COLOUR, whole)]
    else:
        left, top, *_ = layers.box
        searched = tr(
            "Searched: {width}×{height} px at {left}, {top}",
            width=width,
            height=height,
            left=left,
            top=top,
        )
        swatches = [(BOX_COLOUR, searched), (DIM_COLOUR, tr("Left out"))]
    if int(removal.text.sum()) > int(inner.sum()):
        swatches.append((TEXT_COLOUR, tr("Text removed")))
    if inner.any():
        pale = _between((255, 255, 255), TEXT_COLOUR, _KEPT_ALPHA / 255)
        swatches.append((pale, tr("Text inside the box: stays")))
    return Legend(tr("ATRHA crop"), "", "", tuple(swatches))


def _between(low: Colour, high: Colour, part: float) -> Colour:
    red, green, blue = (round(a + (b - a) * part) for a, b in zip(low, high, strict=True))
    return red, green, blue
