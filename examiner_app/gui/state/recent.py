"""The logo files that were examined last."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

MOST: Final = 10
"""So many files are remembered."""


class RecentLogos(QObject):
    """Files, the last one first, each once. Nobody looks at the disk for them.

    Attributes:
        paths: The files.

    Signals:
        changed(): Other files, or another order.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.paths: list[Path] = []

    @property
    def text(self) -> str:
        """The files as one line that ``restore`` understands."""
        return json.dumps([str(path) for path in self.paths])

    @property
    def titles(self) -> list[str]:
        """What to call each file: its name, with its folder where another has the same name."""
        names = [path.name for path in self.paths]
        return [
            f"{path.name} – {path.parent}" if names.count(path.name) > 1 else path.name
            for path in self.paths
        ]

    def restore(self, text: str) -> None:
        """Take the files of ``text``; one that makes no sense means none."""
        try:
            found = json.loads(text)
        except ValueError:
            found = []
        kept = [Path(one) for one in found if isinstance(one, str)] if type(found) is list else []
        self._set(list(dict.fromkeys(kept)))

    def add(self, path: Path) -> None:
        """Put a file first."""
        path = path.absolute()
        self._set([path, *(other for other in self.paths if other != path)])

    def clear(self) -> None:
        """Forget all."""
        self._set([])

    def _set(self, paths: list[Path]) -> None:
        if paths[:MOST] != self.paths:
            self.paths = paths[:MOST]
            self.changed.emit()
