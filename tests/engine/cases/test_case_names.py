"""Which case is meant: never a guess among several."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examiner_app.engine.cases.case_names import TEXT_LIMIT
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.errors import CaseError


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "cases.sqlite")
    yield made
    made.close()


def test_what_people_type_is_one_line_of_bounded_length(store: CaseStore) -> None:
    case = store.begin([])
    store.describe(case, "'); DROP TABLE cases; --\nnext", "x" * 1_000)
    found = store.read(case)
    assert found.reference == "'); DROP TABLE cases; -- next"
    assert len(found.examiner) == TEXT_LIMIT


def test_a_case_is_meant_by_its_reference_or_the_beginning_of_its_id(store: CaseStore) -> None:
    case = store.begin([], " A  1 ")
    assert store.of_reference("A 1") == store.find(" A 1") == case
    assert store.find(case[:4]) == store.find(f" {case.upper()} ") == case
    assert store.of_reference(case[:8]) == store.of_reference(case) == case
    assert store.of_reference(case[:7]) is None, "it may be the reference of a new case"
    assert store.of_reference("B") is None
    for nobody in ("B", "", " ", "%", f"{case}0"):
        with pytest.raises(CaseError, match="There is no case"):
            store.find(nobody)


def test_a_reference_of_several_cases_is_refused_with_their_ids(store: CaseStore) -> None:
    first, second = store.begin([], "A 1"), store.begin([], "A 1")
    for find in (store.of_reference, store.find):
        with pytest.raises(CaseError) as refused:
            find(" A  1")
        assert str(refused.value) == (
            " A  1 may be any of several cases: "
            f"say which one by its id, {second[:8]}, {first[:8]}."
        )
    assert store.find(first[:8]) == store.of_reference(first[:8]) == first
    for _ in range(6):
        store.begin([], "A 1")
    with pytest.raises(CaseError, match=r"(, [0-9a-f]{8}){5}, …\.$"):
        store.find("A 1")


def test_a_reference_that_is_the_beginning_of_another_id_is_refused(store: CaseStore) -> None:
    case = store.begin([], "A 1")
    other = store.begin([], case[:8])
    for find in (store.of_reference, store.find):
        # The first digits would be refused again.
        with pytest.raises(CaseError, match=f"{other}, {case}"):
            find(case[:8])
    store.describe(other, case, "")
    assert store.find(case) == store.of_reference(case) == case, "a whole id is no guess"


def rename(store: CaseStore, case: str, name: str) -> None:
    change = "UPDATE cases SET id = ? WHERE id = ?"
    store.database.run(lambda to: to.execute(change, (name, case)))


def test_ids_that_begin_alike_are_told_whole(store: CaseStore) -> None:
    for end in "ab":
        rename(store, store.begin([], "A 1"), "c" * 31 + end)
    for name in ("A 1", "cc"):
        with pytest.raises(CaseError, match=f"{'c' * 31}b, {'c' * 31}a"):
            store.find(name)
