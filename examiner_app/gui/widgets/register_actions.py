"""Registers in the menu: the window about them, a new one, and those used lately."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from examiner_app.gui.registers import Registers
from examiner_app.translation import tr

MOST = 9
"""Registers in the menu."""


class RegisterActions:
    """What can be done with registers.

    Attributes:
        show: Show the registers at hand.
        build: Ask for a new one.
        recent: Menu of those used lately.
    """

    def __init__(
        self, window: QMainWindow, registers: Registers, menu: QMenu, after: QAction
    ) -> None:
        self._registers = registers
        self.show = QAction(tr("Re&gisters…"), window)
        self.show.setShortcut(QKeySequence("Ctrl+Shift+R"))
        self.show.setToolTip(tr("The registers at hand, and what is in them (Ctrl+Shift+R)"))
        self.build = QAction(tr("&Build a register…"), window)
        self.build.setToolTip(tr("Describe marks into a new register"))
        window.addActions([self.show, self.build])
        self.recent = QMenu(tr("Open re&cent register"), menu)
        self.recent.setToolTipsVisible(True)
        for entry in (self.recent.menuAction(), self.show, self.build):
            menu.insertAction(after, entry)
        registers.state.changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.recent.clear()
        for number, path in enumerate(self._registers.state.paths[:MOST], 1):
            action = self.recent.addAction(f"&{number}  {self._name(path)}")
            action.setToolTip(str(path))
            action.triggered.connect(partial(self._registers.open, path))

    def _name(self, path: Path) -> str:
        about = self._registers.state.known.get(path)
        return (about.name if about else path.name).replace("&", "&&")
