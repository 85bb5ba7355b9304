"""The images of the case as one row of thumbnails; there is none where the case has one image."""

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
from PySide6.QtGui import QAction, QPainter, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from examiner_app.gui.desk import Desk
from examiner_app.gui.images import Fitted, fit
from examiner_app.gui.state.case_images import MOST_IMAGES, CaseImagesState
from examiner_app.gui.theme import Theme
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.basics import GAP, label
from examiner_app.translation import tr

CELL: Final = 36
"""Side of a thumbnail with its frame, pixels."""

STEP: Final = CELL + 4
"""From one to the next, and the height of the row."""

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

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._view = view
        self._fitted = Fitted(MOST_IMAGES)

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        """Return the size of a cell."""
        return QSize(STEP, STEP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one."""
        chosen = index.row() == self._view.currentIndex().row()
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect: QRect = option.rect
        cell = QRect(0, 0, CELL, CELL)
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


class Filmstrip(QWidget):
    """Thumbnails to choose from, which one is shown, and a button that adds another.

    Attributes:
        view: The thumbnails.
        count_label: «2 of 5».
        add_button: Adds an image.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._images = desk.images
        self.view = self._build_view(theme)
        self.count_label = label("", "caption")
        self.add_button = QToolButton()
        self.add_button.setText("+")
        self.add_button.setProperty("role", "icon")
        self.add_button.setFixedSize(24, 24)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(self.view, 1)
        row.addWidget(self.count_label)
        row.addWidget(self.add_button)
        self.setFixedHeight(STEP)
        selection = self.view.selectionModel()
        selection.currentChanged.connect(lambda index, _: desk.case.show(index.row()))
        # After the model, which has to have the rows first.
        desk.images.changed.connect(self._show)
        desk.images.shown_changed.connect(self._show)
        theme.changed.connect(self.view.viewport().update)
        self._show()

    def offer(self, add: QAction, remove: QAction) -> None:
        """Offer what can be done with the images."""
        self.add_button.clicked.connect(add.trigger)
        self.add_button.setToolTip(add.toolTip())
        self.add_button.setAccessibleName(add.text().replace("&", ""))
        self.view.addActions([add, remove])
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    def _build_view(self, theme: Theme) -> QListView:
        view = QListView()
        view.setModel(ThumbnailModel(self._images, self))
        view.setItemDelegate(_Painter(theme, view))
        view.setFlow(QListView.Flow.LeftToRight)
        view.setWrapping(False)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        for hide in (view.setHorizontalScrollBarPolicy, view.setVerticalScrollBarPolicy):
            hide(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFixedHeight(STEP)
        view.setAccessibleName(tr("Images of the case"))
        view.setAccessibleDescription(
            tr("Arrows choose the image that is examined; Delete takes it out of the case.")
        )
        return view

    def _show(self) -> None:
        images = self._images
        self.setVisible(images.several)
        if not images.images:
            return
        # A choice that the state makes is not one of the user's.
        selection = self.view.selectionModel()
        selection.blockSignals(True)
        index = self.view.model().index(images.index, 0)
        self.view.setCurrentIndex(index)
        selection.blockSignals(False)
        self.view.scrollTo(index)
        self.view.viewport().update()
        number, count = images.index + 1, len(images.images)
        self.count_label.setText(tr("{number} of {count}", number=number, count=count))
