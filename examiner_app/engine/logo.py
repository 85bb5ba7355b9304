"""Read and validate a logo, and letterbox it to a network's input (paper 4.1, 4.4)."""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

# Named, for Pillow would else import all of its readers to find these two.
from PIL import (
    Image,
    TiffImagePlugin,  # noqa: F401
    UnidentifiedImageError,
    WebPImagePlugin,  # noqa: F401
)

from examiner_app.engine.srgb import WHITE, to_srgb
from examiner_app.errors import LogoError
from examiner_app.translation import tr

Pixels = NDArray[np.uint8]
"""Image of shape (H, W, 3), sRGB, 8 bits per channel."""

INPUT_SIZE: Final = 300
"""Side of the square that the backbone sees, pixels (paper 4.4)."""

FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP", "PPM")
"""Pillow's readers that are let near a file; others (EPS) start programs of their own."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest image that is accepted.

    Attributes:
        pixels: Width times height.
        bytes: Size of the file.
    """

    pixels: int = 40_000_000
    bytes: int = 50_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Logo:
    """A mark's image as filed.

    Attributes:
        pixels: (H, W, 3) sRGB.
        sha256: Digest of the file's bytes, in hexadecimal; of a later page see ``pages``.
        name: File name, for people, with the page where the file has several.
        page: Which page of the file it is, from 1.
        pages: Pages of the file.
    """

    pixels: Pixels
    sha256: str
    name: str
    page: int = 1
    pages: int = 1

    @property
    def file(self) -> str:
        """File name alone."""
        return self.name.removesuffix(page_suffix(self.page, self.pages))

    @property
    def width(self) -> int:
        """Width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Height in pixels."""
        return int(self.pixels.shape[0])


def page_suffix(page: int, pages: int) -> str:
    """Return what follows a file's name where it has several pages."""
    return f", page {page} of {pages}" if pages > 1 else ""


