from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hostile_words import HOSTILE

from examiner_app.engine.report.batch import NEAREST, BatchRow, _stems, summary


def read(rows: list[BatchRow]) -> list[list[str]]:
    text = summary(rows, "MAC").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_a_table_of_nothing_has_its_head() -> None:
    (head,) = read([])
    assert head[:6] == ["file", "reports", "state", "problem", "sha256", "type"]
    assert len(head) == 6 + 3 * NEAREST
    assert head[6:9] == ["match 1", "rank by MAC 1", "words 1"]


def test_what_became_of_a_logo_is_told() -> None:
    row = BatchRow("a.png", ("a.pdf",), facts=("0" * 64, "both"), nearest=(("m", 2, "W"),))
    rows = read([row, BatchRow("b.png", problem="No."), BatchRow("c.png", ("c.pdf",), kept=True)])
    assert [one[2] for one in rows[1:]] == ["written", "failed", "there before"]
    assert rows[1][4:] == ["0" * 64, "both", "m", "2", "W"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_cell_can_be_calculated(words: str) -> None:
    for line in read([BatchRow(words, (words,), words, nearest=((words, 1, words),))])[1:]:
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@")) for cell in line)


def test_names_that_differ_in_their_suffix_only_keep_it() -> None:
    files = [Path("a.png"), Path("A.jpg"), Path("b.png")]
    assert _stems(files) == ["a.png", "A.jpg", "b"]


def test_the_table_has_the_separator_that_is_asked_for() -> None:
    rows = [BatchRow("a.png", ("a.pdf",), nearest=(("Tom, =1", 2, "W; x"),))]
    text = summary(rows, "MAC", "semicolon").decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text), delimiter=";"))[1]
    assert row[6:] == ["Tom,' =1", "2", "W; x"]
