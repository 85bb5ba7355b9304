"""Candidate and match on paper: beside each other, under a wipe, or in turn."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from examiner_app.gui.state.comparison import ComparisonState, Mode, Toggle
from examiner_app.gui.state.pair_pictures import PairPictures, Picture
from examiner_app.gui.state.parts import PARTS, PartsState, Side
from examiner_app.gui.state.viewport import Viewport, fit_unit
from examiner_app.gui.theme import Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.comparison_painting import (
    GRIP,
    clip_to,
    paint_frame,
    paint_lines,
    paint_paper,
    paint_picture,
    paint_wipe,
    visible_lines,
)
from examiner_app.gui.widgets.parts_painting import paint_parts
from examiner_app.translation import tr

INSET: Final = 20
"""Least distance of a picture that fits from the edge of its paper, pixels."""

NEARER: Final = 1.25
"""What one step of the wheel or of the keys zooms by."""

_NOTCH: Final = 120
"""Units of one step of the wheel, by Qt's convention."""

_KEY_PAN: Final = 40.0
"""Pixels that an arrow key moves the view by."""

_KEY_WIPE: Final = 0.02
"""Share of the paper that an arrow key moves the wipe by."""

_ARROWS: Final = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}


_CLICK: Final = 4.0
"""A press that moves by less than so many pixels is a click."""


