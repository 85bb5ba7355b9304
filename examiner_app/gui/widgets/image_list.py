"""The images of the case as thumbnails to choose from."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from examiner_app.gui.desk import Desk
from examiner_app.gui.images import Fitted, fit
from examiner_app.gui.state.case_images import MOST_IMAGES, CaseImagesState
from examiner_app.gui.theme import Theme
from examiner_app.gui.tips import plain_tip
from examiner_app.translation import tr

GAP_BETWEEN: Final = 4
"""Thumbnails are apart by so much, pixels."""

_ROOT: Final = QModelIndex()

AnyIndex = QModelIndex | QPersistentModelIndex


class ThumbnailModel(QAbstractListModel):
    """The images of the case, one a row."""

    def __init__(self, images: CaseImagesState, parent: QWidget) -> None:
        super().__init__(parent)
        self._images = images
        self._count = len(images.images)
        images.changed.connect(self._follow)

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Return how many images there are."""
        return 0 if parent.isValid() else self._count

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return an image's thumbnail, or its name."""
        if not index.isValid() or index.row() >= len(self._images.images):
            return None
        image = self._images.images[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return image.thumbnail
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(image.name)
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole}:
            return image.name
        return None

    def _follow(self) -> None:
        count = len(self._images.images)
        if count == self._count + 1:
            self.beginInsertRows(_ROOT, self._count, self._count)
            self._count = count
            self.endInsertRows()
        else:
            self.beginResetModel()
            self._count = count
            self.endResetModel()


class _Painter(QStyledItemDelegate):
    """Paints a thumbnail on white paper, the shown one in a frame."""

    def __init__(self, theme: Theme, view: QListView, cell: int) -> None:
        super().__init__(view)
        self._cell = cell
        self._theme = theme
        self._view = view
        self._fitted = Fitted(MOST_IMAGES)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size of a cell."""
        side = self._cell + GAP_BETWEEN
        return QSize(side, side)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one."""
        chosen = index.row() == self._view.currentIndex().row()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect: QRect = option.rect
        cell = QRect(0, 0, self._cell, self._cell)
        cell.moveCenter(rect.center())
        width = 2 if chosen else 1
        colour = "accent" if chosen else "soft" if hovered else "line_strong"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour(colour), width))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRoundedRect(cell.adjusted(1, 1, -1, -1), 4, 4)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        place = fit(image.size(), cell.adjusted(4, 4, -4, -4))
        ratio = painter.device().devicePixelRatio()
        painter.drawImage(place, self._fitted.get(image, place.size(), ratio))
        painter.restore()


class ImageList(QListView):
    """Thumbnails of all images; the current one is the image that is shown."""

    def __init__(self, desk: Desk, theme: Theme, cell: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = desk.images
        self.setModel(ThumbnailModel(desk.images, self))
        self.setItemDelegate(_Painter(theme, self, cell))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Images of the case"))
        self.setAccessibleDescription(
            tr("Arrows choose the image that is examined; Delete takes it out of the case.")
        )
        self.selectionModel().currentChanged.connect(lambda index, _: desk.case.show(index.row()))
        # After the model, which has to have the rows first.
        desk.images.changed.connect(self._follow)
        desk.images.shown_changed.connect(self._follow)
        theme.changed.connect(self.viewport().update)
        self._follow()

    def _follow(self) -> None:
        if not self._images.images:
            return
        # A choice that the state makes is not one of the user's.
        selection = self.selectionModel()
        selection.blockSignals(True)
        index = self.model().index(self._images.index, 0)
        self.setCurrentIndex(index)
        selection.blockSignals(False)
        self.scrollTo(index)
        self.viewport().update()
