"""The store of assessments: what was confirmed is there after any kill, and nothing is deleted."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from examiner_app.engine.cases.judgements import Assessment, Judgement, unjudged
from examiner_app.engine.cases.schema import VERSION
from examiner_app.engine.cases.store import FILE, AssessmentStore, store_file
from examiner_app.errors import CaseError

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "=1+1",
    "'); DROP TABLE assessments; --",
    "مرحبا \u202eevil\u202c 日本語 🦊",
    "a\x00b",
    "x" * 10_000,
    "one\n\ttwo",
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "down" / FILE


@pytest.fixture
def store(path: Path) -> Iterator[AssessmentStore]:
    made = AssessmentStore(path)
    yield made
    made.close()


def cited(mark: str, note: str = "") -> Assessment:
    return Assessment("r", mark, Judgement.CITED, note, datetime.now(UTC))


def test_what_is_written_is_read_again(store: AssessmentStore, path: Path) -> None:
    assert store.read("c", "r") == []
    marks = [cited(f"m{number}", note) for number, note in enumerate(HOSTILE)]
    for mark in marks:
        store.write("c", mark)
    again = AssessmentStore(path)
    assert again.read("c", "r") == marks
    again.close()


@pytest.mark.parametrize("mark", HOSTILE)
def test_ids_are_hostile_too(store: AssessmentStore, mark: str) -> None:
    store.write(mark, cited(mark))
    assert [one.mark for one in store.read(mark, "r")] == [mark]


def test_candidates_and_registers_are_kept_apart(store: AssessmentStore) -> None:
    store.write("c", cited("m"))
    store.write("d", cited("n"))
    store.write("c", unjudged("other", "o").noted("only a note"))
    assert [one.mark for one in store.read("c", "r")] == ["m"]
    assert [one.mark for one in store.read("d", "r")] == ["n"]
    assert [one.note for one in store.read("c", "other")] == ["only a note"]


def test_the_newest_stands_and_an_empty_one_goes(store: AssessmentStore) -> None:
    store.write("c", cited("m", "first"))
    changed = cited("m").judged(Judgement.REJECTED)
    store.write("c", changed)
    assert store.read("c", "r") == [changed]
    store.write("c", changed.judged(None))
    assert store.read("c", "r") == []


def test_in_memory_nothing_is_left(tmp_path: Path) -> None:
    store = AssessmentStore()
    store.write("c", cited("m"))
    assert len(store.read("c", "r")) == 1
    store.close()
    assert store.read("c", "r") == []
    store.close()
    assert list(tmp_path.iterdir()) == []


def test_it_lies_beside_the_users_other_data() -> None:
    assert store_file().name == FILE
    assert "examiner" in store_file().parts


_KILLED = """
import os, signal, sys
from pathlib import Path
from examiner_app.engine.cases.judgements import Judgement, unjudged
from examiner_app.engine.cases.store import AssessmentStore
store = AssessmentStore(Path(sys.argv[1]))
for number in range(100_000):
    store.write("c", unjudged("r", f"m{number:06}").judged(Judgement.CITED).noted(f"n{number}"))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a kill has another name there")
