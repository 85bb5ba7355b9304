"""A window beside the main one, which closes on Escape and comes back where it was."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from examiner_app.gui.preferences import Preferences
from examiner_app.gui.view_keys import ViewKeys
from examiner_app.settings import Setting


class SideWindow(QWidget):
    """It goes with its parent and is neither modal nor on top of it.

    Attributes:
        KEYS: The keys of a kind of window, Escape among them.
    """

    KEYS: ClassVar[ViewKeys]

    def __init__(
        self, title: str, least: QSize, preferences: Preferences, place: Setting, parent: QWidget
    ) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(title)
        self.setMinimumSize(least)
        self._preferences = preferences
        self._place = place

    def come_back(self, size: QSize) -> None:
        """Go where the window was the last time; the first time, have a size."""
        if not self.restoreGeometry(self._preferences.get_bytes(self._place)):
            self.resize(size)

    def come_to_front(self, focus: QWidget) -> None:
        """Show the window over all others, with the keys on one of its parts."""
        self.show()
        self.raise_()
        self.activateWindow()
        focus.setFocus(Qt.FocusReason.ActiveWindowFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember where the window was."""
        self._preferences.set_bytes(self._place, self.saveGeometry())
        super().closeEvent(event)
