"""The selected match's exact rank under every method, as a compact table with bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from examiner_app.gui import ranks
from examiner_app.gui.models.rank_model import Column, RankLine, RankModel, Role
from examiner_app.gui.theme import SIZES, Theme, font
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.translation import tr

_WIDTHS: Final = {Column.METHOD: 140, Column.RANK: 62, Column.PERCENTILE: 78}
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

_LOWEST, _HIGHEST = 18, 25
"""Row height, pixels: rows share the room there is, within these."""


class RankTableView(QTableView):
    """Methods down; Enter or a double click sorts the matches by a method.

    Signals:
        sort_wanted(str): The user wants the matches sorted by this key.
    """

    sort_wanted = Signal(str)

    def __init__(
        self, model: RankModel, theme: Theme, budget: PaintBudget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("ranks")
        self.setModel(model)
        self._ranks = model
        self._theme = theme
        self._budget = budget
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

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all lines; asking a delegate for every cell takes three times as much.

        The time counts as that of the matches does, which are painted in the same turn.
        """
        with self._budget.spending():
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            columns = [
                (self.columnViewportPosition(column), self.columnWidth(column)) for column in Column
            ]
            chosen = self.currentIndex().row() if self.selectionModel().hasSelection() else None
            for row, line in enumerate(self._ranks.lines()):
                top, height = self.rowViewportPosition(row), self.rowHeight(row)
                if event.rect().top() <= top + height and top <= event.rect().bottom():
                    cells = [QRect(left, top, width, height) for left, width in columns]
                    if row == chosen:
                        painter.fillRect(cells[0].united(cells[-1]), self._colour("accent_soft"))
                    self._paint_line(painter, cells, line)

    def _paint_line(self, painter: QPainter, cells: Sequence[QRect], line: RankLine) -> None:
        weight = QFont.Weight.DemiBold if line.strong else QFont.Weight.Normal
        painter.setFont(font(SIZES.body, weight))
        painter.setPen(self._colour("soft" if line.rank is None else "text"))
        painter.drawText(cells[Column.METHOD].adjusted(0, 0, -2, 0), _LEFT, line.method)
        painter.drawText(cells[Column.RANK].adjusted(6, 0, -2, 0), _RIGHT, line.exact)
        painter.setFont(font(SIZES.caption, weight))
        painter.setPen(self._colour("soft"))
        painter.drawText(cells[Column.PERCENTILE].adjusted(6, 0, -2, 0), _RIGHT, line.percentile)
        self._paint_bar(painter, cells[Column.BAR], line)

    def _paint_bar(self, painter: QPainter, cell: QRect, line: RankLine) -> None:
        """Paint a bar whose length falls with the logarithm of the rank: full for rank 1."""
        track = QRectF(cell.left() + 4, cell.center().y() - 2.5, cell.width() - 8, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("sunken"))
        painter.drawRoundedRect(track, 3, 3)
        if line.rank is None:
            return
        track.setWidth(max(6.0, track.width() * ranks.length(line.rank, line.count)))
        colour = ranks.colour(line.rank, line.count)
        painter.setBrush(colour.lighter(150) if self._theme.dark else colour)
        painter.drawRoundedRect(track, 3, 3)

    def _colour(self, name: str) -> QColor:
        return self._theme.colour(name)
