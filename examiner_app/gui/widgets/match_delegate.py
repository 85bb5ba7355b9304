"""Paints one match of the grid: the mark on paper, its rank, its words, its number and type."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QImage, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from examiner_app.gui import ranks
from examiner_app.gui.icons import pixmap
from examiner_app.gui.images import Fitted, fit
from examiner_app.gui.models.match_model import Role
from examiner_app.gui.theme import PAPER, SIZES, Theme, font, metrics

CAPTION: Final = 42
"""Height of the two lines under the paper, pixels."""

PAD: Final = 6
_STAR: Final = 16
_GLYPH: Final = 13

TYPE_ICONS: Final = {
    "text-only": ("type-text",),
    "figure-only": ("type-figure",),
    "figure-and-text": ("type-text", "type-figure"),
}
"""Glyphs of the mark types, from right to left; the tooltip has the words."""

_KEPT: Final = 400
"""Scaled thumbnails that are kept; more than a screen has."""


class MatchDelegate(QStyledItemDelegate):
    """Paints matches; a click on the star pins.

    Attributes:
        cell: Size of a cell, set by the grid.

    Signals:
        star_clicked(Mark): The star of this mark was clicked.
    """

    star_clicked = Signal(object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cell = QSize(148, 148)
        self._fitted = Fitted(_KEPT)

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Return the size of every cell."""
        return self.cell

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one match."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state: Any = option.state
        rect: QRect = option.rect
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        paper = paper_rect(rect)
        self._paint_ground(painter, rect, selected=selected, state=state)
        self._paint_paper(painter, paper, index, hovered=hovered, selected=selected)
        self._paint_caption(painter, paper, index, hovered=hovered)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Pin on a click on the star."""
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            rect: QRect = option.rect
            star = star_rect(paper_rect(rect)).adjusted(-5, -5, 5, 5)
            if star.contains(event.position().toPoint()):
                if event.type() == QEvent.Type.MouseButtonRelease:
                    self.star_clicked.emit(index.data(Role.MARK))
                return True
        return super().editorEvent(event, model, option, index)

    def _paint_ground(
        self,
        painter: QPainter,
        rect: QRect,
        *,
        selected: bool,
        state: Any,
    ) -> None:
        if selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("accent_soft"))
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 8, 8)
        if state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), 8, 8)

    def _paint_paper(
        self,
        painter: QPainter,
        paper: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        hovered: bool,
        selected: bool,
    ) -> None:
        name = "accent" if selected else "line_strong" if hovered else "line"
        painter.setPen(QPen(self._theme.colour(name), 1))
        painter.setBrush(PAPER)
        painter.drawRoundedRect(paper, 5, 5)
        image = index.data(Role.THUMBNAIL)
        if not isinstance(image, QImage):
            return
        if image.isNull():
            painter.setPen(Qt.GlobalColor.darkGray)
            painter.drawText(paper, Qt.AlignmentFlag.AlignCenter, "no picture")
            return
        place = fit(image.size(), paper.adjusted(8, 8, -8, -8))
        ratio = painter.device().devicePixelRatioF()
        painter.drawImage(place, self._fitted.get(image, place.size(), ratio))

    def _paint_caption(
        self,
        painter: QPainter,
        paper: QRect,
        index: QModelIndex | QPersistentModelIndex,
        *,
        hovered: bool,
    ) -> None:
        rank = index.data(Role.RANK)
        badge = self._paint_badge(painter, paper, "–" if rank is None else ranks.exact(rank))
        pinned = bool(index.data(Role.PINNED))
        star = star_rect(paper)
        if pinned or hovered:
            name, colour = ("star-filled", "accent") if pinned else ("star", "soft")
            ratio = painter.device().devicePixelRatioF()
            icon = pixmap(name, self._theme.colour(colour).name(), _STAR, ratio)
            painter.drawPixmap(star.topLeft(), icon)
        end = star.left() - 4 if pinned or hovered else paper.right()
        line = QRect(badge.right() + 7, badge.top(), end - badge.right() - 7, badge.height())
        self._text(painter, line, str(index.data()), "text", SIZES.body, QFont.Weight.Medium)
        below = QRect(paper.left() + 1, badge.bottom() + 4, paper.width() - 1, _GLYPH)
        below.setRight(self._paint_type(painter, below, index.data(Role.MARK).type) - 4)
        self._text(painter, below, str(index.data(Role.SUBTITLE)), "soft", SIZES.caption)

    def _paint_type(self, painter: QPainter, line: QRect, kind: str) -> int:
        """Paint the glyphs of a mark type at the end of a line; return where they begin."""
        left = line.right() + 1
        ratio = painter.device().devicePixelRatioF()
        for name in TYPE_ICONS.get(kind, ()):
            left -= _GLYPH
            glyph = pixmap(name, self._theme.colour("soft").name(), _GLYPH, ratio)
            painter.drawPixmap(left, line.top(), glyph)
            left -= 2
        return left

    def _paint_badge(self, painter: QPainter, paper: QRect, text: str) -> QRect:
        face = (SIZES.caption, QFont.Weight.DemiBold)
        width = max(20, metrics(*face).horizontalAdvance(text) + 10)
        badge = QRect(paper.left(), paper.bottom() + 6, width, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(badge, 4, 4)
        painter.setFont(font(*face))
        painter.setPen(self._theme.colour("text"))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        return badge

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        colour: str,
        size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        painter.setFont(font(size, weight))
        painter.setPen(self._theme.colour(colour))
        shown = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paper_rect(cell: QRect) -> QRect:
    """Return where the paper lies in a cell."""
    inside = cell.adjusted(2 + PAD, 2 + PAD, -2 - PAD, -2 - PAD)
    return QRect(inside.left(), inside.top(), inside.width(), inside.height() - CAPTION)


def star_rect(paper: QRect) -> QRect:
    """Return where the star lies under the paper."""
    return QRect(paper.right() - _STAR + 1, paper.bottom() + 6, _STAR, _STAR)
