"""Grid or table, and how large the cells of the grid are."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSlider, QToolButton, QWidget

from examiner_app.gui.icons import icon
from examiner_app.gui.state.arrangement import GRID, LARGEST, SMALLEST, TABLE, Arrangement
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP
from examiner_app.translation import tr

_BUTTONS: Final = {
    GRID: ("grid", tr("Matches as a grid"), tr("Pictures in a grid (Ctrl+G)")),
    TABLE: (
        "list",
        tr("Matches as a table"),
        tr("A table with the ranks by every method (Ctrl+G)"),
    ),
}


class LayoutSwitch(QWidget):
    """Two buttons and a slider for the layout of the matches.

    Attributes:
        slider: The size of the cells; of use in the grid only.
    """

    def __init__(
        self, arrangement: Arrangement, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self._theme = theme
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        self.slider = self._build_slider()
        row.addWidget(self.slider)
        for layout, (_, name, tip) in _BUTTONS.items():
            row.addWidget(self._build_button(layout, name, tip))
        arrangement.layout_changed.connect(self._show)
        arrangement.size_changed.connect(self._show)
        theme.changed.connect(self._show)
        self._show()

    def button(self, layout: str) -> QToolButton:
        """Return the button of a layout."""
        return self._buttons[layout]

    def _build_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setFixedWidth(76)
        slider.setRange(SMALLEST, LARGEST)
        slider.setPageStep((LARGEST - SMALLEST) // 6)
        slider.setAccessibleName(tr("Size of the pictures in the grid"))
        slider.setToolTip(tr("Size of the pictures (Ctrl++, Ctrl+-, Ctrl+wheel)"))
        slider.valueChanged.connect(self._arrangement.resize)
        return slider

    def _build_button(self, layout: str, name: str, tip: str) -> QToolButton:
        result = QToolButton()
        result.setCheckable(True)
        result.setProperty("role", "icon")
        result.setIconSize(QSize(16, 16))
        result.setAccessibleName(name)
        result.setToolTip(tip)
        result.clicked.connect(lambda: self._arrangement.show(layout))
        self._group.addButton(result)
        self._buttons[layout] = result
        return result

    def _show(self) -> None:
        chosen = self._arrangement.layout
        self.slider.setValue(self._arrangement.size)
        self.slider.setEnabled(chosen == GRID)
        for layout, button in self._buttons.items():
            button.setChecked(layout == chosen)
            colour = self._theme.colour("accent" if layout == chosen else "soft")
            button.setIcon(icon(_BUTTONS[layout][0], colour))
