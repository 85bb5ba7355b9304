"""The list of cases counts what is judged now, and counts nothing for cases that are not wanted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from search_records import IMAGE, record

from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.store import AssessmentStore

HERON = NewImage(IMAGE, b"the file of the heron", 1, "heron.png")
PAGE_2 = NewImage("2" * 64, b"the file of the heron", 2, "heron.tif (page 2)")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "cases.sqlite")
    yield made
    made.close()


def test_the_list_counts_and_searches(store: CaseStore) -> None:
    assert not store.holds_any()
    case = store.begin([HERON, PAGE_2], "EM 1", "Ada")
    assert store.holds_any()
    store.log(case, record())
    other = store.begin([], "", "Bob")
    judged = AssessmentStore(store.database.path)
    for image in (IMAGE, "2" * 64):
        judged.write(image, Assessment("r", "m", Judgement.CITED, "", datetime.now(UTC)))
    judged.write(IMAGE, Assessment("r", "n", Judgement.REJECTED, "", datetime.now(UTC)))
    judged.write(IMAGE, Assessment("r", "o", Judgement.CITED, "", datetime.now(UTC)))
    judged.write("2" * 64, Assessment("r", "o", Judgement.REJECTED, "", datetime.now(UTC)))
    judged.close()
    bob, ada = store.summaries()
    assert (bob.id, bob.name, bob.images, bob.searches, bob.cited) == (other, "", 0, 0, 0)
    # One mark that is cited under both images is one cited mark.
    assert (ada.id, ada.name, ada.images, ada.searches, ada.cited) == (case, "heron.png", 2, 1, 1)
    assert [one.id for one in store.summaries("ADA heron")] == [case]
    assert [one.id for one in store.summaries(other[:8])] == [other]
    assert store.summaries("nobody") == []


def test_words_are_found_whatever_their_case(store: CaseStore) -> None:
    case = store.begin([replace(HERON, name="ÉTÉ Straße.png")], "EM 1", "Lovelace")
    store.begin([PAGE_2], "EM 2", "Bob")
    # No word that could be part of an id.
    for wanted in ("été", "STRASSE em", "lovelace 1", case.upper()):
        assert [one.id for one in store.summaries(wanted)] == [case]
    # No word is put together from two texts.
    assert store.summaries("1lovelace") == []
    assert [one.reference for one in store.summaries(" ")] == ["EM 2", "EM 1"]


def test_only_cases_that_are_wanted_are_counted(store: CaseStore) -> None:
    store.begin([HERON], "EM 1")
    steps: list[int] = []

    def asked(wanted: str) -> int:
        steps.clear()
        store.summaries(wanted)
        return len(steps)

    for number in range(200):
        image = f"{number:064x}"
        store.begin([replace(HERON, sha256=image)], f"A {number}")
    store.database.run(lambda to: to.set_progress_handler(lambda: steps.append(1), 1_000))
    assert asked("EM") * 3 < asked("")


def test_several_cases_may_have_one_image(store: CaseStore) -> None:
    old, new = store.begin([HERON, PAGE_2], "A 1"), store.begin([PAGE_2], "B 1")
    assert [one.id for one in store.cases_of_image(PAGE_2.sha256)] == [new, old]
    store.log(old, record())
    assert store.cases_of_image(PAGE_2.sha256) == store.summaries()
    (only,) = store.cases_of_image(IMAGE)
    assert (only.id, only.images, only.searches) == (old, 2, 1)
    assert store.cases_of_image("9" * 64) == []
