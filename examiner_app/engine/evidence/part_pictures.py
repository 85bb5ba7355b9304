"""The parts of two marks as colours: what a cell adds to the similarity, and what answers it.

Blue and orange are told apart by every kind of colour vision; nothing is no colour at all, so that
the mark shows through.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.description import Plane
from examiner_app.engine.evidence.answering import Answering, Parts
from examiner_app.engine.methods import METHODS
from examiner_app.engine.pictures import Legend
from examiner_app.translation import tr

FOR: Final[Colour] = (213, 82, 0)
"""Of what makes the two alike."""

AGAINST: Final[Colour] = (0, 96, 190)
"""Of what makes them differ."""

ANSWER: Final[Colour] = (120, 28, 140)
"""Of what answers the cell that is pointed at."""

STRONGEST: Final = 0.88
"""Opacity of the strongest colour."""

FAINT_COSINE: Final = 0.3
"""Columns that are no more alike than this are not coloured: any two are that much alike†."""


def contribution_pixels(parts: Parts, most: float) -> NDArray[np.uint8]:
    """Return cells (g, g, 4), straight alpha, in which ``most`` has the full colour."""
    return signed_pixels(parts.contributions, most)


def signed_pixels(values: Plane, most: float) -> NDArray[np.uint8]:
    """Colour values by their sign, the more strongly the farther from zero."""
    share = np.clip(np.abs(values) / most, 0, 1) if most > 0 else np.zeros_like(values)
    rgba = np.empty((*values.shape, 4), np.uint8)
    sides = np.array((AGAINST, FOR), np.uint8)
    rgba[..., :3] = sides[(values >= 0).astype(np.intp)]
    rgba[..., 3] = np.rint(255 * STRONGEST * share)
    return rgba


def answer_pixels(cosines: Plane) -> NDArray[np.uint8]:
    """Colour how alike each cell's column is to that of the cell pointed at."""
    share = np.clip((cosines - FAINT_COSINE) / (1 - FAINT_COSINE), 0, 1)
    rgba = np.empty((*cosines.shape, 4), np.uint8)
    rgba[..., :3] = ANSWER
    rgba[..., 3] = np.rint(255 * STRONGEST * share)
    return rgba


def strongest(answering: Answering) -> float:
    """Return the largest contribution of any cell of the two, of either sign."""
    both = (answering.candidate.contributions, answering.match.contributions)
    return float(max(np.abs(cells).max() for cells in both))


def contribution_legend(answering: Answering) -> Legend:
    """Return what the colours of the contributions mean."""
    most = strongest(answering)
    ramp = _on_white(signed_pixels(np.linspace(-most, most, 256, dtype=np.float32)[None], most))
    title = tr(
        "Adds to the cosine {similarity}, {method}",
        similarity=signed(answering.similarity, 2),
        method=METHODS[answering.method].name,
    )
    return Legend(title, signed(-most, 3), signed(most, 3), ramp)


def answer_legend() -> Legend:
    """Return what the colours of an answer mean."""
    ramp = _on_white(answer_pixels(np.linspace(0, 1, 256, dtype=np.float32)[None]))
    return Legend(tr("How alike to the marked part, cosine"), "0", "1", ramp)


def signed(value: float, digits: int) -> str:
    """Return a number with a true minus sign."""
    text = f"{value:.{digits}f}"
    return text.replace("-", "−") if float(text) else text.removeprefix("-")


def _on_white(rgba: NDArray[np.uint8]) -> NDArray[np.uint8]:
    alpha = rgba[0, :, 3:].astype(np.float32) / 255
    ramp: NDArray[np.uint8] = np.rint(255 + (rgba[0, :, :3] - np.float32(255)) * alpha).astype(
        np.uint8
    )
    return ramp
