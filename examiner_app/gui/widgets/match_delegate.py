"""Paints one match of the grid: the mark on paper, and as much about it as there is room for."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui import ranks
from examiner_app.gui.models.match_model import Role
from examiner_app.gui.theme import SIZES, Theme, font
from examiner_app.gui.widgets.fold_painter import (
    more_rect,
    more_text,
    paint_member,
    paint_more,
    paint_sheets,
)
from examiner_app.gui.widgets.judgement_badge import badges_width
from examiner_app.gui.widgets.match_painter import GLYPH, STAR, STATUS_HEIGHT, MatchPainter

PROPORTION: Final = 0.8
"""Height of a cell's paper over its width."""

_KEPT: Final = 1200
"""Scaled thumbnails that are kept; more than a screen has."""


@dataclass(frozen=True, slots=True)
class Form:
    """How cells of some widths are divided, pixels.

    Attributes:
        least: The narrowest cell of this form.
        pad: Distance of the paper from the edge of the cell.
        caption: Height under the paper: two lines, one line, or the bare rank.
        inset: Distance of the picture from the edge of the paper.
        radius: Of the corners of a selected cell.
    """

    least: int
    pad: int
    caption: int
    inset: int
    radius: int


FORMS: Final = (
    Form(least=120, pad=8, caption=42, inset=8, radius=8),
    Form(least=96, pad=6, caption=23, inset=6, radius=7),
    Form(least=0, pad=4, caption=14, inset=4, radius=6),
)
"""From the widest to the narrowest."""

FULL, _, BARE = FORMS


