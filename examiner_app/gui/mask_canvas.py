"""The brush's strokes over the text mask, painted as they are drawn; the search follows later."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Point, Stroke
from examiner_app.gui.state.question import Marking

TEXT: Final = QColor(216, 0, 115)
"""The colour of text in the engine's picture of the mask."""


class MaskCanvas:
    """A picture of the text mask that strokes are drawn into.

    It is no larger than the picture of the mask that it begins with; the mask that is searched is
    drawn anew by the engine, on every pixel of the mark.
    """

    def __init__(self) -> None:
        self._image: QImage | None = None
        self._key: tuple[int, QSize, QSize, Region | None] | None = None
        self._drawn: tuple[Stroke, ...] = ()
        self._points = 0

    def picture(
        self,
        base: QImage | None,
        shown: QSize,
        mark: QSize,
        marking: Marking,
        stroke: Stroke | None = None,
    ) -> QImage:
        """Return the mask with every stroke over it; only what is new is drawn.

        Args:
            base: Picture of the network's own mask; ``None`` while it is not known.
            shown: Size of the picture of the mark, which serves without a ``base``.
            mark: Size of the mark as filed.
            marking: The strokes; what lies outside the region is not drawn.
            stroke: One more that is not finished.
        """
        key = (0 if base is None else base.cacheKey(), shown, mark, marking.region)
        strokes, known = marking.strokes, len(self._drawn)
        dropped = stroke is None and self._points and len(strokes) == known
        if self._image is None or key != self._key or strokes[:known] != self._drawn or dropped:
            self._image = _begin(base, shown)
            self._key, known, self._points = key, 0, 0
        new = [(one, one.points) for one in strokes[known:]]
        if new:
            self._points = 0
        if stroke is not None and len(stroke.points) > self._points:
            new.append((stroke, stroke.points[max(0, self._points - 1) :]))
            self._points = len(stroke.points)
        if new:
            with self._painter(self._image) as painter:
                for one, points in new:
                    _draw(painter, one, points)
        self._drawn = strokes
        return self._image

    def _painter(self, image: QImage) -> QPainter:
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._key is not None:
            mark, region = self._key[2], self._key[3]
            painter.scale(image.width() / mark.width(), image.height() / mark.height())
            if region is not None:
                painter.setClipRect(QRectF(*region.box))
        return painter


def _begin(base: QImage | None, shown: QSize) -> QImage:
    if base is not None:
        return base.copy()
    image = QImage(shown, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _draw(painter: QPainter, stroke: Stroke, points: tuple[Point, ...]) -> None:
    mode = QPainter.CompositionMode
    painter.setCompositionMode(
        mode.CompositionMode_SourceOver if stroke.adds else mode.CompositionMode_DestinationOut
    )
    caps, joins = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(TEXT, stroke.size, Qt.PenStyle.SolidLine, caps, joins))
    way = [QPointF(x, y) for x, y in points]
    if len(way) == 1:
        painter.drawPoint(way[0])
    else:
        painter.drawPolyline(way)
