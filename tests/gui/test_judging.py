"""Judgements go to disk and come back, whatever happens in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.errors import CaseError
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource

Make = Callable[..., Path]
Settle = Callable[[], None]
CITED, CONSIDERED, REJECTED = Judgement


@pytest.fixture
def file(engine: Any, tmp_path: Path) -> Path:
    engine.store = tmp_path / "data" / "judgements.sqlite"
    return Path(engine.store)


@pytest.fixture
def examined(file: Path, desk: Desk, logo_file: Make, settle: Settle) -> Desk:
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    return desk


@pytest.fixture
def again(engine: Any, qtbot: QtBot) -> Iterator[Callable[[Path], Desk]]:
    """Return what opens the same candidate in another run."""
    made: list[Desk] = []

    def open_again(logo: Path, register: str = "demo register") -> Desk:
        desk = Desk(engine.as_engine())
        made.append(desk)
        desk.open_register(Path(register))
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        desk.examine(FileSource(logo))
        qtbot.waitUntil(lambda: not desk.jobs.busy)
        return desk

    yield open_again
    for desk in made:
        desk.close()


def on_disk(file: Path, desk: Desk) -> list[Assessment]:
    assert desk.candidate.logo is not None
    assert desk.session.register is not None
    store = AssessmentStore(file)
    found = store.read(desk.candidate.logo.sha256, desk.session.register.manifest.id)
    store.close()
    return found


def test_a_change_is_on_disk_at_once(examined: Desk, file: Path, settle: Settle) -> None:
    mark = examined.matches.marks[4]
    examined.judgements.judge(mark, CITED)
    examined.judgements.write_note(mark, "why")
    settle()
    assert [(one.mark, one.judgement, one.note) for one in on_disk(file, examined)] == [
        (mark.id, CITED, "why")
    ]
    examined.history.undo()
    examined.history.undo()
    settle()
    assert on_disk(file, examined) == []
    examined.history.redo()
    settle()
    assert len(on_disk(file, examined)) == 1


def test_the_same_candidate_finds_its_judgements_again(
    examined: Desk, settle: Settle, logo_file: Make, again: Callable[..., Desk]
) -> None:
    mark, other = examined.matches.marks[4], examined.matches.marks[7]
    examined.judgements.judge(mark, REJECTED)
    examined.judgements.write_note(other, "look again")
    settle()
    desk = again(logo_file())
    assert desk.judgements.judgement(mark.index) is REJECTED
    assert desk.judgements.note(other.index) == "look again"
    assert not desk.history.can_undo
    other_register = again(logo_file(), "other register")
    assert other_register.judgements.snapshot() == ()


def test_a_mark_is_found_where_it_is_now(
    examined: Desk, file: Path, settle: Settle, logo_file: Make, again: Callable[..., Desk]
) -> None:
    assert examined.candidate.logo is not None
    store = AssessmentStore(file)
    mark = examined.matches.marks[2]
    examined.judgements.judge(mark, CITED)
    settle()
    kept = on_disk(file, examined)[0]
    gone = Assessment(kept.register, "no such mark", CITED, "", kept.changed)
    store.write(examined.candidate.logo.sha256, gone)
    store.close()
    desk = again(logo_file())
    assert [one.mark for one in desk.judgements.snapshot()] == [mark.id]
    assert {one.mark for one in on_disk(file, desk)} == {mark.id, "no such mark"}


def test_a_new_candidate_never_shows_the_former_ones(
    examined: Desk, logo_file: Make, settle: Settle
) -> None:
    first = logo_file()
    row = examined.matches.marks[0].index
    examined.judgements.judge(examined.matches.marks[0], CITED)
    seen: list[object] = []
    examined.candidate.logo_changed.connect(lambda: seen.append(examined.judgements.judgement(row)))
    examined.examine(FileSource(logo_file("other.png", seed=4)))
    settle()
    assert seen == [None]
    assert examined.judgements.snapshot() == ()
    examined.examine(FileSource(first))
    settle()
    assert examined.judgements.judgement(row) is CITED


class Failing(AssessmentStore):
    """Fails to write while it is told to."""

    failing = True

    def write(self, candidate: str, assessment: Assessment) -> None:
        if self.failing:
            raise CaseError("The disk is full: make room and try again.")
        super().write(candidate, assessment)


@pytest.fixture
def failing(file: Path, engine: Any, monkeypatch: pytest.MonkeyPatch) -> Failing:
    store = Failing(file)
    plain = engine.as_engine()
    monkeypatch.setattr(
        type(engine),
        "as_engine",
        lambda _: type(plain)(
            plain.open_register, plain.open_workbench, plain.write_report, lambda: store
        ),
    )
    return store


def test_a_failed_write_is_said_and_nothing_is_lost(
    failing: Failing, file: Path, examined: Desk, logo_file: Make, settle: Settle
) -> None:
    first, marks = logo_file(), examined.matches.marks
    told: list[bool] = []
    examined.judgements.unsaved_changed.connect(lambda: told.append(examined.judgements.unsaved))
    examined.judgements.judge(marks[0], CITED)
    examined.judgements.judge(marks[1], REJECTED)
    settle()
    assert told == [True]
    assert [message.text for message in examined.messages.history] == [
        "The disk is full: make room and try again."
    ] * len(examined.messages.history)
    assert examined.judgements.judgement(marks[0].index) is CITED
    examined.examine(FileSource(logo_file("other.png", seed=4)))
    settle()
    examined.examine(FileSource(first))
    settle()
    assert examined.judgements.judgement(marks[0].index) is CITED, "it was not on disk"
    failing.failing = False
    examined.judging.save()
    settle()
    assert told == [True, False]
    assert {one.mark for one in on_disk(file, examined)} == {marks[0].id, marks[1].id}


def test_what_is_not_written_yet_is_written_when_the_desk_goes(
    failing: Failing, file: Path, examined: Desk, settle: Settle
) -> None:
    examined.judgements.judge(examined.matches.marks[0], CITED)
    settle()
    failing.failing = False
    examined.close()
    assert len(on_disk(file, examined)) == 1
    assert examined.judging.close()


def test_a_desk_that_cannot_write_at_its_end_says_so(
    failing: Failing, examined: Desk, settle: Settle
) -> None:
    examined.judgements.judge(examined.matches.marks[0], CITED)
    settle()
    assert not examined.judging.close()
    failing.failing = False


def test_changes_are_written_in_their_order_while_the_disk_is_slow(
    file: Path, examined: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, written = threading.Event(), []
    real = AssessmentStore.write

    def slow(self: AssessmentStore, candidate: str, assessment: Assessment) -> None:
        gate.wait(10)
        written.append((assessment.mark, assessment.judgement))
        real(self, candidate, assessment)

    monkeypatch.setattr(AssessmentStore, "write", slow)
    one, two = examined.matches.marks[:2]
    for judgement in Judgement:
        examined.judgements.set_judgement(one, judgement)
    examined.judgements.set_judgement(two, CITED)
    gate.set()
    settle()
    assert written[0] == (one.id, CITED)
    assert written[-2:] == [(one.id, REJECTED), (two.id, CITED)]
    assert {held.mark: held.judgement for held in on_disk(file, examined)} == {
        one.id: REJECTED,
        two.id: CITED,
    }


def test_a_store_that_cannot_be_read_is_said_and_the_search_goes_on(
    file: Path, desk: Desk, logo_file: Make, settle: Settle
) -> None:
    file.parent.mkdir()
    file.write_bytes(b"no database" * 50)
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    assert ["was damaged" in message.text for message in desk.messages.history] == [True]
    assert len(desk.matches.order) == 600
    desk.judgements.judge(desk.matches.marks[0], CITED)
    settle()
    assert len(on_disk(file, desk)) == 1
    assert len(list(file.parent.glob("*damaged*"))) == 1


def test_a_triage_goes_on_to_the_next_match(examined: Desk, settle: Settle) -> None:
    state, matches = examined.judgements, examined.matches
    state.want(None)
    settle()
    assert len(matches.order) == 600
    third, fourth = matches.marks[2:4]
    matches.select(third)
    state.judge(third, REJECTED)
    assert matches.selected is fourth, "at once, before the list is another one"
    settle()
    assert len(matches.order) == 599
    assert matches.selected == fourth
    assert third.index not in matches.order
    examined.history.undo()
    settle()
    assert third.index in matches.order
    assert matches.selected == fourth
    state.want_all()
    settle()
    assert len(matches.order) == 600


def test_a_filter_that_hides_the_selected_match_selects_another(
    examined: Desk, settle: Settle
) -> None:
    state, matches = examined.judgements, examined.matches
    first, last = matches.marks[0], matches.marks[9]
    state.judge(last, CITED)
    assert matches.selected is first
    state.want(CITED)
    assert matches.selected is last
    settle()
    assert list(matches.order) == [last.index]
    state.judge(last, CITED)
    assert matches.selected is None
    settle()
    assert len(matches.order) == 0
    state.want_all()
    settle()
    assert matches.selected == first


def test_a_shorter_list_stays_as_far_loaded_as_it_was(examined: Desk, settle: Settle) -> None:
    state, matches = examined.judgements, examined.matches
    state.want(None)
    settle()
    matches.want_more()
    settle()
    assert len(matches.marks) == 200
    matches.select(matches.marks[150])
    following = matches.marks[151]
    state.judge(matches.marks[150], CITED)
    settle()
    assert len(matches.marks) == 200
    assert matches.selected == following
    assert matches.marks[150] == following


def test_a_report_gets_what_is_judged_then(
    examined: Desk, engine: Any, settle: Settle, tmp_path: Path
) -> None:
    mark = examined.matches.marks[3]
    examined.judgements.judge(mark, CITED)
    request = examined.report_request()
    examined.judgements.judge(mark, CITED)
    examined.export(tmp_path / "r.pdf", request)
    settle()
    assert [one.mark for one in engine.report_assessments[0]] == [mark.id]
