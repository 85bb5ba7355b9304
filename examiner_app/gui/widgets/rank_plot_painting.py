"""How the ranks' plot is painted: axes, lines with markers, and their key."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPolygonF

from examiner_app.gui import ranks
from examiner_app.gui.ranks import FUSED, SORT_KEYS
from examiner_app.gui.state.rank_plot import PlotScale, runs
from examiner_app.gui.theme import SIZES, Theme, font, metrics
from examiner_app.translation import tr

NAMES: Final = 138
"""Width of the methods' names, pixels."""

KEY_LINE: Final = 20
_ENTRY: Final = 150
"""Least width of an entry of the key, pixels."""

MARKER: Final = 4.6
"""Radius of a marker, pixels."""

_TICK_ROOM: Final = 52.0
_BODY_ROOM: Final = 17.0

LIGHT_LINES: Final = (
    "#0072b2", "#c24e00", "#007a5a", "#a8407f", "#7a5c00", "#5546b8", "#4d5561",
)  # fmt: skip
DARK_LINES: Final = (
    "#6cb8f0", "#ffa25c", "#38c79c", "#ee9fd0", "#e6d34a", "#b3a6ff", "#c3c9d1",
)  # fmt: skip
"""After Okabe and Ito, for every kind of colour vision; 3 : 1 on their ground at least."""

SHAPES: Final = ("circle", "square", "triangle", "diamond", "cross", "pentagon")
"""One fewer than colours: their pairs repeat only after all have met."""

_CORNERS: Final = {"square": (4, 45), "triangle": (3, -90), "diamond": (4, 0), "pentagon": (5, -90)}
"""Corners of a marker, and degrees by which the first is turned."""


@dataclass(frozen=True, slots=True)
class PlotStyle:
    """How a line is told from the others.

    Attributes:
        colour: Of line and markers.
        shape: Of the markers.
    """

    colour: QColor
    shape: str

    @classmethod
    def of(cls, line: int, dark: bool) -> PlotStyle:
        """Return the style of a line by its number."""
        colours = DARK_LINES if dark else LIGHT_LINES
        return cls(QColor(colours[line % len(colours)]), SHAPES[line % len(SHAPES)])


def paint_axes(painter: QPainter, scale: PlotScale, theme: Theme, sorted_by: str | None) -> None:
    """Paint the methods' names with a hairline each, and the ranks above."""
    area = scale.area
    size = SIZES.body if scale.y(1) - scale.y(0) >= _BODY_ROOM else SIZES.caption
    for row, key in enumerate(SORT_KEYS):
        y = scale.y(row)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
        if key == FUSED:
            painter.setPen(QPen(theme.colour("line_strong"), 1))
            above = (scale.y(row - 1) + y) / 2
            painter.drawLine(QPointF(area.left() - NAMES, above), QPointF(area.right(), above))
        weight = QFont.Weight.DemiBold if key == sorted_by else QFont.Weight.Normal
        painter.setFont(font(size, weight))
        painter.setPen(theme.colour("text"))
        place = QRectF(area.left() - NAMES - 8, y - 12, NAMES - 4, 24)
        painter.drawText(
            place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, ranks.rank_name(key)
        )
    _paint_ticks(painter, scale, theme)


def _paint_ticks(painter: QPainter, scale: PlotScale, theme: Theme) -> None:
    area = scale.area
    painter.setFont(font(SIZES.caption))
    for tick in scale.ticks(_TICK_ROOM):
        x = scale.x(tick)
        painter.setPen(QPen(theme.colour("line"), 1))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        painter.setPen(theme.colour("soft"))
        place = QRectF(x - 50, area.top() - 20, 100, 18)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, ranks.exact(tick))
    painter.setPen(theme.colour("soft"))
    title = QRectF(area.left() - NAMES - 8, area.top() - 20, NAMES - 4, 18)
    painter.drawText(title, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tr("Rank"))


def paint_line(
    painter: QPainter,
    scale: PlotScale,
    line: Sequence[int | None],
    style: PlotStyle,
    theme: Theme,
    *,
    faint: bool,
) -> None:
    """Paint the ranks of one mark; where one is missing the line is broken."""
    painter.save()
    painter.setOpacity(0.55 if faint else 1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.colour, 1.4 if faint else 2.4))
    for run in runs(line):
        painter.drawPolyline(QPolygonF([scale.point(row, rank) for row, rank in run]))
    for row, rank in enumerate(line):
        if rank is not None:
            paint_marker(painter, scale.point(row, rank), style, theme.colour("surface"))
    painter.restore()


def paint_marker(painter: QPainter, at: QPointF, style: PlotStyle, edge: QColor) -> None:
    """Paint a marker with an edge that parts it from what lies below."""
    if style.shape == "cross":
        for shade, width in ((edge, 5.0), (style.colour, 2.6)):
            pen = QPen(shade, width)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            for side in (-1, 1):
                arm = QPointF(MARKER * 0.8, side * MARKER * 0.8)
                painter.drawLine(at - arm, at + arm)
        return
    painter.setPen(QPen(edge, 1.2))
    painter.setBrush(style.colour)
    if style.shape == "circle":
        painter.drawEllipse(at, MARKER, MARKER)
        return
    corners, turn = _CORNERS[style.shape]
    angles = (math.radians(turn + 360 * corner / corners) for corner in range(corners))
    reach = MARKER * 1.25
    painter.drawPolygon(
        QPolygonF([at + QPointF(math.cos(one) * reach, math.sin(one) * reach) for one in angles])
    )


def paint_focus(painter: QPainter, at: QPointF, theme: Theme, *, focused: bool) -> None:
    """Paint a ring around the rank that is told."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.colour("accent" if focused else "text"), 2))
    painter.drawEllipse(at, MARKER + 5, MARKER + 5)


def key_columns(width: float) -> int:
    """Return how many entries of the key lie beside each other."""
    return max(1, int(width // _ENTRY))


def key_place(line: int, area: QRectF) -> QRectF:
    """Return where the entry of a line lies in the key."""
    columns = key_columns(area.width())
    width = area.width() / columns
    return QRectF(
        area.x() + line % columns * width, area.y() + line // columns * KEY_LINE, width, KEY_LINE
    )


def paint_key(
    painter: QPainter, place: QRectF, text: str, style: PlotStyle, theme: Theme, *, strong: bool
) -> None:
    """Paint one entry of the key: the marker on its line, and the mark's words."""
    middle = place.center().y()
    painter.setPen(QPen(style.colour, 2.4 if strong else 1.4))
    painter.drawLine(QPointF(place.left(), middle), QPointF(place.left() + 22, middle))
    paint_marker(painter, QPointF(place.left() + 11, middle), style, theme.colour("surface"))
    weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
    painter.setFont(font(SIZES.caption, weight))
    painter.setPen(theme.colour("text"))
    room = place.adjusted(29, 0, -8, 0)
    measures = metrics(SIZES.caption, weight)
    shown = measures.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
