"""The menu of the logo files that were examined last."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.sources import FileSource
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.actions import Actions
from examiner_app.settings import RECENT_LOGOS
from examiner_app.translation import tr

LONGEST: Final = 64
"""A longer title is shortened in its middle, characters."""


class RecentMenu:
    """Opens a recent file again; a file that is gone is reported as any other that is.

    Attributes:
        menu: One action per file, and one that clears the list.
        clear: Forgets all files.
    """

    def __init__(self, window: QMainWindow, desk: Desk, preferences: Preferences) -> None:
        self._desk = desk
        self._preferences = preferences
        self.menu = QMenu(tr("Open &recent"), window)
        self.menu.setToolTipsVisible(True)
        self.clear = QAction(tr("&Clear the list"), window)
        self.clear.setToolTip(tr("Forget which logos were opened"))
        self.clear.triggered.connect(desk.recent.clear)
        desk.recent.restore(preferences.get(RECENT_LOGOS))
        desk.recent.changed.connect(self._keep)
        self._show()

    def fill(self, actions: Actions) -> None:
        """Add it to the menu of files."""
        actions.menus["file"].insertMenu(actions.paste, self.menu)

    def _keep(self) -> None:
        self._preferences.set(RECENT_LOGOS, self._desk.recent.text)
        self._show()

    def _show(self) -> None:
        recent = self._desk.recent
        self.menu.clear()
        for number, (path, title) in enumerate(zip(recent.paths, recent.titles, strict=True), 1):
            action = self.menu.addAction(f"{_access(number)} {_menu_text(title)}")
            action.setToolTip(plain_tip(str(path)))
            action.triggered.connect(partial(self._open, path))
        self.menu.addSeparator()
        self.menu.addAction(self.clear)
        self.menu.menuAction().setEnabled(bool(recent.paths))

    def _open(self, path: Path, _checked: bool = False) -> None:
        self._desk.examine(FileSource(path))


def _access(number: int) -> str:
    return f"&{number}" if number < 10 else "1&0"


def _menu_text(title: str) -> str:
    if len(title) > LONGEST:
        half = LONGEST // 2
        title = f"{title[:half]}…{title[-half:]}"
    return title.replace("&", "&&")
