"""The conditions of the window, without a window."""

from __future__ import annotations

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PySide6.QtGui import QImage

from examiner_app.engine.progress import Progress
from examiner_app.engine.ranking.folding import Folded, fold
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.gui.ranks import FUSED
from examiner_app.gui.state.candidate import MARK_TYPES, CandidateState, Phase
from examiner_app.gui.state.matches import PAGE, MatchesState
from examiner_app.gui.state.pins import PinsState
from examiner_app.gui.state.session import Readiness, SessionState


def heard(*signals: Any) -> list[tuple[Any, ...]]:
    """Return a list that grows with every signal."""
    calls: list[tuple[Any, ...]] = []
    for signal in signals:
        signal.connect(lambda *values: calls.append(values))
    return calls


def mark(index: int) -> Any:
    return SimpleNamespace(index=index, id=f"M{index}", words="")


def table(*keys: str, count: int = 400, fused: bool = False) -> RankTable:
    ranks = np.arange(1, count + 1, dtype=np.int32)
    distances = {key: np.linspace(0, 1, count, dtype=np.float32) for key in keys}
    found = dict.fromkeys(keys, ranks)
    return RankTable(count, distances, found, ranks if fused else None, fused)


def listed(order: Iterable[int]) -> Folded:
    return fold(np.array(list(order), np.int64), None)


class TestMatches:
    def test_the_wanted_order_or_the_first_there_is(self) -> None:
        state = MatchesState()
        assert state.sorted_by is None
        state.set_table(table("spoc", "mac"))
        assert state.sorted_by == "mac"
        state.sort_by("spoc")
        assert state.sorted_by == "spoc"
        state.sort_by(FUSED)
        assert state.sorted_by == "spoc", "the former order stays until the wanted one is there"
        state.set_table(table("spoc", "mac", fused=True))
        assert state.sorted_by == FUSED
        assert state.complete

    def test_a_page_that_does_not_come_can_be_asked_for_again(self) -> None:
        state = MatchesState()
        state.set_order(listed(range(300)), [mark(index) for index in range(100)])
        calls = heard(state.page_wanted)
        state.want_more()
        state.want_more()
        state.set_order(listed(range(300)), [mark(index) for index in range(100)])
        state.want_more()
        assert calls == [(100,), (100,)]

    def test_sorting_tells_once_and_only_of_known_keys(self) -> None:
        state = MatchesState()
        calls = heard(state.sort_changed)
        state.sort_by("mac")
        state.sort_by("mac")
        state.sort_by("nonsense")
        assert len(calls) == 1

    def test_an_empty_register_has_no_order(self) -> None:
        state = MatchesState()
        state.set_table(table("mac", count=0))
        assert state.sorted_by is None

    def test_ranks_and_distances(self) -> None:
        state = MatchesState()
        assert state.rank("mac", 3) is None
        state.set_table(table("mac"))
        assert state.rank("mac", 3) == 4
        assert state.rank("spoc", 3) is None
        assert state.rank(FUSED, 3) is None
        assert state.distance("mac", 399) == 1
        assert state.distance(FUSED, 0) is None

    def test_spread_leaves_the_fused_rank_out_and_waits_for_two_methods(self) -> None:
        state = MatchesState()
        assert state.spread(3) is None
        state.set_table(table("mac", fused=True))
        assert state.spread(3) is None
        both = table("spoc", "mac", fused=True)
        ranks = {"spoc": both.ranks["spoc"], "mac": both.ranks["mac"][::-1]}
        state.set_table(RankTable(400, both.distances, ranks, both.fused, True))
        found = state.spread(0)
        assert found is not None
        assert (found.best, found.best_rank, found.worst, found.worst_rank) == (
            "spoc",
            1,
            "mac",
            400,
        )

    def test_of_equal_ranks_the_first_of_table_2_is_named(self) -> None:
        state = MatchesState()
        state.set_table(table("spoc", "mac"))
        found = state.spread(7)
        assert found is not None
        assert (found.best, found.worst, found.ratio) == ("mac", "mac", 1)

    def test_pages_are_wanted_once_and_dropped_if_late(self) -> None:
        state = MatchesState()
        wanted = heard(state.page_wanted)
        grown = heard(state.extended)
        state.set_order(listed(range(250)), [mark(index) for index in range(PAGE)])
        state.want_more()
        state.want_more()
        assert wanted == [(PAGE,)]
        state.extend(PAGE, [mark(7)])
        state.extend(0, [mark(0)])
        assert grown == []
        state.extend(PAGE, [mark(index) for index in range(PAGE, 200)])
        state.want_more()
        state.extend(200, [mark(index) for index in range(200, 250)])
        state.want_more()
        assert wanted == [(PAGE,), (200,)]
        assert grown == [(100,), (50,)]

    def test_the_first_match_is_compared_and_a_choice_survives_sorting(self) -> None:
        state = MatchesState()
        calls = heard(state.selection_changed)
        state.set_order(listed([3, 1, 2]), [mark(3), mark(1), mark(2)])
        assert state.selected.index == 3
        state.select(mark(1))
        state.set_order(listed([2, 1, 3]), [mark(2), mark(1), mark(3)])
        assert state.selected.index == 1
        assert len(calls) == 2

    def test_the_same_order_again_is_no_reset(self) -> None:
        state = MatchesState()
        state.set_order(listed([1, 2]), [mark(1), mark(2)])
        resets, refreshed = heard(state.reset), heard(state.ranks_changed)
        state.set_order(listed([1, 2]), [mark(1), mark(2)])
        assert (len(resets), len(refreshed)) == (0, 1)

    def test_groups_in_the_list(self) -> None:
        state = MatchesState()
        groups = np.array([0, 1, 0, 0, 4], np.int32)
        folded = fold(np.array([2, 1, 0, 3, 4]), groups)
        state.set_order(folded, [mark(2), mark(1), mark(4)])
        assert (state.places, state.count) == (3, 5)
        assert [state.stands_for(row) for row in range(3)] == [3, 1, 1]
        assert state.group(mark(2)) == [2]
        assert state.group(mark(0)) == []
        resets = heard(state.reset)
        unfolded = fold(np.array([2, 1, 0, 3, 4]), groups, [2])
        state.set_order(unfolded, [mark(2), mark(0), mark(3), mark(1), mark(4)])
        assert len(resets) == 1
        assert (state.places, state.count) == (3, 5)
        for index in (2, 0, 3):
            assert state.group(mark(index)) == [2, 0, 3]
        assert state.group(mark(4)) == [4]

    def test_clearing_keeps_the_wanted_order(self) -> None:
        state = MatchesState()
        state.sort_by("crow")
        state.set_table(table("crow"))
        state.set_order(listed([1]), [mark(1)])
        state.clear()
        assert (state.table, state.order, state.marks, state.selected) == (None, (), [], None)
        assert (state.sizes, state.places, state.count) == ((), 0, 0)
        assert state.sort == "crow"


