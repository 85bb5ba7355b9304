from __future__ import annotations

import threading
import time
from collections.abc import Callable, Generator, Iterator
from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.errors import LogoError
from examiner_app.gui import jobs as jobs_module
from examiner_app.gui.jobs import Jobs, Lane, Shown


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


def finish(jobs: Jobs, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not jobs.busy)


def test_items_and_result_arrive_on_the_gui_thread_in_order(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[tuple[Any, bool]] = []
    worker: list[threading.Thread] = []

    def hear(what: Any) -> None:
        heard.append((what, threading.current_thread() is threading.main_thread()))

    def work() -> Generator[int, None, str]:
        worker.append(threading.current_thread())
        yield 1
        yield 2
        return "done"

    jobs.start("counting", Lane.FILES, work, on_item=hear, on_done=hear)
    finish(jobs, qtbot)
    assert heard == [(1, True), (2, True), ("done", True)]
    assert worker[0] is not threading.main_thread()


def test_the_newest_of_a_kind_wins_and_the_older_is_closed(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    begun, go, closed = threading.Event(), threading.Event(), threading.Event()

    def old() -> Generator[str, None, str]:
        try:
            begun.set()
            yield "old item"
            go.wait(5)
            yield "late item"
        finally:
            closed.set()
        return "old result"

    jobs.start("old", Lane.ENGINE, old, replaces="x", on_item=heard.append, on_done=heard.append)
    assert begun.wait(5)
    jobs.start("new", Lane.ENGINE, lambda: "new", replaces="x", on_done=heard.append)
    go.set()
    finish(jobs, qtbot)
    assert heard == ["new"]
    assert closed.is_set()


def test_a_result_already_under_way_is_dropped_when_cancelled(jobs: Jobs, qtbot: QtBot) -> None:
    heard: list[str] = []
    ended = threading.Event()

    def work() -> str:
        ended.set()
        return "result"

    job = jobs.start("work", Lane.FILES, work, on_done=heard.append)
    assert ended.wait(5)
    job.cancel()
    finish(jobs, qtbot)
    assert heard == []


def test_a_cancelled_job_never_begins(jobs: Jobs, qtbot: QtBot) -> None:
    go, ran = threading.Event(), []
    jobs.start("first", Lane.FILES, lambda: go.wait(5))
    second = jobs.start("second", Lane.FILES, lambda: ran.append(1))
    second.cancel()
    go.set()
    finish(jobs, qtbot)
    assert ran == []


def test_errors_reach_the_callback_or_the_signal(jobs: Jobs, qtbot: QtBot) -> None:
    def fail() -> None:
        raise LogoError("No.")

    heard: list[Exception] = []
    jobs.start("reading", Lane.FILES, fail, on_error=heard.append)
    finish(jobs, qtbot)
    assert [str(error) for error in heard] == ["No."]
    with qtbot.waitSignal(jobs.failed) as signal:
        jobs.start("reading", Lane.FILES, fail)
    assert signal.args is not None
    assert signal.args[0] == "reading"
    assert str(signal.args[1]) == "No."
    finish(jobs, qtbot)


def test_an_error_in_the_midst_of_a_generator_is_delivered_after_its_items(
    jobs: Jobs, qtbot: QtBot
) -> None:
    heard: list[str] = []

    def work() -> Iterator[str]:
        yield "item"
        raise ValueError("broken")

    jobs.start(
        "work",
        Lane.FILES,
        work,
        on_item=heard.append,
        on_error=lambda error: heard.append(str(error)),
    )
    finish(jobs, qtbot)
    assert heard == ["item", "broken"]


def test_lanes_do_not_wait_for_each_other(jobs: Jobs, qtbot: QtBot) -> None:
    go, heard = threading.Event(), []
    jobs.start("slow", Lane.ENGINE, lambda: go.wait(5), on_done=lambda _: heard.append("slow"))
    with qtbot.waitSignal(jobs.failed, timeout=50, raising=False):
        jobs.start("quick", Lane.MATCHES, lambda: 1, on_done=lambda _: heard.append("quick"))
    qtbot.waitUntil(lambda: heard == ["quick"])
    go.set()
    finish(jobs, qtbot)
    assert heard == ["quick", "slow"]


def test_idle_is_told_once_all_have_ended(jobs: Jobs, qtbot: QtBot) -> None:
    with qtbot.waitSignal(jobs.idle):
        jobs.start("a", Lane.FILES, lambda: 1)
        jobs.start("b", Lane.LAYERS, lambda: 2)
    assert not jobs.busy


def test_close_cancels_waits_and_delivers_nothing(qtbot: QtBot) -> None:
    jobs, heard = Jobs(), []
    begun = threading.Event()
    closed = threading.Event()

    def work() -> Iterator[int]:
        try:
            while True:
                begun.set()
                yield 1
        finally:
            closed.set()

    jobs.start("endless", Lane.ENGINE, work, on_item=heard.append)
    jobs.start("queued", Lane.ENGINE, lambda: 2, on_done=heard.append)
    assert begun.wait(5)
    jobs.close()
    assert closed.is_set()
    assert not any(thread.name.startswith("examiner-") for thread in threading.enumerate())
    qtbot.wait(20)
    assert heard == []
    assert jobs.start("late", Lane.FILES, lambda: 3, on_done=heard.append).cancelled
    assert not jobs.busy


def first_matches(heard: list[str]) -> Callable[[], Generator[Any]]:
    def work() -> Generator[Any]:
        yield "matches"
        yield Shown.FIRST
        heard.append("went on")
        yield "columns"

    return work


def test_a_worker_waits_until_matches_are_shown(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "MOST_SECONDS", 30.0)
    heard: list[str] = []
    sorting = threading.Event()

    def hear(item: str) -> None:
        heard.append(item)
        if item == "matches":
            jobs.start("sorting", Lane.MATCHES, partial(sorting.wait, 10))

    jobs.start("ranking", Lane.ENGINE, first_matches(heard), on_item=hear)
    qtbot.waitUntil(lambda: "matches" in heard)
    qtbot.wait(4 * jobs_module.SHOWING_MS)
    assert heard == ["matches"], "the window had no time to show them yet"
    sorting.set()
    finish(jobs, qtbot)
    assert heard == ["matches", "went on", "columns"]


def test_a_worker_waits_neither_for_ever_nor_in_vain(
    jobs: Jobs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs_module, "MOST_SECONDS", 0.05)
    heard: list[str] = []
    job = jobs.start("ranking", Lane.ENGINE, first_matches(heard))
    # The event loop does not run, so nobody tells the worker to go on.
    deadline = time.monotonic() + 5
    while not heard and time.monotonic() < deadline:
        time.sleep(0.005)
    assert heard == ["went on"]
    finish(jobs, qtbot)
    monkeypatch.setattr(jobs_module, "MOST_SECONDS", 30.0)
    job = jobs.start("ranking", Lane.ENGINE, first_matches(heard))
    job.cancel()
    begun = time.monotonic()
    jobs.close()
    assert time.monotonic() - begun < 10
