"""Paints one match of the grid: the mark on paper, and as much about it as there is room for."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Final, NamedTuple

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
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui import ranks
from examiner_app.gui.models.match_columns import badge, subtitle
from examiner_app.gui.models.match_face import Face
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
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.gui.widgets.painted_cells import PaintedCells, Paper

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


class Looks(NamedTuple):
    """How a cell is looked at.

    Attributes:
        selected: It is the selected match.
        hovered: The pointer is over it.
        focused: It is the selected match of the view that has the focus.
    """

    selected: bool = False
    hovered: bool = False
    focused: bool = False


AT_REST: Final = Looks()


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

    def __init__(self, theme: Theme, budget: PaintBudget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.cell = cell_size(148)
        self._budget = budget
        self._parts = MatchPainter(theme, _KEPT)
        self._painted = PaintedCells()

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Return the size of every cell."""
        return self.cell

    def paper(self, ratio: float) -> Paper:
        """Return what cells are painted on, on a screen with so many pixels in one."""
        ground = self._theme.colour("window").rgb()
        return Paper(self.cell.width(), self.cell.height(), ratio, ground)

    def paint_match(
        self, painter: QPainter, place: QPoint, face: Face, looks: Looks, paper: Paper
    ) -> None:
        """Paint one match, as it was painted before where nothing of it has changed."""
        cell = QRect(place, self.cell)
        if looks.selected or looks.hovered:
            self._paint(painter, cell, face, looks)
        elif self._painted.paint(painter, place, face.key, paper):
            return
        elif self._budget.is_spent:
            self._budget.leave()
            if not self._painted.paint(painter, place, None, paper):
                self._painted.paint_new(painter, place, None, paper, self._paint_blank)
        else:
            with self._budget.spending():
                self._painted.paint_new(
                    painter,
                    place,
                    face.key,
                    paper,
                    lambda painter, rect: self._paint(painter, rect, face, looks),
                )

    def _paint_blank(self, painter: QPainter, rect: QRect) -> None:
        """Paint the paper of a match that there is no time for."""
        self._parts.paper(painter, paper_rect(rect), None, "line", 0)

    def _paint(self, painter: QPainter, rect: QRect, face: Face, looks: Looks) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if looks.selected:
            self._paint_ground(painter, rect, focused=looks.focused)
        frame = "accent" if looks.selected else "line_strong" if looks.hovered else "line"
        kind, paper, more = form(rect.width()), paper_rect(rect), _more(face)
        if more:
            paint_sheets(painter, self._theme, paper)
        faint = face.judgement is Judgement.REJECTED
        self._parts.paper(painter, paper, face.image, frame, kind.inset, faint=faint)
        starred = face.pinned or looks.hovered
        if kind is BARE:
            self._paint_rank(painter, paper, face.rank)
        else:
            end = star_rect(rect).left() - 4 if starred else paper.right()
            self._paint_lines(painter, paper, face, end, full=kind is FULL)
        if starred:
            self._parts.star(painter, star_rect(rect), pinned=face.pinned)
        if more:
            paint_more(painter, self._theme, more_rect(paper, more), more)
        elif not face.stands_for:
            paint_member(painter, self._theme, paper)
        self._parts.badges(painter, badges_corner(rect), face.judgement, noted=face.noted)
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
            face: Face | None = index.data(Role.FACE)
            more = "" if face is None else _more(face)
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
        face: Face,
        end: int,
        *,
        full: bool,
    ) -> None:
        """Paint rank and words up to ``end``; number, type and status too where there is room."""
        parts = self._parts
        rank = parts.rank(painter, paper.left(), paper.bottom() + 6, face.rank)
        line = QRect(rank.right() + 7, rank.top(), end - rank.right() - 7, rank.height())
        size = SIZES.body if full else SIZES.caption
        mark = face.mark
        parts.text(painter, line, mark.words or mark.id, "text", size, QFont.Weight.Medium)
        if not full:
            return
        below = QRect(paper.left() + 1, rank.bottom() + 4, paper.width() - 1, GLYPH)
        below.setRight(parts.types(painter, below, mark.type) - 4)
        parts.text(painter, below, subtitle(mark), "soft", SIZES.caption)
        status = badge(mark)
        if status:
            # On the edge of the paper, where it hides nothing of the picture.
            top = paper.top() - STATUS_HEIGHT // 2
            judged = badges_width(face.judgement, noted=face.noted)
            parts.status(painter, paper.right() - 6, top, paper.width() - 16 - judged, status)


def _more(face: Face) -> str:
    """Return what the badge of a match says that stands for others."""
    return more_text(face.stands_for, unfolded=face.unfolded)


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
