from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hostile_words import HOSTILE, with_words
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from PIL import Image

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.examination import Examination
from examiner_app.engine.report.content import ReportContent, build_content
from examiner_app.engine.report.html import tint
from examiner_app.engine.report.kinds import KIND_NOTES, KIND_TITLES, ReportKind
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.xlsx import render_xlsx
from examiner_app.engine.report.xlsx_cells import CELL_LIMIT, DASH, cell_text

THEN = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
SIGNS = tuple("=+-@＝＋－＠")


@pytest.fixture(scope="module")
def content(examination: Examination) -> ReportContent:
    order = [int(row) for row in examination.ranks.order("mac")]
    judged = [
        Assessment("r", f"mark-{order[0]:05}", Judgement.CITED, "one\n- two", THEN),
        Assessment("r", f"mark-{order[900]:05}", Judgement.CITED, "", THEN),
    ]
    built = build_content(
        examination,
        pinned=[5, *order[:9]],
        top=4,
        listing=Listing("mac"),
        assessments=judged,
        reference="EM 1",
        examiner="=A. Examiner",
    )
    log = (
        LogLine(1, THEN, (("Sorted by", "MAC"),)),
        LogLine(3, THEN, (("Sorted by", "MAC"), ("Filter", "Nice: 9"))),
    )
    return replace(built, log=log, hashes=(("Candidate", "a" * 64),))


@pytest.fixture(scope="module")
def book(content: ReportContent) -> Workbook:
    return read(content)


def read(content: ReportContent) -> Workbook:
    return load_workbook(io.BytesIO(render_xlsx(content)))


def table(book: Workbook, name: str = "Matches") -> list[dict[str, Any]]:
    head, *rows = book[name].iter_rows(values_only=True)
    assert len(set(head)) == len(head)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def cells(book: Workbook) -> Iterator[Any]:
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            yield from row


def texts(book: Workbook, name: str) -> list[str]:
    return [str(cell) for row in book[name].iter_rows(values_only=True) for cell in row if cell]


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_mark_has_a_row_with_its_ranks_as_numbers(
    book: Workbook, content: ReportContent, examination: Examination
) -> None:
    rows = table(book)
    listed = (*content.matches, *content.cited)
    assert [row["Id"] for row in rows] == [mark.id for mark in listed]
    assert len(content.cited) == 1
    ranks = examination.ranks
    for row in rows:
        index = int(row["Id"].removeprefix("mark-"))
        assert row["Rank by MAC"] == int(ranks.of("mac")[index])
        for method in content.methods:
            rank = row[f"Rank: {method.name}"]
            assert type(rank) is int
            assert rank == int(ranks.of(method.key)[index])
            share = 100 * (ranks.count - rank) / ranks.count
            assert row[f"Percentile: {method.name}"] == pytest.approx(share)
        distance = float(ranks.distances["mac"][index])
        assert row["Distance: MAC"] == pytest.approx(distance, abs=1e-6)
        assert row["Distance: Fused"] is None
    assert (rows[0]["Judgement"], rows[0]["Note"]) == ("cited", "one\n- two")
    assert rows[0]["Nice"] == "9, 35"
    assert (rows[0]["Pinned"], rows[-1]["Pinned"]) == ("pinned", None)


def test_ranks_lie_on_their_colour(book: Workbook, content: ReportContent) -> None:
    sheet = book["Matches"]
    head = [cell.value for cell in sheet[1]]
    for row, mark in enumerate(content.matches, 2):
        for rank in mark.ranks:
            cell = sheet.cell(row, head.index(f"Rank: {rank.name}") + 1)
            assert cell.number_format == "#,##0"
            assert cell.fill.fgColor.rgb == f"FF{tint(rank.colour)[1:].upper()}"


def test_columns_that_no_mark_fills_are_left_out(content: ReportContent) -> None:
    bare = replace(content.matches[0], facts=(("Owner", "A"),), judgement="", note=(), pinned=False)
    (row,) = table(read(replace(content, matches=(bare,), cited=())))
    assert {"Owner", "Judgement", "Note", "Words"} <= set(row)
    assert not {"Office", "Pinned", "Evidence", "Stands for"} & set(row)
    said = replace(bare, evidence="12 keypoints agree", facts=(("Stands for", "3 marks"),))
    (row,) = table(read(replace(content, matches=(said,), cited=())))
    assert (row["Evidence"], row["Stands for"]) == ("12 keypoints agree", "3 marks")


