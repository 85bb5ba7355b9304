"""The colour maps of heat maps, as a menu under «Layer»."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMainWindow, QMenu

from examiner_app.gui.state.layers import LayersState
from examiner_app.settings import LAYER_COLOURS
from examiner_app.translation import tr


class ColourActions:
    """Chooses a colour map.

    Attributes:
        maps: One action per map.
    """

    def __init__(self, window: QMainWindow, layers: LayersState) -> None:
        self._layers = layers
        self.maps: dict[str, QAction] = {}
        group = QActionGroup(window)
        for key, name in LAYER_COLOURS.named_choices.items():
            action = QAction(tr(name), group, checkable=True)
            action.setToolTip(tr(LAYER_COLOURS.help))
            action.triggered.connect(lambda _=False, key=key: layers.use_colours(key))
            window.addAction(action)
            self.maps[key] = action
        layers.colours_changed.connect(self._show)
        self._show()

    def fill(self, menu: QMenu) -> None:
        """Add the maps to the menu of layers."""
        menu.addSeparator()
        menu.addMenu(tr("&Colours of heat maps")).addActions(list(self.maps.values()))

    def _show(self) -> None:
        self.maps[self._layers.colours].setChecked(True)
