"""The coloured ground of a rank, as in Table 2 of the paper."""

from __future__ import annotations

import functools

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter

from examiner_app.gui import ranks
from examiner_app.gui.theme import Theme


def paint_pill(painter: QPainter, pill: QRect, rank: int, count: int, theme: Theme) -> None:
    """Paint the colour of a rank, faint enough for text on it to stay legible in both themes."""
    paint_ground(painter, pill, rank, count, dark=theme.dark)


def paint_ground(painter: QPainter, pill: QRect, rank: int, count: int, *, dark: bool) -> None:
    """Paint the same on a light or a dark ground, whatever the theme."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ground(rank, count, dark))
    painter.drawRoundedRect(pill, 4, 4)


@functools.lru_cache(maxsize=4096)
def _ground(rank: int, count: int, dark: bool) -> QColor:
    colour = ranks.colour(rank, count)
    colour.setAlphaF(0.5 if dark else 0.4)
    return colour
