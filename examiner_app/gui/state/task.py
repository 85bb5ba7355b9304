"""The long task of the window: how far a build, a check or a download is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QObject, Signal

from examiner_app.engine.progress import BYTES, Progress
from examiner_app.engine.wording import duration, size_text, thousands
from examiner_app.translation import tr

MOST_REJECTS: Final = 10_000
"""Rejected files that are kept to be listed; the register's own list has all."""


class TaskPhase(Enum):
    """What the task is doing."""

    NONE = "there is none"
    RUNNING = "it runs"
    PAUSED = "it waits until it is told to go on"
    STOPPING = "it ends at its next step"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How the last task ended.

    Attributes:
        title: What it did.
        text: One sentence.
        failed: Whether it is bad news.
    """

    title: str
    text: str
    failed: bool = False


class TaskState(QObject):
    """At most one long task at a time.

    Attributes:
        title: What it does, as «Building Marks 2026».
        phase: What it is doing.
        progress: Its last step.
        rejects: Files that it could not use, each with the reason.
        keeps: Whether a task that is cancelled leaves what it has finished.
        outcome: How the last one ended; ``None`` while one runs, and before the first.

    Signals:
        changed(): Any of it is different.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = ""
        self.phase = TaskPhase.NONE
        self.progress: Progress | None = None
        self.rejects: list[tuple[str, str]] = []
        self.keeps = True
        self.outcome: Outcome | None = None

    @property
    def running(self) -> bool:
        """Whether there is a task."""
        return self.phase is not TaskPhase.NONE

    @property
    def line(self) -> str:
        """The task in one line; nothing where there is none."""
        if not self.running:
            return ""
        return " · ".join(part for part in (self.title, self.pace) if part)

    @property
    def pace(self) -> str:
        """How far it is, how fast it goes and how long it will take."""
        if self.phase is TaskPhase.STOPPING:
            return tr("stopping after this step")
        progress = self.progress
        if progress is None:
            return tr("waiting to begin")
        parts = [progress.stage if not progress.total else _counted(progress)]
        if self.phase is TaskPhase.PAUSED:
            return ", ".join([*parts, "paused"])
        if progress.total and progress.rate and progress.unit == BYTES:
            parts.append(tr("{size} a second", size=size_text(round(progress.rate))))
        elif progress.total and progress.rate:
            parts.append(tr("{rate:.3g} a second", rate=progress.rate))
        if progress.eta:
            parts.append(tr("{eta} left", eta=duration(progress.eta)))
        return ", ".join(parts)

    def begin(self, title: str, *, keeps: bool = True) -> None:
        """A task begins."""
        self.keeps = keeps
        self.title, self.progress, self.rejects, self.outcome = title, None, [], None
        self.enter(TaskPhase.RUNNING)

    def enter(self, phase: TaskPhase) -> None:
        """It does something else."""
        if phase is not self.phase or phase is TaskPhase.RUNNING:
            self.phase = phase
            self.changed.emit()

    def advance(self, progress: Progress) -> None:
        """It is further."""
        self.progress = progress
        rejected: tuple[tuple[str, str], ...] = getattr(progress, "rejected", ())
        self.rejects += rejected[: MOST_REJECTS - len(self.rejects)]
        self.changed.emit()

    def end(self, outcome: Outcome) -> None:
        """It has ended."""
        self.outcome = outcome
        self.phase = TaskPhase.NONE
        self.changed.emit()


def _counted(progress: Progress) -> str:
    in_words = size_text if progress.unit == BYTES else thousands
    return tr(
        "{stage}: {done} of {total}",
        stage=progress.stage,
        done=in_words(progress.done),
        total=in_words(progress.total),
    )
