"""The registers at hand, newest first, and what is known of each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from examiner_app.engine.register.about import About

MOST: Final = 20
"""Registers that are remembered."""


class RegistersState(QObject):
    """Registers that were opened or built here.

    Attributes:
        paths: Their folders, the one used last first.
        known: What is known of each, as far as it was looked at.
        selected: The one that is looked at, or ``None``.

    Signals:
        changed(): The list or what is known of it is different.
        selection_changed(): Another one is looked at.
    """

    changed = Signal()
    selection_changed = Signal()

    def __init__(self, remembered: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths = _read(remembered)
        self.known: dict[Path, About] = {}
        self.selected: Path | None = None

    @property
    def remembered(self) -> str:
        """The list as it is kept."""
        return json.dumps([str(path) for path in self.paths])

    @property
    def about(self) -> About | None:
        """What is known of the selected one."""
        return None if self.selected is None else self.known.get(self.selected)

    def use(self, path: Path) -> None:
        """Put a register that was opened or built on top."""
        paths = [path, *(one for one in self.paths if one != path)][:MOST]
        if paths != self.paths:
            self.paths = paths
            self.changed.emit()

    def offer(self, path: Path) -> None:
        """Have a register in the list, at its end where it is new."""
        if path not in self.paths:
            self.paths = [*self.paths[: MOST - 1], path]
            self.changed.emit()

    def forget(self, path: Path) -> None:
        """Take a register off the list; its folder stays as it is."""
        if path in self.paths:
            self.paths.remove(path)
            self.known.pop(path, None)
            if self.selected == path:
                self.select(self.paths[0] if self.paths else None)
            self.changed.emit()

    def learn(self, about: About) -> None:
        """Take in what is known of a register."""
        self.known[about.path] = about
        self.changed.emit()

    def select(self, path: Path | None) -> None:
        """Look at another one."""
        if path != self.selected:
            self.selected = path
            self.selection_changed.emit()


def _read(remembered: str) -> list[Path]:
    try:
        found = json.loads(remembered or "[]")
    except ValueError:
        # Whoever edits settings by hand loses a list, not a morning.
        return []
    if not isinstance(found, list):
        return []
    return [Path(one) for one in dict.fromkeys(found) if isinstance(one, str) and one][:MOST]
