"""A button whose text is shortened where there is no room."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStyleOptionButton

_LEAST: Final = 48
"""Pixels that it can be squeezed to."""

_PADDING: Final = 10
"""Pixels beside the text, for border and padding."""


class ElidedButton(QPushButton):
    """A line of text that can be clicked; only what is painted is shortened."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return QSize(_LEAST, super().minimumSizeHint().height())

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Paint as much of the text as there is room for."""
        super().initStyleOption(option)
        option.text = self.shown_text()

    def shown_text(self) -> str:
        """Return what is painted of the text."""
        room = self.width() - _PADDING
        return self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room, Qt.TextFlag.TextShowMnemonic.value
        )
