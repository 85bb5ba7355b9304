"""How answering parts are painted over the two marks of a pair."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QTransform

from examiner_app.gui.state.parts import Cell, PaintedParts, PartsState, Side
from examiner_app.gui.theme import PAPER

SOURCE: Final = QColor("#111418")
"""Of the outline of the cell whose answer is shown."""


def paint_parts(painter: QPainter, state: PartsState, side: Side, to_paper: QTransform) -> None:
    """Paint the parts of one mark.

    Args:
        painter: Of the widget, clipped to where the mark is seen.
        state: What is known and pointed at.
        side: Whose parts.
        to_paper: From shares of the mark's picture to the widget's pixels.
    """
    painted, source = state.painted, state.source
    if painted is None:
        return
    picture = painted.pictures[side]
    image = picture.image
    if source is not None and source.side is not side and state.answer is not None:
        image = state.answer
    painter.save()
    painter.setTransform(to_paper, combine=True)
    painter.setClipRect(picture.box, Qt.ClipOperation.IntersectClip)
    painter.drawImage(picture.square, image)
    painter.restore()
    if picture.box != QRectF(0, 0, 1, 1):
        _outline(painter, to_paper.map(_path(picture.box)), 1, Qt.PenStyle.DashLine)
    if source is not None:
        _mark_cell(painter, painted, source, side, to_paper, pinned=state.pinned is not None)


def _mark_cell(
    painter: QPainter,
    painted: PaintedParts,
    source: Cell,
    side: Side,
    to_paper: QTransform,
    *,
    pinned: bool,
) -> None:
    cell = source if source.side is side else painted.best_answer(source)
    width = 2.5 if pinned and cell is source else 1.5
    _outline(painter, to_paper.map(_path(painted.outline(cell))), width, Qt.PenStyle.SolidLine)


def _outline(painter: QPainter, path: QPainterPath, width: float, style: Qt.PenStyle) -> None:
    """Draw a line that is seen on every colour: dark, with paper around it."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(PAPER, width + 2))
    painter.drawPath(path)
    painter.setPen(QPen(SOURCE, width, style))
    painter.drawPath(path)


def _path(rect: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(rect)
    return path
