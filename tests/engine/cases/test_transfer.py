from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from search_records import IMAGE, record

from examiner_app.engine.cases.case import NewImage, WholeCase
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.desk_record import DeskRecord, DeskRegister
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.schema import CASE_SUFFIX, VERSION
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.cases.transfer import (
    CaseHereError,
    export_case,
    import_case,
    put_whole,
    read_whole,
)
from examiner_app.errors import CaseError

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DESK_REGISTER = DeskRegister(id="r" * 32, name="Marks", path="/srv/office/marks")
DESK = DeskRecord(images=(IMAGE,), sort="mac", searched=DESK_REGISTER)
SEARCHED = record().searched.model_copy(update={"path": "/srv/office/marks"})


def folders(whole: WholeCase) -> set[str]:
    desk = whole.case.desk
    assert desk is not None
    assert desk.searched is not None
    return {search.record.searched.path for search in whole.case.searches} | {desk.searched.path}


def searched_in(whole: WholeCase, path: str) -> WholeCase:
    searched = SEARCHED.model_copy(update={"path": path})
    searches = tuple(
        replace(one, record=one.record.model_copy(update={"searched": searched}))
        for one in whole.case.searches
    )
    desk = DESK.model_copy(update={"searched": DESK_REGISTER.model_copy(update={"path": path})})
    return replace(whole, case=replace(whole.case, searches=searches, desk=desk))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "here.sqlite")
    yield made
    made.close()


@pytest.fixture
def there(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "there.sqlite")
    yield made
    made.close()


@pytest.fixture
def case(here: CaseStore) -> str:
    case = here.begin([NewImage(IMAGE, b"the file", 1, "heron.png")], "EM 1", "Ada")
    here.log(case, record(searched=SEARCHED))
    here.log(case, record(sort="mac", searched=SEARCHED), b"bits")
    here.change_pins(case, "r", ["m2", "m1"], ())
    here.keep_desk(case, DESK)
    judge(here, "m", "note", NOW)
    judge(here, "other", "of another candidate", NOW, image="9" * 64)
    return case


def judge(store: CaseStore, mark: str, note: str, changed: datetime, image: str = IMAGE) -> None:
    judged = AssessmentStore(store.database.path)
    judged.write(image, Assessment("r", mark, Judgement.CITED, note, changed))
    judged.close()


def notes(store: CaseStore, image: str = IMAGE) -> list[tuple[str, str]]:
    judged = AssessmentStore(store.database.path)
    found = [(one.mark, one.note) for one in judged.read(image, "r")]
    judged.close()
    return found


def test_a_case_goes_from_store_to_store_whole(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path
) -> None:
    path = tmp_path / f"case{CASE_SUFFIX}"
    export_case(here, case, path)
    assert import_case(there, path) == case
    moved, whole = read_whole(there, case), read_whole(here, case)
    assert folders(moved) == {"marks"}
    assert folders(whole) == {"/srv/office/marks"}
    named = searched_in(whole, "marks")
    assert moved == named
    assert notes(there) == [("m", "note")]
    assert notes(there, "9" * 64) == [], "only what belongs to the case goes along"
    assert sorted(one.name for one in tmp_path.iterdir() if "case" in one.name) == [path.name]


def test_a_file_tells_nothing_of_the_folders_above_a_register(
    here: CaseStore, case: str, tmp_path: Path
) -> None:
    path = tmp_path / "case"
    export_case(here, case, path)
    assert b"office" not in path.read_bytes()


@pytest.mark.parametrize(
    "path", ["/srv/office/marks", "\\\\host\\share\\marks", "C:\\a\\marks", "marks"]
)
def test_a_path_from_elsewhere_is_not_followed(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path, path: str
) -> None:
    file = tmp_path / "case"
    export_case(here, case, file)
    put = CaseStore(file)
    put_whole(put, searched_in(read_whole(put, case), path), overwrite=True)
    put.close()
    import_case(there, file)
    assert folders(read_whole(there, case)) == {"marks"}


def test_a_register_that_is_known_here_is_where_it_is_here(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path
) -> None:
    own = there.begin([NewImage("2" * 64, b"own", 1, "own.png")])
    for folder in ("/old/marks", "/home/marks"):
        searched = SEARCHED.model_copy(update={"path": folder})
        there.log(own, record(searched=searched))
    file = tmp_path / "case"
    export_case(here, case, file)
    import_case(there, file)
    assert folders(read_whole(there, case)) == {"/home/marks"}


def test_a_file_or_a_case_that_is_there_is_replaced_only_where_that_is_allowed(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path
) -> None:
    path = tmp_path / "case"
    path.write_text("precious")
    with pytest.raises(CaseError, match="exists already"):
        export_case(here, case, path)
    assert path.read_text() == "precious"
    export_case(here, case, path, overwrite=True)
    import_case(there, path)
    there.log(case, record(seconds=9))
    with pytest.raises(CaseHereError, match="is here already") as raised:
        import_case(there, path)
    assert (raised.value.case, raised.value.name) == (case, "EM 1")
    assert len(there.read(case).searches) == 3
    import_case(there, path, overwrite=True)
    assert len(there.read(case).searches) == 2


