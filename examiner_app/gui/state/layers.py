"""Which layer lies over the candidate, and how strongly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.settings import LAYER_COLOURS

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.pictures import Legend

FILED: Final = "filed"

LAYER_TITLES: Final = {
    FILED: "As filed",
    "text": "Text mask",
    "ssa": "SSA",
    "cam": "CAM",
    "atrha": "ATRHA",
}
"""Keys of the engine's layers with the window's short titles, in the order of the switcher."""

LAYER_TIPS: Final = {
    FILED: "The mark as filed",
    "text": "Probability that a pixel is text",
    "ssa": "Segmentation attention: how much each place counts when text is weighted down",
    "cam": "Class activation map: where the network sees a figure",
    "atrha": "What is left of the mark after its text was removed: this is searched",
}


NETWORK: Final = "network"
"""Key of the text mask before it was corrected by hand; there where it was."""


@dataclass(frozen=True, slots=True, eq=False)
class LayerView:
    """A painted layer.

    Attributes:
        image: To be laid over the mark, covering it exactly.
        legend: What its colours mean.
    """

    image: QImage
    legend: Legend


class LayersState(QObject):
    """The layer switcher and the opacity slider.

    Attributes:
        key: The layer that is shown.
        opacity: Its opacity, 0 to 1.
        colours: The colour map of heat maps.

    Signals:
        key_changed(str): Another layer is shown.
        opacity_changed(float): The opacity is another.
        colours_changed(): Heat maps are wanted in other colours.
        painted(str): The picture of a layer is there or gone.
    """

    key_changed = Signal(str)
    opacity_changed = Signal(float)
    colours_changed = Signal()
    painted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.key = FILED
        self.opacity = 0.7
        self.colours = LAYER_COLOURS.default
        self._views: dict[str, LayerView] = {}

    @property
    def view(self) -> LayerView | None:
        """The picture of the shown layer, if it is painted."""
        return self._views.get(self.key)

    @property
    def network_mask(self) -> LayerView | None:
        """The picture of the network's own text mask, that a brush begins with."""
        return self._views.get(NETWORK, self._views.get("text"))

    @property
    def has_overlay(self) -> bool:
        """Whether the shown layer lies over the mark, so that opacity means something."""
        return self.key != FILED

    def show(self, key: str) -> None:
        """Show another layer."""
        if key in LAYER_TITLES and key != self.key:
            self.key = key
            self.key_changed.emit(key)

    def set_opacity(self, opacity: float) -> None:
        """Set the opacity, 0 to 1."""
        opacity = min(1.0, max(0.0, opacity))
        if opacity != self.opacity:
            self.opacity = opacity
            self.opacity_changed.emit(opacity)

    def use_colours(self, colours: str) -> None:
        """Want heat maps in another colour map; the painted ones stay until they are replaced."""
        if colours in LAYER_COLOURS.choices and colours != self.colours:
            self.colours = colours
            self.colours_changed.emit()

    def add(self, key: str, view: LayerView) -> None:
        """Take in a painted layer."""
        self._views[key] = view
        self.painted.emit(key)

    def clear(self) -> None:
        """Forget the pictures of a former candidate; the choice of layer stays."""
        self._views.clear()
        self.painted.emit(self.key)
