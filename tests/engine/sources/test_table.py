from __future__ import annotations

from pathlib import Path

import pytest

from examiner_app.engine.sources.source import SourceMark
from examiner_app.engine.sources.table import TableSource
from examiner_app.errors import SourceError


def table(tmp_path: Path, text: str, name: str = "marks.csv", encoding: str = "utf-8") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding=encoding)
    return path


def test_every_column(tmp_path: Path) -> None:
    text = (
        "File,ID,Words,Owner,Office,Number,Status,Filed,Registered,Nice,Vienna,Type,Group,Colour\n"
        'a\\b.png,7,"ACME, Ltd","O ""X""",EM,018,filed,2001-02-03,2002-03-04,9;25 41,'
        "05.07.13|27.05.01,figure-only,4,red\n"
    )
    source = TableSource(table(tmp_path, text))
    assert list(source) == [
        SourceMark(
            tmp_path / "a/b.png", "a/b.png", "7", "ACME, Ltd", 'O "X"', "EM", "018", "filed",
            "2001-02-03", "2002-03-04", (9, 25, 41), ("05.07.13", "27.05.01"), "figure-only", 4,
        )
    ]  # fmt: skip
    assert (len(source), source.format, source.name) == (1, "table", "marks.csv")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_delimiters_blank_lines_and_missing_cells(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    rows = [["file", "words", "nice"], ["a.png", "Ä"], ["", "", ""], ["b.png", "", "9 25", "more"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    source = TableSource(table(tmp_path, text, encoding=encoding))
    assert [(mark.id, mark.words, mark.nice) for mark in source] == [
        ("a.png", "Ä", ()),
        ("b.png", "", (9, 25)),
    ]


def test_dates_by_their_long_names(tmp_path: Path) -> None:
    text = "file,filing_date,registration_date\na.png,2001-02-03,2002-03-04\n"
    mark = next(iter(TableSource(table(tmp_path, text))))
    assert (mark.filed, mark.registered) == ("2001-02-03", "2002-03-04")


def test_a_folder_holds_marks_csv(tmp_path: Path) -> None:
    table(tmp_path, "file\na.png\n")
    assert [mark.path for mark in TableSource(tmp_path)] == [tmp_path / "a.png"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "no column «file»"),
        ("name,words\na,b\n", "no column «file»"),
        ("file,words,words\na,b,c\n", "«words» twice"),
        ("file\n", "has no rows"),
        ("file,words\n,x\n", "line 2, names no file"),
        ("words,file\nx\n", "line 2, names no file"),
        ("filed,filing_date,file\n,,a.png\n", "«filed» twice"),
        ("file,nice\na.png,9\nb.png,x\n", "line 3: «x» in the column «nice» is not a number"),
        ("file,nice\na.png,46\n", "from 1 to 45"),
        ("file,group\na.png,-1\n", "not a number"),
        ("file,type\na.png,logo\n", "«logo» is none of text-only"),
        ("file,words\na.png,\x00\n", None),
    ],
)
def test_faults_are_named_before_anything_is_described(
    tmp_path: Path, text: str, sentence: str | None
) -> None:
    path = table(tmp_path, text)
    if sentence is None:
        assert TableSource(path) is not None
        return
    with pytest.raises(SourceError, match=sentence):
        TableSource(path)


def test_other_encodings_are_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="UTF-8"):
        TableSource(table(tmp_path, "file,words\na.png,Ä\n", encoding="latin-1"))


def test_giant_cells_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a readable table"):
        TableSource(table(tmp_path, "file,words\na.png," + "x" * 200_000 + "\n"))


def test_no_table(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is not there"):
        TableSource(tmp_path)
