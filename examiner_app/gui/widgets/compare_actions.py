"""Everything the comparison can do, with its keys; its buttons are made of these."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from examiner_app.gui.comparisons import Comparisons
from examiner_app.gui.desk import Desk
from examiner_app.gui.state.comparison import (
    ALIGN_LEAST,
    PAIR_LAYER_TIPS,
    PAIR_LAYER_TITLES,
    PAIR_LAYERS,
    Mode,
    Toggle,
)
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr

MODES: Final = {
    Mode.SIDE: ("1", tr("One mark beside the other")),
    Mode.WIPE: ("2", tr("One mark over the other; drag the line, or move it by the arrows")),
    Mode.BLINK: ("3", tr("One mark after the other at the same place")),
}

TOGGLES: Final = {
    Toggle.SWAP: ("S", tr("Exchange the two marks")),
    Toggle.GREY: ("G", tr("Both without colours")),
    Toggle.INVERT: ("I", tr("Both as negatives")),
    Toggle.MIRROR: ("M", tr("Left and right of the match exchanged")),
    Toggle.ALIGN: (
        "A",
        tr(
            "Turn and scale the match so that its keypoints lie on the candidate's; needs "
            "{least} that agree",
            least=ALIGN_LEAST,
        ),
    ),
    Toggle.KEYPOINTS: ("L", tr("Lines between matching keypoints, in the mode «Side by side»")),
}


class CompareActions:
    """The comparison's actions; they know no layout.

    Attributes:
        previous: The match before.
        following: The match after.
        modes: One action per mode.
        toggles: One action per toggle.
        layers: One action per layer.
        pin: Pin or release the match.
        nearer: Zoom in.
        farther: Zoom out.
        fit: Show both whole.
        blink: Stop blinking, or go on.
        release: Release the part that is pinned.
        close: Close the comparison; Escape releases a pinned part first.
    """

    def __init__(self, window: QWidget, desk: Desk, comparisons: Comparisons) -> None:
        self._window = window
        self._desk = desk
        self._state = comparisons.state
        self._parts = comparisons.finder.state
        self.previous = add_action(
            self._window, tr("‹ Previous"), tr("The match before this one"), "PgUp"
        )
        self.following = add_action(
            self._window, tr("Next ›"), tr("The match after this one"), "PgDown"
        )
        self.pin = add_action(
            self._window, tr("Pin"), tr("Put this match into Table 2, or take it out"), "P"
        )
        self.pin.setCheckable(True)
        self.nearer = add_action(
            self._window, "+", tr("Nearer, also by the wheel"), "+", "=", "Ctrl++"
        )
        self.farther = add_action(
            self._window, "−", tr("Farther, also by the wheel"), "-", "Ctrl+-"
        )
        self.fit = add_action(window, tr("Fit"), tr("Show both marks whole"), "Ctrl+0", "0")
        self.blink = add_action(
            self._window, tr("Stop blinking"), tr("Stop at the mark that is seen, or go on"), "B"
        )
        self.release = add_action(
            self._window, tr("Release the part"), tr("Follow the pointer again"), "Esc"
        )
        self.close = add_action(
            self._window, tr("Close"), tr("Back to the matches"), "Esc", "Ctrl+W"
        )
        self.modes = {
            mode: add_action(window, mode.value, tip, key) for mode, (key, tip) in MODES.items()
        }
        self.toggles = {
            toggle: add_action(window, toggle.value, tip, key)
            for toggle, (key, tip) in TOGGLES.items()
        }
        self.layers = {
            key: add_action(
                self._window, PAIR_LAYER_TITLES[key], PAIR_LAYER_TIPS[key], f"Alt+{number}"
            )
            for number, key in enumerate(PAIR_LAYERS, 1)
        }
        self._group(self.modes.values())
        self._group(self.layers.values())
        self._connect(comparisons)
        self.refresh()

    def refresh(self) -> None:
        """Allow what can be done now, and mark what is chosen."""
        state, matches = self._state, self._desk.matches
        self.modes[state.mode].setChecked(True)
        self.layers[state.layer].setChecked(True)
        for toggle, action in self.toggles.items():
            action.setEnabled(state.possible(toggle))
            action.setChecked(state.active(toggle))
        self._share_escape()
        self.blink.setEnabled(state.mode is Mode.BLINK)
        self.blink.setText(tr("Stop blinking") if state.blinking else tr("Go on blinking"))
        selected = matches.selected
        self.pin.setEnabled(selected is not None)
        self.pin.setChecked(selected is not None and selected.index in self._desk.pins)
        self.pin.setText(tr("Pinned") if self.pin.isChecked() else tr("Pin"))
        for action in (self.previous, self.following):
            action.setEnabled(selected is not None)

    def _share_escape(self) -> None:
        pinned = self._parts.pinned is not None
        self.release.setEnabled(pinned)
        keys = ["Ctrl+W"] if pinned else ["Esc", "Ctrl+W"]
        self.close.setShortcuts([QKeySequence(key) for key in keys])

    def _group(self, actions: Iterable[QAction]) -> None:
        group = QActionGroup(self._window)
        for action in actions:
            action.setCheckable(True)
            group.addAction(action)

    def _connect(self, comparisons: Comparisons) -> None:
        state, desk = self._state, self._desk
        self.previous.triggered.connect(lambda: comparisons.step(-1))
        self.following.triggered.connect(lambda: comparisons.step(1))
        self.pin.triggered.connect(lambda: desk.toggle_pin(None))
        self.blink.triggered.connect(lambda: state.blink(on=not state.blinking))
        self.close.triggered.connect(self._window.close)
        self.release.triggered.connect(lambda: self._parts.pin(None))
        self._parts.source_changed.connect(self._share_escape)
        for mode, action in self.modes.items():
            action.triggered.connect(lambda _=False, mode=mode: state.choose(mode))
        for key, action in self.layers.items():
            action.triggered.connect(lambda _=False, key=key: state.show_layer(key))
        for toggle, action in self.toggles.items():
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, toggle=toggle: state.switch(toggle))
        for signal in (
            state.options_changed,
            state.pair_changed,
            desk.pins.changed,
            desk.matches.selection_changed,
        ):
            signal.connect(self.refresh)
