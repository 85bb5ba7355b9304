"""The store of cases: numbers are never given twice, and what was confirmed survives a kill."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from search_records import IMAGE, record

from examiner_app.engine.cases import database
from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.desk_record import DeskRecord
from examiner_app.engine.cases.store import FILE
from examiner_app.engine.pages import page_digest
from examiner_app.errors import CaseError

HELPERS = str(Path(__file__).parents[2])
HERON = NewImage(IMAGE, b"the file of the heron", 1, "heron.png")
PAGE_2 = NewImage("2" * 64, b"the file of the heron", 2, "heron.tif (page 2)")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / FILE)
    yield made
    made.close()


def test_a_case_is_read_as_it_was_kept(store: CaseStore) -> None:
    case = store.begin([HERON], "EM 018 123", "A. Examiner")
    store.add_image(case, PAGE_2)
    store.add_image(case, HERON)
    store.change_pins(case, "r", ["m2", "m1", "m2"], ())
    store.change_pins(case, "other", ["x"], ())
    store.change_pins(case, "other", [], ["x"])
    first, second = record(), record(sort="mac", filter={"nice": [9]})
    assert store.log(case, first) == 1
    assert store.log(case, second, b"bits") == 2
    found = CaseStore(store.database.path).read(case)
    assert (found.reference, found.examiner) == ("EM 018 123", "A. Examiner")
    assert [(image.sha256, image.page, image.name) for image in found.images] == [
        (IMAGE, 1, "heron.png"),
        ("2" * 64, 2, "heron.tif (page 2)"),
    ]
    assert found.pins == {"r": ("m2", "m1")}
    assert [(one.number, one.record) for one in found.searches] == [(1, first), (2, second)]
    assert store.correction(case, 1) is None
    assert store.correction(case, 2) == b"bits"
    assert found.created <= found.changed


def test_the_desk_is_kept_in_place_of_the_former_and_changes_nothing_of_the_case(
    store: CaseStore,
) -> None:
    case = store.begin([HERON])
    before = store.read(case)
    assert before.desk is None
    store.keep_desk(case, DeskRecord(sort="mac"))
    store.keep_desk(case, DeskRecord(sort="spoc"))
    found = store.read(case)
    assert found == replace(before, desk=DeskRecord(sort="spoc"))
    store.database.run(lambda to: to.execute("UPDATE desks SET record = '{'"))
    assert store.read(case) == before, "a desk that makes no sense is in nobody's way"


def test_pins_of_one_register_are_read_alone(store: CaseStore) -> None:
    case = store.begin([HERON])
    store.change_pins(case, "r", ["b", "a"], ())
    store.change_pins(case, "other", ["x"], ())
    assert store.pinned(case, "r") == ["b", "a"]
    assert store.pinned(case, "none") == store.pinned("nobody", "r") == []


def test_a_file_with_several_pages_is_kept_once(store: CaseStore) -> None:
    case = store.begin([HERON, PAGE_2])
    files = {image.file for image in store.read(case).images}
    assert files == {hashlib.sha256(HERON.data).hexdigest()}
    assert store.file(files.pop()) == HERON.data


def overwrite(data: object, to: sqlite3.Connection) -> None:
    to.execute("UPDATE files SET data = ?", (data,))


def test_an_image_that_was_changed_behind_it_is_refused(store: CaseStore) -> None:
    (image,) = store.read(store.begin([HERON])).images
    for data in (b"another", "text", 7):
        store.database.run(partial(overwrite, data))
        with pytest.raises(CaseError, match="not as it was filed"):
            store.file(image.file)
    with pytest.raises(CaseError, match="not as it was filed"):
        store.file("0" * 64)


def test_a_case_is_found_by_an_image_the_latest_first(store: CaseStore) -> None:
    old, new = store.begin([HERON], "A 1"), store.begin([HERON], "B 1")
    assert store.of_image(IMAGE) == new
    store.log(old, record())
    assert store.of_image(IMAGE) == old
    assert store.of_image("9" * 64) is None


def test_two_windows_with_one_new_image_begin_one_case(store: CaseStore) -> None:
    other = CaseStore(store.database.path)
    store.summaries()
    found: list[str] = []
    ready = threading.Barrier(2)

    def work(by: CaseStore) -> None:
        for number in range(30):
            image = replace(HERON, sha256=f"{number:064}")
            ready.wait()
            found.append(by.case_of(image))

    threads = [threading.Thread(target=work, args=(by,)) for by in (store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len(set(found)) == len(store.summaries()) == 30
    (image,) = store.read(store.case_of(HERON)).images
    assert store.file(image.file) == HERON.data
    latest = store.begin([HERON])
    assert store.case_of(HERON) == latest, "as of_image finds it"


def test_pins_of_two_windows_come_together(store: CaseStore) -> None:
    case = store.begin([HERON])
    store.change_pins(case, "r", ["b", "a", "b"], [])
    store.change_pins(case, "r", ["c", "a"], [])
    store.change_pins(case, "other", ["x"], [])
    assert store.pinned(case, "r") == ["b", "a", "c"]
    store.change_pins(case, "r", ["d"], ["a", "nothing"])
    assert store.pinned(case, "r") == ["b", "c", "d"]
    store.change_pins(case, "r", ["b"], ["b"])
    assert store.pinned(case, "r") == ["c", "d", "b"]
    store.change_pins(case, "r", [], ["c", "d", "b"])
    assert store.read(case).pins == {"other": ("x",)}


def test_a_promised_number_is_given_to_no_other_search(store: CaseStore) -> None:
    case = store.begin([])
    assert store.log(case, record(), number=1) == 1
    before = store.read(case)
    with pytest.raises(CaseError, match="Search 1 of the case is another one now"):
        store.log(case, record(), number=1)
    assert store.read(case) == before


def test_a_case_that_is_not_there_is_said_and_nothing_is_kept_of_it(store: CaseStore) -> None:
    for attempt in (
        lambda: store.read("nothing"),
        lambda: store.log("nothing", record()),
        lambda: store.change_pins("nothing", "r", ["m"], ()),
        lambda: store.change_pins("nothing", "r", ["m"], ["n"]),
        lambda: store.add_image("nothing", HERON),
        lambda: store.describe("nothing", "a", "b"),
        lambda: store.keep_desk("nothing", DeskRecord()),
    ):
        with pytest.raises(CaseError, match="no case nothing"):
            attempt()
    count = "SELECT (SELECT COUNT(*) FROM searches) + (SELECT COUNT(*) FROM files)"
    assert store.database.run(lambda to: to.execute(count).fetchone()) == (0,)


def test_a_search_of_a_newer_program_is_said(store: CaseStore) -> None:
    case = store.begin([])
    store.log(case, record())
    change = "UPDATE searches SET record = json_set(record, '$.format', 2)"
    store.database.run(lambda to: to.execute(change))
    with pytest.raises(CaseError, match=r"Search 1 .* newer Examiner"):
        store.read(case)


def test_windows_that_log_at_once_give_each_number_once(store: CaseStore) -> None:
    case = store.begin([])
    other = CaseStore(store.database.path)
    numbers: list[int] = []

    def work(by: CaseStore) -> None:
        for _ in range(20):
            numbers.append(by.log(case, record()))

    threads = [threading.Thread(target=work, args=(by,)) for by in (store, store, other)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert sorted(numbers) == list(range(1, 61))


_KILLED = """
import sys
from pathlib import Path
from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
sys.path.insert(0, sys.argv[2])
from search_records import record
store = CaseStore(Path(sys.argv[1]))
case = store.begin([NewImage("1" * 64, b"x" * 100_000, 1, "heron.png")], "killed")
for number in range(100_000):
    print(store.log(case, record(seconds=number), b"y" * 5_000), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a kill has another name there")
@pytest.mark.parametrize("after", [1, 7, 23])
def test_a_kill_loses_no_search_that_was_confirmed(store: CaseStore, after: int) -> None:
    arguments = [
        sys.executable,
        "-c",
        _KILLED,
        str(store.database.path),
        HELPERS,
    ]
    process = subprocess.Popen(  # noqa: S603 - it runs this very Python
        arguments, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    confirmed = 0
    for line in process.stdout:
        confirmed = int(line)
        if confirmed == after:
            process.kill()
            break
    rest = [int(line) for line in process.stdout if line.endswith("\n")]
    process.stdout.close()
    process.wait()
    confirmed = max([confirmed, *rest])
    case = store.of_reference("killed")
    assert case is not None
    found = store.read(case)
    # One more may have been written than could be said.
    assert len(found.searches) in {confirmed, confirmed + 1}
    assert [one.number for one in found.searches] == list(range(1, len(found.searches) + 1))
    assert [one.record.seconds for one in found.searches] == list(range(len(found.searches)))
    assert store.file(found.images[0].file) == b"x" * 100_000


def test_a_large_file_is_opened_without_reading_all_of_it(
    store: CaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = store.begin([NewImage(IMAGE, b"x" * 400_000, 1, "heron.png")])
    store.close()
    path = tmp_path / FILE
    data = bytearray(path.read_bytes())
    middle = len(data) // 8192 * 4096
    data[middle : middle + 4096] = b"\xff" * 4096
    path.write_bytes(bytes(data))
    monkeypatch.setattr(database, "CHECKED_BYTES", 1)
    (image,) = store.read(case).images
    with pytest.raises(CaseError, match=r"was damaged|not as it was filed"):
        store.file(image.file)


def test_only_the_bytes_that_were_examined_are_kept() -> None:
    digest = hashlib.sha256(b"a file").hexdigest()
    assert NewImage.examined(digest, b"a file", 1, "a").data == b"a file"
    second = page_digest(digest, 2)
    assert NewImage.examined(second, b"a file", 2, "a").page == 2
    for sha256, data, page in ((digest, b"another", 1), (digest, b"a file", 2)):
        with pytest.raises(CaseError, match="changed after it was examined"):
            NewImage.examined(sha256, data, page, "a")
