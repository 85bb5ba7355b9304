"""The user's hand on the candidate: what mouse and keys hold, and what comes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent

from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui.state.question import QuestionState, Tool
from examiner_app.gui.state.region_drag import (
    Grip,
    RegionDrag,
    grow,
    middle_region,
    move,
)

if TYPE_CHECKING:
    from examiner_app.gui.widgets.candidate_view import CandidateView

_KEY_PAN: Final = 40.0
"""Pixels that an arrow key moves the view by."""

_NUDGE: Final = 10
"""Pixels of the mark that an arrow key moves a region by with Shift."""

_CLICK: Final = 4.0
"""Pixels that the mouse must be moved by to draw a new region, and not to click by mistake."""

_STEP: Final = 0.04
"""Least way between two points of a stroke, of the brush's size."""

_LEAST_STEP: Final = 0.25
"""The same, pixels of the mark."""

_ZOOM: Final = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}

_ARROWS: Final = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class CandidateHand:
    """Holds the paper, the region or the brush while a button is down.

    Attributes:
        drag: The region in hand.
        stroke: The stroke in hand.
        region: The region as it is to be seen now.
        busy: Whether anything is held.
        pans: Whether the paper is held, or would be.
    """

    def __init__(self, view: CandidateView, question: QuestionState) -> None:
        self._view = view
        self._question = question
        self._paper: QPointF | None = None
        self._space = False
        self._pressed = QPointF()
        self._dragged: Region | None = None
        self.drag: RegionDrag | None = None
        self.stroke: Stroke | None = None

    @property
    def region(self) -> Region | None:
        """The region as it is to be seen now."""
        return self._question.marking.region if self._dragged is None else self._dragged

    @property
    def busy(self) -> bool:
        """Whether anything is held."""
        return not (self._paper is None and self.drag is None and self.stroke is None)

    @property
    def pans(self) -> bool:
        """Whether the paper is held, or would be."""
        enlarged = self._view.viewport.zoom > 1 and self._question.tool is Tool.LOOK
        return self._paper is not None or self._space or enlarged

    def press(self, event: QMouseEvent) -> None:
        """Take hold of what the button and the tool are for."""
        at, button = event.position(), event.button()
        if self.busy or self._question.width == 0:
            return
        left = button == Qt.MouseButton.LeftButton
        if button == Qt.MouseButton.MiddleButton or (left and self.pans):
            self._paper = at
        elif left and self._question.tool is Tool.REGION:
            self._pressed = at
            grip, size = self._view.grip(at), (self._question.width, self._question.height)
            self.drag = RegionDrag(grip, self.region, self._view.to_mark(at), *size)
            self._question.hold()
        elif left and self._question.tool.paints:
            point = self._view.to_mark(at)
            adds = self._question.tool is Tool.ADD
            self.stroke = Stroke(adds, self._question.brush, ((point.x(), point.y()),))
            self._question.hold()
            self._view.update()

    def move(self, event: QMouseEvent) -> None:
        """Go on with what is held."""
        at = event.position()
        if self._paper is not None:
            self._view.look(self._view.viewport.panned(at - self._paper, self._view.unit()))
            self._paper = at
        elif self.drag is not None:
            moved = (at - self._pressed).manhattanLength()
            if self.drag.grip is not Grip.NEW or self._dragged is not None or moved >= _CLICK:
                self._dragged = self.drag.to(self._view.to_mark(at))
                self._view.update()
        elif self.stroke is not None:
            self._paint(self.stroke, self._view.to_mark(at))

    def release(self, event: QMouseEvent) -> None:
        """Let go, and ask what was drawn."""
        if event.button() not in {Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton}:
            return
        stroke, region = self.stroke, self._dragged
        self._paper = self.drag = self.stroke = self._dragged = None
        if stroke is not None:
            self._question.draw(stroke)
        elif region is not None:
            self._question.select(region)
        self._question.let_go()
        self._view.update()

    def drop(self) -> None:
        """Let go, and forget what was being drawn."""
        if self.busy:
            self._paper = self.drag = self.stroke = self._dragged = None
            self._question.let_go()
            self._view.update()

    def free_paper(self) -> None:
        """Space is not held any more."""
        self._space = False

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key is for; return whether it is for anything."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self.busy:
            self.drop()
        elif key == Qt.Key.Key_Space:
            self._space = True
        elif key in _ZOOM:
            self._view.zoom(_ZOOM[key])
        elif key in _ARROWS:
            self._step(*_ARROWS[key], event.modifiers())
        else:
            return False
        return True

    def key_up(self, event: QKeyEvent) -> bool:
        """Let go of Space; return whether it was that."""
        if event.key() != Qt.Key.Key_Space:
            return False
        if not event.isAutoRepeat():
            self.free_paper()
        return True

    def _paint(self, stroke: Stroke, point: QPointF) -> None:
        x, y = stroke.points[-1]
        moved = (point - QPointF(x, y)).manhattanLength()
        # A mouse tells of a thousand places a second; those that change nothing are left out.
        if moved >= max(_LEAST_STEP, stroke.size * _STEP):
            points = (*stroke.points, (point.x(), point.y()))
            self.stroke = Stroke(stroke.adds, stroke.size, points)
            self._view.update()

    def _step(self, across: int, down: int, modifiers: Qt.KeyboardModifier) -> None:
        question = self._question
        if question.tool is not Tool.REGION:
            by = QPointF(-across, -down) * _KEY_PAN
            self._view.look(self._view.viewport.panned(by, self._view.unit()))
            return
        size = question.width, question.height
        region = question.marking.region
        if region is None:
            question.select(middle_region(*size))
            return
        far = _NUDGE if modifiers & Qt.KeyboardModifier.ShiftModifier else 1
        change = grow if modifiers & Qt.KeyboardModifier.AltModifier else move
        question.nudge(change(region, across * far, down * far, *size))