def test_thumbnails_lie_inside_their_cells_and_go_with_them(
    book: Workbook, content: ReportContent
) -> None:
    sheet = book["Matches"]
    images = sheet._images
    assert len(images) == len(content.matches) + len(content.cited)
    width = (sheet.column_dimensions["B"].width * 7 + 5) * 9_525
    for row, image in enumerate(images, 2):
        anchor = image.anchor
        assert anchor.editAs == "twoCell"
        assert (
            (anchor._from.row, anchor._from.col) == (anchor.to.row, anchor.to.col) == (row - 1, 1)
        )
        assert 0 < anchor._from.colOff < anchor.to.colOff < width
        height = sheet.row_dimensions[row].height * 12_700
        assert 0 < anchor._from.rowOff < anchor.to.rowOff < height
        with Image.open(image.ref) as picture:
            assert picture.format == "PNG"
            shown = (anchor.to.colOff - anchor._from.colOff) / (
                anchor.to.rowOff - anchor._from.rowOff
            )
            assert shown == pytest.approx(picture.width / picture.height, rel=0.05)


def test_a_missing_picture_is_a_dash(content: ReportContent) -> None:
    blind = replace(content.matches[0], picture=None)
    book = read(replace(content, matches=(blind,), cited=()))
    assert book["Matches"]["B2"].value == DASH
    # The first pinned mark has none either.
    assert book["Table 2"]["B4"].value == DASH
    assert len(book["Matches"]._images) == 0


def test_table_2_has_marks_across_and_methods_down(book: Workbook, content: ReportContent) -> None:
    sheet = book["Table 2"]
    rows = list(sheet.iter_rows(values_only=True))
    heads = [number for number, row in enumerate(rows) if row[0] == "Method"]
    assert len(heads) == len(content.tables) == 2
    for head, marks in zip(heads, content.tables, strict=True):
        block = {row[0]: row[1 : len(marks) + 1] for row in rows[head + 1 : head + 22]}
        assert block["Id"] == tuple(mark.id for mark in marks)
        for place, method in enumerate(content.methods):
            assert block[method.name] == tuple(mark.ranks[place].rank for mark in marks)
    assert "one\n- two" in texts(book, "Table 2")
    pictures = sum(mark.picture is not None for marks in content.tables for mark in marks)
    assert len(sheet._images) == pictures == 10


def test_the_summary_says_what_the_content_says(book: Workbook, content: ReportContent) -> None:
    said = texts(book, "Summary")
    assert said[0] == content.title
    for text in (
        content.kind_title, content.kind_note, content.reference, content.examiner,
        "2026-11-23 09:30:00 UTC", content.program, content.notice, content.rank_meaning,
        *content.limits, "a" * 64,
    ):  # fmt: skip
        assert text in said
    for facts in (content.candidate, content.searched):
        assert all(label in said and value in said for label, value in facts)
    assert all(line.name in said and line.explanation in said for line in content.methods)
    assert len(book["Summary"]._images) == len(content.layers) == 5
    assert any("CAM, scaled to this mark: 0 (#000080) to 1 (#800000)" in text for text in said)
    assert not any("%" in text for text in said)


def test_the_file_copy_has_no_layers_of_the_networks(content: ReportContent) -> None:
    kind = ReportKind.FILE_COPY
    copy = replace(
        content, kind=kind, kind_title=KIND_TITLES[kind], kind_note=KIND_NOTES[kind],
        matches=(), tables=(), log=(),
    )  # fmt: skip
    book = read(copy)
    assert book.sheetnames == ["Summary", "Matches"]
    assert KIND_NOTES[kind] in texts(book, "Summary")
    assert KIND_NOTES[ReportKind.WORKING_FILE] not in texts(book, "Summary")
    assert len(book["Summary"]._images) == 1
    assert [row["Id"] for row in table(book)] == [mark.id for mark in content.cited]


def test_a_list_without_marks_still_has_its_head(content: ReportContent) -> None:
    book = read(replace(content, matches=(), cited=(), tables=(), log=(), hashes=(), limits=()))
    assert table(book) == []
    assert book["Matches"]["A1"].value == "Rank by MAC"


def test_the_log_has_a_row_for_each_search(book: Workbook) -> None:
    rows = table(book, "Search log")
    then = THEN.replace(tzinfo=None)
    assert rows == [
        {"No.": 1, "Time (UTC)": then, "Sorted by": "MAC", "Filter": None},
        {"No.": 3, "Time (UTC)": then, "Sorted by": "MAC", "Filter": "Nice: 9"},
    ]