class TestPins:
    def test_order_and_toggling(self) -> None:
        pins = PinsState()
        calls = heard(pins.changed)
        for index in (5, 3, 5, 9):
            pins.toggle(mark(index))
        assert pins.indices == [3, 9]
        assert 3 in pins
        assert 5 not in pins
        pins.release(3)
        pins.release(3)
        assert len(pins) == 1
        assert len(calls) == 5
        pins.clear()
        assert not pins.marks

    def test_each_candidate_has_its_own_and_finds_them_again(self) -> None:
        pins = PinsState()
        pins.switch("a", "register")
        pins.toggle(mark(1))
        pins.switch("b", "register")
        assert pins.indices == []
        pins.switch("a", "other register")
        assert pins.indices == []
        pins.switch("a", "register")
        assert pins.indices == [1]


class TestSession:
    def test_from_nothing_to_ready(self) -> None:
        state = SessionState()
        readiness = heard(state.readiness_changed)
        assert (state.register_name, state.count) == ("", 0)
        state.begin_loading()
        assert state.readiness is Readiness.LOADING
        register = SimpleNamespace(manifest=SimpleNamespace(name="Demo"), count=5)
        state.preview(register)  # type: ignore[arg-type]
        assert (state.register_name, state.count) == ("Demo", 5)
        state.open(SimpleNamespace(register=register))  # type: ignore[arg-type]
        assert state.readiness is Readiness.READY
        assert len(readiness) == 2

    def test_what_is_open_stays_until_the_next_is_ready(self) -> None:
        state = SessionState()
        old, new = (SimpleNamespace(manifest=SimpleNamespace(name=name), count=1) for name in "ab")
        state.open(SimpleNamespace(register=old))  # type: ignore[arg-type]
        state.begin_loading()
        state.preview(new)  # type: ignore[arg-type]
        state.fail_loading()
        assert state.readiness is Readiness.READY
        assert state.register_name == "a"

    def test_a_first_failure_leaves_nothing_open(self) -> None:
        state = SessionState()
        state.begin_loading()
        state.preview(SimpleNamespace(manifest=SimpleNamespace(name="x"), count=1))  # type: ignore[arg-type]
        state.fail_loading()
        assert state.readiness is Readiness.CLOSED
        assert state.register is None

    def test_activity(self) -> None:
        state = SessionState()
        calls = heard(state.activity_changed)
        state.set_activity(Progress("Loading"))
        assert state.activity is not None
        state.set_activity(None)
        assert len(calls) == 2


class TestCandidate:
    def test_from_nothing_to_done(self) -> None:
        state = CandidateState()
        phases = heard(state.phase_changed)
        assert state.phase is Phase.EMPTY
        state.place(SimpleNamespace(name="a"), QImage())  # type: ignore[arg-type]
        assert state.phase is Phase.WAITING
        removal = SimpleNamespace(fallback=True)
        description = SimpleNamespace(
            type_probabilities=[0.2, 0.1, 0.7], layers=SimpleNamespace(removal=removal)
        )
        assert state.types == []
        assert not state.searches_whole_mark
        state.describe(description)  # type: ignore[arg-type]
        assert state.types == [("Figure + text", 0.7), ("Text", 0.2), ("Figure", 0.1)]
        assert state.searches_whole_mark
        state.finish(SimpleNamespace())  # type: ignore[arg-type]
        state.finish(SimpleNamespace())  # type: ignore[arg-type]
        assert len(phases) == 2
        state.reset()
        assert (state.phase, state.examination, state.layers) == (Phase.WAITING, None, None)

    def test_the_types_are_in_the_engines_order(self) -> None:
        torch_free = ["text-only", "figure-only", "figure-and-text"]
        assert list(MARK_TYPES) == torch_free

    @pytest.mark.parametrize("phase", list(Phase))
    def test_resetting_without_a_candidate_is_empty(self, phase: Phase) -> None:
        state = CandidateState()
        state.advance(phase)
        state.reset()
        assert state.phase is Phase.EMPTY
