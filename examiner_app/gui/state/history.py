"""What the user did and may undo: one history for the whole window."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

DEEPEST: Final = 500
"""Steps that can be undone."""


class Step(QUndoCommand):
    """One thing that was done, with how to take it back and how to do it again."""

    def __init__(
        self, text: str, redo: Callable[[], None], undo: Callable[[], None], merge: str = ""
    ) -> None:
        super().__init__(text)
        self._redo = redo
        self._undo = undo
        self._merge = merge

    def redo(self) -> None:
        """Do it."""
        self._redo()

    def undo(self) -> None:
        """Take it back."""
        self._undo()

    def id(self) -> int:
        """Return one number for all steps that may be merged, as Qt asks."""
        return 1 if self._merge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take in a step that goes on with the same thing, as with a note that is being typed."""
        if not isinstance(other, Step) or other._merge != self._merge:
            return False
        self._redo = other._redo
        return True


class History(QObject):
    """Steps in the order they were done.

    Attributes:
        undo_text: What would be undone, or nothing.
        redo_text: What would be done again, or nothing.

    Signals:
        changed(): Something was done, undone, done again or forgotten.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stack = QUndoStack(self)
        self._stack.setUndoLimit(DEEPEST)
        for signal in (
            self._stack.indexChanged,
            self._stack.undoTextChanged,
            self._stack.redoTextChanged,
        ):
            signal.connect(self.changed)

    @property
    def can_undo(self) -> bool:
        """Whether there is anything to undo."""
        return self._stack.canUndo()

    @property
    def can_redo(self) -> bool:
        """Whether there is anything to do again."""
        return self._stack.canRedo()

    @property
    def undo_text(self) -> str:
        """What would be undone."""
        return self._stack.undoText()

    @property
    def redo_text(self) -> str:
        """What would be done again."""
        return self._stack.redoText()

    def do(
        self, text: str, redo: Callable[[], None], undo: Callable[[], None], merge: str = ""
    ) -> None:
        """Do something, and remember how to take it back.

        Args:
            text: What it is, in words that follow «Undo:».
            redo: Does it; called now, and again each time that it is done again.
            undo: Takes it back.
            merge: Where not empty, steps with the same key that follow each other are one.
        """
        self._stack.push(Step(text, redo, undo, merge))

    def undo(self) -> None:
        """Take the last step back."""
        self._stack.undo()

    def redo(self) -> None:
        """Do the step again that was taken back last."""
        self._stack.redo()

    def clear(self) -> None:
        """Forget every step, as when they were about another candidate."""
        self._stack.clear()
