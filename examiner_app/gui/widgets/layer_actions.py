"""The stack of layers in the menu and by key; order and opacities are kept between sessions."""

from __future__ import annotations

from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.layers import FILED, LAYER_TIPS, LAYER_TITLES, LayersState
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.settings import LAYER_LIST, LAYER_STACK
from examiner_app.translation import tr

OPEN: Final = "open"


class LayerActions:
    """What can be done with several layers.

    Attributes:
        beside: Show a layer beside the others, or hide it; by the layer.
        higher: Move the layer up that opacity and legend speak of.
        lower: Move it down.
        listed: Open the list of layers.
        reset: Take order and opacities as they are at first.
    """

    def __init__(
        self, window: QMainWindow, layers: LayersState, preferences: Preferences, menu: QMenu
    ) -> None:
        self._window = window
        self._layers = layers
        self._preferences = preferences
        layers.restore(preferences.get(LAYER_STACK))
        self.beside = {
            key: self._beside(key, number)
            for number, key in enumerate(LAYER_TITLES, 1)
            if key != FILED
        }
        self.higher = add_action(
            self._window, tr("Layer h&igher"), tr("Move the layer up by one place"), "Ctrl+Shift+Up"
        )
        self.lower = add_action(
            self._window,
            tr("Layer lo&wer"),
            tr("Move the layer down by one place"),
            "Ctrl+Shift+Down",
        )
        self.listed = add_action(
            self._window,
            tr("&List of layers"),
            tr("Show, hide, fade and order several layers"),
            "L",
        )
        self.listed.setCheckable(True)
        self.listed.setChecked(preferences.get(LAYER_LIST) == OPEN)
        self.reset = add_action(
            self._window,
            tr("&Usual order and opacities"),
            tr("Put all layers as they are at first"),
        )
        self._connect()
        self._fill(menu)

    def refresh(self) -> None:
        """Allow what can be done now, and mark what is shown."""
        layers = self._layers
        for key, action in self.beside.items():
            action.setChecked(key in layers.shown)
        self.higher.setEnabled(layers.has_overlay and layers.key != layers.order[0])
        self.lower.setEnabled(layers.has_overlay and layers.key != layers.order[-1])

    def _fill(self, menu: QMenu) -> None:
        menu.setToolTipsVisible(True)
        menu.addSeparator()
        menu.addActions(list(self.beside.values()))
        menu.addSeparator()
        menu.addActions([self.higher, self.lower, self.reset, self.listed])

    def _connect(self) -> None:
        layers = self._layers
        self.higher.triggered.connect(lambda: layers.shift(layers.key, -1))
        self.lower.triggered.connect(lambda: layers.shift(layers.key, 1))
        self.reset.triggered.connect(layers.reset)
        self.listed.toggled.connect(
            lambda on: self._preferences.set(LAYER_LIST, OPEN if on else "")
        )
        for signal in (layers.shown_changed, layers.key_changed, layers.order_changed):
            signal.connect(self.refresh)
        for signal in (layers.order_changed, layers.opacity_changed):
            signal.connect(lambda *_: self._preferences.set(LAYER_STACK, layers.text))
        self.refresh()

    def _beside(self, key: str, number: int) -> QAction:
        action = add_action(
            self._window,
            tr("Also {layer}", layer=LAYER_TITLES[key]),
            tr("{what}; beside the others", what=LAYER_TIPS[key]),
            f"Alt+Shift+{number}",
        )
        action.setCheckable(True)
        action.triggered.connect(lambda _=False: self._toggle(key))
        return action

    def _toggle(self, key: str) -> None:
        self._layers.toggle(key)
        self.refresh()
