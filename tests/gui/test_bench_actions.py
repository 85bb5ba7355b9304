from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.gui import bench_actions
from examiner_app.gui.bench_actions import ACTIONS, ActionTrial
from examiner_app.gui.state.arrangement import GRID
from examiner_app.gui.widgets.main_window import MainWindow

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_actions, "STEP_MS", 1)
    monkeypatch.setattr(bench_actions, "_PAGES", 2)


def test_every_action_is_done_and_measured(examined: MainWindow, qtbot: QtBot) -> None:
    trial = ActionTrial(examined)
    with qtbot.waitSignal(trial.finished, timeout=60_000):
        trial.start()
    assert list(trial.blocks) == list(ACTIONS)
    assert all(block.longest_ms > 0 for block in trial.blocks.values())
    # Whoever goes on with the window finds it as it was.
    assert examined.arrangement.layout == GRID
    assert examined.desk.filters.wanted is None
    assert not examined.desk.filters.shown
    assert examined.comparison is not None
    assert not examined.comparison.isVisible()


def test_a_block_belongs_to_the_action_that_caused_it(examined: MainWindow, qtbot: QtBot) -> None:
    def quick(_: MainWindow) -> Iterator[None]:
        yield

    def slow(_: MainWindow) -> Iterator[None]:
        yield
        time.sleep(0.2)
        yield

    trial = ActionTrial(examined, {"before": quick, "slow": slow, "after": quick})
    with qtbot.waitSignal(trial.finished):
        trial.start()
    assert trial.blocks["slow"].longest_ms > 180
    # Who sleeps does not compute.
    assert trial.blocks["slow"].busy_ms < 150
    assert max(trial.blocks[name].longest_ms for name in ("before", "after")) < 180
