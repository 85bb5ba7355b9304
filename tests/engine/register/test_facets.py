from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.register import facets, rows
from examiner_app.engine.register.catalogue import Catalogue, CatalogueWriter, Mark
from examiner_app.engine.register.facets import read_facets
from examiner_app.errors import RegisterError

BLANK = Mark(0, "", *("",) * 7, (), (), "figure-only", (0.0, 1.0, 0.0), None, "", "", 0)


def mark(index: int) -> Mark:
    return replace(
        BLANK,
        index=index,
        id=f"id{index}",
        office=("EM", "US", "")[index % 3],
        nice=tuple(range(1, 1 + index % 4)),
        vienna=(("3.7.16", "A 3.1.1"), ("270501",), ("no code",), ())[index % 4],
        filed=f"20{index % 20:02}-01-01",
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    writer = CatalogueWriter(path, 0)
    writer.append(mark(index) for index in range(50))
    writer.commit()
    writer.close()
    return path


@pytest.fixture
def catalogue(path: Path) -> Iterator[Catalogue]:
    opened = Catalogue(path, 47)
    yield opened
    opened.close()


def test_where_and_counts_are_those_of_the_marks_one_by_one(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "_ROWS", 7)
    monkeypatch.setattr(facets, "_CONTENTS", 3)
    read, marks = read_facets(catalogue), [mark(index) for index in range(47)]
    assert read.office.where({"EM", ""}.__contains__).tolist() == [
        one.office in {"EM", ""} for one in marks
    ]
    assert read.nice.where("2".__eq__).tolist() == [2 in one.nice for one in marks]
    within = np.arange(47) % 2 == 0
    counted = {value: number for value, number in read.nice.counts(within).items() if number}
    assert counted == Counter(str(n) for one in marks[::2] for n in one.nice)
    assert read.filed.counts(within)["2004-01-01"] == 3


def test_vienna_codes_count_once_under_every_level(catalogue: Catalogue) -> None:
    counts = read_facets(catalogue).vienna.counts(np.ones(47, bool))
    levels = ("03", "03.07", "03.07.16", "03.01", "03.01.01", "27", "27.05", "27.05.01")
    assert counts == dict.fromkeys(levels, 12)


def test_rows_that_are_not_committed_are_not_read(path: Path) -> None:
    opened = Catalogue(path, 0)
    empty = read_facets(opened)
    assert empty.type.where(lambda _: True).shape == (0,)
    assert empty.vienna.counts(np.zeros(0, bool)) == {}
    opened.close()


def test_missing_rows_and_damage_are_said(path: Path) -> None:
    opened = Catalogue(path, 51)
    with pytest.raises(RegisterError, match="is damaged"):
        read_facets(opened)
    opened.close()
    connection = sqlite3.connect(path)
    connection.execute("DROP TABLE marks")
    connection.commit()
    connection.close()
    gone = Catalogue.__new__(Catalogue)
    gone.path, gone.count = path, 50
    with pytest.raises(RegisterError, match="is damaged"):
        read_facets(gone)


@pytest.mark.parametrize("content", ["25", "not JSON", "[1], [2]", "[1", '{"a": 1}'])
def test_a_content_that_is_no_list_is_damage(path: Path, content: str) -> None:
    connection = sqlite3.connect(path)
    connection.execute("UPDATE marks SET nice = ? WHERE idx = 3", [content])
    connection.commit()
    connection.close()
    opened = Catalogue(path, 50)
    with pytest.raises(RegisterError, match="is damaged"):
        read_facets(opened)
    opened.close()
