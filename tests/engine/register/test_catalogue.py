from __future__ import annotations

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from examiner_app.engine.register.catalogue import Catalogue, CatalogueWriter, Mark, canonical
from examiner_app.errors import RegisterError

MARK = Mark(
    index=0,
    id="EM-1",
    words='Zwölf "Äpfel" & Co',
    owner="O'Neill; DROP TABLE marks",
    office="EM",
    number="000001",
    status="registered",
    filed="2001-02-03",
    registered="2002-03-04",
    nice=(9, 25),
    vienna=("05.07.13", "27.05.01"),
    type="figure-and-text",
    type_probabilities=(0.1, 0.2, 0.7),
    group=3,
    sha256="ab",
    file="pool/ä.png",
    repeat=0,
)


def numbered(index: int) -> Mark:
    group = 5 if index % 2 else None
    words = f"word{index}"
    return replace(MARK, index=index, id=f"id{index}", words=words, group=group, sha256=str(index))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    writer = CatalogueWriter(path, 0)
    writer.append([MARK, *(numbered(index) for index in range(1, 1200))])
    writer.commit()
    writer.close()
    return path


def test_a_mark_comes_back_as_it_was(path: Path) -> None:
    catalogue = Catalogue(path, 1200)
    assert catalogue.mark(0) == MARK
    assert catalogue.find("EM-1") == MARK
    assert canonical(catalogue.mark(0)) == canonical(MARK)
    catalogue.close()


def test_more_marks_than_a_statement_takes(path: Path) -> None:
    catalogue = Catalogue(path, 1200)
    marks = catalogue.marks(range(1199, -1, -1))
    assert [mark.index for mark in marks] == list(range(1199, -1, -1))
    assert catalogue.all() == marks[::-1]
    catalogue.close()


def test_groups(path: Path) -> None:
    catalogue = Catalogue(path, 6)
    assert catalogue.groups() == {0: 3, 1: 5, 3: 5, 5: 5}
    catalogue.close()


def test_matching_looks_into_one_field_and_finds_all(path: Path) -> None:
    catalogue = Catalogue(path, 1000)
    assert catalogue.matching("words", "apfel zwo") == [0]
    assert catalogue.matching("owner", "apfel") == []
    assert len(catalogue.matching("owner", "neill drop")) == 1000
    for nothing in ("", " ", '"', ") OR words : (a", "-"):
        assert catalogue.matching("words", nothing) == []
    catalogue.close()


def test_search_finds_words_and_owners(path: Path) -> None:
    catalogue = Catalogue(path, 1000)
    assert catalogue.search("ZWOLF apfel") == [0]
    assert set(catalogue.search("word77", limit=50)) == {77, *range(770, 780)}
    assert catalogue.search("word1100") == []
    assert catalogue.search('"') == []
    assert catalogue.search("  ") == []
    assert len(catalogue.search("neill", limit=10)) == 10
    catalogue.close()


def test_a_writer_drops_what_was_not_promised(path: Path) -> None:
    writer = CatalogueWriter(path, 4)
    assert writer.file_of("id4") is None
    assert writer.file_of("id3") == "pool/ä.png"
    first = writer.first_with("2")
    assert first is not None
    assert first.index == 2
    writer.append([replace(numbered(7), index=4)])
    writer.commit()
    writer.append([replace(numbered(8), index=5)])
    writer.close()
    catalogue = Catalogue(path, 5)
    assert [mark.id for mark in catalogue.all()] == ["EM-1", "id1", "id2", "id3", "id7"]
    assert catalogue.search("word7") == [4]
    assert catalogue.search("word8") == []
    catalogue.close()


def test_too_few_rows_are_damage(path: Path) -> None:
    with pytest.raises(RegisterError, match="damaged"):
        CatalogueWriter(path, 1201)


def test_a_commit_that_was_killed_is_undone_on_opening(path: Path, tmp_path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE marks SET words = words || ' changed'")
    killed = tmp_path / "killed"
    killed.mkdir()
    for name in (path.name, f"{path.name}-journal"):
        shutil.copy(path.with_name(name), killed / name)
    connection.execute("ROLLBACK")
    connection.close()
    raw = (killed / path.name).read_bytes()
    assert b" changed" in raw
    catalogue = Catalogue(killed / path.name, 1200)
    assert all("changed" not in mark.words for mark in catalogue.all())
    catalogue.close()