def test_pages_properties_and_filters(book: Workbook, content: ReportContent) -> None:
    assert book.sheetnames == ["Summary", "Matches", "Table 2", "Search log"]
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr is not None
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
    letter = load_workbook(io.BytesIO(render_xlsx(replace(content, paper="letter"))))
    assert {sheet.page_setup.paperSize for sheet in letter.worksheets} == {1}
    sheet = book["Matches"]
    assert sheet.freeze_panes == "D2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.auto_filter.ref == sheet.dimensions
    properties = book.properties
    assert (properties.title, properties.creator) == (content.title, content.program)
    assert properties.subject == "EM 1"
    assert properties.created == content.started.replace(tzinfo=None)


def test_a_long_log_is_printed_over_as_many_pages_as_it_takes_to_read(
    content: ReportContent,
) -> None:
    for count, across in ((1, 1), (6, 1), (7, 2), (16, 3)):
        facts = tuple((f"Fact {number}", "x") for number in range(count))
        log = (LogLine(1, THEN, facts),)
        book = load_workbook(io.BytesIO(render_xlsx(replace(content, log=log))))
        sheet = book["Search log"]
        assert sheet.page_setup.fitToWidth == across
        assert sheet.print_title_cols == "$A:$B"


def test_hostile_words_never_calculate(content: ReportContent) -> None:
    hostile = with_words(content)
    data = render_xlsx(hostile)
    _assert_text_only(data)
    words = [row["Words"] for row in table(load_workbook(io.BytesIO(data)))]
    shown = dict(zip(HOSTILE, words, strict=True))
    assert shown["=1+1"] == "=1+1"
    assert shown["#N/A"] == "#N/A"
    assert shown["TRUE"] == "TRUE"
    assert shown["half \ud83e a fox"] == "half \ufffd a fox"
    assert shown["قهوة"] == "قهوة"
    assert shown["\u202eevil\u2066"] == "evil"
    assert shown["two\r\nlines"] == "two\nlines"
    assert shown["x" * 40_000] == "x" * (CELL_LIMIT - 1) + "…"


def _assert_text_only(data: bytes) -> None:
    """Look for formulas in the file itself, and for texts that an edit would make one."""
    for name, part in parts(data).items():
        if name.endswith(".xml"):
            assert not re.search(rb"<(\w+:)?f[ >/]", part), name
            assert b't="e"' not in part
            assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", part)
    for cell in cells(load_workbook(io.BytesIO(data))):
        assert cell.data_type in {"s", "n", "d"}
        if isinstance(cell.value, str):
            assert len(cell.value.encode("utf-16-le")) <= 2 * CELL_LIMIT
            assert cell.quotePrefix == cell.value.lstrip().startswith(SIGNS)


@settings(max_examples=25, deadline=None)
@given(text=st.text(st.characters(codec=None), max_size=30))
def test_any_text_is_only_text(content: ReportContent, text: str) -> None:
    mark = replace(content.matches[0], id="x" + text, words=text, note=(text, text), picture=None)
    bare = replace(content, title=text, reference=text, layers=(), tables=(), cited=())
    _assert_text_only(render_xlsx(replace(bare, matches=(mark,))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("_x003D_1+1", "_x005F_x003D_1+1"),
        ("_x003D", "_x003D"),
        ("a\x00\x0bb\ufffe", "a\ufffd b\ufffd"),
        ("\n\none\r\ntwo\n", "one\ntwo"),
        ("🦊" * 20_000, "🦊" * 16_383 + "…"),
        ("x" * CELL_LIMIT, "x" * CELL_LIMIT),
    ],
)
def test_what_a_cell_can_hold(text: str, expected: str) -> None:
    assert cell_text(text) == expected


def test_two_hundred_marks_are_quick_and_small(examination: Examination) -> None:
    content = build_content(examination, top=200)
    begun = time.process_time()
    data = render_xlsx(content)
    assert time.process_time() - begun < 5
    assert len(data) < 5_000_000


def test_nothing_that_makes_workbooks_is_imported_before_one_is_made() -> None:
    code = (
        "import sys, examiner_app.engine.report.write as write\n"
        "assert '.xlsx' in write.RENDERERS\n"
        "sys.exit('openpyxl' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