def test_of_two_judgements_the_later_one_stands(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path
) -> None:
    path = tmp_path / "case"
    judge(here, "old here", "from the file", NOW)
    export_case(here, case, path)
    judge(there, "m", "newer", NOW + timedelta(seconds=1))
    judge(there, "old here", "older", NOW - timedelta(seconds=1))
    import_case(there, path)
    assert notes(there) == [("m", "newer"), ("old here", "from the file")]


def test_a_full_disk_keeps_what_was_there(
    here: CaseStore, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "case"
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CaseError, match="No space left"):
        export_case(here, case, path)
    assert not path.exists()
    assert [one.name for one in tmp_path.iterdir() if ".new" in one.name] == []
    with pytest.raises(CaseError, match=r"choose another place|cannot be kept"):
        export_case(here, case, tmp_path / "nowhere" / "case")


@pytest.mark.parametrize("kind", ["nothing", "text", "songs", "empty", "missing", "folder"])
def test_other_files_are_refused(there: CaseStore, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "other"
    if kind == "folder":
        path.mkdir()
    elif kind == "songs":
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE songs (name TEXT)")
        connection.close()
    elif kind == "empty":
        empty = CaseStore(path)
        empty.summaries()
        empty.close()
    elif kind != "missing":
        path.write_bytes(b"" if kind == "nothing" else b"no case at all" * 100)
    with pytest.raises(CaseError, match=r"no file with a case|cannot be read"):
        import_case(there, path)
    assert there.summaries() == []


HOSTILE = (
    "CREATE TRIGGER evil AFTER INSERT ON cases BEGIN DELETE FROM assessments; END",
    "CREATE VIEW evil AS SELECT * FROM cases",
    "UPDATE files SET data = 'text'",
    "UPDATE files SET data = x'00'",
    "UPDATE searches SET record = '{}'",
    "UPDATE cases SET created = 'yesterday'",
    "DELETE FROM files",
    "UPDATE assessments SET changed = 'never'",
    "INSERT INTO cases SELECT 'b', reference, examiner, created, changed FROM cases",
)


@pytest.mark.parametrize("change", HOSTILE)
def test_a_file_that_was_tampered_with_is_refused_and_untouched(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path, change: str
) -> None:
    path = tmp_path / "case"
    export_case(here, case, path)
    with sqlite3.connect(path) as connection:
        connection.execute(change)
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CaseError, match="no file with a case"):
        import_case(there, path)
    assert there.summaries() == []
    assert notes(there) == []
    assert path.read_bytes() == before


@pytest.mark.parametrize("suffix", ["", "-wal", "-shm"])
@pytest.mark.parametrize("link", ["", "symbolic", "hard"])
def test_a_case_is_not_written_over_all_others(
    here: CaseStore, case: str, tmp_path: Path, suffix: str, link: str
) -> None:
    other = here.begin([NewImage("2" * 64, b"own", 1, "own.png")])
    own = tmp_path / f"here.sqlite{suffix}"
    path = tmp_path / "link" if link else own
    if link == "symbolic":
        path.symlink_to(own)
    elif link:
        path.hardlink_to(own)
    for overwrite in (True, False):
        with pytest.raises(CaseError, match="is where all cases are kept: choose another name"):
            export_case(here, case, path, overwrite=overwrite)
    here.close()
    if link != "hard":
        # What belongs to the file is not there while nobody has it open.
        with pytest.raises(CaseError, match="is where all cases are kept"):
            export_case(here, case, path, overwrite=True)
    assert {one.id for one in here.summaries()} == {case, other}


def test_a_newer_file_is_refused_by_its_version(
    here: CaseStore, there: CaseStore, case: str, tmp_path: Path
) -> None:
    path = tmp_path / "case"
    export_case(here, case, path)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    with pytest.raises(CaseError, match="newer Examiner") as refused:
        import_case(there, path)
    assert str(path) in str(refused.value)


def test_what_is_kept_is_what_was_read(here: CaseStore, case: str) -> None:
    whole = read_whole(here, case)
    assert whole.corrections == {2: b"bits"}
    assert [candidate for candidate, _ in whole.assessments] == [IMAGE]
    assert list(whole.files.values()) == [b"the file"]
    assert whole == replace(whole)


def test_a_file_that_cannot_be_written_is_called_by_its_name(
    here: CaseStore, case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise CaseError("hidden") from sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("examiner_app.engine.cases.transfer.put_whole", full)
    path = tmp_path / f"case{CASE_SUFFIX}"
    with pytest.raises(CaseError) as raised:
        export_case(here, case, path)
    assert str(raised.value) == (
        f"{path} cannot be written (database or disk is full): choose another place."
    )
    assert not list(tmp_path.glob("*case*"))
