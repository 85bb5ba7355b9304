"""Table 2: methods down, pinned marks across with their pictures on top, ranks in colour."""

from __future__ import annotations

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
    QFocusEvent,
    QFont,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui.icons import pixmap
from examiner_app.gui.images import Fitted, fit
from examiner_app.gui.models.table2_model import Role, Table2Model
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.theme import PAPER, SIZES, Theme, font, metrics
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.judgement_badge import FAINT, paint_badges
from examiner_app.gui.widgets.rank_pill import paint_pill
from examiner_app.translation import tr

NARROWEST, WIDEST = 72, 104
"""Width of a column, pixels: columns share the room there is, within these."""

HEAD: Final = 118
ROW: Final = 26
_CLOSE: Final = 16


class PinHeader(QHeaderView):
    """Pictures and words of the pinned marks.

    Signals:
        released(Mark): The cross of this mark was clicked.
    """

    released = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._hovered = -1
        self._fitted = Fitted(64)
        self.setFixedHeight(HEAD)
        self.setDefaultSectionSize(WIDEST)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setMouseTracking(True)
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        """Paint one pinned mark."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paper = QRect(rect.left() + 4, rect.top() + 10, rect.width() - 8, 80)
        painter.setPen(QPen(self._theme.colour("line"), 1))
        painter.setBrush(PAPER)
        painter.drawRoundedRect(paper, 5, 5)
        image, judged = self._data(logical, Role.THUMBNAIL), self._data(logical, Role.JUDGEMENT)
        judgement = judged if isinstance(judged, Judgement) else None
        if isinstance(image, QImage) and not image.isNull():
            place = fit(image.size(), paper.adjusted(6, 6, -6, -6))
            ratio = self.devicePixelRatioF()
            painter.setOpacity(FAINT if judgement is Judgement.REJECTED else 1)
            painter.drawImage(place, self._fitted.get(image, place.size(), ratio))
            painter.setOpacity(1)
        noted = bool(self._data(logical, Role.NOTED))
        corner = paper.topLeft() + QPoint(3, -6)
        paint_badges(painter, corner, judgement, self._theme, noted=noted)
        face = (SIZES.caption, QFont.Weight.Medium)
        painter.setFont(font(*face))
        painter.setPen(self._theme.colour("text"))
        line = QRect(rect.left() + 4, paper.bottom() + 4, rect.width() - 8, 18)
        text = str(self._data(logical, Qt.ItemDataRole.DisplayRole) or "")
        shown = metrics(*face).elidedText(text, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, shown)
        if logical == self._hovered:
            cross = _cross(rect)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("surface"))
            painter.drawEllipse(cross.adjusted(-2, -2, 2, 2))
            colour = self._theme.colour("soft").name()
            painter.drawPixmap(
                cross.topLeft(), pixmap("close", colour, _CLOSE, self.devicePixelRatioF())
            )
        painter.restore()

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        """Return the size of every section."""
        return QSize(self.defaultSectionSize(), HEAD)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the cross of the mark under the pointer."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the cross."""
        super().leaveEvent(event)
        self._hover(-1)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Release a mark on a click on its cross."""
        at = event.position().toPoint()
        section = self.logicalIndexAt(at)
        if section >= 0:
            left = self.sectionViewportPosition(section)
            rect = QRect(left, 0, self.sectionSize(section), self.height())
            if _cross(rect).adjusted(-4, -4, 4, 4).contains(at):
                self.released.emit(self._data(section, Role.MARK))
                return
        super().mouseReleaseEvent(event)

    def _hover(self, section: int) -> None:
        if section != self._hovered:
            self._hovered = section
            self.viewport().update()

    def _data(self, section: int, role: int) -> object:
        value: object = self.model().headerData(section, Qt.Orientation.Horizontal, role)
        return value


class RankCell(QStyledItemDelegate):
    """Paints a rounded rank on its colour: the text stays legible in both themes."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint one rank."""
        rank, count = index.data(Role.RANK), index.data(Role.COUNT)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = rect.adjusted(4, 2, -4, -2)
        if rank is not None:
            paint_pill(painter, pill, rank, count, self._theme)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(self._theme.colour("accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, 4, 4)
        strong = bool(index.data(Role.SORTED))
        weight = QFont.Weight.DemiBold if strong else QFont.Weight.Normal
        painter.setFont(font(SIZES.body, weight))
        painter.setPen(self._theme.colour("text" if rank is not None else "soft"))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, str(index.data()))
        painter.restore()


class Table2View(QTableView):
    """The table; Delete releases the column's mark.

    Signals:
        released(Mark): The user releases this mark.
        chosen(Mark): The user looks at this mark.
        compared(): Enter was pressed or a rank double-clicked.
    """

    released = Signal(object)
    chosen = Signal(object)
    compared = Signal()

    KEYS: Final = ViewKeys(
        tr("Table 2"),
        {
            "Left, Right": tr("Look at another pinned match"),
            "Enter": tr("Compare the match of the column with the candidate"),
            "Del, Backspace": tr("Release the match of the column"),
        },
    )

    def __init__(
        self,
        model: Table2Model,
        matches: MatchesState,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._marks = model
        self._matches = matches
        self._entering = False
        self.setObjectName("table2")
        self.header = PinHeader(theme, self)
        self.setHorizontalHeader(self.header)
        self.setModel(model)
        self.setItemDelegate(RankCell(theme, self))
        self.setAccessibleName(tr("Table 2: ranks of the pinned matches by every method"))
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setViewportMargins(0, 0, 0, 0)
        names = self.verticalHeader()
        names.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        names.setDefaultSectionSize(ROW)
        names.setMinimumWidth(142)
        names.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        names.setHighlightSections(False)
        model.modelReset.connect(self._share_width)
        self.header.released.connect(self.released)
        self.header.sectionClicked.connect(self._choose)
        self.selectionModel().currentColumnChanged.connect(self._look_at)
        self.clicked.connect(lambda index: self._choose(index.column()))
        self.doubleClicked.connect(lambda _: self.compared.emit())
        theme.changed.connect(self.viewport().update)
        matches.selection_changed.connect(self._follow)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Compare the current column's mark on Enter, release it on Delete."""
        index = self.currentIndex()
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and index.isValid():
            self.released.emit(index.data(Role.MARK))
            # The next mark takes the place, so that Delete can be pressed again.
            columns = self.model().columnCount()
            if columns:
                place = self.model().index(index.row(), min(index.column(), columns - 1))
                self.setCurrentIndex(place)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self._choose(index.column())
            self.compared.emit()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the match that is looked at: who comes here has not chosen another one."""
        self._entering = True
        self._follow()
        super().focusInEvent(event)
        self._entering = False

    def _follow(self) -> None:
        """Go to the column of the match that is looked at, where it has one."""
        selected, row = self._matches.selected, max(0, self.currentIndex().row())
        for column, mark in enumerate(self._marks.marks):
            if selected is not None and mark.index == selected.index:
                self.setCurrentIndex(self._marks.index(row, column))

    def _look_at(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid() and not self._entering:
            self._choose(now.column())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        columns = max(1, self.model().columnCount())
        width = min(WIDEST, max(NARROWEST, (self.viewport().width() - 8) // columns))
        self.header.setDefaultSectionSize(width)

    def _choose(self, section: int) -> None:
        mark = self.model().headerData(section, Qt.Orientation.Horizontal, Role.MARK)
        if mark is not None:
            self.chosen.emit(mark)


def _cross(section: QRect) -> QRect:
    return QRect(section.right() - _CLOSE - 7, section.top() + 14, _CLOSE, _CLOSE)
