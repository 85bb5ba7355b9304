"""One match is looked at, whichever view of the matches shows it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QObject
from PySide6.QtWidgets import QAbstractItemView

from examiner_app.gui.models.match_model import MatchModel, Role
from examiner_app.gui.state.matches import MatchesState


class SharedSelection(QObject):
    """Keeps the current match of a view and the selected one of the state the same.

    Attributes:
        column: The column of the current cell; the next one, where there is none.
    """

    def __init__(
        self, view: QAbstractItemView, model: MatchModel, state: MatchesState, column: int = 0
    ) -> None:
        super().__init__(view)
        self.column = column
        self._view = view
        self._model = model
        self._state = state
        view.selectionModel().currentChanged.connect(self._tell)
        state.selection_changed.connect(self.follow)
        model.modelReset.connect(self.follow)

    def follow(self) -> None:
        """Go to the selected match, if it is loaded."""
        selection, row = self._view.selectionModel(), self._model.row_of(self._state.selected)
        if row is None:
            selection.clear()
            return
        index = self._model.index(row, self.column)
        if index != selection.currentIndex():
            flags = QItemSelectionModel.SelectionFlag
            how = flags.ClearAndSelect
            if self._view.selectionBehavior() is QAbstractItemView.SelectionBehavior.SelectRows:
                how |= flags.Rows
            selection.setCurrentIndex(index, how)
        self._view.scrollTo(index)

    def _tell(self, current: QModelIndex, _previous: QModelIndex) -> None:
        mark = current.data(Role.MARK)
        if mark is not None:
            self.column = current.column()
            self._state.select(mark)
