from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from random_registers import write_register

from examiner_app.engine.progress import finish
from examiner_app.engine.register import columns
from examiner_app.engine.register.array_file import load_arrays, save_arrays
from examiner_app.engine.register.catalogue import Catalogue, CatalogueWriter, Mark
from examiner_app.engine.register.columns import COLUMNS, Columns, keep_columns
from examiner_app.engine.register.manifest import read_manifest
from examiner_app.engine.register.open import open_register
from examiner_app.engine.register.verify import verify_register
from examiner_app.engine.register.writer import RegisterWriter, Row
from examiner_app.errors import RegisterError

BLANK = Mark(0, "", *("",) * 7, (), (), "figure-only", (0.0, 1.0, 0.0), None, "", "", 0)
COUNT = 60
NAMES = {"facets-1", "pictures-1", "owners-1"}
Open = Callable[..., Columns]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    write(path, range(COUNT), "Alba")
    return path


def write(path: Path, indices: range, owner: str) -> None:
    writer = CatalogueWriter(path, indices.start)
    writer.append(
        replace(
            BLANK,
            index=index,
            id=str(index),
            owner=("", f"{owner} Ltd", owner.upper())[index % 3],
            nice=(index % 45 + 1,),
            vienna=("03.07.16", "3.7.01"),
            repeat=index // 2 * 2,
        )
        for index in indices
    )
    writer.commit()
    writer.close()


