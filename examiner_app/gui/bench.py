"""Time what an examiner waits for: ``python -m examiner_app.gui.bench [--json]``.

Each run is a process of its own, so that nothing is loaded beforehand; the clock starts before the
process does.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from examiner_app.errors import ExaminerError
from examiner_app.gui.app import Arguments, begin, choose_platform, make_application, make_window
from examiner_app.gui.bench_actions import ActionTrial, Block
from examiner_app.gui.engine import real_engine
from examiner_app.gui.messages import Level, Message
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.session import Readiness
from examiner_app.gui.watchdog import Watchdog
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.resources import demo_logos


@dataclass(frozen=True, slots=True)
class Times:
    """What one run measured.

    Attributes:
        visible_seconds: From the start of the process to the first painted window.
        usable_seconds: To register and models being ready.
        drop_to_first_matches_seconds: From the drop of a logo to painted matches.
        drop_to_all_columns_seconds: From the drop to ranks under every method.
        longest_block_ms: The longest time the event loop did not answer, from first paint on until
            every rank was there.
        actions: What each action cost that followed, by its name.
    """

    visible_seconds: float
    usable_seconds: float
    drop_to_first_matches_seconds: float
    drop_to_all_columns_seconds: float
    longest_block_ms: float
    actions: dict[str, Block]

    @property
    def record(self) -> dict[str, float]:
        """Everything by its name, for JSON; what actions cost as ``block_<action>_ms``."""
        result = {field.name: getattr(self, field.name) for field in fields(self)[:-1]}
        for name, block in self.actions.items():
            result[f"block_{name}_ms"] = block.longest_ms
            result[f"busy_{name}_ms"] = block.busy_ms
        return result


class Trial(QObject):
    """Watches one window through its first examination.

    Attributes:
        error: What went wrong, or nothing.

    Signals:
        finished(): Everything was measured, or something went wrong.
    """

    finished = Signal()

    def __init__(self, window: MainWindow, logo: Path, started: float) -> None:
        super().__init__(window)
        self.error = ""
        self._window = window
        self._logo = logo
        self._started = started
        self._marks: dict[str, float] = {}
        self._watchdog = Watchdog(self)
        self._actions = ActionTrial(window)
        self._actions.finished.connect(self.finished)
        window.installEventFilter(self)
        window.matches.grid.viewport().installEventFilter(self)
        window.desk.session.readiness_changed.connect(self._usable)
        window.desk.candidate.phase_changed.connect(self._done)
        window.desk.messages.posted.connect(self._hear)

    @property
    def times(self) -> Times:
        """The measurements; only after ``finished``."""
        seen = self._marks
        return Times(
            seen["visible"] - self._started,
            seen["usable"] - self._started,
            seen["matches"] - seen["drop"],
            seen["columns"] - seen["drop"],
            self._watchdog.longest_ms,
            self._actions.blocks,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note the first paintings; what is painted is on the screen after this event."""
        if event.type() == QEvent.Type.Paint:
            if watched is self._window and "visible" not in self._marks:
                self._after("visible", self._watchdog.start)
            elif "drop" in self._marks and self._window.matches.model.rowCount():
                self._after("matches")
        return False

    def _after(self, name: str, then: Callable[[], None] | None = None) -> None:
        if name not in self._marks:
            self._marks[name] = time.time()
            QTimer.singleShot(0, self, lambda: self._stamp(name, then))

    def _stamp(self, name: str, then: Callable[[], None] | None) -> None:
        self._marks[name] = time.time()
        if then is not None:
            then()

    def _usable(self) -> None:
        if self._window.desk.session.readiness is Readiness.READY:
            self._marks["usable"] = time.time()
            # A little later, as a hand would do it.
            QTimer.singleShot(200, self, self._drop)

    def _drop(self) -> None:
        self._marks["drop"] = time.time()
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(self._logo))])
        how = (
            QPoint(100, 200),
            Qt.DropAction.CopyAction,
            mime,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        # Qt delivers a drop only to whoever accepted the drag.
        QApplication.sendEvent(self._window, QDragEnterEvent(*how))
        QApplication.sendEvent(self._window, QDropEvent(*how))

    def _done(self) -> None:
        if self._window.desk.candidate.phase is Phase.DONE and "columns" not in self._marks:
            self._marks["columns"] = time.time()
            # The matches of a small register may be painted only after the last column came.
            self._wait_for_paint()

    def _wait_for_paint(self) -> None:
        if "matches" in self._marks and not self._window.desk.jobs.busy:
            self._watchdog.stop()
            self._actions.start()
        else:
            QTimer.singleShot(20, self, self._wait_for_paint)

    def _hear(self, message: Message) -> None:
        if message.level is Level.ERROR:
            self.error = message.text
            self.finished.emit()


def measure(
    register: Path | None = None,
    bundle: Path | None = None,
    logo: Path | None = None,
    runs: int = 3,
) -> dict[str, float]:
    """Return the medians of several runs, by the names in ``Times.record``.

    Raises:
        ExaminerError: A run failed; the sentence says why.
    """
    command = [sys.executable, "-m", "examiner_app.gui.bench"]
    for option, path in (("--register", register), ("--bundle", bundle), ("--logo", logo)):
        command += [option, str(path)] if path is not None else []
    results: list[dict[str, float]] = []
    for _ in range(runs):
        # Only this program is started, with paths that the user gave.
        done = subprocess.run(  # noqa: S603
            [*command, "--child", str(time.time())], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise ExaminerError(done.stderr.strip().rpartition("\n")[2] or "The window crashed.")
        results.append(json.loads(done.stdout))
    return {name: round(statistics.median(one[name] for one in results), 4) for name in results[0]}


def run_once(arguments: Arguments, logo: Path, started: float) -> Times:
    """Open the real window in this process, examine one logo, and return the times.

    Raises:
        ExaminerError: The window showed an error.
    """
    choose_platform(hidden=True)
    application = make_application()
    window = make_window(application, arguments, real_engine(arguments.bundle), Preferences())
    trial = Trial(window, logo, started)
    trial.finished.connect(application.quit)
    window.show()
    begin(window, arguments)
    application.exec()
    window.close()
    if trial.error:
        raise ExaminerError(trial.error)
    return trial.times


def main() -> None:
    """Run the bench, or one run of it."""
    parser = argparse.ArgumentParser("python -m examiner_app.gui.bench")
    parser.add_argument("--register", type=Path)
    parser.add_argument("--bundle", type=Path)
    parser.add_argument("--logo", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", type=float, metavar="STARTED", help=argparse.SUPPRESS)
    given = parser.parse_args()
    try:
        logo = given.logo or min(path for path in demo_logos().iterdir() if path.is_file())
        if given.child is not None:
            arguments = Arguments(register=given.register, bundle=given.bundle, theme="light")
            result = run_once(arguments, logo, given.child).record
        else:
            result = measure(given.register, given.bundle, logo, given.runs)
    except ExaminerError as error:
        sys.exit(f"examiner: {error}")
    if given.json or given.child is not None:
        print(json.dumps(result))  # noqa: T201 - the output of this program
    else:
        for name, value in result.items():
            print(f"{name:32} {value:8.3f}")  # noqa: T201
    gc.unfreeze()


if __name__ == "__main__":
    main()
