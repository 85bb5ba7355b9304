"""A list whose rows are two lines each; only those in sight are painted, of however many."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from examiner_app.gui.models.lines import LINE, Index, Line, LinesModel
from examiner_app.gui.theme import SIZES, Theme, font, metrics
from examiner_app.gui.widgets.basics import GAP

_PAD: Final = 6
_BETWEEN: Final = 3
_LEAD: Final = 30
"""Width of what stands before the lines, pixels."""

_MEDIUM: Final = QFont.Weight.Medium


class TwoLinesDelegate(QStyledItemDelegate):
    """Paints a row: what does not fit ends with an ellipsis."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of every row; the width is that of the list."""
        lines = metrics(SIZES.body, _MEDIUM).height() + metrics(SIZES.caption).height()
        return QSize(0, lines + _BETWEEN + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the ground of a row, and its lines."""
        painter.save()
        try:
            self._paint_ground(painter, option)
            rect: QRect = option.rect
            self._paint_line(painter, rect.adjusted(GAP, _PAD, -GAP, -_PAD), index.data(LINE))
        finally:
            # Qt ends the program where a painter comes back otherwise than it was lent.
            painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        state: QStyle.StateFlag = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if not selected and not state & QStyle.StateFlag.State_MouseOver:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("accent_soft" if selected else "sunken"))
        painter.drawRoundedRect(option.rect, 4, 4)
        if selected and state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(self._theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(option.rect.adjusted(0, 0, -1, -1), 4, 4)

    def _paint_line(self, painter: QPainter, rect: QRect, line: Line) -> None:
        first = QRect(rect.left(), rect.top(), rect.width(), metrics(SIZES.body, _MEDIUM).height())
        if line.lead:
            self._write(painter, first, line.lead, "soft", SIZES.body)
            first.setLeft(first.left() + _LEAD)
        second = first.translated(0, first.height() + _BETWEEN)
        second.setHeight(metrics(SIZES.caption).height())
        if line.badge:
            width = metrics(SIZES.caption, _MEDIUM).horizontalAdvance(line.badge)
            place = QRect(first.right() - width, first.top(), width + 1, first.height())
            self._write(painter, place, line.badge, "accent", SIZES.caption, _MEDIUM)
            first.setRight(place.left() - GAP)
        self._write(painter, first, line.title, "text", SIZES.body, _MEDIUM)
        self._write(painter, second, line.text, "soft", SIZES.caption)

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        colour: str,
        size: int,
        weight: QFont.Weight = QFont.Weight.Normal,
    ) -> None:
        painter.setFont(font(size, weight))
        painter.setPen(self._theme.colour(colour))
        elided = metrics(size, weight).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, flags | Qt.TextFlag.TextSingleLine, elided)


class TwoLines(QListView):
    """The list.

    Signals:
        chosen(int): The user went to this row.
        typed(str): The user typed while the list had the keys.
    """

    chosen = Signal(int)
    typed = Signal(str)

    def __init__(self, name: str, theme: Theme, model: LinesModel) -> None:
        super().__init__()
        self.setObjectName("registers")
        self.setAccessibleName(name)
        self.lines = model
        self.setModel(model)
        self.setItemDelegate(TwoLinesDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(24)
        theme.changed.connect(self.viewport().update)

    def keyboardSearch(self, search: str) -> None:
        """Hand over what is typed: to look through thousands of rows here would take too long."""
        self.typed.emit(search)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell where the user went."""
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())

    def point_at(self, place: QModelIndex) -> None:
        """Select a row without telling, and bring it into sight."""
        if place == self.currentIndex():
            return
        with QSignalBlocker(self):
            if place.isValid():
                self.setCurrentIndex(place)
                self.scrollTo(place)
            else:
                self.selectionModel().setCurrentIndex(
                    QModelIndex(), QItemSelectionModel.SelectionFlag.Clear
                )
        self.viewport().update()
