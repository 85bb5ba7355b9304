"""Measures how long the event loop was blocked, for tests and the bench."""

from __future__ import annotations

import time
from types import TracebackType

from PySide6.QtCore import QObject, Qt, QTimer


class Watchdog(QObject):
    """A heartbeat on the GUI thread; a late beat is a block.

    Use it as a context manager around whatever runs the event loop.

    Attributes:
        longest_ms: The longest time for which the loop did not answer, milliseconds.
        longest_busy_ms: The longest that the GUI thread itself was computing without a pause;
            other than ``longest_ms`` it does not depend on what else the machine does.
    """

    INTERVAL_MS = 5

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.longest_ms = self.longest_busy_ms = 0.0
        self._last = self._last_busy = 0.0
        self._timer = QTimer(self, interval=self.INTERVAL_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def __enter__(self) -> Watchdog:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Begin a measurement."""
        self.longest_ms = self.longest_busy_ms = 0.0
        self._last, self._last_busy = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """End the measurement; what blocks right now counts too."""
        self._beat()
        self._timer.stop()

    def _beat(self) -> None:
        now, busy = time.perf_counter(), time.thread_time()
        gap_ms = (now - self._last) * 1000 - self.INTERVAL_MS
        self.longest_ms = max(self.longest_ms, gap_ms)
        self.longest_busy_ms = max(self.longest_busy_ms, (busy - self._last_busy) * 1000)
        self._last, self._last_busy = now, busy
