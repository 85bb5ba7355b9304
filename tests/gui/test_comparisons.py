"""The comparison follows the desk: what is read and painted when, and what is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.region import Region
from examiner_app.gui import comparisons as module
from examiner_app.gui.comparisons import Comparisons
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.comparison import ComparisonState, Toggle
from examiner_app.gui.state.matches import PAGE

Settle = Callable[[], None]


@pytest.fixture
def examined(desk: Desk, logo_file: Callable[..., Path], settle: Settle) -> Desk:
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    return desk


@pytest.fixture
def comparisons(examined: Desk, settle: Settle) -> Comparisons:
    made = Comparisons(examined, examined)
    made.state.show(shown=True)
    settle()
    return made


def seen(state: ComparisonState) -> int:
    assert state.pictures is not None
    return state.pictures.mark.index


def test_nothing_is_computed_before_it_is_looked_at(examined: Desk, settle: Settle) -> None:
    made = Comparisons(examined, examined)
    examined.matches.select(examined.matches.marks[4])
    assert not examined.jobs.busy
    made.state.show(shown=True)
    settle()
    assert seen(made.state) == examined.matches.marks[4].index
    made.state.show(shown=False)
    assert made.state.pictures is None


def test_it_follows_the_selection(comparisons: Comparisons, desk: Desk, settle: Settle) -> None:
    state = comparisons.state
    assert seen(state) == desk.matches.marks[0].index
    assert state.agreement is not None
    for by, row in ((1, 1), (1, 2), (-1, 1), (-1, 0), (-1, 0)):
        comparisons.step(by)
        settle()
        assert desk.matches.selected is desk.matches.marks[row]
        assert seen(state) == desk.matches.marks[row].index


def test_stepping_on_loads_further_matches(
    comparisons: Comparisons, desk: Desk, settle: Settle
) -> None:
    desk.matches.select(desk.matches.marks[PAGE - 2])
    comparisons.step(1)
    settle()
    assert len(desk.matches.marks) == 2 * PAGE
    comparisons.step(1)
    settle()
    assert seen(comparisons.state) == desk.matches.order[PAGE]


def test_who_leafs_fast_sees_the_last_and_nothing_stale(
    comparisons: Comparisons, desk: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, read = threading.Event(), []
    genuine = module.read_pair

    def slow(logo: Any, register: Any, mark: Any, known: Any) -> Any:
        go.wait(10)
        read.append(mark.index)
        return genuine(logo, register, mark, known)

    monkeypatch.setattr(module, "read_pair", slow)
    shown: list[int] = []
    comparisons.state.pair_changed.connect(lambda: shown.append(seen(comparisons.state)))
    for _ in range(5):
        comparisons.step(1)
    go.set()
    settle()
    marks = desk.matches.marks
    assert read[-1] == marks[5].index
    assert len(read) <= 2
    assert set(shown) <= {marks[0].index, marks[5].index}


def test_what_changes_no_pixel_is_not_painted_again(
    comparisons: Comparisons, settle: Settle
) -> None:
    state = comparisons.state
    before = state.pictures
    state.switch(Toggle.SWAP)
    state.switch(Toggle.KEYPOINTS)
    settle()
    assert state.pictures is before
    state.switch(Toggle.GREY)
    settle()
    assert state.pictures is not before


def test_the_match_is_described_only_for_a_layer_and_once(
    comparisons: Comparisons, desk: Desk, engine: Any, settle: Settle
) -> None:
    described: list[str] = []
    describer = engine.workbenches[0].describer
    genuine = describer.describe

    def count(logos: Any) -> Any:
        described.append(logos[0].name)
        return genuine(logos)

    describer.describe = count
    state = comparisons.state
    state.show_layer("cam")
    assert state.describing
    settle()
    assert not state.describing
    state.show_layer("text")
    state.show_layer("filed")
    settle()
    assert described == [desk.matches.marks[0].id]
    comparisons.step(1)
    settle()
    assert len(described) == 1
    state.show_layer("cam")
    settle()
    assert described == [mark.id for mark in desk.matches.marks[:2]]


def test_a_layer_that_fails_is_told_and_the_picture_stays(
    comparisons: Comparisons, desk: Desk, engine: Any, settle: Settle
) -> None:
    engine.workbenches[0].describer.describe = lambda _: 1 / 0
    comparisons.state.show_layer("cam")
    settle()
    assert "describing the match" in desk.messages.waiting[-1].text
    assert comparisons.state.pictures is not None
    assert not comparisons.state.describing


def test_a_damaged_thumbnail_is_told(
    comparisons: Comparisons, desk: Desk, engine: Any, settle: Settle
) -> None:
    engine.workbenches[0].register.thumbnail = lambda _: b"junk"
    comparisons.step(1)
    settle()
    assert comparisons.state.pictures is None
    assert comparisons.state.failure
    assert "thumbnail" in desk.messages.waiting[-1].text


def test_another_candidate_replaces_the_pair(
    comparisons: Comparisons,
    desk: Desk,
    logo_file: Callable[..., Path],
    settle: Settle,
    qtbot: QtBot,
) -> None:
    before = comparisons.state.pictures
    desk.examine(FileSource(logo_file("other.png", 5)))
    settle()
    assert comparisons.state.pictures is not None
    assert comparisons.state.pictures is not before
    assert seen(comparisons.state) == desk.matches.marks[0].index


def test_another_colour_map_repaints_the_pair(
    comparisons: Comparisons, desk: Desk, settle: Settle
) -> None:
    state = comparisons.state
    state.show_layer("cam")
    settle()
    before = state.pictures
    desk.layers.use_colours("grey")
    settle()
    assert before is not None
    assert state.pictures is not None
    assert state.pictures.match.levels[0] != before.match.levels[0]


def test_keypoints_count_only_in_the_region(
    comparisons: Comparisons, desk: Desk, settle: Settle
) -> None:
    state, logo = comparisons.state, desk.candidate.logo
    assert logo is not None
    assert state.agreement is not None
    everywhere = state.agreement.candidate
    region = Region(0, 0, logo.width // 2, logo.height)
    assert (everywhere[:, 0] > region.width).any(), "there is something to leave out"
    desk.question.select(region)
    settle()
    assert state.agreement is not None
    assert (state.agreement.candidate[:, 0] <= region.width).all()
    desk.question.select(None)
    settle()
    assert state.agreement is not None
    assert len(state.agreement.candidate) == len(everywhere)
