from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hostile_words import HOSTILE, with_words
from hypothesis import given
from hypothesis import strategies as st

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.csv_table import render_csv
from examiner_app.engine.report.kinds import ReportKind


@pytest.fixture(scope="module")
def content(examination: Examination) -> ReportContent:
    order = [int(row) for row in examination.ranks.order("mac")]
    cited = [
        Assessment("r", f"mark-{order[place]:05}", Judgement.CITED, note, examination.started)
        for place, note in ((0, "one\n\n=two"), (900, ""))
    ]
    return build_content(
        examination, pinned=[order[1]], top=4, listing=Listing("mac"), assessments=cited
    )


def read(content: ReportContent, separator: str = ",") -> list[list[str]]:
    text = render_csv(content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=separator))


def rows(content: ReportContent) -> list[dict[str, str]]:
    header, *lines = read(content)
    return [dict(zip(header, line, strict=True)) for line in lines]


def test_excel_knows_it_for_utf_8_and_programs_read_the_header_first(
    content: ReportContent,
) -> None:
    data = render_csv(content)
    assert data.startswith(b'\xef\xbb\xbf"id","words","type","owner"')
    assert data.endswith(b"\r\n")
    assert data.count(b"\n") == data.count(b"\r\n") == 1 + len(content.matches) + 1
    header = read(content)[0]
    assert header[:18] == [
        "id", "words", "type", "owner", "office", "number", "status", "filed", "registered",
        "nice", "vienna", "stands for", "judgement", "note", "judged under", "pinned",
        "evidence", "rank: SIFT",
    ]  # fmt: skip
    assert len(header) == 18 + 3 * len(content.methods)
    assert len(set(header)) == len(header)


def test_each_mark_has_a_row_and_cited_ones_follow(
    content: ReportContent, examination: Examination
) -> None:
    table = rows(content)
    listed = (*content.matches, *content.cited)
    assert len(content.cited) == 1
    assert [row["id"] for row in table] == [mark.id for mark in listed]
    for row in table:
        index = int(row["id"].removeprefix("mark-"))
        for method in content.methods:
            assert row[f"rank: {method.name}"] == str(examination.ranks.of(method.key)[index])
        assert float(row["distance: MAC"]) == pytest.approx(
            float(examination.ranks.distances["mac"][index]), abs=1e-6
        )
        assert 0 <= float(row["percentile: MAC"]) < 100
        assert row["distance: Fused"] == ""
    assert [row["pinned"] for row in table] == ["no", "yes", "no", "no", "no"]
    assert (table[0]["judgement"], table[0]["note"]) == ("cited", "one / =two")
    assert table[0]["nice"] == "9, 35"


def test_columns_stay_where_no_mark_fills_them(content: ReportContent) -> None:
    bare = replace(content, matches=(replace(content.matches[0], facts=()),), cited=())
    assert read(bare)[0] == read(content)[0]
    assert rows(bare)[0]["office"] == ""
    nothing = replace(bare, matches=(), tables=(), kind=ReportKind.FILE_COPY)
    assert read(nothing) == read(content)[:1]


def test_hostile_words_stay_in_their_cells(content: ReportContent) -> None:
    content = with_words(content)
    table = read(content)
    assert len(table) == 1 + len(HOSTILE)
    assert {len(row) for row in table} == {18 + 3 * len(content.methods)}
    data = render_csv(content)
    assert data.count(b"\n") == len(table)
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)


def test_another_separator_is_written_for_spreadsheets_that_want_it(
    content: ReportContent,
) -> None:
    semicolons = replace(content, separator="semicolon")
    plain, other = read(content), read(semicolons, ";")
    assert other[0] == plain[0]
    figures = [cell.replace(",", ".") for cell in other[1][18:]]
    assert figures == plain[1][18:]
    assert "," in other[1][plain[0].index("distance: MAC")]
    tabs = read(replace(content, separator="tab"), "\t")
    assert tabs == plain


@given(text=st.text(st.characters(codec=None), max_size=30))
def test_no_reader_finds_a_formula(content: ReportContent, text: str) -> None:
    mark = replace(content.matches[0], id="x" + text, words=text, note=(text, text))
    _formulas(replace(content, matches=(mark,), cited=()))


@given(text=st.text(st.sampled_from("=+-@;,\"' \t\r\n\u00a0a1"), max_size=12))
def test_no_reader_finds_a_formula_among_separators(content: ReportContent, text: str) -> None:
    mark = replace(content.matches[0], id="x" + text, words=text, note=(text, text))
    _formulas(replace(content, matches=(mark,), cited=()))


def _formulas(content: ReportContent) -> None:
    """Read the texts of the only mark as Excel does here, and where its separator is another."""
    header, row = read(content)
    assert len(row) == len(header)
    assert not [cell for cell in row[:17] if _calculates(cell)]
    line = render_csv(content).decode("utf-8-sig").split("\r\n")[1]
    pieces = line.split(";")
    assert not [piece for piece in pieces if _calculates(piece.lstrip('"'))]
    assert not [piece for piece in pieces if _calculates(re.sub(r'^["\s]+', "", piece))]


def _calculates(cell: str) -> bool:
    return cell.startswith(("\t", "\r", "\n")) or cell.strip()[:1] in tuple("=+-@＝＋－＠")


def test_our_numbers_stay_numbers(content: ReportContent) -> None:
    cell = replace(content.matches[0].ranks[0], distance=-0.25)
    mark = replace(content.matches[0], ranks=(cell, *content.matches[0].ranks[1:]))
    (row,) = rows(replace(content, matches=(mark,), cited=()))
    assert row["distance: SIFT"] == "-0.25"
