"""The marks in the XLSX report: a table that can be sorted and filtered, and Table 2."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from examiner_app.engine.report.columns import cells_by_method, figure, listed_marks
from examiner_app.engine.report.content import MethodLine, ReportContent
from examiner_app.engine.report.entries import FACT_LABELS, MatchEntry, RankCell
from examiner_app.engine.report.xlsx_cells import (
    BOLD,
    CENTRED,
    DISTANCE,
    HEAD,
    HINT,
    PERCENTILE,
    RANK,
    SECTION,
    SOFT,
    TEXT,
    Value,
    fill,
    place_picture,
    put,
    set_height,
    set_page,
    set_widths,
)
from examiner_app.engine.wording import thousands

_BOX: Final = (112, 84)
"""Pixels of a thumbnail."""

_PICTURE_WIDTH, _PICTURE_HEIGHT = 17.0, 70.0
"""Characters and points of a cell with a thumbnail."""

_PICTURE_COLUMN: Final = 2
_NAME_WIDTH: Final = 22.0
_FACT_WIDTH: Final = 11.0
_FACT_WIDTHS: Final = {"Owner": 17.0, "Type": 14.0, "Office": 7.5, "Nice": 8.0}


@dataclass(frozen=True, slots=True)
class _Column:
    head: str
    width: float
    look: str
    value: Callable[[MatchEntry], Value]
    method: str = ""
    always: bool = True
    printed: bool = True


def fill_matches(sheet: Worksheet, content: ReportContent) -> None:
    """Write one row for each mark: the matches, and the cited ones after them.

    Columns that no mark fills are left out where they are only particulars.
    """
    marks = listed_marks(content)
    columns = [
        column
        for column in _columns(content)
        if column.always or any(column.value(mark) for mark in marks)
    ]
    for place, column in enumerate(columns, 1):
        put(sheet, 1, place, column.head, HEAD)
    set_widths(sheet, [column.width for column in columns])
    # Lines break between words, which leaves room unused in narrow columns.
    set_height(sheet, 1, [(column.head, column.width * 0.55) for column in columns])
    for row, mark in enumerate(marks, 2):
        _fill_row(sheet, row, content, mark, columns)
    last = len(marks) + 1
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"
    # On one page nobody could read it; of every distance not even two are wide enough.
    set_page(sheet, content.paper, "1:1", across=2, grid=True)
    sheet.print_title_cols = "A:C"
    printed = sum(column.printed for column in columns)
    sheet.print_area = f"A1:{get_column_letter(printed)}{last}"


def _fill_row(
    sheet: Worksheet,
    row: int,
    content: ReportContent,
    mark: MatchEntry,
    columns: Sequence[_Column],
) -> None:
    cells = cells_by_method(content, mark)
    texts = []
    for place, column in enumerate(columns, 1):
        value = column.value(mark)
        cell = put(sheet, row, place, value, column.look)
        if column.method in cells:
            fill(cell, cells[column.method].colour)
        if isinstance(value, str):
            texts.append((value, column.width))
    place_picture(sheet, row, _PICTURE_COLUMN, mark.picture, _BOX)
    set_height(sheet, row, texts, _PICTURE_HEIGHT)


def _columns(content: ReportContent) -> Iterator[_Column]:
    by = next((one.key for one in content.methods if one.name == content.sorted_by), "")
    yield _Column(f"Rank by {content.sorted_by}", 9, RANK, _sorting_rank, by)
    yield _Column("Mark", _PICTURE_WIDTH, CENTRED, lambda _: None)
    yield _Column("Words", 22, BOLD, lambda mark: mark.words)
    yield _Column("Id", 13, TEXT, lambda mark: mark.id)
    yield _Column("Judgement", 11, TEXT, lambda mark: mark.judgement)
    yield _Column("Note", 28, TEXT, lambda mark: "\n".join(mark.note))
    yield _Column("Judged under", 18, TEXT, lambda mark: mark.under, always=False)
    yield _Column("Pinned", 8, TEXT, lambda mark: "pinned" if mark.pinned else "", always=False)
    for label in FACT_LABELS:
        width = _FACT_WIDTHS.get(label, _FACT_WIDTH)
        yield _Column(label, width, TEXT, _fact(label), always=False)
    yield _Column("Evidence", 22, TEXT, lambda mark: mark.evidence, always=False)
    for method in content.methods:
        yield _Column(f"Rank: {method.name}", 8.5, RANK, _rank(content, method), method.key)
    for method in content.methods:
        value = _figure(content, method, lambda cell: cell.distance)
        yield _Column(f"Distance: {method.name}", 10.5, DISTANCE, value, printed=False)
    for method in content.methods:
        value = _figure(content, method, lambda cell: cell.percentile)
        yield _Column(f"Percentile: {method.name}", 11.5, PERCENTILE, value, printed=False)


def _sorting_rank(mark: MatchEntry) -> Value:
    return next((cell.rank for cell in mark.ranks if cell.sorts), None)


def _fact(label: str) -> Callable[[MatchEntry], Value]:
    return lambda mark: dict(mark.facts).get(label)


def _rank(content: ReportContent, method: MethodLine) -> Callable[[MatchEntry], Value]:
    def value(mark: MatchEntry) -> Value:
        cell = cells_by_method(content, mark).get(method.key)
        return None if cell is None else cell.rank

    return value


def _figure(
    content: ReportContent, method: MethodLine, of: Callable[[RankCell], float | None]
) -> Callable[[MatchEntry], Value]:
    def value(mark: MatchEntry) -> Value:
        cell = cells_by_method(content, mark).get(method.key)
        return None if cell is None else figure(of(cell))

    return value


def fill_table_2(sheet: Worksheet, content: ReportContent) -> None:
    """Write the tables of pinned marks, marks across and methods down, one below the other."""
    put(sheet, 1, 1, "Ranks of the pinned marks", SECTION)
    hint = f"Methods by marks, as in Table 2 of the paper. Of {thousands(content.count)} marks."
    put(sheet, 2, 1, hint, HINT)
    most = max((len(table) for table in content.tables), default=0)
    set_widths(sheet, [_NAME_WIDTH, *([_PICTURE_WIDTH] * most)])
    row = 4
    for number, table in enumerate(content.tables):
        if number:
            sheet.row_breaks.append(Break(row - 1))
        row = _fill_table(sheet, row, content, table) + 2
    sheet.freeze_panes = "B3"
    set_page(sheet, content.paper, "1:2")


def _fill_table(
    sheet: Worksheet, row: int, content: ReportContent, marks: Sequence[MatchEntry]
) -> int:
    """Write one table from ``row`` on, and return its last row."""
    put(sheet, row, 1, "Method", HEAD)
    for column, mark in enumerate(marks, 2):
        put(sheet, row, column, None, HEAD)
        place_picture(sheet, row, column, mark.picture, _BOX)
    sheet.row_dimensions[row].height = _PICTURE_HEIGHT
    about = (
        ("Id", CENTRED, [mark.id for mark in marks]),
        ("Words", CENTRED, [mark.words for mark in marks]),
        ("Judgement", CENTRED, [mark.judgement for mark in marks]),
        ("Judged under", CENTRED, [mark.under for mark in marks]),
    )
    for label, look, texts in about:
        if any(texts):
            row += 1
            _fill_line(sheet, row, label, look, texts)
    for method in content.methods:
        row += 1
        put(sheet, row, 1, method.name, BOLD)
        for column, mark in enumerate(marks, 2):
            cell = cells_by_method(content, mark).get(method.key)
            if cell is not None:
                fill(put(sheet, row, column, cell.rank, RANK), cell.colour)
    notes = ["\n".join(mark.note) for mark in marks]
    if any(notes):
        row += 1
        _fill_line(sheet, row, "Note", TEXT, notes)
    return row


def _fill_line(sheet: Worksheet, row: int, label: str, look: str, texts: Sequence[str]) -> None:
    put(sheet, row, 1, label, SOFT)
    for column, text in enumerate(texts, 2):
        put(sheet, row, column, text, look)
    set_height(sheet, row, [(text, _PICTURE_WIDTH) for text in texts])