@pytest.fixture
def kept(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Return a maker of columns that are kept beside the catalogue, or in another folder."""
    monkeypatch.setattr(columns, "WORTH_KEEPING", 10)
    opened: list[Catalogue] = []

    def make(digest: str = "d", count: int = COUNT) -> Columns:
        opened.append(Catalogue(path, count))
        return Columns(opened[-1], digest, (tmp_path / COLUMNS, tmp_path / "cache" / "id"))

    yield make
    for catalogue in opened:
        catalogue.close()


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder of a register of three marks, which counts as large."""
    monkeypatch.setattr(columns, "WORTH_KEEPING", 2)
    monkeypatch.setattr(columns, "_cache", lambda: tmp_path / "cache")
    folder = tmp_path / "register"
    write_register(folder, {"mac": np.eye(3, dtype=np.float16)})
    return folder


def files(folder: Path) -> set[str]:
    return {one.stem for one in folder.iterdir()} if folder.is_dir() else set()


def forget(path: Path) -> None:
    """From now on, only what was kept can answer."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DELETE FROM marks WHERE idx > 0")


def test_what_was_kept_is_what_was_read(path: Path, kept: Open) -> None:
    first = kept()
    assert [step.done for step in first.keep()] == [0, 1, 2]
    assert files(path.parent / COLUMNS) == NAMES
    forget(path)
    again, within = kept(), np.arange(COUNT) % 2 == 0
    for name in ("type", "office", "status", "filed", "nice", "vienna"):
        one, other = getattr(first.facets, name), getattr(again.facets, name)
        assert one.counts(within) == other.counts(within)
    assert again.picture_groups.tolist() == [row // 2 * 2 for row in range(COUNT)]
    assert again.owner_groups.tolist() == first.owner_groups.tolist()


def test_what_was_kept_of_other_marks_is_not_used(path: Path, kept: Open) -> None:
    before = kept().owner_groups
    assert before[1] == before[2]
    write(path, range(COUNT, COUNT + 10), "Norvik")
    for _ in range(2):
        assert len(kept("other", COUNT + 10).owner_groups) == COUNT + 10
    forget(path)
    assert len(kept("other", COUNT + 10).owner_groups) == COUNT + 10


@pytest.mark.parametrize("damage", ["garbage", "short", "empty", "count", "range", "type", "name"])
def test_a_damaged_file_is_made_again(path: Path, kept: Open, damage: str) -> None:
    right = kept().picture_groups.tolist()
    file = path.parent / COLUMNS / "pictures-1.safetensors"
    arrays = {
        "count": {"groups": np.zeros(3, np.int32)},
        "range": {"groups": np.full(COUNT, COUNT + 1, np.int32)},
        "type": {"groups": np.zeros(COUNT, np.float32)},
        "name": {"grups": np.zeros(COUNT, np.int32)},
    }
    if damage in arrays:
        save_arrays(file, "d", arrays[damage])
    else:
        data = file.read_bytes()
        file.write_bytes({"garbage": b"\xff" * 99, "short": data[:-9], "empty": b""}[damage])
    assert kept().picture_groups.tolist() == right
    mended = load_arrays(file, "d")
    assert mended is not None
    assert mended["groups"].tolist() == right


@pytest.mark.parametrize("damage", [b"[9999]", b"{}", b"[]", b"7", b'["a"]', b"not JSON", b"\xff"])
def test_damaged_facets_are_read_again(path: Path, kept: Open, damage: bytes) -> None:
    right = kept().facets.nice.counts(np.ones(COUNT, bool))
    file = path.parent / COLUMNS / "facets-1.safetensors"
    arrays = load_arrays(file, "d")
    assert arrays is not None
    save_arrays(file, "d", arrays | {"nice.values": np.frombuffer(damage, np.uint8)})
    assert kept().facets.nice.counts(np.ones(COUNT, bool)) == right


def test_where_the_register_cannot_be_written_the_cache_keeps(path: Path, kept: Open) -> None:
    (path.parent / COLUMNS).write_text("in the way")
    right = kept().picture_groups.tolist()
    assert files(path.parent / "cache" / "id") == {"pictures-1"}
    forget(path)
    assert kept().picture_groups.tolist() == right


def test_where_nothing_can_be_written_nothing_is_kept(path: Path, kept: Open) -> None:
    for name in (COLUMNS, "cache"):
        (path.parent / name).write_text("in the way")
    assert len(kept().picture_groups) == COUNT


def test_small_registers_keep_nothing(path: Path, tmp_path: Path) -> None:
    with closing(Catalogue(path, COUNT)) as catalogue:
        small = Columns(catalogue, "d", (tmp_path / COLUMNS,))
        assert len(small.picture_groups) == COUNT
        assert list(small.keep()) == []
    assert not (tmp_path / COLUMNS).exists()


def test_a_failure_is_not_kept(path: Path, kept: Open) -> None:
    found = kept(count=COUNT + 1)
    for _ in range(2):
        with pytest.raises(RegisterError, match="is damaged"):
            _ = found.facets
    write(path, range(COUNT, COUNT + 1), "Norvik")
    assert len(found.facets.type.codes) == COUNT + 1


def test_two_that_ask_at_once_get_one_answer(kept: Open) -> None:
    found, seen = kept(), []
    threads = [threading.Thread(target=lambda: seen.append(found.facets)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == 8
    assert len({id(facets) for facets in seen}) == 1


def test_a_register_keeps_its_columns_when_they_are_asked_for(register: Path) -> None:
    problems = finish(verify_register(register))
    with closing(open_register(register)) as opened:
        assert not (register / COLUMNS).exists()
        assert opened.facets.type.codes.tolist() == [0, 0, 0]
        assert files(register / COLUMNS) == {"facets-1"}
    finish(keep_columns(register, read_manifest(register)))
    assert files(register / COLUMNS) == NAMES
    assert finish(verify_register(register)) == problems


def test_a_copy_of_a_register_has_its_columns(register: Path, tmp_path: Path) -> None:
    finish(keep_columns(register, read_manifest(register)))
    copy = shutil.copytree(register, tmp_path / "copy")
    forget(copy / "catalogue.sqlite")
    with closing(open_register(copy)) as opened:
        assert opened.facets.type.codes.tolist() == [0, 0, 0]


def test_what_is_appended_is_in_the_columns(register: Path) -> None:
    finish(keep_columns(register, read_manifest(register)))
    writer = RegisterWriter(register, read_manifest(register))
    empty = np.empty(0, np.int32)
    mark = replace(BLANK, index=3, id="new", office="EM", repeat=3)
    writer.append([mark], [Row({"mac": np.ones(3, np.float16) / 2}, empty, empty, b"x")])
    writer.commit(complete=True)
    writer.close()
    with closing(open_register(register)) as opened:
        assert opened.facets.office.where("EM".__eq__).tolist() == [False, False, False, True]
        assert len(opened.owner_groups) == len(opened.picture_groups) == 4


def test_another_register_in_its_place_has_columns_of_its_own(
    register: Path, tmp_path: Path
) -> None:
    finish(keep_columns(register, read_manifest(register)))
    other = tmp_path / "other"
    about = [{"office": "US"}] * 3
    write_register(other, {"mac": np.eye(3, dtype=np.float16)}, about=about)
    shutil.copytree(register / COLUMNS, other / COLUMNS)
    with closing(open_register(other)) as opened:
        assert opened.facets.office.values == ("US",)
