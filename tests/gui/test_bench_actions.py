from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.register.build_request import BuildRequest
from examiner_app.gui import bench_actions
from examiner_app.gui.bench_actions import ACTIONS, ActionTrial
from examiner_app.gui.register_calls import RegisterCalls
from examiner_app.gui.state.arrangement import GRID
from examiner_app.gui.widgets.main_window import MainWindow
from examiner_app.resources import demo_logos

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "does not support raise")


@pytest.fixture(autouse=True)
def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench_actions, "STEP_MS", 1)
    monkeypatch.setattr(bench_actions, "_PAGES", 2)


def test_every_action_is_done_and_measured(
    examined: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    built: list[BuildRequest] = []

    def build(request: BuildRequest) -> Work[None]:
        built.append(request)
        stage = Stage("Describing marks", 3)
        for _ in range(3):
            yield stage.step()

    # The real one loads networks.
    monkeypatch.setattr(examined.registers, "calls", replace(RegisterCalls(), build=build))
    known = list(examined.registers.state.paths)
    trial = ActionTrial(examined)
    with qtbot.waitSignal(trial.finished, timeout=60_000):
        trial.start()
    assert list(trial.blocks) == list(ACTIONS)
    assert all(block.longest_ms > 0 for block in trial.blocks.values())
    assert [request.source for request in built] == [demo_logos()]
    assert not built[0].out.parent.exists()
    assert examined.registers.state.paths == known
    # Whoever goes on with the window finds it as it was.
    assert examined.arrangement.layout == GRID
    assert examined.desk.filters.wanted is None
    assert not examined.desk.filters.shown
    assert len(examined.desk.images.images) == 1
    assert examined.comparison is not None
    assert not examined.comparison.isVisible()
    assert examined.reports.window is not None
    assert not examined.reports.window.isVisible()
    assert len(examined.desk.pins) == 0


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
