"""What every command shares: progress on stderr, JSON on stdout, errors in one line."""

from __future__ import annotations

import json
import sys
import time
from typing import Final, NoReturn, TypeVar

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    ProgressColumn,
    SpinnerColumn,
    Task,
    TaskID,
    TextColumn,
)
from rich.progress import (
    Progress as Bars,
)
from rich.text import Text

from examiner_app.engine.progress import BYTES, Progress, Work
from examiner_app.engine.report.text import printable
from examiner_app.engine.wording import duration, size_text
from examiner_app.errors import ExaminerError

T = TypeVar("T")

STOPPED: Final = (
    "Stopped. What was finished is kept; give the same command again to begin where it can."
)

_LINE_SECONDS: Final = 20.0
"""Where stderr is no terminal, a line is written at most this often within a stage."""


def show(work: Work[T], quiet: bool = False) -> T:
    """Run long work to its end with progress on stderr, and return its result.

    Ctrl-C closes the work, says so in one sentence, and ends the command with exit code 1.

    Args:
        work: Yields its progress.
        quiet: Show nothing.

    Raises:
        typer.Exit: It was stopped by Ctrl-C.
    """
    console = Console(stderr=True, highlight=False)
    try:
        if quiet:
            return _drain(work, _Silence())
        if console.is_terminal:
            with _bars(console) as bars:
                return _drain(work, _Terminal(bars))
        return _drain(work, _Lines())
    except KeyboardInterrupt:
        work.close()
        typer.echo(STOPPED, err=True)
        raise typer.Exit(1) from None
    finally:
        work.close()


def print_json(obj: object) -> None:
    """Print one JSON object on stdout, and nothing else."""
    text = json.dumps(obj, ensure_ascii=False, indent=2, allow_nan=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        # An old locale, or a file name that is no Unicode: escapes say the same.
        text = json.dumps(obj, indent=2, allow_nan=False)
    typer.echo(text)


def fail(error: ExaminerError) -> NoReturn:
    """Print an error in one line on stderr and end the command with exit code 1.

    Raises:
        typer.Exit: Always.
    """
    complain(str(error))
    raise typer.Exit(1)


def complain(message: str) -> None:
    """Print one line on stderr, whatever is in it."""
    typer.echo(f"Error: {printable(message)}", err=True)


class _Silence:
    """Shows nothing."""

    def update(self, progress: Progress) -> None:
        """Take in one step."""


class _Lines(_Silence):
    """Progress as plain lines, for log files."""

    def __init__(self) -> None:
        self._stage = ""
        self._last = 0.0

    def update(self, progress: Progress) -> None:
        """Write a line when a stage begins, ends, or goes on for long."""
        now = time.monotonic()
        begins = progress.stage != self._stage
        ends = 0 < progress.total <= progress.done
        if begins or ends or now - self._last >= _LINE_SECONDS:
            self._stage, self._last = progress.stage, now
            typer.echo(_line(progress), err=True)


class _Terminal(_Silence):
    """Progress as one bar per stage."""

    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def update(self, progress: Progress) -> None:
        """Move the bar of the step's stage; stages before it are done."""
        if progress.stage not in self._tasks:
            for task in self._tasks.values():
                self._bars.stop_task(task)
                self._bars.remove_task(task)
            self._tasks = {progress.stage: self._bars.add_task("", total=None, step=progress)}
        self._bars.update(
            self._tasks[progress.stage],
            description=printable(progress.stage),
            completed=progress.done,
            total=progress.total or None,
            step=progress,
        )


class _Count(ProgressColumn):
    """How much is done, of how much."""

    def render(self, task: Task) -> Text:
        """Return the column's text."""
        step: Progress = task.fields["step"]
        if step.unit == BYTES:
            return Text(
                f"{size_text(step.done)}/{size_text(step.total)}", style="progress.download"
            )
        total = str(step.total or "?")
        return Text(f"{step.done:{len(total)}d}/{total}", style="progress.download")


class _Pace(ProgressColumn):
    """Rate, time left, and what happened last, as the work itself reports them."""

    def render(self, task: Task) -> Text:
        """Return the column's text."""
        step: Progress = task.fields["step"]
        return Text(_pace(step), style="dim", overflow="ellipsis", no_wrap=True)


def _drain(work: Work[T], display: _Silence) -> T:
    while True:
        try:
            display.update(next(work))
        except StopIteration as stop:
            result: T = stop.value
            return result


def _bars(console: Console) -> Bars:
    return Bars(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=28),
        _Count(),
        _Pace(),
        console=console,
        transient=True,
    )


def _line(progress: Progress) -> str:
    done, total = f"{progress.done:,}", f"{progress.total:,}"
    if progress.unit == BYTES:
        done, total = size_text(progress.done), size_text(progress.total)
    count = f": {done} of {total}" if progress.total else ""
    pace = _pace(progress)
    return printable(f"{progress.stage}{count}{f' ({pace})' if pace else ''}")


def _pace(progress: Progress) -> str:
    parts = []
    if progress.total and progress.rate:
        rate = size_text(round(progress.rate)) if progress.unit == BYTES else f"{progress.rate:.3g}"
        parts.append(f"{rate}/s")
    if progress.eta:
        parts.append(f"{duration(progress.eta)} left")
    if progress.detail:
        parts.append(printable(progress.detail))
    return ", ".join(parts)
