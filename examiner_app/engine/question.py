"""What exactly is asked about a candidate: which region of it, with which text mask."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.attention.correction import Correction, Mask
from examiner_app.engine.logo import Logo, Pixels, read_logo
from examiner_app.engine.region import Place, Region
from examiner_app.engine.strokes import Stroke
from examiner_app.errors import QuestionError
from examiner_app.translation import tr

TEXT_FROM: Final = 128
"""Grey from which on a pixel of a text mask's file is text."""

_SUBPIXELS: Final = 4
"""Bits of a pixel's fraction that the brush's way is drawn with."""


@dataclass(frozen=True, slots=True)
class MaskCorrection:
    """A text mask's correction on the pixels of the mark as filed, kept small.

    Attributes:
        width: Of the mark as filed.
        height: Of the mark as filed.
        added: Pixels that were made text by hand.
        taken: Pixels that were made other than text by hand.
        sha256: Digest of the size and of which pixels these are.
    """

    width: int
    height: int
    added: int
    taken: int
    sha256: str
    _bits: bytes = field(repr=False, compare=False)

    @classmethod
    def of(cls, added: Mask, taken: Mask) -> MaskCorrection:
        """Keep a correction: (H, W) each; what is in both counts as added."""
        taken = taken & ~added
        height, width = added.shape
        bits = np.packbits(added).tobytes() + np.packbits(taken).tobytes()
        digest = hashlib.sha256(f"{width}x{height}\n".encode() + bits).hexdigest()
        counts = int(np.count_nonzero(added)), int(np.count_nonzero(taken))
        return cls(width, height, *counts, digest, zlib.compress(bits, 1))

    @property
    def whole(self) -> bool:
        """Whether every pixel was set by hand, and nothing of the network's mask is left."""
        return self.added + self.taken == self.width * self.height

    def planes(self) -> tuple[Mask, Mask]:
        """Return what was added and what was taken away, (H, W) each."""
        bits = np.frombuffer(zlib.decompress(self._bits), np.uint8)
        count = self.width * self.height
        added, taken = (
            np.unpackbits(half, count=count).view(bool).reshape(self.height, self.width)
            for half in np.split(bits, 2)
        )
        return added, taken

    def check(self, width: int, height: int) -> None:
        """Check that it is that of a mark of the given size.

        Raises:
            QuestionError: It is not.
        """
        if (self.width, self.height) != (width, height):
            raise QuestionError(
                tr(
                    "The text mask has {width}×{height} pixels and the mark "
                    "{mark_width}×{mark_height}: give a mask of the mark's size.",
                    width=self.width,
                    height=self.height,
                    mark_width=width,
                    mark_height=height,
                )
            )

    def pack(self) -> bytes:
        """Return it as bytes to keep, for :meth:`unpack`."""
        return f"{self.width}x{self.height}\n".encode() + self._bits

    @classmethod
    def unpack(cls, data: bytes) -> MaskCorrection:
        """Return the correction that was packed.

        Raises:
            QuestionError: The bytes are damaged.
        """
        try:
            size, bits = data.split(b"\n", 1)
            width, height = (int(part) for part in size.split(b"x"))
            kept = cls(width, height, 0, 0, "", bits)
            return cls.of(*kept.planes())
        except (ValueError, zlib.error) as error:
            raise QuestionError(
                tr("The corrected text mask that was kept is damaged: correct it again.")
            ) from error


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one mark; without anything, the whole mark with the network's mask.

    Attributes:
        region: What of the mark is searched; all of it by default.
        correction: How the text mask was corrected by hand, inside the region.
    """

    region: Region | None = None
    correction: MaskCorrection | None = None

    def cut(self, logo: Logo) -> Logo:
        """Return what is searched, as a mark of its own."""
        if self.region is None:
            return logo
        pixels: Pixels = np.ascontiguousarray(logo.pixels[self.region.rows_and_columns])
        return Logo(pixels, logo.sha256, logo.name)

    def place(self, logo: Logo) -> Place | None:
        """Return where on the mark that lies; ``None`` for all of it."""
        return None if self.region is None else Place(self.region, logo.width, logo.height)

    def corrected(self) -> Correction | None:
        """Return the correction on the pixels of what is searched."""
        if self.correction is None:
            return None
        added, taken = self.correction.planes()
        if self.region is None:
            return Correction(added, taken)
        cut = self.region.rows_and_columns
        return Correction(np.ascontiguousarray(added[cut]), np.ascontiguousarray(taken[cut]))


PLAIN: Final = Question()
"""The whole mark, with the network's text mask."""


