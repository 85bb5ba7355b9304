"""Thumbnails of a register: WebP pictures one after the other in one file."""

from __future__ import annotations

import io
import mmap
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from examiner_app.engine.register.vectors import map_rows
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

THUMBNAILS: Final = "thumbnails.bin"
THUMBNAIL_SPANS: Final = "thumbnails.i64"
LONGEST_SIDE: Final = 256
QUALITY: Final = 65


def encode_thumbnail(pixels: NDArray[np.uint8]) -> bytes:
    """Shrink an image (H, W, 3) so that its longest side is at most 256 pixels; encode as WebP."""
    image = Image.fromarray(pixels)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", quality=QUALITY, method=6)
    return buffer.getvalue()


class Thumbnails:
    """Read access to the thumbnails; safe to use from several threads."""

    def __init__(self, folder: Path, count: int) -> None:
        path = folder / THUMBNAILS
        # One row per mark: first byte and length. Repeats share one picture.
        self._spans: NDArray[np.int64] = map_rows(folder / THUMBNAIL_SPANS, np.int64, (count, 2))
        filled = int(self._spans.sum(axis=1).max(initial=0))
        map_rows(path, np.uint8, (filled,))
        self._map: mmap.mmap | None = None
        if filled:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), filled, access=mmap.ACCESS_READ)

    def read(self, index: int) -> bytes:
        """Return the WebP bytes of the mark in row ``index``.

        Raises:
            IndexError: There is no such row.
            RegisterError: The register was closed.
        """
        if not 0 <= index < len(self._spans):
            raise IndexError(tr("The register has no mark {index}.", index=index))
        start, length = (int(value) for value in self._spans[index])
        if self._map is None:
            raise RegisterError(tr("The register is closed: open it again."))
        return self._map[start : start + length]

    def close(self) -> None:
        """Release the file."""
        if self._map is not None:
            self._map.close()
            self._map = None
