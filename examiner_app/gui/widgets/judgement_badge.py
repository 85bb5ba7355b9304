"""The badge of a judged mark: a letter on a colour, and a glyph where there is a note."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui.icons import pixmap
from examiner_app.gui.state.judgements import KEYS
from examiner_app.gui.theme import SIZES, Theme, font

BADGE: Final = 17
"""Side of a badge, pixels."""

FAINT: Final = 0.4
"""Opacity of the picture of a rejected mark."""

_GAP: Final = 3
_GLYPH: Final = 13


def badges_width(judgement: Judgement | None, *, noted: bool) -> int:
    """Return how wide the badges of a mark are together."""
    count = (judgement is not None) + noted
    return count * BADGE + max(0, count - 1) * _GAP


def paint_badges(
    painter: QPainter, at: QPoint, judgement: Judgement | None, theme: Theme, *, noted: bool
) -> None:
    """Paint the badges of a mark from a corner to the right; nothing where it has none."""
    place = QRect(at.x(), at.y(), BADGE, BADGE)
    if judgement is not None:
        # An edge in the colour of the ground: badges lie half on the paper and half beside it.
        painter.setPen(QPen(theme.colour("surface"), 1))
        painter.setBrush(theme.colour(judgement.value))
        painter.drawRoundedRect(place, 5, 5)
        painter.setFont(font(SIZES.caption, QFont.Weight.DemiBold))
        painter.setPen(theme.colour("on_judgement"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, KEYS[judgement])
        place.translate(BADGE + _GAP, 0)
    if noted:
        painter.setPen(QPen(theme.colour("line_strong"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(place, 5, 5)
        ratio = painter.device().devicePixelRatioF()
        glyph = pixmap("note", theme.colour("text").name(), _GLYPH, ratio)
        inset = (BADGE - _GLYPH) // 2
        painter.drawPixmap(place.topLeft() + QPoint(inset, inset), glyph)
