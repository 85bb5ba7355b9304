"""Pixel-exact truth for the text mask: the paper's PTL set (4.1), drawn on the fly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.arrangements import ARRANGE
from examiner_app.engine.synthesis.canvas import Block, Canvas
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.parts import Workshop
from examiner_app.engine.synthesis.scenes import background, plain_background, worn

TYPE_SHARES: dict[MarkType, float] = {
    MarkType.TEXT_ONLY: 0.25,
    MarkType.FIGURE_ONLY: 0.17,
    MarkType.FIGURE_AND_TEXT: 0.58,
}
"""Most pixels are learnt from marks that hold both; the others teach what is not there."""

_PLAIN_CHANCE = 0.62


def text_pixels(
    rng: np.random.Generator, figures: FigureLibrary, fonts: FontLibrary, size: int = 256
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return one synthetic mark and where its lettering is (paper 4.1).

    A pixel is text iff the mark with its lettering differs from the same mark without it by at
    least 0.05 in any channel, before scanning and JPEG noise.

    Args:
        rng: Decides everything; the same state gives the same mark.
        figures: Where figures come from.
        fonts: Where fonts come from.
        size: Side S of the square, in pixels.

    Returns:
        Image (S, S, 3) uint8 RGB and truth (S, S) bool.
    """
    kinds = tuple(TYPE_SHARES)
    kind = kinds[int(rng.choice(len(kinds), p=tuple(TYPE_SHARES.values())))]
    image, truth = paint_mark(rng, figures, fonts, size, kind)
    return worn(rng, image), truth


def paint_mark(
    rng: np.random.Generator,
    figures: FigureLibrary,
    fonts: FontLibrary,
    size: int,
    kind: MarkType,
    *,
    plain_chance: float = _PLAIN_CHANCE,
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return a clean mark of type ``kind`` (S, S, 3) with its text truth (S, S), letterboxed."""
    return paint_in(Workshop.open(rng, figures, fonts), size, kind, plain_chance=plain_chance)


def paint_in(
    shop: Workshop, size: int, kind: MarkType, *, plain_chance: float = _PLAIN_CHANCE
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return what :func:`paint_mark` does, made in a given workshop."""
    block = ARRANGE[kind](shop)
    canvas = _canvas(shop, block, size, plain_chance)
    return canvas.image(), canvas.truth()


def _canvas(shop: Workshop, block: Block, size: int, plain_chance: float) -> Canvas:
    """Paint ``block`` as an input would show it: as wide as its file, white above and below."""
    margin = shop.between(0.0, 0.12) if shop.chance(0.8) else shop.between(0.12, 0.5)
    room = size * (1.0 - margin)
    unit = min(room / block.w, room / block.h)
    w, h = block.w * unit, block.h * unit
    slack_x, slack_y = size - w, size - h
    x = slack_x * (shop.between(0.0, 1.0) if shop.chance(0.15) else 0.5)
    y = slack_y * (shop.between(0.0, 1.0) if shop.chance(0.15) else 0.5)
    ground = plain_background(size, size)
    if not shop.chance(plain_chance):
        # A coloured file is letterboxed like any other: its own box is coloured, the rest white.
        pad = size * shop.between(0.0, 0.12)
        top, left = max(0, int(y - pad)), max(0, int(x - pad))
        bottom, right = min(size, int(y + h + pad) + 1), min(size, int(x + w + pad) + 1)
        if shop.chance(0.5):
            top, left, bottom, right = 0, 0, size, size
        ground[top:bottom, left:right] = background(shop.rng, bottom - top, right - left)
    canvas = Canvas(ground)
    canvas.paint(block, (x, y, w, h))
    return canvas
