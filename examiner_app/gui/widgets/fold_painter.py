"""How a match shows that it stands for others: sheets behind its paper, and how many there are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QPainter, QPen

from examiner_app.gui import ranks
from examiner_app.gui.theme import SIZES, Theme, font, metrics

MORE_HEIGHT: Final = 16

_FACE: Final = (SIZES.caption, QFont.Weight.DemiBold)
_SHEETS: Final = 2
_STEP: Final = 2


def more_text(size: int, *, unfolded: bool) -> str:
    """Return what the badge of a match that stands for ``size`` marks says; nothing for one."""
    if size < 2:
        return ""
    # A minus sign, as wide as the plus.
    return f"{'−' if unfolded else '+'}{ranks.exact(size - 1)}"


def more_rect(paper: QRect, text: str) -> QRect:
    """Return where the badge lies: on the lower right corner of the paper."""
    width = max(22, metrics(*_FACE).horizontalAdvance(text) + 10)
    return QRect(paper.right() - width - 3, paper.bottom() - MORE_HEIGHT - 3, width, MORE_HEIGHT)


def paint_sheets(painter: QPainter, theme: Theme, paper: QRect) -> None:
    """Paint the edges of the sheets that lie behind a paper."""
    painter.setPen(QPen(theme.colour("line_strong"), 1))
    painter.setBrush(theme.colour("surface"))
    for step in range(_SHEETS * _STEP, 0, -_STEP):
        painter.drawRoundedRect(paper.translated(step, -step), 5, 5)


def paint_more(painter: QPainter, theme: Theme, place: QRect, text: str) -> None:
    """Paint the badge."""
    painter.setPen(QPen(theme.colour("surface"), 1))
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(place, 4, 4)
    painter.setFont(font(*_FACE))
    painter.setPen(theme.colour("on_accent"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def paint_member(painter: QPainter, theme: Theme, paper: QRect) -> None:
    """Paint the bar beside a match that is there because its group is unfolded."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("accent"))
    painter.drawRoundedRect(QRect(paper.left() - 4, paper.top() + 3, 2, paper.height() - 6), 1, 1)
