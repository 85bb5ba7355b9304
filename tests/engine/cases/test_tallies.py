from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from search_records import IMAGE

from examiner_app.engine.cases.case_store import CaseStore, NewImage
from examiner_app.engine.cases.judgements import Assessment, Judgement, Tally
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.cases.tallies import case_tally

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
OTHER = "2" * 64


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "cases.sqlite")
    yield made
    made.close()


def judge(
    store: CaseStore,
    image: str,
    mark: str,
    judgement: Judgement | None,
    minutes: int = 0,
    **say: str,
) -> None:
    judged = AssessmentStore(store.database.path)
    register, note = say.get("register", "r"), say.get("note", "")
    changed = NOW + timedelta(minutes=minutes)
    judged.write(image, Assessment(register, mark, judgement, note, changed))
    judged.close()


def test_marks_are_counted_by_how_they_are_judged_in_every_register(store: CaseStore) -> None:
    case = store.begin([NewImage(IMAGE, b"file", 1, "heron.png")])
    judge(store, IMAGE, "a", Judgement.CITED)
    judge(store, IMAGE, "a", Judgement.CITED, register="s", note="also there")
    judge(store, IMAGE, "b", Judgement.CONSIDERED)
    judge(store, IMAGE, "c", Judgement.REJECTED)
    judge(store, IMAGE, "d", None, note="only a note")
    judge(store, "9" * 64, "e", Judgement.CITED)
    assert case_tally(store, case) == Tally(2, 1, 1, 2)


def test_of_what_is_held_under_several_images_the_latest_holds(store: CaseStore) -> None:
    images = [NewImage(IMAGE, b"file", 1, "heron.png"), NewImage(OTHER, b"other", 1, "crane.png")]
    case = store.begin(images)
    judge(store, IMAGE, "a", Judgement.CITED, minutes=5)
    judge(store, OTHER, "a", Judgement.REJECTED, minutes=7)
    judge(store, IMAGE, "b", Judgement.CONSIDERED, minutes=9)
    judge(store, OTHER, "b", Judgement.CITED, minutes=8)
    assert case_tally(store, case) == Tally(0, 1, 1, 0)


def test_where_nothing_is_judged_there_is_nothing_to_count(store: CaseStore) -> None:
    assert case_tally(store, "no such case") == Tally()
