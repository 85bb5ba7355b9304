"""The grid of ranked matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QHoverEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from examiner_app.gui.models.match_columns import MARK
from examiner_app.gui.models.match_model import MatchModel, Role
from examiner_app.gui.state.arrangement import Arrangement
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.theme import Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.match_delegate import AT_REST, Looks, MatchDelegate, cell_size
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.gui.widgets.shared_selection import SharedSelection
from examiner_app.translation import tr

_NOTCH: Final = 120
"""What a mouse wheel turns at once, in eighths of a degree; a touch pad turns less."""


class MatchGrid(QListView):
    """Cells of equal size that fill the width; the arrows walk over them, Ctrl+wheel sizes them.

    Signals:
        compared(): Enter was pressed or a match double-clicked.
    """

    compared = Signal()

    KEYS: Final = ViewKeys(
        tr("Grid of matches"),
        {
            "Arrows": tr("Go to the match beside, above or below"),
            "Home, End": tr("Go to the first match, or to the last that is loaded"),
            "PgUp, PgDown": tr("Go on or back by as much as is in sight"),
            "Enter": tr("Compare the match with the candidate"),
            "Ctrl+Wheel": tr("Make the pictures larger or smaller"),
        },
    )

    def __init__(
        self,
        model: MatchModel,
        state: MatchesState,
        arrangement: Arrangement,
        theme: Theme,
        budget: PaintBudget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self._turned = 0
        self._matches = model
        self._hovered = -1
        self.delegate = MatchDelegate(theme, budget, self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.setAccessibleName(tr("Matches, nearest first"))
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
        self._selection = SharedSelection(self, model, state)
        arrangement.size_changed.connect(self._resize_cells)
        model.modelReset.connect(self._forget_hovered)
        budget.left.connect(self.viewport().update)
        theme.changed.connect(self.viewport().update)

    def step(self, fewer: int) -> None:
        """Make the cells so large that ``fewer`` of them lie side by side."""
        self._arrangement.step(self._room, fewer)

    def dataChanged(
        self,
        topLeft: QModelIndex | QPersistentModelIndex,
        bottomRight: QModelIndex | QPersistentModelIndex,
        roles: Sequence[int] = (),
    ) -> None:
        """Paint what changed: a list would lay all cells out anew, whose size is always one."""
        if topLeft == bottomRight:
            self.update(topLeft)
        else:
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Note over which match the pointer is."""
        if isinstance(event, QHoverEvent):
            leaves = event.type() == QEvent.Type.HoverLeave
            self._hovered = -1 if leaves else self.indexAt(event.position().toPoint()).row()
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the matches in sight: a list that asks for each of hundreds takes twice as long."""
        painter, region = QPainter(self.viewport()), event.region()
        paper = self.delegate.paper(self.devicePixelRatioF())
        chosen = self.currentIndex().row()
        for row, place in self._places(event.rect()):
            if region.intersects(QRect(place, self.gridSize())):
                face = self._matches.answer(MARK, row, Role.FACE)
                looks = AT_REST
                if row in (chosen, self._hovered):
                    focused = row == chosen and self.hasFocus()
                    looks = Looks(row == chosen, row == self._hovered, focused)
                self.delegate.paint_match(painter, place, face, looks, paper)

    def _forget_hovered(self) -> None:
        # Another match lies under the pointer now; the next move of it says which.
        self._hovered = -1

    def _places(self, seen: QRect) -> Iterator[tuple[int, QPoint]]:
        """Yield the rows that may be seen in a part of the viewport, with their places there."""
        count = self._matches.rowCount()
        if not count:
            return
        width, height = self.gridSize().width(), self.gridSize().height()
        across = max(1, self._room // width)
        origin = self.visualRect(self._matches.index(0, 0)).topLeft()
        first = max(0, (seen.top() - origin.y()) // height) * across
        last = min(count, ((seen.bottom() - origin.y()) // height + 1) * across)
        for row in range(first, last):
            yield row, origin + QPoint(row % across * width, row // across * height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the new width evenly."""
        # Asked before Qt wraps the cells anew.
        seen = self._in_sight(event.oldSize())
        super().resizeEvent(event)
        self._fit_cells(seen)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the match that was chosen elsewhere in the meantime."""
        super().showEvent(event)
        self.scrollTo(self.currentIndex())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl, make the cells larger or smaller."""
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event)
            return
        self._turned += event.angleDelta().y()
        notches = int(self._turned / _NOTCH)
        self._turned -= notches * _NOTCH
        if notches:
            self.step(notches)
        event.accept()

    @property
    def _room(self) -> int:
        # One pixel of slack, or the last cell of a row would wrap.
        return self.viewport().width() - 1

    def _resize_cells(self) -> None:
        self._fit_cells(self._in_sight(self.viewport().size()))

    def _fit_cells(self, seen: QModelIndex) -> None:
        size = cell_size(max(self._room, 1) // self._arrangement.across(self._room))
        if size != self.gridSize():
            self.delegate.cell = size
            self.setGridSize(size)
            self.verticalScrollBar().setSingleStep(size.height() // 3)
        self.scrollTo(seen)

    def _in_sight(self, room: QSize) -> QModelIndex:
        """Return a match that is to stay in sight: the selected one if it is, else the first."""
        current = self.currentIndex()
        if self.visualRect(current).intersects(QRect(QPoint(), room)):
            return current
        middle = self.delegate.cell / 2
        return self.indexAt(QPoint(middle.width(), middle.height()))
