"""The coloured ground of a rank, as in Table 2 of the paper."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter

from examiner_app.gui import ranks
from examiner_app.gui.theme import Theme


def paint_pill(painter: QPainter, pill: QRect, rank: int, count: int, theme: Theme) -> None:
    """Paint the colour of a rank, faint enough for text on it to stay legible in both themes."""
    colour = ranks.colour(rank, count)
    colour.setAlphaF(0.5 if theme.dark else 0.4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(pill, 4, 4)
