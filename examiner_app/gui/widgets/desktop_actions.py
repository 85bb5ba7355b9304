"""What every desktop program has: settings, with the window they are chosen in."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow

from examiner_app.gui.live_settings import LiveSettings
from examiner_app.gui.widgets.actions import Actions
from examiner_app.gui.widgets.settings_dialog import SettingsDialog


class DesktopActions:
    """Opens the program's own windows.

    Attributes:
        settings: Choose what Examiner remembers.
        settings_dialog: Where that is chosen; ``None`` until it was opened once.
    """

    def __init__(self, window: QMainWindow, settings: LiveSettings) -> None:
        self._window = window
        self._live = settings
        self.settings_dialog: SettingsDialog | None = None
        self.settings = self._add("&Settings…", "Ctrl+,", "Theme, colours, device and more")
        self.settings.triggered.connect(self.show_settings)

    def fill(self, actions: Actions) -> None:
        """Add them to the window's menus."""
        file = actions.menus["file"]
        file.insertAction(actions.close_window, self.settings)
        file.insertSeparator(actions.close_window)

    def show_settings(self) -> None:
        """Open the settings, or bring them to the front."""
        if self.settings_dialog is None:
            self.settings_dialog = SettingsDialog(self._live, self._window)
        self.settings_dialog.show()
        self.settings_dialog.raise_()
        self.settings_dialog.activateWindow()

    def _add(self, text: str, shortcut: str, tip: str) -> QAction:
        action = QAction(text, self._window)
        action.setShortcut(QKeySequence(shortcut))
        action.setToolTip(f"{tip} ({shortcut})" if shortcut else tip)
        self._window.addAction(action)
        return action
