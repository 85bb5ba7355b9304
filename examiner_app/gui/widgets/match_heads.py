"""The top of the table of matches: names of the columns, the one that sorts them marked."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from examiner_app.gui.models.match_model import Role
from examiner_app.gui.theme import SIZES, Theme, font

HEAD: Final = 54
"""Height: three lines, for ATRHA CAMSA MAC."""


class MatchHeads(QHeaderView):
    """Names the columns; a click on a method asks for its order.

    Signals:
        sort_wanted(str): The user wants the matches sorted by this method.
    """

    sort_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._hovered = -1
        self.setFixedHeight(HEAD)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.sectionClicked.connect(self._click)

    def sizeHint(self) -> QSize:
        """Return the height."""
        return QSize(0, HEAD)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one name: strong and underlined if it sorts, faint if it cannot."""
        painter.save()
        is_sorted, sortable = self._data(logical, Role.SORTED), self._data(logical, Role.SORTABLE)
        hovered = sortable and logical == self._hovered
        if hovered:
            painter.fillRect(rect.adjusted(1, 0, -1, -1), self._theme.colour("sunken"))
        painter.fillRect(
            QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("line_strong")
        )
        if is_sorted:
            bar = QRect(rect.left() + 3, rect.bottom() - 2, rect.width() - 6, 3)
            painter.fillRect(bar, self._theme.colour("accent"))
        weight = QFont.Weight.DemiBold if is_sorted else QFont.Weight.Normal
        painter.setFont(font(SIZES.caption, weight))
        painter.setPen(self._theme.colour("text" if is_sorted or hovered else "soft"))
        alignment = self._data(logical, Qt.ItemDataRole.TextAlignmentRole)
        room = rect.adjusted(6, 2, -6, -7)
        text = str(self._data(logical, Qt.ItemDataRole.DisplayRole))
        flags = Qt.AlignmentFlag.AlignBottom | Qt.TextFlag.TextWordWrap | alignment
        painter.drawText(room, flags, text)
        painter.restore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the method under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Put the light out."""
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _click(self, section: int) -> None:
        if self._data(section, Role.SORTABLE):
            self.sort_wanted.emit(self._data(section, Role.KEY))

    def _data(self, section: int, role: int) -> Any:
        return self.model().headerData(section, Qt.Orientation.Horizontal, role)
