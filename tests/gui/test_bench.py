from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.errors import ExaminerError
from examiner_app.gui import bench, bench_actions
from examiner_app.gui.bench import Trial
from examiner_app.gui.desk import Desk
from examiner_app.gui.preferences import Preferences
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.main_window import MainWindow


@pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")
def test_a_trial_measures_in_order(
    desk: Desk,
    engine: Any,
    theme: Theme,
    qtbot: QtBot,
    logo_file: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(bench_actions, "STEP_MS", 1)
    monkeypatch.setattr(bench_actions, "_PAGES", 2)
    window = MainWindow(desk, theme, Preferences())
    qtbot.addWidget(window)
    trial = Trial(window, logo_file(), time.time())
    with qtbot.waitSignal(trial.finished, timeout=60_000):
        window.show()
        desk.open_register(Path("demo register"))
    times = trial.times
    window.close()
    assert not trial.error
    assert times.visible_seconds > 0
    assert 0 < times.usable_seconds < 5
    assert 0 < times.drop_to_first_matches_seconds < 5
    assert 0 < times.drop_to_all_columns_seconds < 5
    assert times.longest_block_ms > 0
    # Once when it was dropped, and once more as an action; another image is added to the case.
    first, again, *others = engine.workbenches[0].examined
    assert (first, again, len(others)) == ("candidate.png", "candidate.png", 1)
    assert times.record["longest_block_ms"] == times.longest_block_ms
    assert times.record["block_sort_ms"] == times.actions["sort"].longest_ms > 0


def test_a_trial_stops_at_an_error(desk: Desk, theme: Theme, qtbot: QtBot, tmp_path: Path) -> None:
    window = MainWindow(desk, theme, Preferences())
    qtbot.addWidget(window)
    trial = Trial(window, tmp_path / "none.png", time.time())
    with qtbot.waitSignal(trial.finished):
        window.show()
        desk.open_register(Path("demo register"))
    window.close()
    assert "not there any more" in trial.error


def test_medians_of_several_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([1.0, 5.0, 2.0])
    commands: list[list[str]] = []

    def run(command: list[str], **_: object) -> Any:
        commands.append(command)
        return subprocess.CompletedProcess(
            command, 0, f'{{"visible_seconds": {next(answers)}}}', ""
        )

    monkeypatch.setattr(bench.subprocess, "run", run)
    assert bench.measure(Path("r"), logo=Path("l.png"), runs=3) == {"visible_seconds": 2.0}
    assert commands[0][2:-1] == [
        "examiner_app.gui.bench", "--register", "r", "--logo", "l.png", "--child",
    ]  # fmt: skip


def test_a_run_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(ExaminerError, match="is not a register"):
        bench.measure(tmp_path, logo=tmp_path / "l.png", runs=1)
