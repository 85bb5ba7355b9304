"""Which layers lie over the candidate, in which order and how strongly."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.settings import LAYER_COLOURS
from examiner_app.translation import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.pictures import Legend

FILED: Final = "filed"

LAYER_TITLES: Final = {
    FILED: tr("As filed"),
    "text": tr("Text mask"),
    "ssa": "SSA",
    "cam": "CAM",
    "atrha": "ATRHA",
}
"""Keys of the engine's layers with the window's short titles, in the order of the switcher."""

LAYER_TIPS: Final = {
    FILED: tr("The mark as filed"),
    "text": tr("Probability that a pixel is text"),
    "ssa": tr("Segmentation attention: how much each place counts when text is weighted down"),
    "cam": tr("Class activation map: where the network sees a figure"),
    "atrha": tr("What is left of the mark after its text was removed: this is searched"),
}


OVERLAYS: Final = ("atrha", "text", "ssa", "cam")
"""What can lie over the mark, from the top: what covers least is above what covers all of it."""

OPACITY: Final = 0.7
"""Of a layer until the user sets another one: the mark stays readable below."""

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
    """A stack of layers with the mark as filed at its bottom, always.

    Attributes:
        key: The layer that opacity and legend speak of, one of those that are shown; ``filed``
            where nothing lies over the mark.
        order: All layers from the top, shown or not.
        colours: The colour map of heat maps.

    Signals:
        key_changed(str): Opacity and legend speak of another layer.
        shown_changed(): Other layers are shown.
        order_changed(): The layers lie in another order.
        opacity_changed(str): The opacity of a layer is another.
        colours_changed(): Heat maps are wanted in other colours.
        painted(str): The picture of a layer is there or gone.
    """

    key_changed = Signal(str)
    shown_changed = Signal()
    order_changed = Signal()
    opacity_changed = Signal(str)
    colours_changed = Signal()
    painted = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.key = FILED
        self.order: tuple[str, ...] = OVERLAYS
        self.colours = LAYER_COLOURS.default
        self._shown: frozenset[str] = frozenset()
        self._opacities: dict[str, float] = {}
        self._views: dict[str, LayerView] = {}

    @property
    def shown(self) -> tuple[str, ...]:
        """The layers that are shown, from the top."""
        return tuple(key for key in self.order if key in self._shown)

    @property
    def others(self) -> tuple[str, ...]:
        """Those that are shown beside the one that the legend speaks of, from the top."""
        return tuple(key for key in self.shown if key != self.key)

    @property
    def opacity(self) -> float:
        """Opacity of the layer that the slider speaks of, 0 to 1."""
        return self.opacity_of(self.key)

    @property
    def view(self) -> LayerView | None:
        """The picture of the layer that the legend speaks of, if it is painted."""
        return self._views.get(self.key)

    @property
    def network_mask(self) -> LayerView | None:
        """The picture of the network's own text mask, that a brush begins with."""
        return self._views.get(NETWORK, self._views.get("text"))

    @property
    def has_overlay(self) -> bool:
        """Whether anything lies over the mark, so that opacity means something."""
        return self.key != FILED

    @property
    def text(self) -> str:
        """Order and opacities as one line that ``restore`` understands."""
        return json.dumps([[key, self.opacity_of(key)] for key in self.order])

    def view_of(self, key: str) -> LayerView | None:
        """Return the picture of a layer, if it is painted."""
        return self._views.get(key)

    def opacity_of(self, key: str) -> float:
        """Return the opacity of a layer, 0 to 1."""
        return self._opacities.get(key, OPACITY)

    def show(self, key: str) -> None:
        """Show one layer and no other; with ``filed``, none."""
        if key in LAYER_TITLES:
            self._set(frozenset({key} - {FILED}), key)

    def show_all(self, keys: Iterable[str], key: str) -> None:
        """Show these layers and no others; opacity and legend speak of ``key``, if it is one."""
        shown = frozenset(keys) & frozenset(OVERLAYS)
        top = next((one for one in self.order if one in shown), FILED)
        self._set(shown, key if key in shown else top)

    def activate(self, key: str) -> None:
        """Show a layer beside the others; opacity and legend speak of it from now on."""
        if key in OVERLAYS:
            self._set(self._shown | {key}, key)

    def bring(self, key: str) -> None:
        """Show a layer: in place of a single one, beside the others of a stack."""
        if len(self._shown) > 1:
            self.activate(key)
        else:
            self.show(key)

    def toggle(self, key: str) -> None:
        """Show a layer beside the others, or hide it."""
        if key not in self._shown:
            self.activate(key)
            return
        left = self._shown - {key}
        top = next((one for one in self.order if one in left), FILED)
        self._set(left, top if key == self.key else self.key)

    def set_opacity(self, opacity: float, key: str | None = None) -> None:
        """Set the opacity of a layer, 0 to 1; by default of the one that the slider speaks of."""
        key = key or self.key
        opacity = min(1.0, max(0.0, opacity))
        if key in OVERLAYS and opacity != self.opacity_of(key):
            self._opacities[key] = opacity
            self.opacity_changed.emit(key)

    def move(self, key: str, place: int) -> None:
        """Put a layer at a place from the top, 0 to 3; beyond either end it stays there."""
        if key in self.order:
            left = [one for one in self.order if one != key]
            left.insert(min(len(left), max(0, place)), key)
            self._arrange(left)

    def shift(self, key: str, steps: int) -> None:
        """Move a layer down by so many places, or up by as many below 0."""
        if key in self.order:
            self.move(key, self.order.index(key) + steps)

    def reset(self) -> None:
        """Take order and opacities as they are at first; what is shown stays."""
        self._arrange(OVERLAYS)
        for key in OVERLAYS:
            self.set_opacity(OPACITY, key)

    def restore(self, text: str) -> None:
        """Take order and opacities from ``text``; what makes no sense of it changes nothing."""
        kept = _read(text)
        self._arrange((*kept, *(key for key in OVERLAYS if key not in kept)))
        for key, opacity in kept.items():
            self.set_opacity(opacity, key)

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
        """Forget the pictures of a former candidate; the choice of layers stays."""
        self._views.clear()
        self.painted.emit(self.key)

    def _set(self, shown: frozenset[str], key: str) -> None:
        # Both are set before anybody hears of either.
        seen, spoken = shown != self._shown, key != self.key
        self._shown, self.key = shown, key
        if seen:
            self.shown_changed.emit()
        if spoken:
            self.key_changed.emit(key)

    def _arrange(self, order: Iterable[str]) -> None:
        order = tuple(order)
        if order != self.order:
            self.order = order
            self.order_changed.emit()


def _read(text: str) -> dict[str, float]:
    """Return layers from the top with their opacities, of a text that anybody may have written."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    kept: dict[str, float] = {}
    for one in found if isinstance(found, list) else ():
        match one:
            case [str(key), float() | int() as opacity] if key in OVERLAYS and key not in kept:
                kept[key] = float(opacity) if 0 <= opacity <= 1 else OPACITY
    return kept
