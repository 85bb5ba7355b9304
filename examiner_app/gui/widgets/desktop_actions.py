"""What every desktop program has: settings and shortcuts, each with its window."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from examiner_app.gui.live_settings import LiveSettings
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.actions import Actions
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.gui.shortcuts import Section
    from examiner_app.gui.widgets.settings_dialog import SettingsDialog
    from examiner_app.gui.widgets.shortcuts_dialog import ShortcutsDialog


class DesktopActions:
    """Opens the program's own windows.

    Attributes:
        settings: Choose what Examiner remembers.
        shortcuts: List all actions with their keys.
        tour: Lead through the window once more.
        settings_dialog: Where settings are chosen; ``None`` until it was opened once.
        shortcuts_dialog: The list of shortcuts; ``None`` until it was opened once.
    """

    def __init__(
        self,
        window: QMainWindow,
        settings: LiveSettings,
        theme: Theme,
        beside: Mapping[str, Callable[[], QWidget]],
    ) -> None:
        self._window = window
        self._live = settings
        self._theme = theme
        self._beside = beside
        self.settings_dialog: SettingsDialog | None = None
        self.shortcuts_dialog: ShortcutsDialog | None = None
        self.settings = add_action(
            self._window, tr("&Settings…"), tr("Theme, colours, device and more"), "Ctrl+,"
        )
        self.shortcuts = add_action(
            self._window, tr("&Keyboard shortcuts"), tr("All actions with their keys"), "F1"
        )
        self.tour = add_action(
            self._window, tr("&Tour of Examiner"), tr("The first steps, with a sample logo")
        )
        self.settings.triggered.connect(self.show_settings)
        self.shortcuts.triggered.connect(self.show_shortcuts)

    def fill(self, actions: Actions) -> None:
        """Add them to the window's menus."""
        file = actions.menus["file"]
        file.insertAction(actions.close_window, self.settings)
        file.insertSeparator(actions.close_window)
        support = actions.menus["help"]
        support.insertActions(actions.about, [self.shortcuts, self.tour])
        support.insertSeparator(actions.about)

    def show_settings(self) -> None:
        """Open the settings, or bring them to the front."""
        if self.settings_dialog is None:
            from examiner_app.gui.widgets.settings_dialog import SettingsDialog

            self.settings_dialog = SettingsDialog(self._live, self._window)
        _bring(self.settings_dialog)

    def show_shortcuts(self) -> None:
        """Open the list of shortcuts, or bring it to the front."""
        if self.shortcuts_dialog is None:
            from examiner_app.gui.widgets.shortcuts_dialog import ShortcutsDialog

            self.shortcuts_dialog = ShortcutsDialog(self.sections, self._theme, self._window)
        _bring(self.shortcuts_dialog)

    def sections(self) -> list[Section]:
        """Return everything that can be done in the windows and in their views."""
        from examiner_app.gui.shortcuts import menu_sections, view_sections, window_section

        beside = {title: make() for title, make in self._beside.items()}
        return [
            *menu_sections(self._window),
            *(window_section(title, window) for title, window in beside.items()),
            *view_sections([self._window, *beside.values()]),
        ]


def _bring(dialog: QDialog) -> None:
    dialog.show()
    dialog.raise_()
    dialog.activateWindow()
