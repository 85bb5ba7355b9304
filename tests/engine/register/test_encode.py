from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from examiner_app.engine.register import rows
from examiner_app.engine.register.catalogue import Catalogue, CatalogueWriter, Mark
from examiner_app.engine.register.encode import checked_codes, encode_columns, numbering
from examiner_app.errors import RegisterError

BLANK = Mark(0, "", *("",) * 7, (), (), "figure-only", (0.0, 1.0, 0.0), None, "", "", 0)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "catalogue.sqlite"
    writer = CatalogueWriter(path, 0)
    writer.append(
        replace(BLANK, index=row, id=str(row), owner="AB"[row % 2], office=str(row // 4))
        for row in range(10)
    )
    writer.commit()
    writer.close()
    return path


def test_contents_are_numbered_as_they_come(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "_ROWS", 3)
    owners, offices = encode_columns(Catalogue(path, 9), ["owner", "office"])
    assert owners.contents == ("A", "B")
    assert owners.codes.tolist() == [0, 1, 0, 1, 0, 1, 0, 1, 0]
    assert offices.contents == ("0", "1", "2")
    assert offices.codes.tolist() == [0, 0, 0, 0, 1, 1, 1, 1, 2]


def test_no_marks_have_no_contents(path: Path) -> None:
    (owners,) = encode_columns(Catalogue(path, 0), ["owner"])
    assert owners.contents == ()
    assert owners.codes.shape == (0,)


def test_a_row_that_is_missing_is_damage(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM marks WHERE idx = 4")
    connection.close()
    with pytest.raises(RegisterError, match="is damaged"):
        encode_columns(Catalogue(path, 10), ["owner"])


def test_each_text_gets_one_number() -> None:
    known = numbering()
    assert [known[text] for text in ("b", "a", "b", "")] == [0, 1, 0, 2]


def test_codes_are_checked() -> None:
    right = np.array([0, 2, 1], np.int32)
    assert checked_codes(right, 3) is right
    assert len(checked_codes(right[:0], 0)) == 0
    for wrong in (right - 1, right + 1, right.astype(np.int64), right[None]):
        with pytest.raises(ValueError, match=r"^$"):
            checked_codes(wrong, 3)
