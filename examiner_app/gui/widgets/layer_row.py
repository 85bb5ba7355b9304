"""One layer in the list of layers: eye, name, opacity."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSlider, QToolButton, QWidget

from examiner_app.gui.icons import icon
from examiner_app.gui.state.layers import LAYER_TIPS, LAYER_TITLES, LayersState
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, Icon, label, restyle
from examiner_app.translation import tr

HEIGHT: Final = 24
"""Of a row, pixels."""

_GRIP: Final = 14
_EYE: Final = 16


class LayerRow(QWidget):
    """Shows how one layer lies in the stack; the list around it handles keys and dragging.

    Attributes:
        key: The layer.
        eye: Shows or hides it.
        slider: Its opacity.

    Signals:
        focused(str): The focus came to this row.
    """

    focused = Signal(str)

    def __init__(
        self, key: str, number: int, layers: LayersState, theme: Theme, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.key = key
        self._layers = layers
        self._theme = theme
        self._title = LAYER_TITLES[key]
        self.setObjectName("layer-row")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        keys = tr("Space shows or hides it, Alt+Up and Alt+Down move it")
        self.setToolTip(f"{LAYER_TIPS[key]}\n{keys}")
        self.setAccessibleName(self._title)
        self.name = label(self._title)
        self.eye = self._build_eye(number)
        self.slider = self._build_slider()
        self.percent = label("", "caption")
        self.percent.setFixedWidth(36)
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 0, 6, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(Icon(theme, "grip", "soft", _GRIP))
        row.addWidget(self.eye)
        row.addWidget(self.name)
        row.addStretch(1)
        row.addWidget(self.slider)
        row.addWidget(self.percent)
        theme.changed.connect(self._show_eye)
        self.show_place()

    def show_place(self) -> None:
        """Show whether the layer is shown, whether it is the one spoken of, and where it lies."""
        layers, key = self._layers, self.key
        shown = key in layers.shown
        self.name.setProperty("role", "" if shown else "soft")
        self.setProperty("active", key == layers.key)
        for one in (self.name, self):
            restyle(one)
        self.slider.setEnabled(shown)
        self.eye.setChecked(shown)
        self._show_eye()
        self.show_opacity()

    def show_opacity(self) -> None:
        """Show the opacity."""
        layers, key = self._layers, self.key
        percent = round(layers.opacity_of(key) * 100)
        self.slider.setValue(percent)
        self.percent.setText(tr("{percent} %", percent=percent))
        values = {
            "percent": percent,
            "place": layers.order.index(key) + 1,
            "count": len(layers.order),
        }
        self.setAccessibleDescription(
            tr("Shown, opacity {percent} %, place {place} of {count} from the top", **values)
            if key in layers.shown
            else tr("Hidden, opacity {percent} %, place {place} of {count} from the top", **values)
        )

    def focusInEvent(self, event: object) -> None:
        """Tell of the focus; the style sheet shows it."""
        self.focused.emit(self.key)

    def _build_eye(self, number: int) -> QToolButton:
        eye = QToolButton()
        eye.setCheckable(True)
        eye.setProperty("role", "eye")
        eye.setIconSize(QSize(_EYE, _EYE))
        eye.setCursor(Qt.CursorShape.ArrowCursor)
        # The row has the keys: one stop of Tab for all layers is enough.
        eye.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        eye.setAccessibleName(tr("Show {layer}", layer=self._title))
        keys = f"Alt+Shift+{number}"
        eye.setToolTip(tr("Show or hide {layer} ({keys})", layer=self._title, keys=keys))
        eye.clicked.connect(lambda: self._layers.toggle(self.key))
        return eye

    def _build_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, 100)
        slider.setPageStep(10)
        slider.setMinimumWidth(64)
        slider.setMaximumWidth(160)
        slider.setCursor(Qt.CursorShape.ArrowCursor)
        slider.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        slider.setAccessibleName(tr("Opacity of {layer}", layer=self._title))
        slider.setToolTip(tr("Opacity of {layer} (Left, Right in this row)", layer=self._title))
        slider.setValue(round(self._layers.opacity_of(self.key) * 100))
        slider.valueChanged.connect(self._slide)
        return slider

    def _slide(self, value: int) -> None:
        # What a slider cannot show, such as 33.3 %, is not rounded by showing it.
        if value != round(self._layers.opacity_of(self.key) * 100):
            self._layers.set_opacity(value / 100, self.key)

    def _show_eye(self) -> None:
        shown = self.key in self._layers.shown
        colour = self._theme.colour("text" if shown else "soft")
        self.eye.setIcon(icon("eye" if shown else "eye-off", colour))
