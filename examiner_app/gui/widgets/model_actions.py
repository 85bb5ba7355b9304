"""Models in the menu, and their window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from examiner_app.gui.bundles import Bundles
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.gui.theme import Theme
    from examiner_app.gui.widgets.main_window import MainWindow
    from examiner_app.gui.widgets.models_window import ModelsWindow


class ModelActions:
    """What can be done with models.

    Attributes:
        bundles: The models at hand.
        show: Show them.
        window: The window about them; ``None`` until it was opened once.
    """

    def __init__(self, window: MainWindow, theme: Theme, after: QAction) -> None:
        self._main = window
        self._theme = theme
        self.bundles = Bundles(window.desk, window.registers)
        self.window: ModelsWindow | None = None
        self.show = QAction(tr("&Models…"), window)
        self.show.setShortcut(QKeySequence("Ctrl+Shift+M"))
        self.show.setToolTip(tr("The models at hand, and what they run on (Ctrl+Shift+M)"))
        self.show.triggered.connect(self.open)
        window.addAction(self.show)
        menu = window.actions_.menus["file"]
        entries = menu.actions()
        menu.insertAction(entries[entries.index(after) + 1], self.show)

    def open(self) -> ModelsWindow:
        """Open the window of the models, or bring it to the front."""
        if self.window is None:
            from examiner_app.gui.widgets.models_window import ModelsWindow

            main = self._main
            self.window = ModelsWindow(main.desk, self.bundles, self._theme, main.preferences, main)
            self.window.settings_wanted.connect(main.desktop.show_settings)
            self.window.build_wanted.connect(
                lambda bundle: main.show_registers().build_new(models=bundle)
            )
        self.window.open()
        return self.window

    def show_task(self) -> None:
        """Show the long task in the window that it belongs to."""
        if self.bundles.working:
            self.open()
        else:
            self._main.show_registers()

    def close(self) -> None:
        """Close the window, if it is open."""
        if self.window is not None:
            self.window.close()