class MatchDelegate(QStyledItemDelegate):
    """Paints matches; a click on the star pins.

    Attributes:
        cell: Size of a cell, set by the grid.

    Signals:
        star_clicked(Mark): The star of this mark was clicked.
        more_clicked(Mark): The number of marks behind this one was clicked.
    """

    star_clicked = Signal(object)
    more_clicked = Signal(object)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cell = cell_size(148)
        self._parts = MatchPainter(theme, _KEPT)

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
        if selected:
            self._paint_ground(painter, rect, focused=bool(state & QStyle.StateFlag.State_HasFocus))
        frame = "accent" if selected else "line_strong" if hovered else "line"
        kind, paper = form(rect.width()), paper_rect(rect)
        judgement = index.data(Role.JUDGEMENT)
        more = _more(index)
        if more:
            paint_sheets(painter, self._theme, paper)
        self._parts.paper(
            painter,
            paper,
            index.data(Role.THUMBNAIL),
            frame,
            kind.inset,
            faint=judgement is Judgement.REJECTED,
        )
        pinned = bool(index.data(Role.PINNED))
        if kind is BARE:
            self._paint_rank(painter, paper, index.data(Role.RANK))
        else:
            end = star_rect(rect).left() - 4 if pinned or hovered else paper.right()
            self._paint_lines(painter, paper, index, end, full=kind is FULL)
        if pinned or hovered:
            self._parts.star(painter, star_rect(rect), pinned=pinned)
        if more:
            paint_more(painter, self._theme, more_rect(paper, more), more)
        elif not index.data(Role.STANDS_FOR):
            paint_member(painter, self._theme, paper)
        noted = bool(index.data(Role.NOTED))
        self._parts.badges(painter, badges_corner(rect), judgement, noted=noted)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Pin on a click on the star; unfold on one on the number of marks behind."""
        if isinstance(event, QMouseEvent) and event.button() == Qt.MouseButton.LeftButton:
            rect: QRect = option.rect
            at = event.position().toPoint()
            more = _more(index)
            clicked = None
            if star_rect(rect).adjusted(-5, -5, 5, 5).contains(at):
                clicked = self.star_clicked
            elif more and more_rect(paper_rect(rect), more).adjusted(-3, -3, 3, 3).contains(at):
                clicked = self.more_clicked
            if clicked is not None:
                if event.type() == QEvent.Type.MouseButtonRelease:
                    clicked.emit(index.data(Role.MARK))
                return True
        return super().editorEvent(event, model, option, index)

    def _paint_ground(self, painter: QPainter, rect: QRect, *, focused: bool) -> None:
        edge, radius = form(rect.width()).pad // 4, form(rect.width()).radius
        border = QPen(self._theme.colour("accent"), 2) if focused else Qt.PenStyle.NoPen
        painter.setPen(border)
        painter.setBrush(self._theme.colour("accent_soft"))
        painter.drawRoundedRect(rect.adjusted(edge, edge, -edge, -edge), radius, radius)

    def _paint_rank(self, painter: QPainter, paper: QRect, rank: int | None) -> None:
        painter.setFont(font(SIZES.caption))
        painter.setPen(self._theme.colour("soft"))
        # By its baseline: there is no room to centre a rank in, and no need to shorten it.
        base = paper.bottom() + BARE.caption - 2
        painter.drawText(paper.left() + 1, base, "–" if rank is None else ranks.exact(rank))

    def _paint_lines(
        self,
        painter: QPainter,
        paper: QRect,
        index: QModelIndex | QPersistentModelIndex,
        end: int,
        *,
        full: bool,
    ) -> None:
        """Paint rank and words up to ``end``; number, type and status too where there is room."""
        parts = self._parts
        rank = parts.rank(painter, paper.left(), paper.bottom() + 6, index.data(Role.RANK))
        line = QRect(rank.right() + 7, rank.top(), end - rank.right() - 7, rank.height())
        size = SIZES.body if full else SIZES.caption
        parts.text(painter, line, str(index.data()), "text", size, QFont.Weight.Medium)
        if not full:
            return
        below = QRect(paper.left() + 1, rank.bottom() + 4, paper.width() - 1, GLYPH)
        below.setRight(parts.types(painter, below, index.data(Role.MARK).type) - 4)
        parts.text(painter, below, str(index.data(Role.SUBTITLE)), "soft", SIZES.caption)
        badge = index.data(Role.BADGE)
        if badge:
            # On the edge of the paper, where it hides nothing of the picture.
            top = paper.top() - STATUS_HEIGHT // 2
            judged = badges_width(index.data(Role.JUDGEMENT), noted=bool(index.data(Role.NOTED)))
            parts.status(painter, paper.right() - 6, top, paper.width() - 16 - judged, badge)


def _more(index: QModelIndex | QPersistentModelIndex) -> str:
    """Return what the badge of a match says that stands for others."""
    size = index.data(Role.STANDS_FOR) or 0
    return more_text(size, unfolded=size > 1 and index.data(Role.UNFOLDED))


@functools.cache
def form(width: int) -> Form:
    """Return how a cell of some width is divided."""
    return next(one for one in FORMS if width >= one.least)


def cell_size(width: int) -> QSize:
    """Return the size of a cell of some width."""
    kind = form(width)
    return QSize(width, round((width - 2 * kind.pad) * PROPORTION) + kind.caption + 2 * kind.pad)


def paper_rect(cell: QRect) -> QRect:
    """Return where the paper lies in a cell."""
    pad, caption = form(cell.width()).pad, form(cell.width()).caption
    return cell.adjusted(pad, pad, -pad, -pad - caption)


def star_rect(cell: QRect) -> QRect:
    """Return where the star lies in a cell: at the end of the first line under the paper."""
    paper = paper_rect(cell)
    if form(cell.width()) is BARE:
        return QRect(paper.right() - GLYPH + 1, paper.bottom() + 2, GLYPH, GLYPH)
    return QRect(paper.right() - STAR + 1, paper.bottom() + 6, STAR, STAR)


def badges_corner(cell: QRect) -> QPoint:
    """Return where the badges of a cell begin: on the edge of the paper, as the status is."""
    return paper_rect(cell).topLeft() + QPoint(4, -form(cell.width()).pad // 2 - 1)
