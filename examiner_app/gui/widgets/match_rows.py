"""The left of the table of matches, always in sight: picture, rank, words and number of a row."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui.models.match_model import Role
from examiner_app.gui.theme import SIZES, Theme, metrics
from examiner_app.gui.widgets.fold_painter import (
    more_rect,
    more_text,
    paint_member,
    paint_more,
    paint_sheets,
)
from examiner_app.gui.widgets.match_painter import GLYPH, RANK_HEIGHT, STAR, MatchPainter
from examiner_app.gui.widgets.paint_budget import PaintBudget

ROW: Final = 56
"""Height of a row, pixels."""

_WIDTH: Final = 252
_PAPER: Final = QSize(58, 48)
_KEPT: Final = 200
"""Scaled thumbnails that are kept; more than a screen has."""


class MatchRows(QHeaderView):
    """Paints the matches beside their ranks; a click on the star pins.

    Signals:
        star_clicked(Mark): The star of this mark was clicked.
        more_clicked(Mark): The number of marks behind this one was clicked.
    """

    star_clicked = Signal(object)
    more_clicked = Signal(object)

    def __init__(self, theme: Theme, budget: PaintBudget, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self._budget = budget
        self._left: set[int] = set()
        budget.left.connect(self._paint_left)
        self._theme = theme
        self._hovered = -1
        self._parts = MatchPainter(theme, _KEPT)
        self.setFixedWidth(_WIDTH)
        self.setDefaultSectionSize(ROW)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """Return the width, without asking for every row's."""
        return QSize(self.minimumWidth(), 0)

    def fit(self, room: int) -> None:
        """Leave half of the room for the ranks where there is little of it."""
        self.setFixedWidth(min(_WIDTH, room // 2))

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one match, or its ground where there is no time."""
        if self._data(logical, Role.MARK) is None:
            return
        selected = self.selectionModel().currentIndex().row() == logical
        paint_ground(painter, rect, self._theme, selected=selected)
        edge = QRect(rect.right(), rect.top(), 1, rect.height())
        painter.fillRect(edge, self._theme.colour("line_strong"))
        if self._budget.is_spent:
            # Its picture is on its way until then.
            self._data(logical, Role.THUMBNAIL)
            self._left.add(logical)
            self._budget.leave()
            return
        with self._budget.spending():
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint(painter, rect, logical, selected=selected)
            painter.restore()

    def _paint(self, painter: QPainter, rect: QRect, logical: int, *, selected: bool) -> None:
        parts = self._parts
        paper = _paper(rect)
        frame = "accent" if selected else "line"
        judgement = self._data(logical, Role.JUDGEMENT)
        faint = judgement is Judgement.REJECTED
        more = self._more(logical)
        if more:
            paint_sheets(painter, self._theme, paper)
        parts.paper(painter, paper, self._data(logical, Role.THUMBNAIL), frame, 4, faint=faint)
        if more:
            paint_more(painter, self._theme, more_rect(paper, more), more)
        elif not self._data(logical, Role.STANDS_FOR):
            paint_member(painter, self._theme, paper)
        # A note is shown in its column: here it would hide the picture.
        parts.badges(painter, paper.topLeft() - QPoint(6, 2), judgement, noted=False)
        left, pinned = paper.right() + 10, bool(self._data(logical, Role.PINNED))
        star = _star(rect)
        words = QRect(left, rect.top() + 9, star.left() - 6 - left, RANK_HEIGHT)
        text = str(self._data(logical, Qt.ItemDataRole.DisplayRole))
        parts.text(painter, words, text, "text", SIZES.body, QFont.Weight.Medium)
        below = words.translated(0, RANK_HEIGHT + 4)
        self._paint_below(painter, below, logical, rect.right() - 8)
        if pinned or logical == self._hovered:
            parts.star(painter, star, pinned=pinned)

    def _paint_left(self) -> None:
        """Paint the matches that there was no time for, wherever they lie by now."""
        rows, self._left = self._left, set()
        for row in rows:
            top = self.sectionViewportPosition(row)
            self.viewport().update(QRect(0, top, self.width(), ROW))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the star of the match under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the star."""
        super().leaveEvent(event)
        self._hover(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pin on a click on the star; elsewhere, choose the match."""
        at = event.position().toPoint()
        section = self.logicalIndexAt(at)
        if section >= 0 and self.star_at(section).adjusted(-5, -5, 5, 5).contains(at):
            self.star_clicked.emit(self._data(section, Role.MARK))
            return
        more = self._more(section) if section >= 0 else ""
        if more and more_rect(self.paper_at(section), more).contains(at):
            self.more_clicked.emit(self._data(section, Role.MARK))
            return
        super().mousePressEvent(event)

    def star_at(self, section: int) -> QRect:
        """Return where the star of a match lies."""
        return _star(QRect(0, self.sectionViewportPosition(section), self.width(), ROW))

    def paper_at(self, section: int) -> QRect:
        """Return where the picture of a match lies."""
        return _paper(QRect(0, self.sectionViewportPosition(section), self.width(), ROW))

    def _more(self, section: int) -> str:
        size = self._data(section, Role.STANDS_FOR) or 0
        return more_text(size, unfolded=size > 1 and self._data(section, Role.UNFOLDED))

    def _paint_below(self, painter: QPainter, line: QRect, logical: int, end: int) -> None:
        """Paint the second line: rank, number, and the status or the type at the end."""
        parts = self._parts
        rank = parts.rank(painter, line.left(), line.top(), self._data(logical, Role.RANK))
        badge = str(self._data(logical, Role.BADGE))
        if badge:
            status = parts.status(painter, end, line.top() + 1, 84, badge)
            end = status.left() - 1
        else:
            glyphs = QRect(line.left(), line.top() + 2, end - line.left() + 1, GLYPH)
            end = parts.types(painter, glyphs, self._data(logical, Role.MARK).type)
        number = QRect(rank.right() + 7, line.top(), end - rank.right() - 12, line.height())
        text = str(self._data(logical, Role.SUBTITLE))
        if metrics(SIZES.caption).horizontalAdvance(text[:3]) < number.width():
            parts.text(painter, number, text, "soft", SIZES.caption)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _data(self, section: int, role: int) -> Any:
        return self.model().headerData(section, Qt.Orientation.Vertical, role)


def paint_ground(painter: QPainter, rect: QRect, theme: Theme, *, selected: bool) -> None:
    """Paint the ground of a row, and the hairline below it."""
    if selected:
        painter.fillRect(rect, theme.colour("accent_soft"))
    line = QRect(rect.left(), rect.bottom(), rect.width(), 1)
    painter.fillRect(line, theme.colour("line"))


def _paper(row: QRect) -> QRect:
    return QRect(row.topLeft() + QPoint(10, (ROW - _PAPER.height()) // 2), _PAPER)


def _star(row: QRect) -> QRect:
    return QRect(row.right() - STAR - 7, row.top() + 9, STAR, STAR)
