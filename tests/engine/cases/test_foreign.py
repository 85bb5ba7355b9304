"""A case from elsewhere: what harms is refused, and what is too long or too late is cut."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from search_records import IMAGE, record

from examiner_app.engine.cases.case import Case, NewImage
from examiner_app.engine.cases.case_names import TEXT_LIMIT
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.desk_record import DeskRecord, DeskRegister
from examiner_app.engine.cases.foreign import NAME_LIMIT
from examiner_app.engine.cases.judgements import NOTE_LIMIT, Assessment, Judgement
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.cases.transfer import export_case, import_case
from examiner_app.errors import CaseError

ID = "ab" * 16
DESK = DeskRecord(searched=DeskRegister(id="r", name="Marks", path="marks"), images=(IMAGE,))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "here.sqlite")
    yield made
    made.close()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a case that has something of everything."""
    path, out = tmp_path / "there.sqlite", tmp_path / "case"
    with closing(CaseStore(path)) as there:
        case = there.begin([NewImage(IMAGE, b"the file", 1, "heron.png")], "EM 1", "Ada")
        there.log(case, record(), b"bits")
        there.change_pins(case, "r", ["m"], ())
        there.keep_desk(case, DESK)
        with closing(AssessmentStore(path)) as judged:
            judged.write(IMAGE, Assessment("r", "m", Judgement.CITED, "why", datetime.now(UTC)))
        export_case(there, case, out)
    return out


def tamper(file: Path, *changes: str, **values: object) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as to:
        for change in changes:
            to.execute(change, values)


def taken(store: CaseStore, file: Path) -> Case:
    return store.read(import_case(store, file))


RENAME = (
    "UPDATE cases SET id = :name",
    "UPDATE images SET case_id = :name",
    "UPDATE searches SET case_id = :name",
    "UPDATE pins SET case_id = :name",
    "UPDATE desks SET case_id = :name",
)


def test_a_case_as_it_was_exported_is_taken(here: CaseStore, file: Path) -> None:
    tamper(file, *RENAME, name=ID)
    case = taken(here, file)
    assert (case.id, case.reference, case.images[0].name) == (ID, "EM 1", "heron.png")
    assert case.desk == DESK


@pytest.mark.parametrize("name", ["", "ab", "AB" * 16, "ab" * 16 + "\n", "../" * 10 + "ab"])
def test_ids_are_those_that_an_examiner_gives(here: CaseStore, file: Path, name: str) -> None:
    tamper(file, *RENAME, name=name)
    with pytest.raises(CaseError, match="no file with a case"):
        import_case(here, file)
    assert not here.holds_any()


TIMES = (
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-12:00",
    "1989-12-31T12:00:00+00:00",
    "2101-01-01T12:00:00+00:00",
    "2026-01-05T12:00:00",
    "never",
)
PLACES = (
    "UPDATE cases SET created = :time",
    "UPDATE cases SET changed = :time",
    "UPDATE assessments SET changed = :time",
    "UPDATE searches SET record = json_set(record, '$.time', :time)",
)


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("place", PLACES)
def test_times_that_cannot_be_are_refused(
    here: CaseStore, file: Path, place: str, time: str
) -> None:
    tamper(file, place, time=time)
    with pytest.raises(CaseError, match="no file with a case"):
        import_case(here, file)
    assert not here.holds_any()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases SET reference = x'00'",
        "UPDATE images SET name = x'00'",
        "UPDATE images SET sha256 = 'no digest'",
        "UPDATE images SET page = 'first'",
        "UPDATE images SET page = 0",
        "UPDATE pins SET mark = x'00'",
        "UPDATE assessments SET mark = x'00'",
        "UPDATE searches SET record = x'00'",
        # So many zeros would be reserved.
        "UPDATE searches SET correction = 100000000000000",
        # The next search would have no number that a column can hold.
        "UPDATE searches SET number = 9223372036854775807",
        "DROP TABLE pins",
    ],
)
def test_what_no_examiner_writes_is_refused(here: CaseStore, file: Path, change: str) -> None:
    tamper(file, change)
    with pytest.raises(CaseError, match="no file with a case"):
        import_case(here, file)
    assert not here.holds_any()


def test_nothing_of_a_case_is_later_than_now(here: CaseStore, file: Path) -> None:
    own = here.begin([NewImage(IMAGE, b"the file", 1, "heron.png")])
    tamper(
        file,
        "UPDATE cases SET created = :time, changed = :time",
        "UPDATE assessments SET changed = :time",
        time="2099-12-31T23:59:59+00:00",
    )
    case = taken(here, file)
    now = datetime.now(UTC)
    assert now - timedelta(minutes=1) < case.created <= case.changed <= now
    here.describe(own, "EM 2", "")
    assert here.of_image(IMAGE) == own
    with closing(AssessmentStore(here.database.path)) as judged:
        (found,) = judged.read(IMAGE, "r")
    assert found.changed <= now


def test_times_of_all_zones_are_kept_in_one(here: CaseStore, file: Path) -> None:
    tamper(file, "UPDATE cases SET changed = '2026-01-05T23:00:00+14:00'")
    import_case(here, file)
    found = here.database.run(lambda to: to.execute("SELECT changed FROM cases").fetchone())
    assert found == ("2026-01-05T09:00:00+00:00",)


def test_notes_are_cleaned_and_judgements_on_other_images_left_out(
    here: CaseStore, file: Path
) -> None:
    tamper(file, "UPDATE assessments SET note = :note", note="a\x1b[31mb\r\nc")
    tamper(
        file,
        "INSERT INTO assessments SELECT :other, register, mark, judgement, note, changed "
        "FROM assessments",
        other="9" * 64,
    )
    import_case(here, file)
    rows = here.database.run(lambda to: to.execute("SELECT candidate, note FROM assessments"))
    assert rows.fetchall() == [(IMAGE, "a\ufffd[31mb\nc")]


def test_texts_are_one_line_of_bounded_length(here: CaseStore, file: Path) -> None:
    tamper(
        file,
        "UPDATE cases SET reference = :text, examiner = :text",
        "UPDATE images SET name = :text",
        "UPDATE searches SET record = json_set(record, '$.name', :text, '$.searched.name', :text)",
        "UPDATE desks SET record = json_set(record, '$.searched.name', :text)",
        "UPDATE assessments SET note = :text",
        text="a\n" + "W" * 50_000,
    )
    case = taken(here, file)
    searched = case.searches[0].record
    assert case.desk is not None
    assert case.desk.searched is not None
    names = (case.images[0].name, searched.name, searched.searched.name, case.desk.searched.name)
    assert [len(name) for name in names] == [NAME_LIMIT] * 4
    assert [len(text) for text in (case.reference, case.examiner)] == [TEXT_LIMIT] * 2
    assert all(text.startswith("a WW") for text in (*names, case.reference, case.examiner))
    with closing(AssessmentStore(here.database.path)) as judged:
        (found,) = judged.read(IMAGE, "r")
    assert len(found.note) == NOTE_LIMIT


@pytest.mark.parametrize("desk", [5, "{", json.dumps({"markings": {IMAGE: {"mask_of": 2**70}}})])
def test_a_desk_that_makes_no_sense_is_dropped_and_the_case_is_taken(
    here: CaseStore, file: Path, desk: object
) -> None:
    tamper(file, "UPDATE desks SET record = :desk", desk=desk)
    case = taken(here, file)
    assert case.desk is None
    assert len(case.searches) == 1
