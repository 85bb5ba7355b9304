"""The grid of ranked matches."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from examiner_app.gui.models.match_model import MatchModel, Role
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.match_delegate import CAPTION, PAD, MatchDelegate

SMALLEST: Final = 132
"""Least width of a cell, pixels; cells grow to fill the row."""

PROPORTION: Final = 0.8
"""Height of a cell's paper over its width."""


class MatchGrid(QListView):
    """Cells of equal size that fill the width; the arrows walk over them.

    Signals:
        compared(): Enter was pressed or a match double-clicked.
    """

    compared = Signal()

    def __init__(
        self, model: MatchModel, state: MatchesState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._matches = model
        self.delegate = MatchDelegate(theme, self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName("Matches, nearest first")
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setViewportMargins(6, 6, 0, 6)
        self.activated.connect(lambda _: self.compared.emit())
        self.selectionModel().currentChanged.connect(self._tell_state)
        state.selection_changed.connect(self._follow_state)
        model.modelReset.connect(self._follow_state)
        theme.changed.connect(self.viewport().update)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width evenly."""
        super().resizeEvent(event)
        self._fit_cells()

    def _fit_cells(self) -> None:
        # One pixel of slack, or the last cell of a row would wrap.
        width = max(SMALLEST, self.viewport().width() - 1)
        across = max(1, width // SMALLEST)
        cell = width // across
        paper = cell - 2 * (PAD + 2)
        size = QSize(cell, round(paper * PROPORTION) + CAPTION + 2 * (PAD + 2))
        if size != self.delegate.cell or size != self.gridSize():
            self.delegate.cell = size
            self.setGridSize(size)
            self.verticalScrollBar().setSingleStep(size.height() // 3)

    def _tell_state(self, current: QModelIndex, _previous: QModelIndex) -> None:
        mark = current.data(Role.MARK)
        if mark is not None:
            self._state.select(mark)

    def _follow_state(self) -> None:
        row = self._matches.row_of(self._state.selected)
        if row is None:
            self.selectionModel().clear()
            return
        index = self._matches.index(row)
        if index != self.currentIndex():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flag)
        self.scrollTo(index)
