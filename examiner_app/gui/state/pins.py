"""Marks that the examiner pinned: the columns of Table 2."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark


class PinsState(QObject):
    """Pinned marks in the order of pinning, kept apart for each candidate and register.

    Attributes:
        marks: The pinned marks.
        key: The candidate and the register that they are pinned for.

    Signals:
        changed(): Other marks are pinned, or another candidate came.
        switched(): Another candidate or register came.
        pinned(): The user pinned or released a mark.
    """

    changed = Signal()
    switched = Signal()
    pinned = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._boards: dict[tuple[str, str], dict[int, Mark]] = {}
        self._board: dict[int, Mark] = {}
        self.key = ("", "")

    @property
    def marks(self) -> list[Mark]:
        """The pinned marks, first pinned first."""
        return list(self._board.values())

    @property
    def indices(self) -> list[int]:
        """Their rows in the register."""
        return list(self._board)

    def of(self, key: tuple[str, str]) -> list[Mark]:
        """Return the marks that are pinned for a candidate in a register."""
        return list(self._boards.get(key, {}).values())

    def __contains__(self, index: int) -> bool:
        return index in self._board

    def __len__(self) -> int:
        return len(self._board)

    def switch(self, candidate: str, register: str) -> None:
        """Show the pins of a candidate in a register; those of others are kept for their return."""
        self.key = candidate, register
        self._board = self._boards.setdefault(self.key, {})
        self.changed.emit()
        self.switched.emit()

    def take(self, key: tuple[str, str], marks: Iterable[Mark]) -> None:
        """Take in what was pinned before; what was pinned in the meantime follows it."""
        board = self._boards.get(key)
        if board is None:
            return
        later = dict(board)
        board.clear()
        board.update({mark.index: mark for mark in marks} | later)
        if board is self._board:
            self.changed.emit()

    def toggle(self, mark: Mark) -> None:
        """Pin a mark, or release it."""
        if self._board.pop(mark.index, None) is None:
            self._board[mark.index] = mark
        self._tell()

    def release(self, index: int) -> None:
        """Release one mark."""
        if self._board.pop(index, None) is not None:
            self._tell()

    def clear(self) -> None:
        """Release all."""
        self._board.clear()
        self._tell()

    def _tell(self) -> None:
        self.changed.emit()
        self.pinned.emit()
