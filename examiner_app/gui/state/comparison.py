"""Candidate and match, looked at together: how, and what is there to be seen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from examiner_app.gui.state.layers import FILED, LAYER_TIPS, LAYER_TITLES
from examiner_app.gui.state.parts import PARTS, PARTS_TIP, PARTS_TITLE
from examiner_app.gui.state.viewport import Viewport
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.evidence.keypoints import Agreement
    from examiner_app.gui.state.pair_pictures import PairPictures

BLINK_MS: Final = 500
"""How long each mark is seen: one flash a second, where three may harm (WCAG 2.3.1)."""

ALIGN_LEAST: Final = 8
"""Agreeing keypoints from which on their transform is good enough to lay a mark on the other†."""

PAIR_LAYERS: Final = (FILED, "text", "cam", PARTS)
"""Layers that can be seen on both marks."""

PAIR_LAYER_TITLES: Final = {**LAYER_TITLES, PARTS: PARTS_TITLE}
PAIR_LAYER_TIPS: Final = {
    **{key: tr("{tip}, on both marks", tip=tip) for key, tip in LAYER_TIPS.items()},
    PARTS: PARTS_TIP,
}


class Mode(Enum):
    """How the two are looked at."""

    SIDE = tr("Side by side")
    WIPE = tr("Wipe")
    BLINK = tr("Blink")


class Toggle(Enum):
    """What is done to the two."""

    SWAP = tr("Swap")
    GREY = tr("Greyscale")
    INVERT = tr("Inverted")
    MIRROR = tr("Mirror match")
    ALIGN = tr("Align")
    KEYPOINTS = tr("Keypoints")


@dataclass(frozen=True, slots=True)
class PaintOptions:
    """What changes the pixels, and so is painted by a worker.

    Attributes:
        grey: Without colours.
        inverted: As negatives.
        mirrored: The match mirrored.
        aligned: The match laid on the candidate.
        layer: The layer on both.
    """

    grey: bool = False
    inverted: bool = False
    mirrored: bool = False
    aligned: bool = False
    layer: str = FILED


class ComparisonState(QObject):
    """Everything about the comparison that is not a widget.

    Attributes:
        shown: Whether anybody looks at it; nothing is computed before.
        mode: How the two are looked at.
        layer: The layer on both.
        view: Zoom and place, the same for both.
        wipe: Where the wipe stands, 0 left to 1 right.
        blinking: Whether blinking goes on.
        second: Whether the second of the two is seen just now (blink).
        pictures: The pair as painted; ``None`` where there is none.
        agreement: Its keypoints; ``None`` until they are known.
        describing: Whether the layers of the match are being computed.
        failure: Why there is no picture, or nothing.

    Signals:
        shown_changed(): It is looked at, or not any more.
        options_changed(): Mode, toggles or layer are others.
        view_changed(): Zoom, place, wipe, or the one that is seen while blinking.
        pair_changed(): Pictures or keypoints are others.
    """

    shown_changed = Signal()
    options_changed = Signal()
    view_changed = Signal()
    pair_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown = False
        self.mode = Mode.SIDE
        self.layer = FILED
        self.view = Viewport()
        self.wipe = 0.5
        self.blinking = True
        self.second = False
        self.pictures: PairPictures | None = None
        self.agreement: Agreement | None = None
        self.describing = False
        self.failure = ""
        self._on: set[Toggle] = set()
        self._timer = QTimer(self, interval=BLINK_MS)
        self._timer.timeout.connect(self._blink)

    @property
    def agreeing(self) -> int:
        """How many keypoints agree."""
        return self.agreement.count if self.agreement else 0

    @property
    def paint_options(self) -> PaintOptions:
        """What the worker has to do to the pixels."""
        return PaintOptions(
            self.active(Toggle.GREY),
            self.active(Toggle.INVERT),
            self.active(Toggle.MIRROR),
            self.active(Toggle.ALIGN),
            self.layer,
        )

    def wanted(self, toggle: Toggle) -> bool:
        """Whether a toggle is switched on, even if it does nothing to this pair."""
        return toggle in self._on

    def possible(self, toggle: Toggle) -> bool:
        """Whether a toggle does anything to this pair in this mode."""
        if toggle is Toggle.ALIGN:
            return self.agreeing >= ALIGN_LEAST
        if toggle is Toggle.MIRROR:
            # What is aligned is mirrored already where that is nearer.
            return not self.active(Toggle.ALIGN)
        return toggle is not Toggle.KEYPOINTS or self.mode is Mode.SIDE

    def active(self, toggle: Toggle) -> bool:
        """Whether a toggle is on and does something."""
        return self.wanted(toggle) and self.possible(toggle)

    def show(self, *, shown: bool) -> None:
        """Begin to look at the two, or cease."""
        if shown != self.shown:
            self.shown = shown
            self._time()
            self.shown_changed.emit()

    def choose(self, mode: Mode) -> None:
        """Look at the two in another way; blinking begins with the first."""
        if mode is not self.mode:
            self.mode = mode
            self.blinking, self.second = True, False
            self._time()
            self.options_changed.emit()

    def switch(self, toggle: Toggle) -> None:
        """Switch a toggle on or off."""
        self._on ^= {toggle}
        self.options_changed.emit()

    def show_layer(self, key: str) -> None:
        """Lay another layer on both."""
        if key in PAIR_LAYERS and key != self.layer:
            self.layer = key
            self.options_changed.emit()

    def look(self, view: Viewport) -> None:
        """Look at another place, or nearer."""
        if view != self.view:
            self.view = view
            self.view_changed.emit()

    def wipe_to(self, share: float) -> None:
        """Move the wipe, 0 to 1."""
        share = min(1.0, max(0.0, share))
        if share != self.wipe:
            self.wipe = share
            self.view_changed.emit()

    def blink(self, *, on: bool) -> None:
        """Let blinking go on, or stop it at the one that is seen."""
        if on != self.blinking:
            self.blinking = on
            self._time()
            self.options_changed.emit()

    def begin(self) -> None:
        """Another pair is on its way; the former is seen until then."""
        self.agreement = None
        self.describing = False
        self.failure = ""
        self.pair_changed.emit()

    def take_pictures(self, pictures: PairPictures) -> None:
        """Take in a painted pair."""
        self.pictures = pictures
        self.pair_changed.emit()

    def take_agreement(self, agreement: Agreement) -> None:
        """Take in its keypoints."""
        self.agreement = agreement
        self.pair_changed.emit()

    def describe(self, *, describing: bool) -> None:
        """Say whether the layers of the match are on their way."""
        if describing != self.describing:
            self.describing = describing
            self.pair_changed.emit()

    def clear(self, failure: str = "") -> None:
        """Show no pair, and say why."""
        self.pictures = self.agreement = None
        self.describing = False
        self.failure = failure
        self.pair_changed.emit()

    def _time(self) -> None:
        if self.shown and self.mode is Mode.BLINK and self.blinking:
            self._timer.start()
        else:
            self._timer.stop()

    def _blink(self) -> None:
        self.second = not self.second
        self.view_changed.emit()
