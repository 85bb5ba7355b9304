"""What an examiner does with matches all day, done by a program while a watchdog listens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from examiner_app.gui.report_preview import PreviewPhase
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.arrangement import GRID, TABLE
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.gui.widgets.page_view import NEARER
from examiner_app.resources import demo_logos

Action = Callable[[MainWindow], Iterator[None]]
"""Does one step, yields, does the next: between them the window answers."""

STEP_MS: Final = 40
"""From step to step, as quickly as a key repeats."""

_PAGES: Final = 25


def _scroll(view: QAbstractScrollArea) -> Iterator[None]:
    bar = view.verticalScrollBar()
    for _ in range(_PAGES):
        bar.setValue(bar.value() + bar.pageStep())
        yield
    bar.setValue(bar.maximum())
    yield
    bar.setValue(0)
    yield


def scroll_grid(window: MainWindow) -> Iterator[None]:
    """Scroll the grid page by page, to its end, and back."""
    window.arrangement.show(GRID)
    return _scroll(window.matches.grid)


def resize_cells(window: MainWindow) -> Iterator[None]:
    """Make the cells as small as they get, then as large."""
    while window.arrangement.can_shrink:
        window.matches.grid.step(-1)
        yield
    while window.arrangement.can_grow:
        window.matches.grid.step(1)
        yield


def sort(window: MainWindow) -> Iterator[None]:
    """Sort by one method after the other."""
    for action in window.actions_.sorts.values():
        action.trigger()
        for _ in range(5):
            yield


def filter_marks(window: MainWindow) -> Iterator[None]:
    """Open the filter, want figures only, then a date too, then every mark again."""
    filters = window.desk.filters
    window.actions_.filter.trigger()
    yield
    filters.toggle("types", "figure-only")
    for _ in range(5):
        yield
    filters.say("filed_from", "2000")
    for _ in range(5):
        yield
    filters.clear()
    window.actions_.filter.trigger()
    yield


def scroll_table(window: MainWindow) -> Iterator[None]:
    """Show the table, and scroll it in the same way."""
    window.arrangement.show(TABLE)
    yield
    yield from _scroll(window.matches.table)
    window.arrangement.show(GRID)
    yield


def compare(window: MainWindow) -> Iterator[None]:
    """Open the comparison, and walk over the first matches."""
    window.show_comparison()
    for mark in window.desk.matches.marks[:8]:
        window.desk.matches.select(mark)
        for _ in range(10):
            yield
    if window.comparison is not None:
        window.comparison.close()
    yield


def preview_report(window: MainWindow) -> Iterator[None]:
    """Preview a report with two pinned marks, leaf through its pages, and zoom."""
    pinned = window.desk.matches.marks[:2]
    for mark in pinned:
        window.desk.toggle_pin(mark)
    window.reports.open()
    yield
    while window.reports.preview.phase is PreviewPhase.PREPARING:
        yield
    view = window.reports.make().view
    yield from _scroll(view)
    for _ in range(4):
        view.zoom_by(NEARER)
        yield
    view.fit()
    window.reports.close()
    for mark in pinned:
        window.desk.toggle_pin(mark)
    yield


def examine_again(window: MainWindow) -> Iterator[None]:
    """Examine the candidate again, as it is when a new one is dropped."""
    window.desk.retry()
    yield


def add_image(window: MainWindow) -> Iterator[None]:
    """Add a second image to the case: it is examined at once."""
    *_, last = sorted(path for path in demo_logos().iterdir() if path.is_file())
    window.desk.case.add([FileSource(last)])
    yield


def leaf_images(window: MainWindow) -> Iterator[None]:
    """Go back to the first image and on to the second, some times; end with the first alone."""
    actions = window.image_actions
    for _ in range(3):
        for turn in (actions.previous, actions.following):
            turn.trigger()
            for _ in range(10):
                yield
    actions.remove.trigger()
    yield


def build_register(window: MainWindow) -> Iterator[None]:
    """Build a register of the demo's logos in the background, and scroll the grid meanwhile."""
    from examiner_app.engine.register.build_request import BuildRequest

    tasks = window.desk.tasks
    with TemporaryDirectory() as folder:
        request = BuildRequest(demo_logos(), Path(folder) / "register")
        tasks.start("Bench", lambda: window.registers.calls.build(request), lambda _: "Built.")
        yield
        while tasks.state.running:
            yield from _scroll(window.matches.grid)
    yield


ACTIONS: Final[dict[str, Action]] = {
    "scroll_grid": scroll_grid,
    "resize_cells": resize_cells,
    "sort": sort,
    "filter": filter_marks,
    "scroll_table": scroll_table,
    "compare": compare,
    "preview": preview_report,
    "build_register": build_register,
    "examine_again": examine_again,
    "add_image": add_image,
    "leaf_images": leaf_images,
}
"""By the name that the bench prints."""


@dataclass(frozen=True, slots=True)
class Block:
    """What one action cost.

    Attributes:
        longest_ms: The longest time the event loop did not answer.
        busy_ms: The longest that the GUI thread itself computed without a pause.
    """

    longest_ms: float
    busy_ms: float


class ActionTrial(QObject):
    """Does the actions one after another.

    Attributes:
        blocks: What each finished action cost.

    Signals:
        finished(): The last one is done, and the work it caused too.
    """

    finished = Signal()

    def __init__(self, window: MainWindow, actions: dict[str, Action] = ACTIONS) -> None:
        super().__init__(window)
        self.blocks: dict[str, Block] = {}
        self._window = window
        self._waiting = list(actions.items())
        self._name = ""
        self._steps: Iterator[None] = iter(())
        self._watchdog = Watchdog(self)
        self._timer = QTimer(self, interval=STEP_MS)
        self._timer.timeout.connect(self._step)

    def start(self) -> None:
        """Begin with the first action."""
        self._next()
        self._timer.start()

    def _next(self) -> None:
        self._name, action = self._waiting.pop(0)
        self._watchdog.start()
        self._steps = action(self._window)

    def _step(self) -> None:
        if next(self._steps, self) is None or self._is_working:
            return
        self._watchdog.stop()
        self.blocks[self._name] = Block(self._watchdog.longest_ms, self._watchdog.longest_busy_ms)
        if self._waiting:
            self._next()
            return
        self._timer.stop()
        self.finished.emit()

    @property
    def _is_working(self) -> bool:
        desk = self._window.desk
        return desk.jobs.busy and desk.session.readiness is Readiness.READY
