"""A mark on white paper."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from examiner_app.gui.images import Fitted, fit
from examiner_app.gui.theme import PAPER, Theme
from examiner_app.gui.widgets.marking_painter import on_place, paint_outline

RADIUS = 6
"""Of the paper's corners, pixels."""

ENLARGE = 4
"""A small mark is shown at most this many times its size."""


class PictureView(QWidget):
    """Shows one image, fitted, on white paper.

    Attributes:
        highlighted: Whether a frame in the accent colour is drawn.

    Signals:
        pointed(QPointF): The pointer is at this place of the image, 0 to 1 across and down.
        left(): The pointer is not on the image any more.
        clicked(): The view was clicked.
    """

    pointed = Signal(QPointF)
    left = Signal()
    clicked = Signal()

    def __init__(self, theme: Theme, margin: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._margin = margin
        self._image: QImage | None = None
        self._outline: QRectF | None = None
        self._fitted = Fitted(2)
        self.highlighted = False
        self.setMouseTracking(True)
        self.setMinimumSize(48, 48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    def show_image(self, image: QImage | None) -> None:
        """Show an image."""
        self._image = image
        self.update()

    def set_outline(self, outline: QRectF | None) -> None:
        """Draw a rectangle on the image, 0 to 1 across and down, or none."""
        if outline != self._outline:
            self._outline = outline
            self.update()

    def highlight(self, *, on: bool) -> None:
        """Draw the frame in the accent colour, or not."""
        if on != self.highlighted:
            self.highlighted = on
            self.update()

    def sizeHint(self) -> QSize:
        """Return a square; layouts give more."""
        return QSize(120, 120)

    def image_rect(self) -> QRect:
        """Return where the image lies in the view."""
        inside = self.rect().adjusted(self._margin, self._margin, -self._margin, -self._margin)
        if self._image is None or self._image.isNull() or inside.isEmpty():
            return QRect()
        size = self._image.size()
        room = QRect(QPoint(), inside.size().boundedTo(size * ENLARGE))
        room.moveCenter(inside.center())
        return fit(size, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint paper, image and frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        paper = QPainterPath()
        paper.addRoundedRect(frame, RADIUS, RADIUS)
        painter.fillPath(paper, PAPER)
        place = self.image_rect()
        if not place.isEmpty():
            painter.save()
            if not self.rect().contains(place):
                painter.setClipPath(paper)
            self.paint_pictures(painter, place)
            painter.restore()
        strong = self.highlighted or self.hasFocus()
        painter.setPen(QPen(self._theme.colour("accent" if strong else "line"), 2 if strong else 1))
        painter.drawPath(paper)

    def paint_pictures(self, painter: QPainter, place: QRect) -> None:
        """Paint the image, and the outline over it."""
        if self._image is not None:
            ratio = self.devicePixelRatioF()
            painter.drawImage(place, self._fitted.get(self._image, place.size(), ratio))
        if self._outline is not None:
            paint_outline(painter, on_place(self._outline, place))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell where the pointer is."""
        place = self.image_rect()
        at = event.position()
        if place.isEmpty() or not place.contains(at.toPoint()):
            self.left.emit()
            return
        across = (at.x() - place.x()) / place.width()
        down = (at.y() - place.y()) / place.height()
        self.pointed.emit(QPointF(min(across, 0.999999), min(down, 0.999999)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.clicked.emit()

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer has gone."""
        super().leaveEvent(event)
        self.left.emit()