def ask(
    logo: Logo, region: Region | None = None, correction: MaskCorrection | None = None
) -> Question:
    """Ask about a region of a mark, with a corrected text mask, or about the whole mark.

    Of a correction, what lies outside the region is left out: it changes nothing.

    Raises:
        QuestionError: The region cannot be searched, or the correction is of another size.
    """
    if region is not None:
        region.check(logo.width, logo.height)
    if correction is None or not (correction.added or correction.taken):
        return Question(region)
    correction.check(logo.width, logo.height)
    if region is None:
        return Question(None, correction)
    inside = np.zeros((logo.height, logo.width), bool)
    inside[region.rows_and_columns] = True
    added, taken = correction.planes()
    within = MaskCorrection.of(added & inside, taken & inside)
    return Question(region, within if within.added or within.taken else None)


def correction_of(
    strokes: Iterable[Stroke], width: int, height: int, kept: MaskCorrection | None = None
) -> MaskCorrection:
    """Draw the strokes of a brush, the later over the earlier, on a mark's pixels.

    Args:
        strokes: The strokes.
        width: Of the mark, pixels.
        height: Of the mark, pixels.
        kept: A former correction that they are drawn over.

    Raises:
        QuestionError: That one is of another size.
    """
    values: NDArray[np.uint8] = np.zeros((height, width), np.uint8)
    if kept is not None:
        kept.check(width, height)
        added, taken = kept.planes()
        values[added], values[taken] = 1, 2
    for stroke in strokes:
        _draw(values, stroke, 1 if stroke.adds else 2)
    return MaskCorrection.of(values == 1, values == 2)


def read_text_mask(path: Path) -> MaskCorrection:
    """Read a text mask that replaces the network's: grey, light where there is text.

    Raises:
        LogoError: The file cannot be read.
        QuestionError: It has colours.
    """
    pixels = read_logo(path).pixels
    if (pixels != pixels[..., :1]).any():
        raise QuestionError(
            tr(
                "{name} has colours and is no text mask: give a greyscale picture that is "
                "white where there is text.",
                name=path.name,
            )
        )
    text = pixels[..., 0] >= TEXT_FROM
    return MaskCorrection.of(text, ~text)


def _draw(values: NDArray[np.uint8], stroke: Stroke, value: int) -> None:
    """Draw a stroke as discs joined by bands; OpenCV's thick lines have whole widths only."""
    # In OpenCV's coordinates a pixel's middle is a whole number.
    way = (np.array(stroke.points, np.float64) - 0.5) * (1 << _SUBPIXELS)
    radius = max(0.5, stroke.size / 2) * (1 << _SUBPIXELS)
    points = np.rint(way).astype(np.int64)
    for x, y in points.tolist():
        cv2.circle(values, (x, y), round(radius), value, cv2.FILLED, cv2.LINE_8, _SUBPIXELS)
    for start, end in pairwise(way):
        along = end - start
        length = float(np.hypot(*along))
        if length:
            aside = np.array([-along[1], along[0]]) * (radius / length)
            band = np.rint([start + aside, end + aside, end - aside, start - aside])
            corners = band.astype(np.int32)
            cv2.fillConvexPoly(values, corners, value, cv2.LINE_8, _SUBPIXELS)
