"""The table of ranked matches: the exact rank of each under every method."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from examiner_app.gui import ranks
from examiner_app.gui.models.match_columns import (
    COLUMNS,
    JUDGED,
    MARK,
    OFFICE,
    OWNER,
    SPREAD,
    STATUS,
    TYPE,
)
from examiner_app.gui.models.match_model import MatchModel, Role
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.theme import SIZES, Theme, font, metrics
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.judgement_badge import BADGE, paint_badges
from examiner_app.gui.widgets.match_heads import MatchHeads
from examiner_app.gui.widgets.match_rows import ROW, MatchRows, paint_ground
from examiner_app.gui.widgets.rank_pill import paint_pill
from examiner_app.gui.widgets.shared_selection import SharedSelection
from examiner_app.translation import tr

_WIDTHS: Final = {JUDGED: 64, SPREAD: 64, TYPE: 108, STATUS: 84, OFFICE: 56, OWNER: 220}
_NARROWEST: Final = 60
"""Least width of a column of ranks, pixels."""

_PILL: Final = 26
_FIRST: Final = COLUMNS.index(JUDGED)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MatchCell(QStyledItemDelegate):
    """Paints ranks on their colours, and plain texts."""

    def __init__(self, model: MatchModel, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        # Not asked through the index: that lets go of the interpreter, and waits for a busy worker.
        self._data = model.data
        self._state = model.state
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        rect: QRect = option.rect
        state: Any = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(
            painter, rect, self._theme, selected=bool(state & QStyle.StateFlag.State_Selected)
        )
        middle = rect.top() + (rect.height() - _PILL) // 2
        pill = QRect(rect.left() + 2, middle, rect.width() - 4, _PILL)
        key = COLUMNS[index.column()]
        if key in SORT_KEYS:
            self._paint_rank(painter, pill, key, self._data(index, Role.RANK))
        elif key == JUDGED:
            self._paint_judged(painter, pill, index)
        else:
            self._paint_text(painter, pill, key, str(self._data(index)))
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, 4, 4)
        painter.restore()

    def _paint_rank(self, painter: QPainter, pill: QRect, key: str, rank: int | None) -> None:
        table = self._state.table
        if rank is not None and table is not None:
            paint_pill(painter, pill, rank, table.count, self._theme)
        strong = key == self._state.sorted_by
        painter.setFont(font(SIZES.body, QFont.Weight.DemiBold if strong else QFont.Weight.Normal))
        painter.setPen(self._theme.colour("soft" if rank is None else "text"))
        text = "–" if rank is None else ranks.exact(rank)
        painter.drawText(pill.adjusted(0, 0, -7, 0), _RIGHT, text)

    def _paint_judged(
        self, painter: QPainter, room: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        judgement = self._data(index, Role.JUDGEMENT)
        noted = bool(self._data(index, Role.NOTED))
        at = QPoint(room.left() + 6, room.center().y() - BADGE // 2)
        paint_badges(painter, at, judgement, self._theme, noted=noted)

    def _paint_text(self, painter: QPainter, room: QRect, key: str, text: str) -> None:
        number = key == SPREAD
        room = room.adjusted(6, 0, -7, 0)
        shown = metrics(SIZES.body).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font(SIZES.body))
        painter.setPen(self._theme.colour("text" if number else "soft"))
        painter.drawText(room, _RIGHT if number else _LEFT, shown)


class MatchTable(QTableView):
    """Matches down, methods across; what names a match stays in sight on the left.

    Signals:
        compared(): Enter was pressed or a match double-clicked.
    """

    compared = Signal()

    KEYS: Final = ViewKeys(
        tr("Table of matches"),
        {
            "Arrows": tr("Go to another match, or to its rank by another method"),
            "Home, End": tr("Go to the first column, or to the last"),
            "PgUp, PgDown": tr("Go on or back by as much as is in sight"),
            "Enter": tr("Compare the match with the candidate"),
        },
    )

    def __init__(
        self, model: MatchModel, state: MatchesState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("matches")
        self._state = state
        self.heads = MatchHeads(theme, self)
        self.rows = MatchRows(theme, self)
        self.setHorizontalHeader(self.heads)
        self.setVerticalHeader(self.rows)
        self.setModel(model)
        self.setItemDelegate(MatchCell(model, theme, self))
        self.setAccessibleName(tr("Matches with their rank by every method, nearest first"))
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setSingleStep(ROW)
        # The header of its row shows all of it.
        self.setColumnHidden(COLUMNS.index(MARK), True)
        self.activated.connect(lambda _: self.compared.emit())
        self.rows.sectionDoubleClicked.connect(lambda _: self.compared.emit())
        self._selection = SharedSelection(self, model, state, _FIRST)
        # The first cell of a row is hidden: what it shows is painted beside the row.
        model.dataChanged.connect(lambda *_: self.rows.viewport().update())
        state.reset.connect(self._fit_columns)
        state.sort_changed.connect(self._show_sorted)
        theme.changed.connect(self.viewport().update)
        self._fit_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share what room there is between the matches and their ranks."""
        self.rows.fit(self.width())
        super().resizeEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the match that was chosen elsewhere in the meantime."""
        super().showEvent(event)
        self.scrollTo(self.currentIndex())

    def moveCursor(
        self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go to the first and the last match on Home and End; with Ctrl, to the ends of a row."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self.model().rowCount() - 1,
        }
        if action not in ends:
            return super().moveCursor(action, modifiers)
        if modifiers & Qt.KeyboardModifier.ControlModifier:
            return super().moveCursor(action, Qt.KeyboardModifier.NoModifier)
        return self.model().index(ends[action], max(_FIRST, self.currentIndex().column()))

    def _show_sorted(self) -> None:
        """Go along the row to the ranks that were asked for."""
        column = self._selection.column = COLUMNS.index(self._state.sort)
        index = self.model().index(max(0, self.currentIndex().row()), column)
        if self.currentIndex().isValid():
            self.setCurrentIndex(index)
        else:
            self.scrollTo(index)

    def _fit_columns(self) -> None:
        """Give the ranks of large registers the room they need."""
        count = self._state.table.count if self._state.table else 0
        face = metrics(SIZES.body, QFont.Weight.DemiBold)
        width = max(_NARROWEST, face.horizontalAdvance(ranks.exact(count)) + 20)
        for column, key in enumerate(COLUMNS):
            self.setColumnWidth(column, _WIDTHS.get(key, width))
