"""What the user asks about the candidate: a region of it, and a brush over its text mask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from examiner_app.engine.region import LEAST_SIDE, Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui.state.history import History
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.question import MaskCorrection

SETTLE_MS: Final = 300
"""How long nothing more may be drawn before it is searched: strokes come in quick succession."""

SLIDER_STEPS: Final = 100
"""Of the brush's size, each larger than the one before by the same share."""

BRUSH_FACTOR: Final = 1.25
"""What one press of a key makes the brush larger by."""

_SHARE: Final = 0.05
"""Of the mark's longer side: the brush to begin with."""

_LARGEST_SHARE: Final = 0.5


class Tool(Enum):
    """What the left mouse button does on the candidate."""

    LOOK = "look"
    REGION = "region"
    ADD = "add"
    TAKE = "take"

    @property
    def paints(self) -> bool:
        """Whether it is a brush."""
        return self in {Tool.ADD, Tool.TAKE}


@dataclass(frozen=True, slots=True)
class Marking:
    """What was drawn on the candidate.

    Attributes:
        region: What is searched; ``None`` for the whole mark.
        strokes: Of the brush over the text mask, in order.
        kept: How the mask was corrected before, as in a search of the log; the strokes are over it.
        kept_from: The number of that search; 0 without one.
    """

    region: Region | None = None
    strokes: tuple[Stroke, ...] = ()
    kept: MaskCorrection | None = None
    kept_from: int = 0

    @property
    def corrects(self) -> bool:
        """Whether the text mask is another one than the network's."""
        return bool(self.strokes) or self.kept is not None


class QuestionState(QObject):
    """Tools, what was drawn with them on the present candidate, and how to undo it.

    Attributes:
        tool: The tool in hand.
        history: What was drawn can be undone there.
        brush: Diameter of the brush, pixels of the mark as filed.
        marking: What was drawn.
        width: Of the mark as filed; 0 without a candidate.
        height: Of the mark as filed.
        pending: Whether the text mask that was computed is older than what was drawn.

    Signals:
        tool_changed(): Another tool is in hand.
        brush_changed(): The brush is of another size.
        changed(): What was drawn is something else, or the candidate is another.
        asked(): The user drew, or took back, something on the present candidate.
        settled(): Nothing more was drawn for a while: it is time to search.
    """

    tool_changed = Signal()
    brush_changed = Signal()
    changed = Signal()
    asked = Signal()
    settled = Signal()

    def __init__(self, history: History, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history = history
        self.tool = Tool.LOOK
        self.brush = 1
        self.marking = Marking()
        self.width = self.height = 0
        self.pending = False
        self._nudges = 0
        self._nudging = self._waits = False
        self._timer = QTimer(self, interval=SETTLE_MS, singleShot=True)
        self._timer.timeout.connect(self.settled)

    @property
    def largest_brush(self) -> int:
        """The largest useful brush on this mark, pixels."""
        return max(8, round(max(self.width, self.height) * _LARGEST_SHARE))

    @property
    def brush_step(self) -> int:
        """Size of the brush on a slider with ``SLIDER_STEPS``."""
        return next(step for step in range(SLIDER_STEPS + 1) if self._size(step) >= self.brush)

    def can_use(self, tool: Tool) -> bool:
        """Whether a tool does anything on this mark; on a tiny one there is no region."""
        if tool is Tool.REGION:
            return min(self.width, self.height) >= LEAST_SIDE
        return tool is Tool.LOOK or self.width > 0

    def begin(self, width: int, height: int, marking: Marking | None = None) -> None:
        """Another candidate is there; nothing was drawn on a new one yet."""
        self._timer.stop()
        self.width, self.height = width, height
        self.marking = marking or Marking()
        self.history.clear()
        self._nudging = self._waits = False
        self.pending = self.marking.corrects
        self.choose(Tool.LOOK)
        self.resize(round(max(width, height) * _SHARE))
        self.changed.emit()

    def choose(self, tool: Tool) -> None:
        """Take another tool in hand."""
        if tool is not self.tool and self.can_use(tool):
            self.tool = tool
            self._nudging = False
            self.tool_changed.emit()

    def toggle(self, tool: Tool) -> None:
        """Take a tool in hand, or put it away."""
        self.choose(Tool.LOOK if tool is self.tool else tool)

    def resize(self, size: int) -> None:
        """Make the brush so large, pixels."""
        size = min(self.largest_brush, max(1, size))
        if size != self.brush:
            self.brush = size
            self.brush_changed.emit()

    def grow(self, *, larger: bool) -> None:
        """Make the brush larger or smaller by one step of the keys."""
        if larger:
            self.resize(max(self.brush + 1, round(self.brush * BRUSH_FACTOR)))
        else:
            self.resize(min(self.brush - 1, round(self.brush / BRUSH_FACTOR)))

    def slide(self, step: int) -> None:
        """Make the brush as large as a slider says."""
        if step != self.brush_step:
            self.resize(self._size(step))

    def hold(self) -> None:
        """Something is being drawn: the search waits for its end."""
        self._waits = self._timer.isActive()
        self._timer.stop()

    def let_go(self) -> None:
        """Nothing is being drawn any more; what was drawn before is searched after all."""
        if self._waits:
            self._timer.start()
        self._waits = False

    def draw(self, stroke: Stroke) -> None:
        """Add a stroke of the brush."""
        what = tr("text added to the mask") if stroke.adds else tr("text taken from the mask")
        self._do(what, replace(self.marking, strokes=(*self.marking.strokes, stroke)))

    def select(self, region: Region | None) -> None:
        """Search another region, or the whole mark."""
        what = tr("the whole mark") if region is None else tr("region")
        self._do(what, replace(self.marking, region=region))

    def nudge(self, region: Region) -> None:
        """Search a region that is a little different; all such steps in a row are one to undo."""
        if region == self.marking.region:
            return
        if not self._nudging:
            self._nudges += 1
        key = f"nudge {self._nudges}"
        self._do("region", replace(self.marking, region=region), key)
        self._nudging = True

    def reset_mask(self) -> None:
        """Take the network's text mask again."""
        self._do(tr("the network's text mask"), Marking(self.marking.region))

    def catch_up(self) -> None:
        """The text mask that was computed is that of what was drawn."""
        self.pending = False

    def _do(self, what: str, marking: Marking, merge: str = "") -> None:
        if marking != self.marking:
            before = self.marking
            self.history.do(what, partial(self._set, marking), partial(self._set, before), merge)

    def _set(self, marking: Marking) -> None:
        self._nudging = False
        self.marking = marking
        self.pending = True
        self._timer.start()
        self.changed.emit()
        self.asked.emit()

    def _size(self, step: int) -> int:
        size: float = self.largest_brush ** (step / SLIDER_STEPS)
        return round(size)
