"""How long a view may paint new cells at once: a screen full of them takes some turns."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from PySide6.QtCore import QAbstractEventDispatcher, QObject, QTimer, Signal

MOST_SECONDS: Final = 0.008
"""Spent on new cells in one turn of the event loop, so that all of a turn stays below 50 ms."""

FREE_SECONDS: Final = 0.01
"""What else a turn may do without taking any of that."""

LEAST_SECONDS: Final = 0.002
"""Spent on new cells in whatever turn: a window that is always busy fills all the same."""


class PaintBudget(QObject):
    """Counts the time spent since the event loop was last free for others.

    Attributes:
        is_spent: Whether no more cells should be painted in this turn.

    Signals:
        left(): Some were left out in the turn before: it is time to paint again.
    """

    left = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._seconds = 0.0
        self._left = False
        self._turn = QTimer(self, interval=0, singleShot=True)
        self._turn.timeout.connect(self._renew)
        self._begun = time.perf_counter()
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher is not None:
            dispatcher.awake.connect(self._begin)

    @property
    def is_spent(self) -> bool:
        """Whether no more cells should be painted in this turn."""
        others = time.perf_counter() - self._begun - self._seconds
        allowed = max(LEAST_SECONDS, MOST_SECONDS - max(0.0, others - FREE_SECONDS))
        return self._seconds >= min(MOST_SECONDS, allowed)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """Count the time that the block takes."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self._seconds += time.perf_counter() - begun
            self._turn.start()

    def leave(self) -> None:
        """A cell is left for the next turn."""
        self._left = True
        self._turn.start()

    def _begin(self) -> None:
        self._begun = time.perf_counter()

    def _renew(self) -> None:
        self._seconds = 0.0
        if self._left:
            self._left = False
            self.left.emit()
