"""The table of ranked matches: the exact rank of each under every method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

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
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.theme import SIZES, Theme, metrics
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.match_cells import MatchCells
from examiner_app.gui.widgets.match_heads import MatchHeads
from examiner_app.gui.widgets.match_rows import ROW, MatchRows, paint_ground
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.gui.widgets.shared_selection import SharedSelection
from examiner_app.translation import tr

_WIDTHS: Final = {JUDGED: 64, SPREAD: 64, TYPE: 108, STATUS: 84, OFFICE: 56, OWNER: 220}
_NARROWEST: Final = 60
"""Least width of a column of ranks, pixels."""

_FIRST: Final = COLUMNS.index(JUDGED)


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
        self,
        model: MatchModel,
        state: MatchesState,
        theme: Theme,
        budget: PaintBudget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("matches")
        self._state = state
        self._theme = theme
        self.heads = MatchHeads(theme, self)
        self.rows = MatchRows(theme, budget, self)
        self.setHorizontalHeader(self.heads)
        self.setVerticalHeader(self.rows)
        self.setModel(model)
        self._cells = MatchCells(model, theme)
        self._budget = budget
        self._left: set[int] = set()
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
        budget.left.connect(self._paint_left)
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

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint what changed; pictures are beside the cells, not in them."""
        if list(roles) != [Role.THUMBNAIL]:
            super().dataChanged(topLeft, bottomRight, roles)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint rows while there is time; asking a delegate for every cell takes twice as much."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        region, heads = event.rect(), self.heads
        columns = [
            (column, heads.sectionViewportPosition(column), heads.sectionSize(column))
            for column in range(_FIRST, len(COLUMNS))
        ]
        seen = [
            (column, left, width)
            for column, left, width in columns
            if left <= region.right() and left + width > region.left()
        ]
        first, last = self.rowAt(region.top()), self.rowAt(region.bottom())
        if first >= 0:
            last = last if last >= 0 else self.model().rowCount() - 1
            for row in range(first, last + 1):
                self._paint_row(painter, row, seen)

    def _paint_row(
        self, painter: QPainter, row: int, columns: Sequence[tuple[int, int, int]]
    ) -> None:
        top, current = self.rowViewportPosition(row), self.currentIndex()
        ground = QRect(0, top, self.viewport().width(), ROW)
        paint_ground(painter, ground, self._theme, selected=current.row() == row)
        if self._budget.is_spent:
            self._left.add(row)
            self._budget.leave()
            return
        with self._budget.spending():
            for column, left, width in columns:
                self._cells.paint(painter, QRect(left, top, width, ROW), row, column)
        if self.hasFocus() and current.row() == row:
            left = self.columnViewportPosition(current.column())
            cell = QRect(left, top, self.columnWidth(current.column()), ROW)
            self._cells.paint_focus(painter, cell)

    def _paint_left(self) -> None:
        """Paint the rows that there was no time for, wherever they lie by now."""
        rows, self._left = self._left, set()
        width = self.viewport().width()
        for row in rows:
            self.viewport().update(QRect(0, self.rowViewportPosition(row), width, ROW))

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
