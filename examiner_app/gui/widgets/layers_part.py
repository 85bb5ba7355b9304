"""Below the candidate: which layers lie over it, and what their colours mean."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.desk import Desk
from examiner_app.gui.icons import icon
from examiner_app.gui.layer_readings import also_shown, joined, reading
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.layers import FILED, LAYER_TIPS, LAYER_TITLES
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, Switcher, label, restyle
from examiner_app.gui.widgets.layer_actions import LayerActions
from examiner_app.gui.widgets.layer_list import LayerList
from examiner_app.gui.widgets.legend import LegendView
from examiner_app.translation import tr, trc

_BESIDE = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class LayersPart(QWidget):
    """A switch for a quick look at one layer, the list of all, opacity, and the legend.

    Attributes:
        switcher: One layer and no other; with Ctrl held, one more or one less.
        list_button: Opens the list.
        list: All layers; each has its opacity there.
        slider: The opacity of the layer that the legend speaks of, while the list is closed.
        legend: What the colours of that layer mean, and what all say under the pointer.
    """

    def __init__(self, desk: Desk, actions: LayerActions, theme: Theme) -> None:
        super().__init__()
        self._desk = desk
        self._actions = actions
        self._theme = theme
        self.switcher = self._build_switcher()
        self.list_button = self._build_button()
        self.list = LayerList(desk.layers, theme)
        self._opacity_row = self._build_opacity()
        self.legend = LegendView(theme)
        row = QHBoxLayout()
        row.setSpacing(GAP // 2)
        row.addWidget(self.switcher, 1)
        row.addWidget(self.list_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(row)
        for widget in (self.list, self._opacity_row, self.legend):
            column.addWidget(widget)
        self._connect()
        self._open(on=actions.listed.isChecked())
        self._show_icon()
        self.refresh()

    def refresh(self) -> None:
        """Show which layers there are, and explain the one that is spoken of."""
        layers = self._desk.layers
        self.switcher.choose(layers.key)
        for key in LAYER_TITLES:
            button = self.switcher.button(key)
            if button.property("beside") != (key in layers.others):
                button.setProperty("beside", key in layers.others)
                restyle(button)
        self.slider.setEnabled(layers.has_overlay)
        view = layers.view
        self.legend.explain(view.legend if view else None, self._note())
        self.legend.say_more(also_shown(layers.others))
        self._show_opacity()

    def point(self, place: QPointF) -> None:
        """Show what every layer that is shown says of a place, 0 to 1 across and down."""
        candidate, layers = self._desk.candidate, self._desk.layers
        if candidate.logo is None or candidate.layers is None:
            return
        from examiner_app.engine.pictures import value_at

        x = int(place.x() * candidate.logo.width)
        y = int(place.y() * candidate.logo.height)
        self.legend.set_value(value_at(layers.key, candidate.layers, x, y))
        # The crop has no scale that a number could stand at.
        below = layers.shown if layers.key == "atrha" else layers.others
        said = [reading(key, candidate.layers, x, y) for key in below]
        self.legend.say_more(joined([one for one in said if one]))

    def leave(self) -> None:
        """The pointer is nowhere on the mark."""
        self.legend.set_value(None)
        self.legend.say_more(also_shown(self._desk.layers.others))

    def _build_switcher(self) -> Switcher:
        # There is little room: a language may need other words here than elsewhere.
        result = Switcher(LAYER_TITLES | {FILED: trc("short", "As filed"), "text": tr("Text")})
        result.setAccessibleName(tr("Layer"))
        for number, (key, tip) in enumerate(LAYER_TIPS.items(), 1):
            more = tr("Ctrl and a click, or Alt+Shift+{number}: beside the others", number=number)
            button = result.button(key)
            button.setToolTip(f"{tip} (Alt+{number})" + ("" if key == FILED else f"\n{more}"))
            button.setAccessibleName(LAYER_TITLES[key])
        return result

    def _build_button(self) -> QToolButton:
        result = QToolButton()
        result.setDefaultAction(self._actions.listed)
        self._actions.listed.setIconVisibleInMenu(False)
        result.setProperty("role", "icon")
        result.setIconSize(QSize(16, 16))
        result.setAccessibleName(tr("List of layers"))
        result.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        # As high as what it stands beside.
        result.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        return result

    def _build_opacity(self) -> QWidget:
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.opacity_label = label("", "caption")
        self.opacity_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.opacity_label.setFixedWidth(38)
        result = QWidget()
        row = QHBoxLayout(result)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(label(tr("Opacity"), "caption"))
        row.addWidget(self.slider, 1)
        row.addWidget(self.opacity_label)
        return result

    def _connect(self) -> None:
        layers = self._desk.layers
        self._desk.candidate.phase_changed.connect(self.refresh)
        for signal in (layers.key_changed, layers.shown_changed, layers.order_changed):
            signal.connect(self.refresh)
        layers.painted.connect(self.refresh)
        layers.opacity_changed.connect(self._show_opacity)
        self.switcher.chosen.connect(self._choose)
        self.slider.valueChanged.connect(self._slide)
        self._actions.listed.toggled.connect(lambda on: self._open(on=on))
        self._theme.changed.connect(self._show_icon)

    def _choose(self, key: str) -> None:
        layers = self._desk.layers
        if key != FILED and QApplication.keyboardModifiers() & _BESIDE:
            layers.toggle(key)
        else:
            layers.show(key)
        # The button that was clicked stands for the layer that is spoken of, or not.
        self.switcher.choose(layers.key)

    def _slide(self, value: int) -> None:
        layers = self._desk.layers
        if value != round(layers.opacity * 100):
            layers.set_opacity(value / 100)

    def _open(self, *, on: bool) -> None:
        self.list.setVisible(on)
        self._opacity_row.setVisible(not on)

    def _show_opacity(self) -> None:
        layers = self._desk.layers
        name = LAYER_TITLES[layers.key]
        self.slider.setValue(round(layers.opacity * 100))
        self.slider.setAccessibleName(tr("Opacity of {layer}", layer=name))
        self.slider.setToolTip(tr("Opacity of {layer} (Ctrl+Up, Ctrl+Down)", layer=name))
        percent = round(layers.opacity * 100)
        self.opacity_label.setText(tr("{percent} %", percent=percent))

    def _show_icon(self) -> None:
        self._actions.listed.setIcon(icon("layers", self._theme.colour("text")))

    def _note(self) -> str:
        if not self._desk.layers.has_overlay:
            return tr(
                "The mark as filed, with nothing over it. Layers show what the search looks at."
            )
        if self._desk.candidate.phase is Phase.WAITING:
            return tr("This layer is computed as soon as the models are ready.")
        if self._desk.candidate.phase is Phase.FAILED:
            return tr("This layer could not be computed.")
        return tr("Computing this layer…")
