from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from examiner_app.engine.cases.judgements import Assessment, Judgement, Tally, unjudged
from examiner_app.engine.register.catalogue import Mark
from examiner_app.gui.state.history import History
from examiner_app.gui.state.judgements import KEYS, TIPS, TITLES, JudgementsState

CITED, CONSIDERED, REJECTED = Judgement


@pytest.fixture
def history(qapp: QApplication) -> History:
    return History()


@pytest.fixture
def state(history: History) -> JudgementsState:
    made = JudgementsState(history)
    made.switch("candidate", "register")
    return made


@pytest.fixture
def marks(engine: Any) -> list[Mark]:
    register: Any = engine.open_register(Path("demo register"))
    return list(register.marks(range(9)))


def test_every_judgement_has_its_words() -> None:
    assert set(TITLES) == set(KEYS) == set(TIPS) == set(Judgement)
    assert len(set(KEYS.values())) == 3


def test_the_same_again_takes_it_away(state: JudgementsState, marks: list[Mark]) -> None:
    state.judge(marks[3], CITED)
    assert state.judgement(3) is CITED
    assert state.title(3) == "Cited"
    state.judge(marks[3], REJECTED)
    assert state.judgement(3) is REJECTED
    state.judge(marks[3], REJECTED)
    assert state.judgement(3) is None
    assert state.title(3) == ""
    assert state.snapshot() == ()


def test_what_is_to_be_kept_is_told_with_its_candidate(
    state: JudgementsState, marks: list[Mark]
) -> None:
    kept: list[tuple[str, Assessment]] = []
    rows: list[list[int]] = []
    state.assessed.connect(lambda candidate, one: kept.append((candidate, one)))
    state.changed.connect(rows.append)
    state.set_judgement(marks[2], CITED)
    state.set_judgement(marks[2], CITED)
    state.write_note(marks[2], "why\x00")
    assert rows == [[2], [2]]
    assert [candidate for candidate, _ in kept] == ["candidate"] * 2
    assert kept[-1][1].register == "register"
    assert kept[-1][1].mark == marks[2].id
    assert (kept[-1][1].judgement, kept[-1][1].note) == (CITED, "why\ufffd")


def test_undo_names_its_step_and_keeps_what_it_restores(
    state: JudgementsState, history: History, marks: list[Mark]
) -> None:
    kept: list[Assessment] = []
    state.assessed.connect(lambda _, one: kept.append(one))
    long = replace(marks[1], words=f"A & B\n{'x' * 99}")
    state.judge(long, CITED)
    assert history.undo_text.startswith("A & B xxx")
    assert history.undo_text.endswith("… cited")
    state.judge(marks[4], REJECTED)
    history.undo()
    history.undo()
    assert state.tally == Tally()
    assert [bool(one) for one in kept] == [True, True, False, False]
    history.redo()
    assert state.judgement(1) is CITED
    assert kept[-1] == kept[0]


def test_typing_is_one_step_until_it_ends(
    state: JudgementsState, history: History, marks: list[Mark]
) -> None:
    for text in ("a", "ab", "ab c"):
        state.write_note(marks[0], text)
    state.write_note(marks[0], "ab c  ")
    state.end_typing()
    state.write_note(marks[0], "ab c d")
    assert history.undo_text.startswith("note on ")
    history.undo()
    assert state.note(0) == "ab c"
    history.undo()
    assert state.note(0) == ""
    assert not history.can_undo


def test_another_candidate_begins_with_nothing_and_nothing_to_undo(
    state: JudgementsState, history: History, marks: list[Mark]
) -> None:
    state.judge(marks[0], CITED)
    state.want(CITED)
    told: list[bool] = []
    state.switched.connect(lambda: told.append(True))
    state.switch("candidate", "register")
    assert told == []
    state.switch("other", "register")
    assert told == [True]
    assert state.judgement(0) is None
    assert state.wanted == frozenset()
    assert not history.can_undo


def test_nothing_is_judged_without_a_candidate(
    state: JudgementsState, history: History, marks: list[Mark]
) -> None:
    state.switch("", "")
    state.judge(marks[0], CITED)
    state.write_note(marks[0], "x")
    assert state.tally == Tally()
    assert not history.can_undo


def test_what_is_read_late_gives_way_to_what_was_done_meanwhile(
    state: JudgementsState, marks: list[Mark]
) -> None:
    state.judge(marks[0], CITED)
    old = unjudged("register", marks[0].id).judged(REJECTED)
    other = unjudged("register", marks[5].id).judged(CONSIDERED)
    state.take("former", "register", {7: other})
    state.take("candidate", "register", {0: old, 5: other})
    assert state.judgement(0) is CITED
    assert state.judgement(5) is CONSIDERED
    assert state.judgement(7) is None
    assert state.tally == Tally(cited=1, considered=1)


def test_listing_by_judgement(state: JudgementsState, marks: list[Mark]) -> None:
    for row, judgement in ((0, CITED), (1, CONSIDERED), (2, REJECTED), (3, CITED)):
        state.set_judgement(marks[row], judgement)
    state.write_note(marks[4], "only a note")
    assert state.restriction is None

    def listed() -> list[int]:
        restriction = state.restriction
        assert restriction is not None
        rows = [row for row in range(9) if row in restriction]
        assert rows == [row for row in range(9) if state.listed(row)]
        return rows

    state.want(CITED)
    assert listed() == [0, 3]
    state.want(REJECTED)
    assert listed() == [0, 2, 3]
    state.want(None)
    assert listed() == [0, 2, 3, 4, 5, 6, 7, 8]
    state.want(CITED)
    state.want(REJECTED)
    assert listed() == [4, 5, 6, 7, 8]
    state.want_all()
    assert state.restriction is None


def test_exactly_these_are_wanted(state: JudgementsState) -> None:
    heard: list[None] = []
    state.wanted_changed.connect(lambda: heard.append(None))
    state.want_only([CITED, None])
    state.want_only([None, CITED])
    assert state.wanted == {CITED, None}
    assert len(heard) == 1
    state.want_only([])
    assert state.wanted == frozenset()