@dataclass(frozen=True, slots=True)
class Letterbox:
    """How an image was fitted into a square, so that it can be undone exactly.

    Attributes:
        side: Side of the square, pixels.
        left: First column of the image inside the square.
        top: First row of the image inside the square.
        width: Width of the image inside the square.
        height: Height of the image inside the square.
        source_width: Width of the original image.
        source_height: Height of the original image.
    """

    side: int
    left: int
    top: int
    width: int
    height: int
    source_width: int
    source_height: int

    @classmethod
    def fit(cls, source_width: int, source_height: int, side: int) -> Letterbox:
        """Centre an image of the given size in a square of ``side`` pixels, aspect kept."""
        scale = side / max(source_width, source_height)
        width = min(side, max(1, round(source_width * scale)))
        height = min(side, max(1, round(source_height * scale)))
        return cls(
            side,
            (side - width) // 2,
            (side - height) // 2,
            width,
            height,
            source_width,
            source_height,
        )

    def apply(self, pixels: Pixels, fill: int = WHITE) -> Pixels:
        """Return ``pixels`` (H, W, 3) on a square (side, side, 3) of the colour ``fill``."""
        square = np.full((self.side, self.side, 3), fill, np.uint8)
        inside = resize(pixels, self.width, self.height)
        square[self.top : self.top + self.height, self.left : self.left + self.width] = inside
        return square

    def undo(self, plane: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return a plane (side, side) of values on the original's pixels (H, W), bilinearly."""
        inside = plane[self.top : self.top + self.height, self.left : self.left + self.width]
        size = (self.source_width, self.source_height)
        result = cv2.resize(np.ascontiguousarray(inside), size, interpolation=cv2.INTER_LINEAR)
        return result.astype(np.float32, copy=False)


def resize(pixels: Pixels, width: int, height: int) -> Pixels:
    """Resize (H, W, 3) by area where it shrinks and by cubic interpolation where it grows."""
    if pixels.shape[:2] == (height, width):
        return pixels
    shrinks = width * height < pixels.shape[0] * pixels.shape[1]
    interpolation = cv2.INTER_AREA if shrinks else cv2.INTER_CUBIC
    return cv2.resize(pixels, (width, height), interpolation=interpolation).astype(np.uint8)


def letterbox(pixels: Pixels, side: int = INPUT_SIZE) -> tuple[Pixels, Letterbox]:
    """Fit an image into a white square; return the square and the geometry to undo it."""
    geometry = Letterbox.fit(pixels.shape[1], pixels.shape[0], side)
    return geometry.apply(pixels), geometry


def read_logo(path: Path, limits: Limits | None = None) -> Logo:
    """Read an image file as a logo.

    Raises:
        LogoError: The file is missing, a folder, too large, or no readable image.
    """
    return decode_logo(read_image_file(path, limits), path.name, limits)


def read_image_file(path: Path, limits: Limits | None = None) -> bytes:
    """Return the bytes of an image file, which are not looked at yet.

    Raises:
        LogoError: The file is missing, a folder, or too large.
    """
    if path.is_dir():
        raise LogoError(tr("{name} is a folder: choose one image file.", name=path.name))
    limits = limits or Limits()
    try:
        size = path.stat().st_size
        if size > limits.bytes:
            raise LogoError(_too_many_bytes(path.name, size, limits))
        return path.read_bytes()
    except FileNotFoundError:
        raise LogoError(
            tr("{name} is not there any more: choose another file.", name=path.name)
        ) from None
    except OSError as error:
        reason = error.strerror or tr("input error")
        raise LogoError(
            tr(
                "{name} cannot be read ({reason}): check its permissions.",
                name=path.name,
                reason=reason,
            )
        ) from error


def decode_logo(data: bytes, name: str, limits: Limits | None = None) -> Logo:
    """Decode the bytes of an image file as a logo: oriented by EXIF, on white, in sRGB.

    Raises:
        LogoError: The bytes are too many, too large an image, or no readable image.
    """
    limits = limits or Limits()
    if len(data) > limits.bytes:
        raise LogoError(_too_many_bytes(name, len(data), limits))
    try:
        with warnings.catch_warnings():
            # Pillow warns of oddities (palette transparency, bombs); the limits below decide.
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=FORMATS) as image:
                _check_size(image, name, limits)
                pixels = to_srgb(image)
    except UnidentifiedImageError:
        raise LogoError(
            tr(
                "{name} is not an image that can be read: use PNG, JPEG, TIFF, WebP, GIF or BMP.",
                name=name,
            )
        ) from None
    except Image.DecompressionBombError:
        raise LogoError(_too_many_pixels(name, limits)) from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise LogoError(
            tr("{name} is damaged and cannot be decoded: save it again.", name=name)
        ) from error
    return Logo(pixels, hashlib.sha256(data).hexdigest(), name)


def logo_from_pixels(pixels: Pixels, name: str) -> Logo:
    """Make a logo of an image in memory (H, W, 3); its digest is that of its PNG.

    Raises:
        LogoError: The array is empty or not (H, W, 3).
    """
    if pixels.ndim != 3 or pixels.shape[2] != 3 or not pixels.size:
        raise LogoError(tr("{name} holds no picture: copy an image and paste it again.", name=name))
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    return Logo(pixels, hashlib.sha256(buffer.getvalue()).hexdigest(), name)


def _check_size(image: Image.Image, name: str, limits: Limits) -> None:
    width, height = image.size
    if width < 1 or height < 1:
        raise LogoError(tr("{name} holds no pixels: save it again.", name=name))
    if width * height > limits.pixels:
        raise LogoError(_too_many_pixels(name, limits, width, height))


def _too_many_bytes(name: str, size: int, limits: Limits) -> str:
    return tr(
        "{name} has {size:.0f} MB, more than the {most:.0f} MB allowed: save it smaller.",
        name=name,
        size=size / 1e6,
        most=limits.bytes / 1e6,
    )


def _too_many_pixels(name: str, limits: Limits, width: int = 0, height: int = 0) -> str:
    size = tr("{width}×{height} pixels", width=width, height=height)
    return tr(
        "{name} has {size}, more than the {most:.0f} megapixels allowed: save it smaller.",
        name=name,
        size=size if width else tr("too many pixels"),
        most=limits.pixels / 1e6,
    )
