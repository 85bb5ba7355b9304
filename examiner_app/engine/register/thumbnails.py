"""Thumbnails of a register: WebP pictures one after the other in one file."""

from __future__ import annotations

import io
import os
import threading
import weakref
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
    """Read access to the thumbnails; safe to use from several threads.

    Read, not mapped: while a mapped page comes from a disk, the interpreter is locked for all.
    """

    def __init__(self, folder: Path, count: int) -> None:
        path = folder / THUMBNAILS
        # One row per mark: first byte and length. Repeats share one picture.
        self._spans: NDArray[np.int64] = map_rows(folder / THUMBNAIL_SPANS, np.int64, (count, 2))
        filled = int(self._spans.sum(axis=1).max(initial=0))
        map_rows(path, np.uint8, (filled,))
        self._name = path.name
        self._lock = threading.Lock()
        self._file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        # Also where whoever opened it forgot to close it, or failed before it could.
        self._close = weakref.finalize(self, os.close, self._file)

    def read(self, index: int) -> bytes:
        """Return the WebP bytes of the mark in row ``index``.

        Raises:
            IndexError: There is no such row.
            RegisterError: The register was closed, or its file cannot be read.
        """
        if not 0 <= index < len(self._spans):
            raise IndexError(tr("The register has no mark {index}.", index=index))
        start, length = (int(value) for value in self._spans[index])
        with self._lock:
            if not self._close.alive:
                raise RegisterError(tr("The register is closed: open it again."))
            try:
                os.lseek(self._file, start, os.SEEK_SET)
                found = os.read(self._file, length)
            except OSError as error:
                raise RegisterError(
                    tr(
                        "{file} of the register cannot be read: {error}",
                        file=self._name,
                        error=error,
                    )
                ) from error
        if len(found) < length:
            raise RegisterError(
                tr("{file} of the register was cut off: check the register.", file=self._name)
            )
        return found

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._close()
