"""Marks that the examiner pinned: the columns of Table 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark


class PinsState(QObject):
    """Pinned marks in the order of pinning, kept apart for each candidate and register.

    Attributes:
        marks: The pinned marks.

    Signals:
        changed(): A mark was pinned or released, or another candidate came.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._boards: dict[tuple[str, str], dict[int, Mark]] = {}
        self._board: dict[int, Mark] = {}

    @property
    def marks(self) -> list[Mark]:
        """The pinned marks, first pinned first."""
        return list(self._board.values())

    @property
    def indices(self) -> list[int]:
        """Their rows in the register."""
        return list(self._board)

    def __contains__(self, index: int) -> bool:
        return index in self._board

    def __len__(self) -> int:
        return len(self._board)

    def switch(self, candidate: str, register: str) -> None:
        """Show the pins of a candidate in a register; those of others are kept for their return."""
        self._board = self._boards.setdefault((candidate, register), {})
        self.changed.emit()

    def toggle(self, mark: Mark) -> None:
        """Pin a mark, or release it."""
        if self._board.pop(mark.index, None) is None:
            self._board[mark.index] = mark
        self.changed.emit()

    def release(self, index: int) -> None:
        """Release one mark."""
        if self._board.pop(index, None) is not None:
            self.changed.emit()

    def clear(self) -> None:
        """Release all."""
        self._board.clear()
        self.changed.emit()
