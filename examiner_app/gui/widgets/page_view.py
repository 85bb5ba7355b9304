"""Pages beneath each other as they will be on paper, at any size."""

from __future__ import annotations

import math
from typing import ClassVar, Final

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from examiner_app.gui.page_images import PageImages
from examiner_app.gui.state.page_layout import PageLayout, fitting_scale, lay_out
from examiner_app.gui.theme import PAPER, Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.translation import tr

NEARER: Final = 1.2
"""By how much a step of the zoom enlarges."""

LEAST, MOST = 0.25, 4.0
"""The zoom; at 1 a page is as large as on paper, at 96 pixels per inch."""

_PER_POINT: Final = 96 / 72
_LINE: Final = 48
"""Pixels that an arrow key or a notch of the wheel scrolls by."""

_OVERLAP: Final = 0.1
"""Of the height stays in sight when a screen is scrolled."""


class PageView(QAbstractScrollArea):
    """Shows pages, by default as wide as there is room.

    Attributes:
        zoom: How large the pages are shown.
        page: The page in the middle, from 0.

    Signals:
        moved(): Another page is in the middle, or the zoom is another.
    """

    KEYS: ClassVar = ViewKeys(
        tr("Pages of the report"),
        {
            "PgUp, PgDown": tr("Back and on by a screen"),
            "Home, End": tr("First and last page"),
            "Arrows": tr("Scroll"),
            "Ctrl+Wheel": tr("Nearer and farther"),
        },
    )

    moved = Signal()

    def __init__(self, images: PageImages, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setAccessibleName(tr("Pages of the report"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # A bar that comes and goes would change the width that pages are fitted to.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(_LINE)
        self._images = images
        self._theme = theme
        self._zoom: float | None = None
        self._layout = PageLayout()
        self.zoom = 1.0
        self.page = 0
        images.arrived.connect(self._show_page)
        theme.changed.connect(self.viewport().update)

    @property
    def fits(self) -> bool:
        """Whether pages are as wide as there is room."""
        return self._zoom is None

    def show_pages(self) -> None:
        """Show the pages that there are now; as many as before stay where they are scrolled to."""
        self._lay_out(QPointF(0, 0))

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Show pages larger or smaller; what is at a point of the view stays there."""
        self._zoom = self.zoom * factor
        self._lay_out(QRectF(self.viewport().rect()).center() if at is None else at)

    def fit(self) -> None:
        """Show pages as wide as there is room, also where that changes."""
        self._zoom = None
        self._lay_out(QPointF(0, self.viewport().height() / 2))

    def page_place(self, page: int) -> QRect:
        """Return where a page lies in the view."""
        return self._layout.pages[page].translated(-self._offset)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages; what is above stays there."""
        super().resizeEvent(event)
        self._lay_out(QPointF(0, 0))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint anew, and say which page is in the middle."""
        super().scrollContentsBy(dx, dy)
        self._tell()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            notches = event.angleDelta().y() / 120
            if notches:
                self.zoom_by(NEARER**notches, event.position())
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first and the last page; the rest is what every such view does."""
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(bar.minimum())
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case Qt.Key.Key_PageUp:
                bar.setValue(bar.value() - bar.pageStep())
            case Qt.Key.Key_PageDown | Qt.Key.Key_Space:
                bar.setValue(bar.value() + bar.pageStep())
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the frame."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what of the pages is in sight, and ask for what is missing."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self._theme.colour("sunken"))
        seen = self._seen()
        for page in seen:
            self._paint_page(painter, page)
        ahead = [page for page in (seen.stop, seen.start - 1) if 0 <= page < self.count]
        self._images.want(self._widths(seen), self._widths(ahead))
        if self.hasFocus():
            painter.setPen(QPen(self._theme.colour("accent"), 1))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._layout.pages)

    @property
    def _offset(self) -> QPoint:
        return QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    def _seen(self) -> range:
        top = self._offset.y()
        return self._layout.between(top, top + self.viewport().height())

    def _widths(self, pages: range | list[int]) -> dict[int, int]:
        ratio = self.devicePixelRatioF()
        return {page: round(self._layout.pages[page].width() * ratio) for page in pages}

    def _paint_page(self, painter: QPainter, page: int) -> None:
        place = self.page_place(page)
        painter.fillRect(place, PAPER)
        image = self._images.get(page)
        if image is not None and not image.isNull():
            ratio = self.devicePixelRatioF()
            if image.width() == round(place.width() * ratio):
                # Pixel for pixel, also where the screen has 1.5 for one.
                painter.save()
                painter.scale(1 / ratio, 1 / ratio)
                painter.drawImage(QPoint(round(place.x() * ratio), round(place.y() * ratio)), image)
                painter.restore()
            else:
                painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
                painter.drawImage(place, image)
        painter.setPen(QPen(self._theme.colour("line_strong"), 1))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))

    def _show_page(self, page: int) -> None:
        if page in self._seen():
            self.viewport().update(self.page_place(page))

    def _lay_out(self, anchor: QPointF) -> None:
        """Lay the pages out anew; what is at a point of the view stays there."""
        sizes, room = self._images.sizes, self.viewport().width()
        before, offset = self._layout, QPointF(self._offset)
        wanted = self._zoom or fitting_scale(sizes, room) / _PER_POINT
        self.zoom = min(MOST, max(LEAST, wanted))
        self._layout = lay_out(sizes, self.zoom * _PER_POINT, room)
        spot = before.spot(anchor + offset) if before.pages and self.count else None
        height, size = self.viewport().height(), self._layout.size
        self._set_bar(Qt.Orientation.Vertical, size.height() - height, height)
        self._set_bar(Qt.Orientation.Horizontal, size.width() - room, room)
        if spot is not None and spot.page < self.count:
            to = self._layout.point(spot) - anchor
            self.horizontalScrollBar().setValue(math.floor(to.x() + 0.5))
            self.verticalScrollBar().setValue(math.floor(to.y() + 0.5))
        self.viewport().update()
        self._tell()

    def _set_bar(self, orientation: Qt.Orientation, most: int, room: int) -> None:
        vertical = orientation is Qt.Orientation.Vertical
        bar = self.verticalScrollBar() if vertical else self.horizontalScrollBar()
        bar.setRange(0, max(0, most))
        bar.setPageStep(max(_LINE, round(room * (1 - _OVERLAP))))

    def _tell(self) -> None:
        if self.count:
            self.page = self._layout.page_at(self._offset.y() + self.viewport().height() // 2)
        self.viewport().update()
        self.moved.emit()
