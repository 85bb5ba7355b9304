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
    premultiplied = pixels.shape[2] == 4 and max(pixels.shape) > longest
    pixels = _shrink_pixels(pixels, longest)
    height, width, channels = pixels.shape
    format_in, format_out = {
        3: (QImage.Format.Format_RGB888, QImage.Format.Format_RGB32),
        4: (QImage.Format.Format_RGBA8888, QImage.Format.Format_ARGB32_Premultiplied),
    }[channels]
    if premultiplied:
        format_in = QImage.Format.Format_RGBA8888_Premultiplied
    image = QImage(pixels.tobytes(), width, height, width * channels, format_in)
    # Converting copies, so the image owns its memory from here on.
    return image.convertToFormat(format_out)


def read_image(data: bytes) -> QImage:
    """Return the image in the bytes of a file, as a register keeps thumbnails; null if damaged.

    Not by Qt: its readers keep the interpreter locked and, where one asks all of them what the
    bytes are, connect signals. A worker that waits there for a lock of Qt's which the window holds,
    while the window waits for the interpreter, waits for ever.
    """
    import cv2
    import numpy as np

    if not data:
        return QImage()
    try:
        pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error:
        pixels = None
    if pixels is None:
        return QImage()
    height, width = pixels.shape[:2]
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_BGR888)
    # Converting copies, so the image owns its memory from here on.
    return image.convertToFormat(QImage.Format.Format_RGB32)


def _shrink_pixels(pixels: NDArray[np.uint8], longest: int) -> NDArray[np.uint8]:
    """Return pixels no longer than ``longest``; where they are RGBA and shrunk, premultiplied.

    NumPy and OpenCV work with the interpreter unlocked; Qt would hold it, and the window still,
    for as long as scaling a huge logo takes.
    """
    height, width = pixels.shape[:2]
    if max(height, width) <= longest:
        return pixels
    from examiner_app.engine.logo import resize

    if pixels.shape[2] == 4:
        # The colour of what cannot be seen must not mix into its neighbours.
        pixels = pixels.copy()
        for channel in range(3):
            pixels[..., channel] = pixels[..., channel].astype("uint16") * pixels[..., 3] // 255
    scale = longest / max(height, width)
    return resize(pixels, max(1, round(width * scale)), max(1, round(height * scale)))


class Fitted:
    """Images scaled for the screen, the latest ones kept: painting never scales twice.

    Small ones are scaled from halves that are kept too: another size then costs a quarter.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._kept: OrderedDict[tuple[int, int, int, float], QImage] = OrderedDict()
        self._halves: OrderedDict[int, QImage] = OrderedDict()

    def get(self, image: QImage, size: QSize, ratio: float) -> QImage:
        """Return ``image`` scaled to ``size`` logical pixels on a screen of the given ratio."""
        key = (image.cacheKey(), size.width(), size.height(), ratio)
        kept = self._kept.get(key)
        if kept is not None:
            self._kept.move_to_end(key)
            return kept
        wanted = (size * ratio).expandedTo(QSize(1, 1))
        half = image.size() / 2
        small = wanted.width() <= half.width() and wanted.height() <= half.height()
        scaled = _scale(self._half(image) if small else image, wanted)
        scaled.setDevicePixelRatio(ratio)
        self._kept[key] = scaled
        if len(self._kept) > self._keep:
            self._kept.popitem(last=False)
        return scaled

    def _half(self, image: QImage) -> QImage:
        half = self._halves.get(image.cacheKey())
        if half is None:
            half = self._halves[image.cacheKey()] = _scale(image, image.size() / 2)
            if len(self._halves) > self._keep:
                self._halves.popitem(last=False)
        return half


def _scale(image: QImage, size: QSize) -> QImage:
    return image.scaled(
        size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


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
