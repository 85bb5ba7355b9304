"""The candidate, large: zoom and pan, a region that is drawn on it, a brush over its text mask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from examiner_app.engine.region import Region
from examiner_app.gui.mask_canvas import TEXT, MaskCanvas
from examiner_app.gui.state.question import QuestionState, Tool
from examiner_app.gui.state.region_drag import Grip, grip_at
from examiner_app.gui.state.viewport import Viewport
from examiner_app.gui.theme import Theme
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.gui.widgets.candidate_hand import CandidateHand
from examiner_app.gui.widgets.layer_painter import LayerPainter, Overlay
from examiner_app.gui.widgets.marking_painter import (
    INK,
    REACH,
    on_place,
    paint_brush,
    paint_dimmed,
    paint_handles,
    paint_outline,
    paint_size,
)
from examiner_app.gui.widgets.picture_view import PictureView
from examiner_app.translation import tr

NEARER: Final = 1.25
"""What one step of the wheel or of the keys zooms by."""

_NOTCH: Final = 120
"""Units of one step of the wheel, by Qt's convention."""

_CURSORS: Final = {
    Grip.TOP_LEFT: Qt.CursorShape.SizeFDiagCursor,
    Grip.BOTTOM_RIGHT: Qt.CursorShape.SizeFDiagCursor,
    Grip.TOP_RIGHT: Qt.CursorShape.SizeBDiagCursor,
    Grip.BOTTOM_LEFT: Qt.CursorShape.SizeBDiagCursor,
    Grip.LEFT: Qt.CursorShape.SizeHorCursor,
    Grip.RIGHT: Qt.CursorShape.SizeHorCursor,
    Grip.TOP: Qt.CursorShape.SizeVerCursor,
    Grip.BOTTOM: Qt.CursorShape.SizeVerCursor,
    Grip.ALL: Qt.CursorShape.SizeAllCursor,
    Grip.NEW: Qt.CursorShape.CrossCursor,
}