class ComparisonView(QWidget):
    """Paints the pair; the wheel zooms at the pointer, dragging moves the paper or the wipe.

    Signals:
        pointed(Spot | None): The pointer is at this place of a mark, or on none.
    """

    KEYS: Final = ViewKeys(
        tr("Pictures of the comparison"),
        {
            "Arrows": tr("Move both marks; in «Wipe», left and right move the line"),
            "Shift+Arrows": tr("Move both marks, in «Wipe» too"),
            "Wheel": tr("Nearer or farther at the pointer"),
        },
    )

    pointed = Signal(object)

    def __init__(
        self,
        state: ComparisonState,
        parts: PartsState,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._parts = parts
        self._pressed = QPointF()
        self._theme = theme
        self._grabbed: QPointF | None = None
        self._wiping = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(320, 200)
        self.setAccessibleName(tr("Candidate and match"))
        for signal in (
            state.view_changed,
            state.options_changed,
            state.pair_changed,
            parts.changed,
            parts.source_changed,
        ):
            signal.connect(self.update)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return what two marks of usual size need."""
        return QSize(1000, 560)

    def panes(self) -> list[QRectF]:
        """Return the papers: two beside each other, or one."""
        whole = QRectF(self.rect())
        if self._state.mode is not Mode.SIDE:
            return [whole]
        half = (whole.width() - GAP) / 2
        return [
            QRectF(0, 0, half, whole.height()),
            QRectF(half + GAP, 0, half, whole.height()),
        ]

    def places(self) -> list[QRectF]:
        """Return where the first and the second picture lie, whole, in the widget's pixels."""
        panes = self.panes()
        return [
            self._state.view.place(picture.size, pane, self.unit())
            for picture, pane in zip(self._sides(), (panes[0], panes[-1]), strict=False)
        ]

    def unit(self) -> float:
        """Return how long the pictures' longest side is at zoom 1, pixels."""
        pane = self.panes()[0]
        room = QSizeF(pane.width() - 2 * INSET, pane.height() - 2 * INSET)
        return fit_unit((picture.size for picture in self._sides()), room)

    def to_paper(self, side: Side) -> QTransform:
        """Return the way from shares of a mark's picture to the widget's pixels."""
        place = self.places()[side.other if self._state.active(Toggle.SWAP) else side]
        onto = QTransform(place.width(), 0, 0, place.height(), place.x(), place.y())
        pictures = self._state.pictures
        return onto if side is Side.CANDIDATE or pictures is None else pictures.match_map * onto

    def spot(self, at: QPointF) -> tuple[Side, QPointF] | None:
        """Return which place of which mark is seen at a point of the widget."""
        if self._state.pictures is None:
            return None
        mode = self._state.mode
        if mode is Mode.SIDE:
            second = self.panes()[1].contains(at)
        else:
            second = self._state.second if mode is Mode.BLINK else at.x() > self.wipe_across()
        side = Side(int(second) ^ int(self._state.active(Toggle.SWAP)))
        back, possible = self.to_paper(side).inverted()
        share = back.map(at)
        inside = QRectF(0, 0, 1, 1).contains(share) and self._pane_at(at).contains(at)
        return (side, share) if possible and inside else None

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom both at a point of the widget, by default in the middle."""
        offset = QPointF() if at is None else at - self._pane_at(at).center()
        self._state.look(self._state.view.zoomed(factor, offset, self.unit()))

    def fit(self) -> None:
        """Show both pictures whole."""
        self._state.look(Viewport())

    def wipe_across(self) -> float:
        """Return where the wipe's line is, pixels from the left."""
        return self._state.wipe * self.width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint papers, pictures, and what joins them."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for pane in self.panes():
            paint_paper(painter, pane)
        pictures = self._state.pictures
        if pictures is not None:
            self._paint_pair(painter, pictures)
        focused = self.hasFocus()
        edge = self._theme.colour("accent" if focused else "line_strong")
        for pane in self.panes():
            paint_frame(painter, pane, edge, 2 if focused else 1)
        if pictures is not None and self._state.mode is Mode.WIPE:
            paint_wipe(painter, self.panes()[0], self.wipe_across())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom(NEARER ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the wipe or of the paper."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._wiping = self._over_wipe(event.position())
            self._grabbed = self._pressed = event.position()
            if not self._wiping:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move what is held."""
        at = event.position()
        self._point(at)
        if self._grabbed is None:
            over = self._over_wipe(at)
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.OpenHandCursor)
        elif self._wiping:
            self._state.wipe_to(at.x() / max(1, self.width()))
        else:
            self._state.look(self._state.view.panned(at - self._grabbed, self.unit()))
            self._grabbed = at

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click pins the part under the pointer."""
        clicked = (event.position() - self._pressed).manhattanLength() < _CLICK
        if self._grabbed is not None and clicked and not self._wiping:
            self._point(event.position())
            if self._state.layer == PARTS:
                self._parts.pin(self._parts.pointed)
        self._grabbed, self._wiping = None, False
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def leaveEvent(self, event: QEvent) -> None:
        """Point nowhere."""
        super().leaveEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the pinned part, the wipe or the paper by the arrows."""
        arrow = _ARROWS.get(Qt.Key(event.key()))
        parts = self._state.layer == PARTS
        if parts and event.key() == Qt.Key.Key_Space:
            self._parts.pin_strongest()
            return
        if arrow is None:
            super().keyPressEvent(event)
            return
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if parts and self._parts.pinned is not None and not shifted:
            self._parts.step(round(-arrow.x()), round(-arrow.y()))
        elif self._state.mode is Mode.WIPE and arrow.x() and not shifted:
            self._state.wipe_to(self._state.wipe - arrow.x() * _KEY_WIPE)
        else:
            self._state.look(self._state.view.panned(arrow * _KEY_PAN, self.unit()))

    def _paint_pair(self, painter: QPainter, pictures: PairPictures) -> None:
        state, panes, places = self._state, self.panes(), self.places()
        first, second = self._sides()
        ratio = self.devicePixelRatioF()
        if state.mode is Mode.BLINK:
            picture, place = (second, places[1]) if state.second else (first, places[0])
            paint_picture(painter, picture, place, (panes[0], panes[0]), ratio)
            self._paint_parts(painter, int(state.second), (panes[0], panes[0]))
            return
        clips = panes
        if state.mode is Mode.WIPE:
            across, pane = self.wipe_across(), panes[0]
            clips = [
                QRectF(pane.left(), 0, across, pane.height()),
                QRectF(across, 0, pane.width() - across, pane.height()),
            ]
        for row, picture in enumerate((first, second)):
            seen = (panes[min(row, len(panes) - 1)], clips[row])
            paint_picture(painter, picture, places[row], seen, ratio)
            self._paint_parts(painter, row, seen)
        if state.active(Toggle.KEYPOINTS):
            swapped = state.active(Toggle.SWAP)
            paint_lines(painter, visible_lines(pictures.lines, panes, places, swapped=swapped))

    def _paint_parts(self, painter: QPainter, row: int, seen: tuple[QRectF, QRectF]) -> None:
        if self._state.layer != PARTS:
            return
        side = Side(row ^ int(self._state.active(Toggle.SWAP)))
        painter.save()
        clip_to(painter, *seen)
        paint_parts(painter, self._parts, side, self.to_paper(side))
        painter.restore()

    def _point(self, at: QPointF | None) -> None:
        spot = None if at is None else self.spot(at)
        if self._state.layer == PARTS:
            self._parts.point(*(spot or (None, None)))
        self.pointed.emit(spot)

    def _sides(self) -> list[Picture]:
        """Return the pictures, the one on the left or below first."""
        pictures = self._state.pictures
        if pictures is None:
            return []
        sides = [pictures.candidate, pictures.match]
        return sides[::-1] if self._state.active(Toggle.SWAP) else sides

    def _pane_at(self, at: QPointF) -> QRectF:
        panes = self.panes()
        return panes[-1] if panes[-1].contains(at) else panes[0]

    def _over_wipe(self, at: QPointF) -> bool:
        return self._state.mode is Mode.WIPE and abs(at.x() - self.wipe_across()) <= GRIP
