"""Makes the window of the comparison before it is asked for, in a quiet moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.session import Readiness

QUIET_MS: Final = 100
"""So long after the models are there, and as long as anything else is done, nothing is made."""


class Forehand(QObject):
    """Uses the moment before a candidate comes: who compares then waits for no window to be made.

    The window is made in one turn of the event loop and styled in another, so that neither is long.
    Not while libraries are loaded: a turn then takes twice as long.
    """

    def __init__(self, desk: Desk, make: Callable[[], QWidget], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._make = make
        self._made: QWidget | None = None
        self._timer = QTimer(self, singleShot=True, interval=QUIET_MS)
        self._timer.timeout.connect(self._go_on)
        desk.session.readiness_changed.connect(self._follow)

    def _follow(self) -> None:
        if self._made is None and self._desk.session.readiness is Readiness.READY:
            self._timer.start()

    def _go_on(self) -> None:
        if self._made is None:
            if not self._desk.jobs.busy:
                self._made = self._make()
            self._timer.start()
            return
        for widget in (self._made, *self._made.findChildren(QWidget)):
            widget.ensurePolished()