class CandidateView(PictureView):
    """Shows the candidate with its layers; what the mouse does on it depends on the tool.

    Attributes:
        viewport: Which part of it is seen.
        overlays: The layers over it, from the bottom; strokes are seen in the text mask.
        base: Picture of the network's own text mask, if it is known.
    """

    KEYS: Final = ViewKeys(
        tr("Candidate"),
        {
            "Arrows": tr("Move the picture; with the tool «Region», the region by a pixel"),
            "Shift+Arrows": tr("Move the region by ten pixels"),
            "Alt+Arrows": tr("Make the region larger or smaller"),
            "Wheel": tr("Nearer or farther at the pointer"),
            "Space": tr("Hold it to drag the picture, whatever the tool"),
        },
    )

    def __init__(
        self, question: QuestionState, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.question = question
        self.viewport = Viewport()
        self.overlays: tuple[Overlay, ...] = ()
        self.base: QImage | None = None
        self._layers = LayerPainter()
        self._canvas = MaskCanvas()
        self._hand = CandidateHand(self, question)
        self._at: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        question.changed.connect(self.update)
        question.brush_changed.connect(self.update)
        question.tool_changed.connect(self._take_tool)

    def show_layers(self, overlays: Sequence[Overlay], base: QImage | None) -> None:
        """Show layers over the candidate, from the bottom; strokes begin with the mask ``base``."""
        self.overlays, self.base = tuple(overlays), base
        self.update()

    def start_over(self) -> None:
        """Another candidate is there: show all of it."""
        self._hand.drop()
        self.fit()

    def fit(self) -> None:
        """Show all of the candidate."""
        self.look(Viewport())

    def look(self, view: Viewport) -> None:
        """Look at another place, or nearer."""
        self.viewport = view
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom at a point of the view, by default in the middle."""
        offset = QPointF() if at is None else at - QRectF(self.rect()).center()
        self.look(self.viewport.zoomed(factor, offset, self.unit()))

    def unit(self) -> float:
        """Return how long the longer side of the candidate is where all of it is seen, pixels."""
        whole = super().image_rect()
        return float(max(1, whole.width(), whole.height()))

    def image_rect(self) -> QRect:
        """Return where the candidate lies; where it is enlarged, beyond the view."""
        whole = super().image_rect()
        if self.viewport.zoom == 1 or whole.isEmpty():
            return whole
        place = self.viewport.place(whole.size(), QRectF(self.rect()), self.unit())
        return place.toRect()

    def to_mark(self, at: QPointF) -> QPointF:
        """Return a point of the view in pixels of the mark as filed."""
        place, mark = self.image_rect(), self.question
        return QPointF(
            (at.x() - place.x()) / max(1, place.width()) * mark.width,
            (at.y() - place.y()) / max(1, place.height()) * mark.height,
        )

    def scale(self) -> float:
        """Return how many pixels of the view one of the mark is."""
        return self.image_rect().width() / max(1, self.question.width)

    def region_box(self, region: Region) -> QRectF:
        """Return where a region of the mark lies in the view."""
        return on_place(region_share(region, self.question), self.image_rect())

    def paint_pictures(self, painter: QPainter, place: QRect) -> None:
        """Paint the candidate, its layers, and what was drawn."""
        if self._image is not None:
            self._layers.paint_mark(painter, place, self._image)
        painter.save()
        region = self.question.marking.region
        if region is not None:
            # Their own dimmed surroundings would lie over each other: it is dimmed once, below.
            painter.setClipRect(self.region_box(region), Qt.ClipOperation.IntersectClip)
        for one in self.overlays:
            drawn = one.key == "text" and (self.question.pending or self._hand.stroke is not None)
            picture = self._drawn_mask() if drawn else one.image
            if picture is not None:
                self._layers.paint_layer(painter, place, picture, one.opacity, lasts=not drawn)
        painter.restore()
        self._paint_marking(painter, place)

    def event(self, event: QEvent) -> bool:
        """Have Esc end what is being drawn, before it is anybody's shortcut."""
        override = event.type() == QEvent.Type.ShortcutOverride and self._hand.busy
        if override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.zoom(NEARER ** (event.angleDelta().y() / _NOTCH), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the paper, of the region, or begin to paint."""
        self._hand.press(event)
        self._follow(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with what is held; tell where the pointer is."""
        self._hand.move(event)
        self._follow(event.position())
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go: what was drawn is asked."""
        self._hand.release(event)
        self._follow(event.position())
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of the candidate; with a tool, two clicks are two clicks."""
        if self.question.tool is Tool.LOOK and event.button() == Qt.MouseButton.LeftButton:
            self.fit()
        else:
            self.mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move region or paper by the arrows; Space takes hold of the paper."""
        if not self._hand.key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go of the paper."""
        if not self._hand.key_up(event):
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is held any more."""
        self._hand.free_paper()
        super().focusOutEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone, and the brush with it."""
        self._at = None
        self.update()
        super().leaveEvent(event)

    def _take_tool(self) -> None:
        self._hand.drop()
        if self._at is not None:
            self._follow(self._at)
        self.update()

    def _follow(self, at: QPointF) -> None:
        """Show at the pointer what the tool would do there."""
        self._at = at
        tool = self.question.tool
        if self._hand.pans:
            held = self._hand.busy
            shape = Qt.CursorShape.ClosedHandCursor if held else Qt.CursorShape.OpenHandCursor
        elif tool.paints:
            shape = Qt.CursorShape.BlankCursor
            self.update()
        elif tool is Tool.REGION:
            shape = _CURSORS[self.grip(at)]
        else:
            shape = Qt.CursorShape.ArrowCursor
        if shape != self.cursor().shape():
            self.setCursor(shape)

    def grip(self, at: QPointF) -> Grip:
        """Return what of the region the hand would take hold of, or holds."""
        if self._hand.drag is not None:
            return self._hand.drag.grip
        region = self._hand.region
        return grip_at(at, None if region is None else self.region_box(region), REACH)

    def _drawn_mask(self) -> QImage:
        shown = QSize(1, 1) if self._image is None else self._image.size()
        mark = QSize(self.question.width, self.question.height)
        marking, stroke = self.question.marking, self._hand.stroke
        return self._canvas.picture(self.base, shown, mark, marking, stroke)

    def _paint_marking(self, painter: QPainter, place: QRect) -> None:
        region = self._hand.region
        if region is not None:
            box = self.region_box(region)
            paint_dimmed(painter, place, box)
            paint_outline(painter, box)
            if self.question.tool is Tool.REGION:
                paint_handles(painter, box)
                text = tr("{width} × {height} px", width=region.width, height=region.height)
                paint_size(painter, box, QRectF(self.rect()), text)
        if self.question.tool.paints and self._at is not None and not self._hand.pans:
            adds = self.question.tool is Tool.ADD
            size = self.question.brush * self.scale()
            paint_brush(painter, self._at, size, TEXT if adds else INK, adds=adds)


def region_share(region: Region, question: QuestionState) -> QRectF:
    """Return a region as shares of its mark's width and height."""
    across, down = max(1, question.width), max(1, question.height)
    return QRectF(region.x / across, region.y / down, region.width / across, region.height / down)
