"""The processor that the networks run on: its name, its arithmetic, and how full its memory is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from examiner_app.gui.state.bundles import BundlesState
from examiner_app.gui.state.device_words import device_words
from examiner_app.gui.widgets.basics import GAP, MARGIN, ElidedLabel, button, label
from examiner_app.translation import tr

_STEPS = 1000
"""Of the bar, whatever the size of the memory."""


class DeviceStrip(QWidget):
    """Stands above the models.

    Signals:
        change_wanted(): The user wants to choose another processor.
    """

    change_wanted = Signal()

    def __init__(self, state: BundlesState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("device")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = state
        self.name = ElidedLabel("strong")
        self.detail = ElidedLabel("caption")
        self.memory = label("", "caption")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.bar.setAccessibleName(tr("Memory of the processor in use"))
        self.change_button = button(
            tr("Change…"), "", tr("Choose where the networks run, in the settings")
        )
        self.change_button.clicked.connect(self.change_wanted)
        self._build()
        state.hardware_changed.connect(self._show)
        self._show()

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(MARGIN)
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(GAP // 2)
        left.addWidget(self.name)
        left.addWidget(self.detail)
        right.addWidget(self.memory)
        right.addWidget(self.bar)
        row.addWidget(label(tr("Networks run on"), "caption"))
        row.addLayout(left, 1)
        row.addLayout(right)
        row.addWidget(self.change_button)

    def _show(self) -> None:
        words = device_words(self._state)
        self.name.set_text(words.name)
        self.detail.set_text(words.detail)
        self.memory.setText(words.memory)
        self.bar.setVisible(words.share is not None)
        self.bar.setValue(round(_STEPS * (words.share or 0)))
