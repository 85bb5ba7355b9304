"""Pixels of the engine as images of Qt; safe in workers, for QImage needs no screen."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LONGEST_SHOWN: Final = 1600
"""Longest side of a picture that is shown, pixels; more than any view has."""


def to_image(pixels: NDArray[np.uint8], longest: int = LONGEST_SHOWN) -> QImage:
    """Return (H, W, 3) RGB or (H, W, 4) RGBA as an image no longer than ``longest``."""
    height, width, channels = pixels.shape
    format_in, format_out = {
        3: (QImage.Format.Format_RGB888, QImage.Format.Format_RGB32),
        4: (QImage.Format.Format_RGBA8888, QImage.Format.Format_ARGB32_Premultiplied),
    }[channels]
    image = QImage(pixels.tobytes(), width, height, width * channels, format_in)
    # Converting copies, so the image owns its memory from here on.
    return shrink(image.convertToFormat(format_out), longest)


def shrink(image: QImage, longest: int) -> QImage:
    """Return ``image``, smaller if its longest side is more than ``longest``."""
    if max(image.width(), image.height()) <= longest:
        return image
    size = image.size().scaled(QSize(longest, longest), Qt.AspectRatioMode.KeepAspectRatio)
    return image.scaled(
        size.expandedTo(QSize(1, 1)),
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )


class Fitted:
    """Images scaled for the screen, the latest ones kept: painting never scales twice."""

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._kept: OrderedDict[tuple[int, int, int, float], QImage] = OrderedDict()

    def get(self, image: QImage, size: QSize, ratio: float) -> QImage:
        """Return ``image`` scaled to ``size`` logical pixels on a screen of the given ratio."""
        key = (image.cacheKey(), size.width(), size.height(), ratio)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        scaled = image.scaled(
            (size * ratio).expandedTo(QSize(1, 1)),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        scaled.setDevicePixelRatio(ratio)
        self._kept[key] = scaled
        if len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return scaled


def fit(size: QSize, room: QRect) -> QRect:
    """Return where something of ``size`` lies when it fills ``room``, aspect kept, centred."""
    fitted = size.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
    place = QRect(room.topLeft(), fitted.expandedTo(QSize(1, 1)))
    place.moveCenter(room.center())
    return place


def to_png(image: QImage) -> bytes:
    """Return an image as the bytes of a PNG file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())
