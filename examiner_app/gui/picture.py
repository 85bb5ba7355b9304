"""``--picture``: wait until everything is shown, save a picture of the window, and go."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QTimer

from examiner_app.errors import ExaminerError
from examiner_app.gui.messages import Level, Message
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.widgets.main_window import MainWindow

QUIET_MS: Final = 300
"""How long nothing may have happened before the window counts as settled: thumbnails are asked
for while painting."""


class PictureTaker(QObject):
    """Takes one picture of a window and closes it.

    Attributes:
        error: Why no picture was taken, or ``None``.
    """

    def __init__(self, window: MainWindow, path: Path) -> None:
        super().__init__(window)
        self.error: ExaminerError | None = None
        self._window = window
        self._path = path
        self._timer = QTimer(self, interval=QUIET_MS, singleShot=True)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        window.desk.jobs.idle.connect(self._timer.start)
        window.desk.messages.posted.connect(self._hear)

    def _hear(self, message: Message) -> None:
        if message.level is Level.ERROR:
            self._quit(ExaminerError(message.text))

    def _look(self) -> None:
        desk = self._window.desk
        waiting = desk.session.readiness is Readiness.LOADING or desk.candidate.phase not in (
            Phase.EMPTY,
            Phase.DONE,
        )
        if desk.jobs.busy or waiting:
            self._timer.start()
            return
        if not self._window.grab().save(str(self._path)):
            self._quit(ExaminerError(f"{self._path} cannot be written: choose another .png file."))
            return
        self._quit(None)

    def _quit(self, error: ExaminerError | None) -> None:
        self._timer.stop()
        self.error = self.error or error
        # Later, for the error may come before the event loop that is to be left.
        QTimer.singleShot(0, self._window, self._window.close)
