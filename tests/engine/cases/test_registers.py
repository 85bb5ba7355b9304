from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from search_records import record

from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.registers import find_register, folder_name, known_folders
from examiner_app.engine.cases.search_record import SearchedRegister
from examiner_app.engine.register.open import Register
from examiner_app.resources import demo_register


@pytest.fixture
def store(tmp_path: Path) -> Iterator[CaseStore]:
    made = CaseStore(tmp_path / "cases.sqlite")
    yield made
    made.close()


@pytest.fixture
def register(make_register: Callable[..., Register]) -> Register:
    return make_register({"mac": np.eye(3, dtype=np.float16)})


def searched(path: object, register: str = "r" * 32) -> SearchedRegister:
    return record().searched.model_copy(update={"path": str(path), "id": register})


def test_a_register_is_found_where_it_was(store: CaseStore, tmp_path: Path) -> None:
    assert find_register(store, searched(tmp_path)) == tmp_path
    assert find_register(store, searched(tmp_path / "gone")) is None


def test_a_name_is_not_looked_for_where_the_program_was_started(
    store: CaseStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "marks").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_register(store, searched("marks")) is None


def test_a_register_is_found_by_its_id(store: CaseStore, register: Register) -> None:
    own = register.manifest.id
    moved = searched("marks", own)
    assert find_register(store, moved) is None
    assert find_register(store, moved, [Path("/nowhere"), register.path]) == register.path
    other = searched("marks", "other")
    assert find_register(store, other, [register.path]) is None
    case = store.begin([])
    store.log(case, record(searched=searched(register.path, own)))
    assert find_register(store, moved) == register.path


def test_a_demo_that_was_replaced_is_searched_for_the_former_one(store: CaseStore) -> None:
    demo = demo_register()
    former = Path("/elsewhere") / demo.parent.name / demo.name
    assert find_register(store, searched(former)) == demo
    assert find_register(store, searched(former.parent)) is None


def test_the_last_folder_comes_first_and_damaged_records_are_passed_over(store: CaseStore) -> None:
    case = store.begin([])
    for path in ("/a", "/b", "name", "/a", "/c"):
        store.log(case, record(searched=searched(path)))
    store.log(case, record(searched=searched("/other", "other")))
    store.close()
    assert store.database.path is not None
    with sqlite3.connect(store.database.path) as connection:
        connection.execute("UPDATE searches SET record = 'x' WHERE number = 5")
    connection.close()
    assert known_folders(store, "r" * 32) == [Path("/a"), Path("/b")]


@pytest.mark.parametrize(
    "path", ["/srv/marks", "C:\\Users\\x\\marks", "\\\\host\\share\\marks", "marks", "/srv/marks/"]
)
def test_of_a_path_the_last_part_is_kept(path: str) -> None:
    assert folder_name(path) == folder_name(folder_name(path)) == "marks"