def test_a_kill_loses_nothing_that_was_confirmed(path: Path) -> None:
    process = subprocess.Popen(  # noqa: S603 - it runs this very Python
        [sys.executable, "-c", _KILLED, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    confirmed = -1
    for line in process.stdout:
        confirmed = int(line)
        if confirmed == 25:
            process.kill()
            break
    rest = [int(line) for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    process.wait()
    confirmed = max([confirmed, *rest])
    store = AssessmentStore(path)
    found = store.read("c", "r")
    store.close()
    # One more may have been written than could be said.
    assert len(found) in {confirmed + 1, confirmed + 2}
    assert [one.note for one in found] == [f"n{number}" for number in range(len(found))]


def test_threads_and_windows_share_it(store: AssessmentStore, path: Path) -> None:
    other = AssessmentStore(path)
    failed: list[Exception] = []

    def work(name: str, by: AssessmentStore) -> None:
        try:
            for number in range(20):
                by.write("c", cited(f"{name}{number}"))
                by.read("c", "r")
        except Exception as error:  # noqa: BLE001 - the test shows it
            failed.append(error)

    store.read("c", "r")
    threads = [
        threading.Thread(target=work, args=(name, by))
        for name, by in (("a", store), ("b", store), ("c", other))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert failed == []
    assert len(store.read("c", "r")) == 60


def test_a_newer_version_is_refused_and_untouched(store: AssessmentStore, path: Path) -> None:
    store.write("c", cited("m"))
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CaseError, match="newer Examiner") as refused:
        store.read("c", "r")
    assert str(refused.value).count(". ") == 0
    with pytest.raises(CaseError, match="newer Examiner"):
        store.write("c", cited("n"))
    assert path.read_bytes() == before


def test_a_file_of_another_program_is_refused_and_untouched(path: Path) -> None:
    path.parent.mkdir(parents=True)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (name TEXT)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(CaseError, match="not a file of marks and notes"):
        AssessmentStore(path).read("c", "r")
    assert path.read_bytes() == before
    assert [one.name for one in path.parent.iterdir()] == [FILE]


def test_a_damaged_file_is_set_aside_and_work_goes_on(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.write_bytes(b"not a database at all" * 100)
    store = AssessmentStore(path)
    with pytest.raises(CaseError, match=r"was damaged and is now judgements\.damaged-"):
        store.read("c", "r")
    store.write("c", cited("m"))
    assert [one.mark for one in store.read("c", "r")] == ["m"]
    store.close()
    aside = list(path.parent.glob("judgements.damaged-*.sqlite"))
    assert [one.read_bytes()[:21] for one in aside] == [b"not a database at all"]


def test_a_file_with_a_hole_is_set_aside(store: AssessmentStore, path: Path) -> None:
    for number in range(200):
        store.write("c", cited(f"m{number}", "x" * 500))
    store.close()
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    with pytest.raises(CaseError, match="was damaged"):
        store.read("c", "r")
    assert store.read("c", "r") == []
    assert len(list(path.parent.glob("judgements.damaged-*.sqlite"))) == 1


def test_a_half_written_file_of_no_bytes_is_a_new_one(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    store = AssessmentStore(path)
    store.write("c", cited("m"))
    store.close()
    assert path.stat().st_size > 0


def test_a_place_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    store = AssessmentStore(blocked / FILE)
    with pytest.raises(CaseError, match="cannot be kept"):
        store.write("c", cited("m"))
    blocked.unlink()
    store.write("c", cited("m"))
    assert len(store.read("c", "r")) == 1
    store.close()


def test_a_locked_file_is_said_and_not_set_aside(
    store: AssessmentStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write("c", cited("m"))
    monkeypatch.setattr(store.database, "_connection", _impatient(path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CaseError, match="locked"):
        store.write("c", cited("n"))
    other.execute("ROLLBACK")
    other.close()
    store.write("c", cited("n"))
    assert [one.mark for one in store.read("c", "r")] == ["m", "n"]
    assert list(path.parent.glob("*damaged*")) == []
    store.close()


def _impatient(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=0.05, check_same_thread=False)


def test_times_without_a_zone_are_in_utc(tmp_path: Path) -> None:
    path = tmp_path / FILE
    with closing(AssessmentStore(path)) as store:
        for mark in ("m", "n"):
            store.write("i", replace(unjudged("r", mark), note="why"))
        change = "UPDATE assessments SET changed = '2026-01-05T12:00:00' WHERE mark = 'm'"
        store.database.run(lambda to: to.execute(change))
        old, new = store.read("i", "r")
    assert old.changed == datetime(2026, 1, 5, 12, tzinfo=UTC) < new.changed
