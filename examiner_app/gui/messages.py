"""The one bridge that brings news to the user, and keeps it until the window is closed."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from examiner_app.errors import ExaminerError
from examiner_app.translation import tr


class Level(Enum):
    """How a message is shown."""

    SUCCESS = "success"
    ERROR = "error"


@dataclass(frozen=True, eq=False)
class Message:
    """One sentence for the user.

    Attributes:
        level: How it is shown.
        text: The sentence.
        detail: The traceback of an unexpected error, else empty.
        file: What «Open» opens, if anything.
        follow: What «Open» does instead.
        time: When it was posted, local time.
    """

    level: Level
    text: str
    detail: str = ""
    file: Path | None = None
    follow: Callable[[], None] | None = None
    time: datetime = field(default_factory=lambda: datetime.now().astimezone())


class Messages(QObject):
    """All messages of this run, oldest first, and those not yet dismissed.

    Attributes:
        history: Every message.
        waiting: Those the user has not dismissed, oldest first.

    Signals:
        changed(): A message was posted or dismissed.
        posted(Message): A message was posted.
    """

    changed = Signal()
    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.history: list[Message] = []
        self.waiting: list[Message] = []

    @property
    def current(self) -> Message | None:
        """The newest message that was not dismissed."""
        return self.waiting[-1] if self.waiting else None

    def success(
        self, text: str, file: Path | None = None, follow: Callable[[], None] | None = None
    ) -> None:
        """Tell that something was done; a newer success takes the place of an older one."""
        self.waiting = [message for message in self.waiting if message.level is Level.ERROR]
        self._post(Message(Level.SUCCESS, text, file=file, follow=follow))

    def refuse(self, error: ExaminerError) -> None:
        """Tell why something was not done."""
        self._post(Message(Level.ERROR, str(error)))

    def report(self, doing: str, error: Exception) -> None:
        """Tell of a failure while ``doing`` something, expected or not."""
        if isinstance(error, ExaminerError):
            self.refuse(error)
            return
        sentence = tr(
            "Examiner failed while {doing} ({error}): please try again.",
            doing=doing,
            error=type(error).__name__,
        )
        detail = "".join(traceback.format_exception(error))
        self._post(Message(Level.ERROR, sentence, detail))

    def dismiss(self) -> None:
        """Put the newest waiting message away."""
        if self.waiting:
            self.waiting.pop()
            self.changed.emit()

    def _post(self, message: Message) -> None:
        self.waiting = [old for old in self.waiting if old.text != message.text]
        self.history.append(message)
        self.waiting.append(message)
        self.posted.emit(message)
        self.changed.emit()
