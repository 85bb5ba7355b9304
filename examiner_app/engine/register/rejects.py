"""The list of files that a build could not use, ``rejects.csv``."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Final

from examiner_app.engine.register.manifest import write_atomically

REJECTS: Final = "rejects.csv"
_HEADER: Final = ["file", "reason"]


class Rejects:
    """Files with the reason why each was skipped; a file that works later leaves the list."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / REJECTS
        self._reasons = dict(read_rejects(folder))
        self._saved = self._path.exists()
        self._fresh: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._reasons)

    def add(self, file: str, reason: str) -> None:
        """List ``file``, once, with its newest reason."""
        self._reasons[file] = self._fresh[file] = reason
        self._saved = False

    def fresh(self) -> tuple[tuple[str, str], ...]:
        """Return the (file, reason) pairs that came since this was asked last."""
        found = tuple(self._fresh.items())
        self._fresh.clear()
        return found

    def discard(self, file: str) -> None:
        """Take ``file`` off the list, if it is on it."""
        if self._reasons.pop(file, None) is not None:
            self._saved = False

    def save(self) -> None:
        """Write the list, if it has changed."""
        if self._saved:
            return
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(_HEADER)
        writer.writerows(self._reasons.items())
        write_atomically(self._path, buffer.getvalue().encode("utf-8", "surrogateescape"))
        self._saved = True


def read_rejects(folder: Path) -> list[tuple[str, str]]:
    """Return the (file, reason) pairs of the register in ``folder``."""
    path = folder / REJECTS
    if not path.exists():
        return []
    with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
        rows = [row for row in csv.reader(file) if len(row) == len(_HEADER)]
    return [(row[0], row[1]) for row in rows[1:]]
