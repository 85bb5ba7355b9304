from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.progress import BYTES, Progress, Stage, Work
from examiner_app.engine.register.build_progress import BuildProgress
from examiner_app.errors import RegisterError
from examiner_app.gui.jobs import Jobs, Lane
from examiner_app.gui.messages import Level, Messages
from examiner_app.gui.state.task import TaskPhase
from examiner_app.gui.tasks import Tasks


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    return Messages()


@pytest.fixture
def tasks(jobs: Jobs, messages: Messages) -> Iterator[Tasks]:
    made = Tasks(jobs, messages)
    yield made
    made.cancel()


class Build:
    """A build of a hundred marks that can be watched; two of them are of no use."""

    def __init__(self) -> None:
        self.done = 0
        self.closed = threading.Event()

    def __call__(self) -> Work[int]:
        stage = Stage("Describing marks", 100)
        try:
            for mark in range(100):
                time.sleep(0.005)
                self.done += 1
                step = stage.step()
                if mark in {3, 5}:
                    yield BuildProgress(
                        step.stage, step.done, step.total, rejects=1, rejected=((f"{mark}", "bad"),)
                    )
                else:
                    yield step
            return self.done
        finally:
            self.closed.set()


def said(count: int) -> str:
    return f"{count} marks."


def test_a_task_runs_to_its_end(tasks: Tasks, messages: Messages, qtbot: QtBot) -> None:
    build, ended, lines = Build(), [], set[str]()
    tasks.state.changed.connect(lambda: lines.add(tasks.state.line))
    assert tasks.start("Building «A»", build, said, lambda: ended.append(True), lambda: None)
    assert tasks.state.running
    qtbot.waitUntil(lambda: not tasks.state.running)
    outcome = tasks.state.outcome
    assert outcome is not None
    assert (outcome.title, outcome.text, outcome.failed) == ("Building «A»", "100 marks.", False)
    assert tasks.state.rejects == [("3", "bad"), ("5", "bad")]
    assert ended == [True]
    assert messages.current is not None
    assert messages.current.follow is not None
    assert any("Describing marks: 50 of 100" in line for line in lines)
    assert tasks.state.line == ""


def test_a_paused_task_waits_and_goes_on(tasks: Tasks, qtbot: QtBot) -> None:
    build = Build()
    tasks.start("Building", build, said)
    qtbot.waitUntil(lambda: build.done > 5)
    tasks.pause()
    assert tasks.state.phase is TaskPhase.PAUSED
    qtbot.wait(60)
    held = build.done
    qtbot.wait(120)
    assert build.done == held < 100
    assert "paused" in tasks.state.line
    tasks.resume()
    qtbot.waitUntil(lambda: build.done > held)
    assert tasks.state.phase is TaskPhase.RUNNING


@pytest.mark.parametrize("paused", [False, True])
def test_a_cancelled_task_ends_at_its_next_step(
    tasks: Tasks, messages: Messages, qtbot: QtBot, paused: bool
) -> None:
    build, ended = Build(), []
    tasks.start("Building", build, said, lambda: ended.append(True))
    qtbot.waitUntil(lambda: build.done > 5)
    if paused:
        tasks.pause()
    tasks.cancel()
    assert tasks.state.phase is TaskPhase.STOPPING
    tasks.resume()
    qtbot.waitUntil(lambda: not tasks.state.running)
    assert build.closed.is_set()
    assert build.done < 100
    assert tasks.state.outcome is not None
    assert "is kept" in tasks.state.outcome.text
    assert ended == [True]
    assert messages.current is None


def test_a_task_that_keeps_nothing_says_so(tasks: Tasks, qtbot: QtBot) -> None:
    build = Build()
    tasks.start("Fetching", build, said, keeps=False)
    assert not tasks.state.keeps
    qtbot.waitUntil(lambda: build.done > 1)
    tasks.cancel()
    qtbot.waitUntil(lambda: not tasks.state.running)
    assert tasks.state.outcome is not None
    assert tasks.state.outcome.text == "Cancelled. Everything is as it was before."
    tasks.start("Building", Build(), said)
    assert tasks.state.keeps


def test_bytes_are_said_as_sizes(tasks: Tasks) -> None:
    tasks.state.begin("Fetching")
    step = Progress("Downloading", 2_000_000, 8_000_000, elapsed=2.0, unit=BYTES)
    tasks.state.advance(step)
    assert tasks.state.pace == "Downloading: 2.0 MB of 8.0 MB, 1.0 MB a second, 6 s left"
    tasks.state.advance(Progress("Downloading", 0, 8_000_000, unit=BYTES))
    assert tasks.state.pace == "Downloading: 0 bytes of 8.0 MB"


def test_it_gives_way_to_an_examination(tasks: Tasks, jobs: Jobs, qtbot: QtBot) -> None:
    build, release = Build(), threading.Event()
    tasks.start("Building", build, said)
    qtbot.waitUntil(lambda: build.done > 5)
    jobs.start("examining the logo", Lane.ENGINE, release.wait, replaces="examination")
    qtbot.wait(60)
    held = build.done
    qtbot.wait(120)
    assert build.done == held < 100
    release.set()
    qtbot.waitUntil(lambda: not tasks.state.running)
    assert build.done == 100


def test_there_is_one_task_at_a_time(tasks: Tasks, messages: Messages, qtbot: QtBot) -> None:
    build = Build()
    tasks.start("Building «A»", build, said)
    assert not tasks.start("Checking «B»", Build(), said)
    assert messages.current is not None
    assert "Building «A» is not finished" in messages.current.text
    assert tasks.state.title == "Building «A»"


def test_a_failure_is_said(tasks: Tasks, messages: Messages, qtbot: QtBot) -> None:
    def failing() -> Work[int]:
        yield Progress("Beginning")
        raise RegisterError("The disk is full: free some space.")

    ended: list[bool] = []
    tasks.start("Building", failing, said, lambda: ended.append(True))
    qtbot.waitUntil(lambda: not tasks.state.running)
    assert tasks.state.outcome is not None
    assert tasks.state.outcome.failed
    assert messages.current is not None
    assert messages.current.level is Level.ERROR
    assert "disk is full" in messages.current.text
    assert ended == [True]
    # The next one begins with a clean slate.
    tasks.start("Building", Build(), said)
    assert tasks.state.outcome is None


def test_closing_ends_a_paused_task(jobs: Jobs, tasks: Tasks, qtbot: QtBot) -> None:
    build = Build()
    tasks.start("Building", build, said)
    qtbot.waitUntil(lambda: build.done > 5)
    tasks.pause()
    tasks.cancel()
    jobs.close()
    assert build.closed.is_set()
