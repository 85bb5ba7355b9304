"""A mark with layers over it, scaled to the view; moving a slider scales nothing anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QImage, QPainter

from examiner_app.gui.images import Fitted

_PIXELS_FROM: Final = 6.0
"""Enlarged so much or more, the mark shows its pixels as squares."""

_KEPT: Final = 10
"""Scaled pictures that are kept: a mark with four layers, at the present size and the last."""


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """One layer as it lies over the mark.

    Attributes:
        key: Which one.
        image: Its picture, covering the mark exactly; ``None`` until it is painted.
        opacity: 0 to 1.
    """

    key: str
    image: QImage | None
    opacity: float


class LayerPainter:
    """Paints a mark and the layers over it."""

    def __init__(self) -> None:
        self._fitted = Fitted(_KEPT)

    def paint_mark(self, painter: QPainter, place: QRect, mark: QImage) -> None:
        """Paint the mark, which is the ground of everything."""
        ratio = _device_ratio(painter)
        enlarged = place.width() * ratio / mark.width()
        self._paint(painter, place, mark, ratio, smooth=enlarged < _PIXELS_FROM)

    def paint_layer(
        self, painter: QPainter, place: QRect, picture: QImage, opacity: float, *, lasts: bool
    ) -> None:
        """Paint a layer over what is there.

        Args:
            painter: Of the view; its clip holds.
            place: Where the mark lies.
            picture: The layer.
            opacity: 0 to 1.
            lasts: Whether the picture stays as it is, so that it is worth keeping scaled.
        """
        painter.setOpacity(opacity)
        self._paint(painter, place, picture, _device_ratio(painter), smooth=True, lasts=lasts)
        painter.setOpacity(1)

    def _paint(
        self,
        painter: QPainter,
        place: QRect,
        picture: QImage,
        ratio: float,
        *,
        smooth: bool,
        lasts: bool = True,
    ) -> None:
        if lasts and place.width() * ratio <= picture.width():
            painter.drawImage(place, self._fitted.get(picture, place.size(), ratio))
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(QRectF(place), picture)


def _device_ratio(painter: QPainter) -> float:
    device = painter.device()
    return 1.0 if device is None else float(device.devicePixelRatioF())
