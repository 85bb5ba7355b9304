"""Long work off the GUI thread: generators are driven in workers, results come home as calls.

Every thread of the window is made here, by one owner, and awaited when the window goes. A job
runs on a *lane*; a lane is one thread, so the work of a lane keeps its order.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from typing import Any, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

SHOWING_MS: Final = 60
"""What the window needs to show matches for the first time, in its turns for grid and ranks."""

_ASK_MS: Final = 20

MOST_SECONDS: Final = 0.5
"""A worker waits no longer for the window, whatever that is busy with."""


class Lane(Enum):
    """The threads of the window, each with its reason."""

    ENGINE = "engine"
    """Models: loading, describing, ranking. One at a time, for they use all processors."""

    FILES = "files"
    """Disk: decoding logos and opening registers while the engine is busy."""

    IMAGES = "images"
    """Finding the images of a case, which for a long file takes a minute, while one of them is
    read that somebody wants to see now."""

    REPORTS = "reports"
    """Writing reports, so that the next logo need not wait for one."""

    PAGES = "pages"
    """Rendering the pages of a report that is previewed while another one is written."""

    LAYERS = "layers"
    """Painting the layers of the candidate, which for a huge logo takes seconds."""

    MATCHES = "matches"
    """Sorting ranks and reading marks, so that a click on «sort» never waits for the above."""

    CASES = "cases"
    """Marks and notes: they are on disk at once, whatever else reads and writes."""

    THUMBNAILS = "thumbnails"
    """Decoding thumbnails while the grid scrolls."""

    COMPARISON = "comparison"
    """The two marks that are compared: who leafs from match to match waits for none of the above,
    and a huge candidate keeps the layers' thread busy for seconds."""

    TASKS = "tasks"
    """Building registers and fetching weights, for minutes or hours, while candidates are
    examined."""

    MODELS = "models"
    """Looking at the models at hand and at the device: the driver of a GPU takes its time."""


class Shown(Enum):
    """An item that is not delivered: the worker waits until what came before is on the screen.

    To paint while a worker keeps all processors busy takes the window twice as long.
    """

    FIRST = "first"


class Job:
    """One request. A cancelled or replaced job delivers nothing any more.

    Attributes:
        name: What it does, for error messages: «reading the logo».
        lane: The thread it runs on.
    """

    def __init__(
        self,
        name: str,
        lane: Lane,
        on_item: Callable[[Any], None] | None,
        on_done: Callable[[Any], None] | None,
        on_error: Callable[[Exception], None] | None,
    ) -> None:
        self.name = name
        self.lane = lane
        self.on_item = on_item
        self.on_done = on_done
        self.on_error = on_error
        self._cancelled = threading.Event()
        self._shown = threading.Event()

    @property
    def cancelled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Stop it at its next step; nothing of it is delivered from now on."""
        self._cancelled.set()
        self._shown.set()

    def show(self) -> None:
        """What was delivered is on the screen: let the worker go on."""
        self._shown.set()

    def wait(self) -> None:
        """Wait (in the worker) until it is, or until nobody wants it any more."""
        self._shown.wait(MOST_SECONDS)


class Jobs(QObject):
    """Runs jobs and brings what they yield, return or raise to the GUI thread.

    Attributes:
        busy: Whether any job is queued or running.

    Signals:
        failed(str, Exception): A job without its own error callback failed: its name, its error.
        idle(): The last job has ended.
    """

    failed = Signal(str, object)
    idle = Signal()
    _delivered = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pools: dict[Lane, ThreadPoolExecutor] = {}
        self._latest: dict[str, Job] = {}
        self._live: set[Job] = set()
        self._closed = False
        self._delivered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is queued or running."""
        return bool(self._live)

    def start(
        self,
        name: str,
        lane: Lane,
        work: Callable[[], Any],
        *,
        replaces: str = "",
        on_item: Callable[[Any], None] | None = None,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run ``work`` on a lane.

        Args:
            name: What it does, in words that follow «while».
            lane: Where it runs.
            work: Called in the worker; returns the result, or a generator that yields items and
                returns the result.
            replaces: Jobs with the same non-empty key are cancelled: the newest wins.
            on_item: Called on the GUI thread with each item that a generator yields.
            on_done: Called on the GUI thread with the result.
            on_error: Called on the GUI thread with the error, in place of ``failed``.
        """
        job = Job(name, lane, on_item, on_done, on_error)
        if self._closed:
            job.cancel()
            return job
        if replaces:
            self.cancel(replaces)
            self._latest[replaces] = job
        self._live.add(job)
        self._pool(lane).submit(self._run, job, work)
        return job

    def cancel(self, key: str) -> None:
        """Cancel the job that was started with ``replaces=key``, if it still runs."""
        job = self._latest.pop(key, None)
        if job is not None:
            job.cancel()

    def running(self, key: str) -> bool:
        """Whether the job that was started with ``replaces=key`` is queued or running."""
        return self._latest.get(key) in self._live

    def stop(self) -> None:
        """Cancel everything and take no more; nothing is delivered from now on."""
        self._closed = True
        for job in self._live:
            job.cancel()

    def close(self) -> None:
        """Stop, and wait until the threads have ended."""
        self.stop()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._pools.clear()
        self._live.clear()

    def _pool(self, lane: Lane) -> ThreadPoolExecutor:
        if lane not in self._pools:
            self._pools[lane] = ThreadPoolExecutor(1, f"examiner-{lane.value}")
        return self._pools[lane]

    def _run(self, job: Job, work: Callable[[], Any]) -> None:
        """Drive one job to its end (in the worker)."""
        try:
            result = None if job.cancelled else work()
            if isinstance(result, Generator):
                result = self._drive(job, result)
            self._delivered.emit(job, "done", result)
        except Exception as error:  # noqa: BLE001 - whatever it is, the user must hear of it
            self._delivered.emit(job, "error", error)

    def _drive(self, job: Job, steps: Generator[Any, None, Any]) -> Any:
        try:
            while not job.cancelled:
                item = next(steps)
                self._delivered.emit(job, "item", item)
                if isinstance(item, Shown):
                    job.wait()
        except StopIteration as stop:
            return stop.value
        finally:
            steps.close()
        return None

    @Slot(object, str, object)
    def _deliver(self, job: Job, kind: str, payload: Any) -> None:
        if self._closed:
            return
        try:
            if not job.cancelled:
                self._call(job, kind, payload)
        finally:
            if kind != "item":
                self._live.discard(job)
                if not self._live:
                    self.idle.emit()

    def _let_show(self, job: Job) -> None:
        """Let a job go on when matches are sorted and the window had the time to show them."""
        if any(other.lane is Lane.MATCHES for other in self._live):
            QTimer.singleShot(_ASK_MS, lambda: self._let_show(job))
        else:
            QTimer.singleShot(SHOWING_MS, job.show)

    def _call(self, job: Job, kind: str, payload: Any) -> None:
        if isinstance(payload, Shown):
            # Sorting begins in a turn of its own.
            QTimer.singleShot(_ASK_MS, lambda: self._let_show(job))
        elif kind == "item" and job.on_item:
            job.on_item(payload)
        elif kind == "done" and job.on_done:
            job.on_done(payload)
        elif kind == "error" and job.on_error:
            job.on_error(payload)
        elif kind == "error":
            self.failed.emit(job.name, payload)
