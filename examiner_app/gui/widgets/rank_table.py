"""The selected match's exact rank under every method, as a compact table with bars."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from examiner_app.gui import ranks
from examiner_app.gui.models.rank_model import Column, RankModel, Role
from examiner_app.gui.theme import SIZES, Theme, font
from examiner_app.translation import tr

_WIDTHS: Final = {Column.METHOD: 140, Column.RANK: 62, Column.PERCENTILE: 78}
_LOWEST, _HIGHEST = 18, 25
"""Row height, pixels: rows share the room there is, within these."""


class RankDelegate(QStyledItemDelegate):
    """Paints a bar whose length falls with the logarithm of the rank: full for rank 1."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one cell."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._theme.colour("accent_soft"))
        if index.column() == Column.BAR:
            self._paint_bar(painter, rect, index)
        else:
            self._paint_text(painter, rect, index)
        painter.restore()

    def _paint_text(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        strong = bool(index.data(Role.SORTED))
        small = index.column() == Column.PERCENTILE
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        painter.setFont(font(SIZES.caption if small else SIZES.body, weight))
        faint = small or index.data(Role.RANK) is None
        painter.setPen(self._theme.colour("soft" if faint else "text"))
        room = rect.adjusted(0 if index.column() == Column.METHOD else 6, 0, -2, 0)
        painter.drawText(room, index.data(Qt.ItemDataRole.TextAlignmentRole), str(index.data()))

    def _paint_bar(
        self, painter: QPainter, rect: QRect, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        track = QRectF(rect.left() + 4, rect.center().y() - 2.5, rect.width() - 8, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("sunken"))
        painter.drawRoundedRect(track, 3, 3)
        rank, count = index.data(Role.RANK), index.data(Role.COUNT)
        if rank is None:
            return
        track.setWidth(max(6.0, track.width() * ranks.length(rank, count)))
        colour = ranks.colour(rank, count)
        painter.setBrush(colour.lighter(150) if self._theme.dark else colour)
        painter.drawRoundedRect(track, 3, 3)


class RankTableView(QTableView):
    """Methods down; Enter or a double click sorts the matches by a method.

    Signals:
        sort_wanted(str): The user wants the matches sorted by this key.
    """

    sort_wanted = Signal(str)

    def __init__(self, model: RankModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("ranks")
        self.setModel(model)
        self.setItemDelegate(RankDelegate(theme, self))
        self.setAccessibleName(tr("Rank of the selected match by every method"))
        self.setToolTip(tr("Double-click a method to sort the matches by it"))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(_LOWEST)
        header = self.horizontalHeader()
        header.setFixedHeight(22)
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.BAR, QHeaderView.ResizeMode.Stretch)
        for column, width in _WIDTHS.items():
            self.setColumnWidth(column, width)
        self.activated.connect(lambda index: self.sort_wanted.emit(index.data(Role.KEY)))
        theme.changed.connect(self.viewport().update)

    def minimumSizeHint(self) -> QSize:
        """Allow the table to scroll in a low window."""
        return QSize(240, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the height among the rows."""
        super().resizeEvent(event)
        rows = max(1, self.model().rowCount())
        height = min(_HIGHEST, max(_LOWEST, self.viewport().height() // rows))
        self.verticalHeader().setDefaultSectionSize(height)
