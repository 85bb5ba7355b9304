"""Marks by type for VGGCAM-16: the paper's TT set (4.1), balanced, drawn on the fly."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.scenes import worn
from examiner_app.engine.synthesis.text_pixels import paint_mark

_PLAIN_CHANCE = 0.78
_LEAST_TEXT = 0.0012  # of the image: less lettering than this would make the label a lie


def mark_type(
    rng: np.random.Generator, figures: FigureLibrary, fonts: FontLibrary, size: int = 300
) -> tuple[NDArray[np.uint8], MarkType]:
    """Return one mark and its type, each of the three as likely.

    Args:
        rng: Decides everything; the same state gives the same mark.
        figures: Where figures come from.
        fonts: Where fonts come from.
        size: Side S of the square, in pixels.

    Returns:
        Image (S, S, 3) uint8 RGB and its type.
    """
    kind = MarkType(int(rng.integers(len(MarkType))))
    while True:
        image, truth = paint_mark(rng, figures, fonts, size, kind, plain_chance=_PLAIN_CHANCE)
        if kind is MarkType.FIGURE_ONLY or float(truth.mean()) >= _LEAST_TEXT:
            return worn(rng, image), kind
