from __future__ import annotations

import pytest

from examiner_app.engine.ranking.folding import Fold
from examiner_app.gui.state.folding import FOLD_TIPS, FOLD_TITLES, Folding, FoldingState
from examiner_app.settings import FOLD


@pytest.fixture
def state() -> FoldingState:
    return FoldingState()


def test_the_ways_are_the_engines_and_the_settings() -> None:
    ways = [how.value for how in Fold]
    assert list(FOLD_TITLES) == list(FOLD_TIPS) == list(FOLD.choices) == ways


def test_it_begins_as_remembered() -> None:
    assert FoldingState("owners").present == Folding("owners")
    assert FoldingState("nonsense").present == Folding(FOLD.default)


def test_another_way_folds_everything_again(state: FoldingState) -> None:
    calls: list[Folding] = []
    state.changed.connect(lambda: calls.append(state.present))
    state.unfold(3)
    state.choose("owners")
    state.choose("owners")
    state.choose("nonsense")
    assert calls == [Folding("pictures", frozenset({3})), Folding("owners")]


def test_a_group_is_folded_whichever_of_its_marks_unfolded_it(state: FoldingState) -> None:
    state.unfold(3)
    state.unfold(8)
    state.fold([5, 3, 4])
    assert state.present.unfolded == {8}


def test_what_was_unfolded_is_forgotten_in_silence(state: FoldingState) -> None:
    state.unfold(3)
    calls: list[None] = []
    state.changed.connect(lambda: calls.append(None))
    state.forget()
    assert state.present == Folding(FOLD.default)
    assert not calls


def test_everything_is_folded_again_once(state: FoldingState) -> None:
    calls: list[Folding] = []
    state.unfold(3)
    state.unfold(8)
    state.changed.connect(lambda: calls.append(state.present))
    state.fold_all()
    state.fold_all()
    assert calls == [Folding(FOLD.default)]
