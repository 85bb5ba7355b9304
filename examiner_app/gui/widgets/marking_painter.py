"""How a region, its handles and the brush look on a mark; on white paper, in both themes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from examiner_app.gui.state.region_drag import HANDLES, handle_point
from examiner_app.gui.theme import PAPER, SIZES, font, metrics

INK: Final = QColor("#181b20")
"""Of lines that must be seen on marks of every colour, beside a white one."""

DIM: Final = QColor(92, 98, 108, 123)
"""Over what is not searched; as in the engine's pictures of layers, at the usual opacity."""

HANDLE: Final = 8.0
"""Side of a handle, pixels."""

REACH: Final = 8.0
"""How far from a handle it can still be taken hold of, pixels."""

_SIGN: Final = 3.0


def on_place(share: QRectF, place: QRect) -> QRectF:
    """Return a rectangle, given as shares of a picture, where the picture lies."""
    return QRectF(
        place.x() + share.x() * place.width(),
        place.y() + share.y() * place.height(),
        share.width() * place.width(),
        share.height() * place.height(),
    )


def paint_dimmed(painter: QPainter, place: QRect, box: QRectF) -> None:
    """Dim the picture outside a region."""
    outside = QPainterPath()
    outside.addRect(QRectF(place))
    inside = QPainterPath()
    inside.addRect(box)
    painter.fillPath(outside.subtracted(inside), DIM)


def paint_outline(painter: QPainter, box: QRectF) -> None:
    """Draw the edge of a region: dark dashes on white."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(PAPER, 1.5))
    painter.drawRect(box)
    dashes = QPen(INK, 1.5)
    dashes.setDashPattern([3, 3])
    dashes.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(dashes)
    painter.drawRect(box)


def paint_handles(painter: QPainter, box: QRectF) -> None:
    """Draw the eight handles of a region."""
    painter.setPen(QPen(INK, 1.25))
    painter.setBrush(PAPER)
    square = QRectF(QPointF(), QSizeF(HANDLE, HANDLE))
    for grip in HANDLES:
        square.moveCenter(handle_point(grip, box))
        painter.drawRect(square)


def paint_size(painter: QPainter, box: QRectF, room: QRectF, text: str) -> None:
    """Write the size of a region below it, or wherever else in the view there is room."""
    size = metrics(SIZES.caption).size(0, text) + metrics(SIZES.caption).size(0, "0")
    plate = QRectF(0, 0, size.width() + 4, 18)
    plate.moveCenter(QPointF(box.center().x(), box.bottom() + 18))
    if plate.bottom() > room.bottom() - 2:
        plate.moveBottom(box.top() - 9)
    if plate.top() < room.top() + 2:
        plate.moveBottom(min(box.bottom(), room.bottom()) - 10)
    plate.moveLeft(min(room.right() - plate.width() - 2, max(room.left() + 2, plate.left())))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(INK)
    painter.drawRoundedRect(plate, 4, 4)
    painter.setPen(PAPER)
    painter.setFont(font(SIZES.caption))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def paint_brush(painter: QPainter, at: QPointF, size: float, colour: QColor, *, adds: bool) -> None:
    """Draw the ring of a brush with its true size, and a plus or a minus in its middle."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for shade, width in ((PAPER, 3.5), (colour, 1.5)):
        painter.setPen(QPen(shade, width))
        painter.drawEllipse(at, size / 2, size / 2)
        painter.drawLine(at - QPointF(_SIGN, 0), at + QPointF(_SIGN, 0))
        if adds:
            painter.drawLine(at - QPointF(0, _SIGN), at + QPointF(0, _SIGN))
