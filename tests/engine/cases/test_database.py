"""The file of cases is brought up to date from every former version, with a copy beside it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from search_records import IMAGE

from examiner_app.engine.cases import database
from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.desk_record import DeskRecord
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.store import FILE, AssessmentStore
from examiner_app.errors import CaseError

HERON = NewImage(IMAGE, b"the file of the heron", 1, "heron.png")


def test_a_file_of_the_first_version_is_copied_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE TABLE assessments (candidate TEXT NOT NULL, register TEXT NOT NULL, "
            "mark TEXT NOT NULL, judgement TEXT NOT NULL, note TEXT NOT NULL, "
            "changed TEXT NOT NULL, PRIMARY KEY (candidate, register, mark)) WITHOUT ROWID"
        )
        values = (IMAGE, "r", "m", "cited", "kept", "2026-01-01T00:00:00+00:00")
        connection.execute("INSERT INTO assessments VALUES (?, ?, ?, ?, ?, ?)", values)
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    judged = AssessmentStore(path)
    assert [one.note for one in judged.read(IMAGE, "r")] == ["kept"]
    judged.close()
    (copy,) = tmp_path.glob("judgements.version-1-*.sqlite")
    with sqlite3.connect(copy) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT note FROM assessments").fetchall() == [("kept",)]
    connection.close()
    store = CaseStore(path)
    store.begin([HERON])
    store.close()
    assert len(list(tmp_path.glob("judgements.version-1-*"))) == 1, "copied once"


def test_a_file_of_the_second_version_gets_room_for_desks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE
    with monkeypatch.context() as then:
        then.setattr(database, "VERSION", 2)
        then.setattr(database, "MIGRATIONS", database.MIGRATIONS[:2])
        old = CaseStore(path)
        case = old.begin([HERON], "EM 1")
        old.close()
    store = CaseStore(path)
    store.keep_desk(case, DeskRecord(sort="mac"))
    found = store.read(case)
    store.close()
    assert (found.reference, found.desk) == ("EM 1", DeskRecord(sort="mac"))
    assert len(list(tmp_path.glob("judgements.version-2-*"))) == 1


def test_a_migration_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / FILE
    judged = AssessmentStore(path)
    judged.write(IMAGE, Assessment("r", "m", Judgement.CITED, "", datetime.now(UTC)))
    judged.close()
    from examiner_app.engine.cases import schema

    monkeypatch.setattr(database, "VERSION", schema.VERSION + 1)
    broken = (*schema.MIGRATIONS, ("CREATE TABLE more (a)", "CREATE NONSENSE"))
    monkeypatch.setattr(database, "MIGRATIONS", broken)
    with pytest.raises(CaseError, match="cannot be kept"):
        judged.read(IMAGE, "r")
    monkeypatch.undo()
    assert [one.mark for one in judged.read(IMAGE, "r")] == ["m"]
    tables = judged.database.run(
        lambda to: to.execute("SELECT name FROM sqlite_master WHERE name = 'more'").fetchall()
    )
    assert tables == []
    judged.close()


def test_a_file_that_another_program_holds_is_said_and_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "WAIT_SECONDS", 0.05)
    store = CaseStore(tmp_path / FILE)
    case = store.begin([HERON], "EM 1")
    store.close()
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(CaseError, match="another program holds it"):
        store.describe(case, "EM 2", "")
    assert store.read(case).reference == "EM 1", "it can be read all the same"
    other.execute("ROLLBACK")
    other.close()
    store.describe(case, "EM 2", "")
    assert store.read(case).reference == "EM 2"
    store.close()
