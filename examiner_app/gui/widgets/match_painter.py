"""The parts that a match is painted of, in the grid and in the table."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter, QPen

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui import ranks
from examiner_app.gui.icons import pixmap
from examiner_app.gui.images import Fitted, fit
from examiner_app.gui.theme import PAPER, SIZES, Theme, font, metrics
from examiner_app.gui.widgets.judgement_badge import FAINT, paint_badges
from examiner_app.translation import tr

STAR: Final = 16
GLYPH: Final = 13
RANK_HEIGHT: Final = 17
STATUS_HEIGHT: Final = 15

TYPE_ICONS: Final = {
    "text-only": ("type-text",),
    "figure-only": ("type-figure",),
    "figure-and-text": ("type-text", "type-figure"),
}
"""Glyphs of the mark types, from right to left; the tooltip has the words."""

_RANK_FACE: Final = (SIZES.caption, QFont.Weight.DemiBold)


class MatchPainter:
    """Paints papers, ranks, stars, types and words in the colours of the theme."""

    def __init__(self, theme: Theme, keep: int) -> None:
        self._theme = theme
        self._fitted = Fitted(keep)

    def paper(
        self,
        painter: QPainter,
        paper: QRect,
        image: Any,
        frame: str,
        inset: int,
        *,
        faint: bool = False,
    ) -> None:
        """Paint a thumbnail on its paper, with a frame in the named colour."""
        painter.setPen(QPen(self._theme.colour(frame), 1))
        painter.setBrush(PAPER)
        painter.drawRoundedRect(paper, 5, 5)
        if not isinstance(image, QImage):
            return
        if image.isNull():
            painter.setPen(Qt.GlobalColor.darkGray)
            painter.setFont(font(SIZES.caption))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(paper, flags, tr("no picture"))
            return
        place = fit(image.size(), paper.adjusted(inset, inset, -inset, -inset))
        ratio = painter.device().devicePixelRatioF()
        painter.setOpacity(FAINT if faint else 1)
        painter.drawImage(place, self._fitted.get(image, place.size(), ratio))
        painter.setOpacity(1)

    def rank(self, painter: QPainter, left: int, top: int, rank: int | None) -> QRect:
        """Paint the exact rank on its badge; return where that lies."""
        text = "–" if rank is None else ranks.exact(rank)
        width = max(20, metrics(*_RANK_FACE).horizontalAdvance(text) + 10)
        badge = QRect(left, top, width, RANK_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setFont(font(*_RANK_FACE))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        return badge

    def star(self, painter: QPainter, place: QRect, *, pinned: bool) -> None:
        """Paint the star as large as its place, filled where the match is pinned."""
        name, colour = ("star-filled", "accent") if pinned else ("star", "soft")
        ratio = painter.device().devicePixelRatioF()
        icon = pixmap(name, self._theme.colour(colour).name(), place.width(), ratio)
        painter.drawPixmap(place.topLeft(), icon)

    def types(self, painter: QPainter, line: QRect, kind: str) -> int:
        """Paint the glyphs of a mark type at the end of a line; return where they begin."""
        left = line.right() + 1
        ratio = painter.device().devicePixelRatioF()
        for name in TYPE_ICONS.get(kind, ()):
            left -= GLYPH
            glyph = pixmap(name, self._theme.colour("soft").name(), GLYPH, ratio)
            painter.drawPixmap(left, line.top(), glyph)
            left -= 2
        return left

    def status(self, painter: QPainter, right: int, top: int, most: int, text: str) -> QRect:
        """Paint a status on a small badge that ends at ``right``; return where that lies."""
        measure = metrics(SIZES.caption)
        shown = measure.elidedText(text, Qt.TextElideMode.ElideRight, most - 10)
        width = measure.horizontalAdvance(shown) + 10
        badge = QRect(right - width + 1, top, width, STATUS_HEIGHT)
        painter.setPen(QPen(self._theme.colour("line_strong"), 1))
        painter.setBrush(self._theme.colour("surface"))
        painter.drawRoundedRect(badge, STATUS_HEIGHT / 2, STATUS_HEIGHT / 2)
        painter.setFont(font(SIZES.caption))
        painter.setPen(self._theme.colour("soft"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, shown)
        return badge

    def badges(
        self, painter: QPainter, at: QPoint, judgement: Judgement | None, *, noted: bool
    ) -> None:
        """Paint how a match is judged, and whether there is a note on it."""
        paint_badges(painter, at, judgement, self._theme, noted=noted)

    def text(
        self,
        painter: QPainter,
        line: QRect,
        text: str,
        colour: str,
        size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        """Paint a line of text, shortened where there is no room."""
        painter.setFont(font(size, weight))
        painter.setPen(self._theme.colour(colour))
        shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
