"""The pictures of a report: the candidate under its layers, and the marks' thumbnails."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from examiner_app.engine.logo import resize
from examiner_app.engine.pictures import (
    ATRHA,
    FILED,
    LAYERS,
    TEXT,
    LayerInfo,
    Legend,
    blend,
    layer_picture,
)
from examiner_app.errors import ExaminerError

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.register.open import Register

CANDIDATE_SIDE: Final = 720
"""Longest side of the candidate in a report, pixels: 300 per inch at 6 cm."""

OPACITY: Final = {FILED: 1.0, TEXT: 0.9, ATRHA: 1.0}
"""How strongly a layer lies on the mark; heat maps let it shine through."""

HEAT_OPACITY: Final = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """An encoded picture.

    Attributes:
        data: Bytes of a PNG or WebP file.
        media_type: ``image/png`` or ``image/webp``.
        width: In pixels.
        height: In pixels.
    """

    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def uri(self) -> str:
        """The picture as a ``data:`` address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"

    def decode(self) -> Image.Image:
        """Return the picture in memory, RGB on white."""
        with Image.open(io.BytesIO(self.data), formats=("WEBP", "PNG")) as image:
            layered = image.convert("RGBA")
        ground = Image.new("RGBA", layered.size, (255, 255, 255, 255))
        return Image.alpha_composite(ground, layered).convert("RGB")


BY_HAND: Final = "Which pixels are taken for text, after a correction by hand."
"""What the text mask of a report is, where it is not the network's own."""


def candidate_layers(
    examination: Examination, *, filed_only: bool = False
) -> Iterator[tuple[LayerInfo, Picture, Legend | None]]:
    """Yield the candidate as filed and under each of its layers, with their legends."""
    logo = examination.logo
    layers = examination.description.layers
    scale = min(1.0, CANDIDATE_SIDE / max(logo.width, logo.height))
    size = max(1, round(logo.width * scale)), max(1, round(logo.height * scale))
    mark = resize(logo.pixels, *size)
    for info in LAYERS:
        if info.key == FILED:
            yield info, png(mark), None
        elif layers is not None and not filed_only:
            layer = layer_picture(info.key, logo, layers, CANDIDATE_SIDE)
            opacity = OPACITY.get(info.key, HEAT_OPACITY)
            by_hand = info.key == TEXT and examination.question.correction is not None
            seen = replace(info, explanation=BY_HAND) if by_hand else info
            yield seen, png(blend(mark, layer, opacity)), layer.legend


def stored_picture(register: Register, index: int) -> Picture | None:
    """Return a mark's thumbnail; ``None`` where it is damaged, so that the rest can be read."""
    try:
        data = register.thumbnail(index)
        with Image.open(io.BytesIO(data), formats=("WEBP",)) as image:
            image.load()
            media_type = Image.MIME[image.format or ""]
            return Picture(data, media_type, image.width, image.height)
    except (ExaminerError, OSError, ValueError, SyntaxError, KeyError):
        return None


def png(pixels: NDArray[np.uint8]) -> Picture:
    """Encode pixels (H, W, 3) as PNG."""
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG", optimize=False)
    return Picture(buffer.getvalue(), "image/png", pixels.shape[1], pixels.shape[0])
