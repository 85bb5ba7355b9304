"""The images of a case as they were filed, small, on white paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from examiner_app.gui.theme import PAPER, SIZES, Theme, font
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.basics import GAP
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import KeptImage

SIDE: Final = 96
"""Side of the paper, pixels."""

_INSET: Final = 4
_CELL: Final = SIDE + GAP
_LEAST: Final = 2
"""So many stand side by side at least; for the others one scrolls."""


class FiledImages(QListWidget):
    """A row of thumbnails."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._room = 0
        self._images: Sequence[KeptImage] = ()
        self._pictures: Mapping[str, QImage] = {}
        self._painted: dict[int, QImage] = {}
        self.setAccessibleName(tr("Images of the case"))
        self.setFlow(QListWidget.Flow.LeftToRight)
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setMovement(QListWidget.Movement.Static)
        self.setWrapping(False)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(_CELL, _CELL))
        self.setSelectionMode(QListWidget.SelectionMode.NoSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.changed.connect(self._paint_all)

    def show_images(self, images: Sequence[KeptImage]) -> None:
        """Show the images of a case, as far as their pictures are there."""
        if images == self._images:
            return
        self._images = images
        self.clear()
        for image in images:
            item = QListWidgetItem("")
            item.setSizeHint(QSize(_CELL, _CELL))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, image.name)
            self.addItem(item)
        self._fit()
        self._paint_all()

    def give_room(self, width: int) -> None:
        """Have as many side by side as there is room for."""
        self._room = width
        self._fit()

    def show_pictures(self, pictures: Mapping[str, QImage]) -> None:
        """Show the pictures that are there."""
        self._pictures = pictures
        self._paint()

    def _fit(self) -> None:
        shown = min(len(self._images), max(_LEAST, self._room // _CELL))
        bar = self.horizontalScrollBar().sizeHint().height() if shown < len(self._images) else 0
        self.setFixedSize(max(1, shown * _CELL), _CELL + bar)

    def _paint_all(self) -> None:
        self._painted.clear()
        empty = QIcon(self._paper(None))
        for row, image in enumerate(self._images):
            item = self.item(row)
            item.setIcon(empty)
            item.setToolTip(plain_tip(image.name))
        self._paint()

    def _paint(self) -> None:
        """Paint the pictures that came since the last time."""
        for row, image in enumerate(self._images):
            picture = self._pictures.get(image.sha256)
            if picture is None or self._painted.get(row) is picture:
                continue
            self._painted[row] = picture
            item = self.item(row)
            item.setIcon(QIcon(self._paper(picture)))
            if picture.isNull():
                item.setToolTip(plain_tip(tr("{name} cannot be shown", name=image.name)))

    def _paper(self, picture: QImage | None) -> QPixmap:
        ratio = self.devicePixelRatioF()
        paper = QPixmap(QSize(SIDE, SIDE) * ratio)
        paper.setDevicePixelRatio(ratio)
        lost = picture is not None and picture.isNull()
        paper.fill(self._theme.colour("sunken") if lost else PAPER)
        painter = QPainter(paper)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = QRect(0, 0, SIDE, SIDE)
        inner = room.adjusted(_INSET, _INSET, -_INSET, -_INSET)
        if lost:
            painter.setPen(self._theme.colour("soft"))
            painter.setFont(font(SIZES.caption))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(inner, flags, tr("Cannot be shown"))
        elif picture is not None:
            size = picture.size()
            # What is smaller than its place stays so.
            if size.width() > inner.width() or size.height() > inner.height():
                size = size.scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
            place = QRect(QPoint(), size)
            place.moveCenter(inner.center())
            painter.drawImage(place, picture)
        painter.setPen(self._theme.colour("line"))
        painter.drawRect(room.adjusted(0, 0, -1, -1))
        painter.end()
        return paper
