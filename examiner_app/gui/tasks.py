"""Runs the one long task of the window: it can be paused, and gives way to examinations."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from typing import Any, Final

from PySide6.QtCore import QObject

from examiner_app.engine.progress import Progress, Work
from examiner_app.errors import ExaminerError
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.gui.messages import Messages
from examiner_app.gui.state.task import Outcome, TaskPhase, TaskState
from examiner_app.translation import tr

_LOOK_SECONDS: Final = 0.05
"""How often a waiting task looks whether it may go on."""


class Cancelled:
    """Stands for the result of a task that was stopped."""


class Tasks(QObject):
    """Drives generators of the engine that run for minutes or hours.

    Attributes:
        state: What the user sees of the present one.
    """

    def __init__(self, jobs: Jobs, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = TaskState(self)
        self._jobs = jobs
        self._messages = messages
        self._paused = threading.Event()
        self._cancelled = threading.Event()

    def start(
        self,
        title: str,
        work: Callable[[], Work[Any]],
        done: Callable[[Any], str],
        ended: Callable[[], None] | None = None,
        follow: Callable[[], None] | None = None,
        *,
        keeps: bool = True,
    ) -> bool:
        """Run ``work``; return whether it was begun, for there is one task at a time.

        Args:
            title: What it does, as «Building Marks 2026».
            work: Makes the generator, in the worker.
            done: Says in one sentence what came out of it.
            follow: What «Open» does beside that sentence.
            ended: Called when it has come to an end, good or bad.
            keeps: Whether what it has finished stays when it is cancelled.
        """
        if self.state.running:
            error = ExaminerError(
                tr("{title} is not finished: wait for it, or cancel it.", title=self.state.title)
            )
            self._messages.refuse(error)
            return False
        self._paused.clear()
        self._cancelled.clear()
        self.state.begin(title, keeps=keeps)

        def deliver(result: Any) -> None:
            if isinstance(result, Cancelled):
                kept = tr("Cancelled. What was finished is kept.")
                text = kept if keeps else tr("Cancelled. Everything is as it was before.")
                self._end(Outcome(title, text), ended)
                return
            sentence = done(result)
            self._messages.success(sentence, follow=follow)
            self._end(Outcome(title, sentence), ended)

        def fail(error: Exception) -> None:
            self._messages.report(title, error)
            self._end(Outcome(title, str(error), failed=True), ended)

        self._jobs.start(
            title,
            Lane.TASKS,
            lambda: self._gated(work()),
            on_item=self.state.advance,
            on_done=deliver,
            on_error=fail,
        )
        return True

    def pause(self) -> None:
        """Stop after the present step until ``resume``."""
        if self.state.phase is TaskPhase.RUNNING:
            self._paused.set()
            self.state.enter(TaskPhase.PAUSED)

    def resume(self) -> None:
        """Go on."""
        if self.state.phase is TaskPhase.PAUSED:
            self._paused.clear()
            self.state.enter(TaskPhase.RUNNING)

    def cancel(self) -> None:
        """End the task at its next step, paused or not; what it committed stays."""
        if self.state.running:
            self._cancelled.set()
            self.state.enter(TaskPhase.STOPPING)

    def _gated(self, work: Work[Any]) -> Generator[Progress, None, Any]:
        """Wait between the steps of ``work`` where it is to wait (in the worker)."""
        try:
            while True:
                try:
                    step = next(work)
                except StopIteration as stop:
                    return stop.value
                yield step
                # The examiner waits for a candidate; nobody waits for the next mark of a build.
                while not self._cancelled.is_set() and self._has_to_wait():
                    self._cancelled.wait(_LOOK_SECONDS)
                if self._cancelled.is_set():
                    return Cancelled()
        finally:
            work.close()

    def _has_to_wait(self) -> bool:
        return self._paused.is_set() or self._jobs.running("examination")

    def _end(self, outcome: Outcome, ended: Callable[[], None] | None) -> None:
        self.state.end(outcome)
        if ended is not None:
            ended()
