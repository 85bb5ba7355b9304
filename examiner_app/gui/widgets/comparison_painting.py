"""How the comparison is painted: papers, pictures, the wipe, and lines between keypoints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from examiner_app.gui.state.pair_pictures import Line, Picture
from examiner_app.gui.theme import PAPER

RADIUS: Final = 6.0
"""Of a paper's corners, pixels."""

AGREES: Final = QColor("#0050c8")
"""Of keypoints that agree, and of the wipe: 7 : 1 on white paper, in both themes."""

DIFFERS: Final = QColor("#8a9099")
"""Of keypoints that match and do not agree."""

GRIP: Final = 11.0
"""Radius of the wipe's grip, pixels."""

_DOT: Final = 3.0


def paint_paper(painter: QPainter, pane: QRectF) -> None:
    """Paint an empty white paper."""
    painter.fillPath(_rounded(pane), PAPER)


def paint_frame(painter: QPainter, pane: QRectF, colour: QColor, width: float) -> None:
    """Paint the edge of a paper."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width))
    painter.drawPath(_rounded(pane.adjusted(width / 2, width / 2, -width / 2, -width / 2)))


def paint_picture(
    painter: QPainter,
    picture: Picture,
    place: QRectF,
    seen: tuple[QRectF, QRectF],
    ratio: float,
) -> None:
    """Paint a picture at its place as far as it lies within what is ``seen``.

    Args:
        painter: Of the widget.
        picture: What is painted.
        place: Where all of it would lie.
        seen: Its paper, and the part of it that is the picture's own.
        ratio: Pixels of the screen for one of the widget.
    """
    paper, part = seen
    painter.save()
    if paper.adjusted(RADIUS, RADIUS, -RADIUS, -RADIUS).contains(place):
        painter.setClipRect(part)
    else:
        clip_to(painter, paper, part)
    painter.drawImage(place, picture.level(place.width() * ratio))
    painter.restore()


def clip_to(painter: QPainter, paper: QRectF, part: QRectF) -> None:
    """Paint no farther than a ``part`` of a paper, and within the paper's round corners."""
    painter.setClipPath(_rounded(paper))
    painter.setClipRect(part, Qt.ClipOperation.IntersectClip)


def paint_wipe(painter: QPainter, pane: QRectF, across: float) -> None:
    """Paint the wipe's line with its grip at ``across`` pixels from the left of the widget."""
    top, bottom = QPointF(across, pane.top()), QPointF(across, pane.bottom())
    for shade, width in ((PAPER, 5.0), (AGREES, 2.0)):
        painter.setPen(QPen(shade, width))
        painter.drawLine(top, bottom)
    middle = QPointF(across, pane.center().y())
    painter.setPen(QPen(PAPER, 2))
    painter.setBrush(AGREES)
    painter.drawEllipse(middle, GRIP, GRIP)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PAPER)
    for side in (-1, 1):
        tip, base = middle + QPointF(side * 7, 0), middle + QPointF(side * 3, 0)
        painter.drawPolygon([tip, base + QPointF(0, 4), base - QPointF(0, 4)])


def paint_lines(painter: QPainter, lines: Iterable[tuple[QLineF, bool]]) -> None:
    """Paint lines between matching keypoints, those last that agree."""
    for line, agrees in lines:
        if not agrees:
            painter.setPen(QPen(DIFFERS, 1, Qt.PenStyle.DashLine))
            painter.drawLine(line)
            continue
        halo = QColor(PAPER)
        halo.setAlpha(200)
        for shade, width in ((halo, 3.5), (AGREES, 1.4)):
            painter.setPen(QPen(shade, width))
            painter.drawLine(line)
        painter.setPen(QPen(PAPER, 1))
        painter.setBrush(AGREES)
        for end in (line.p1(), line.p2()):
            painter.drawEllipse(end, _DOT, _DOT)


def visible_lines(
    lines: Iterable[Line], panes: Sequence[QRectF], places: Sequence[QRectF], *, swapped: bool
) -> list[tuple[QLineF, bool]]:
    """Return the lines whose both ends can be seen, with whether they agree.

    Args:
        lines: Between the candidate and the match.
        panes: The papers.
        places: Where the two pictures lie on them, whole.
        swapped: Whether the match lies on the first paper.
    """
    found = []
    for line in lines:
        ends = (line.match, line.candidate) if swapped else (line.candidate, line.match)
        points = [_on(place, share) for place, share in zip(places, ends, strict=True)]
        if all(pane.contains(point) for pane, point in zip(panes, points, strict=True)):
            found.append((QLineF(points[0], points[1]), line.agrees))
    return found


def _on(place: QRectF, share: tuple[float, float]) -> QPointF:
    x, y = share
    return QPointF(place.x() + x * place.width(), place.y() + y * place.height())


def _rounded(pane: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRoundedRect(pane, RADIUS, RADIUS)
    return path
