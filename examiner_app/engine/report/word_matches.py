"""The tables of marks in the Word report: ranks of the pinned marks, and the lists."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.shared import Mm, Pt
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from examiner_app.engine.report.content import MethodLine
from examiner_app.engine.report.entries import MatchEntry, RankCell
from examiner_app.engine.report.html import tint
from examiner_app.engine.report.text import note_parts, shorten
from examiner_app.engine.report.word_parts import (
    MISSING,
    Pictures,
    add_row,
    shade_cell,
    table,
)
from examiner_app.engine.report.word_styles import (
    CENTRED,
    DETAIL,
    GRID,
    LABEL,
    LINES,
    METHOD,
    NAME,
    RANKS,
    SMALL,
    WORDS,
    element,
)
from examiner_app.engine.report.word_text import line, shade, write, write_facts

_WIDTHS: Final = (Mm(17), Mm(25.5), Mm(39), Mm(100.5))
_MATCH_ROOM: Final = (Mm(22.5), Mm(25))
_FACTS_ROOM: Final = 30
_PINNED_WIDTHS: Final = (Mm(34), Mm(18.4))
_PINNED_ROOM: Final = (Mm(15.5), Mm(15))
_NAME_LIMIT: Final = 40
_EDGE_NEXT: Final = ("w:shd", "w:noWrap", "w:tcMar", "w:vAlign")


def pinned_table(
    document: Document,
    pictures: Pictures,
    methods: Sequence[MethodLine],
    marks: Sequence[MatchEntry],
) -> None:
    """Add the paper's Table 2 of some marks: methods down, marks across.

    Args:
        document: Where it goes.
        pictures: Puts the thumbnails.
        methods: In the order of the marks' ranks.
        marks: At most as many as are side by side on a page.
    """
    label, column = _PINNED_WIDTHS
    made = table(document, GRID, (label, *([column] * len(marks))))
    first, *heads = add_row(made, head=True).cells
    first.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
    _together(line(first, "Method", METHOD, bold=True))
    for cell, mark in zip(heads, marks, strict=True):
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        pictures.put(_together(line(cell, style=CENTRED)), mark.picture, _alt(mark), _PINNED_ROOM)
        line(cell, shorten(mark.id, _NAME_LIMIT), NAME)
        if mark.judgement:
            line(cell, mark.judgement, CENTRED, bold=True)
    for row, method in enumerate(methods):
        sorts = any(mark.ranks[row].sorts for mark in marks)
        first, *cells = add_row(made).cells
        last = row == len(methods) - 1
        name = line(first, method.name, METHOD, bold=sorts)
        name.paragraph_format.keep_with_next = not last
        for cell, mark in zip(cells, marks, strict=True):
            _rank(
                line(cell, style=CENTRED), mark.ranks[row]
            ).paragraph_format.keep_with_next = not last
            shade_cell(cell, mark.ranks[row].colour)
    for mark in marks:
        _note_below(document, mark)


def matches_table(
    document: Document, pictures: Pictures, marks: Sequence[MatchEntry], count: str
) -> None:
    """Add the list of some marks, one row for each, what the examiner noted below it.

    Args:
        document: Where it goes.
        pictures: Puts the thumbnails.
        marks: The marks in order.
        count: How many were searched.
    """
    made = table(document, LINES, _WIDTHS)
    titles = ("Rank", "Mark", "Particulars", f"Rank by each method, of {count}")
    cells = add_row(made, head=True).cells
    for cell, title in zip(cells, titles, strict=True):
        line(cell, title, bold=True).paragraph_format.space_after = 0
    columns = "Method\tRank\tDist.\tFarther"
    line(cells[-1], style=RANKS).add_run(f"{columns}\t{columns}")
    for mark in marks:
        _match(made, pictures, mark)


def _match(made: Table, pictures: Pictures, mark: MatchEntry) -> None:
    row = add_row(made)
    rank, image, about, ranks = row.cells
    place = next((cell.exact for cell in mark.ranks if cell.sorts), MISSING)
    line(rank, place, bold=True)
    if mark.judgement:
        line(rank, mark.judgement, DETAIL, bold=True)
    if mark.pinned:
        line(rank, "pinned", DETAIL)
    pictures.put(line(image), mark.picture, _alt(mark), _MATCH_ROOM)
    if mark.words:
        line(about, mark.words, WORDS)
    line(about, mark.id, SMALL).paragraph_format.space_after = Pt(1)
    if facts := (*mark.facts, *mark.judged_under):
        write_facts(line(about, style=DETAIL), facts, _FACTS_ROOM)
    half = -(-len(mark.ranks) // 2)
    for number, cell in enumerate(mark.ranks[:half]):
        paragraph = line(ranks, style=RANKS)
        _method(paragraph, cell)
        if half + number < len(mark.ranks):
            paragraph.add_run("\t")
            _method(paragraph, mark.ranks[half + number])
    _remarks(made, row, mark)


def _method(paragraph: Paragraph, cell: RankCell) -> None:
    name = write(paragraph, cell.name, bold=cell.sorts, soft=not cell.sorts)
    name.add_tab()
    shade(write(paragraph, cell.exact, bold=cell.sorts), tint(cell.colour))
    distance = MISSING if cell.distance is None else f"{cell.distance:.4f}"
    # Rounded down: only a share that is whole may be called so.
    share = math.floor(cell.percentile * 100 + 1e-6) / 100
    paragraph.add_run(f"\t{distance}\t{share:.2f}")


def _remarks(made: Table, row: _Row, mark: MatchEntry) -> None:
    """Add the evidence and the note, in rows of their own: a row is never split, a note may be."""
    remarks = [("Evidence", [mark.evidence])] if mark.evidence else []
    remarks += [
        ("" if number else "Note", lines) for number, lines in enumerate(note_parts(mark.note))
    ]
    if remarks:
        for cell in row.cells:
            # They begin on the page of the mark.
            _together(cell.paragraphs[0])
    for label, lines in remarks:
        _open(row, "bottom")
        row = add_row(made)
        _open(row, "top")
        cells = row.cells
        if label:
            write(line(cells[0], style=DETAIL), label, soft=True)
        wide = cells[1].merge(cells[-1])
        for text in lines:
            line(wide, text, DETAIL)


def _open(row: _Row, side: str) -> None:
    """Leave out the rule on one side of a row."""
    for cell in row._tr.tc_lst:
        properties = cell.get_or_add_tcPr()
        borders = properties.find(element("w:tcBorders").tag)
        if borders is None:
            borders = element("w:tcBorders")
            properties.insert_element_before(borders, *_EDGE_NEXT)
        borders.append(element(f"w:{side}", val="nil"))


def _rank(paragraph: Paragraph, cell: RankCell) -> Paragraph:
    """Write the rank rounded, as in the paper, and in full where that is not the same."""
    write(paragraph, cell.rounded, bold=cell.sorts)
    if cell.rounded != cell.exact:
        paragraph.add_run(" ")
        write(paragraph, cell.exact, soft=True).font.size = Pt(6)
    return paragraph


def _note_below(document: Document, mark: MatchEntry) -> None:
    for how, image in mark.judged_under:
        line(document, f"{mark.id}: {how.lower()} {image}", DETAIL)
    if not mark.note:
        return
    label = line(document, f"Note on {mark.id}", LABEL)
    label.paragraph_format.space_before = Pt(6)
    _together(label)
    for text in mark.note:
        line(document, text)


def _together(paragraph: Paragraph) -> Paragraph:
    paragraph.paragraph_format.keep_with_next = True
    return paragraph


def _alt(mark: MatchEntry) -> str:
    return f"Mark {mark.id}: {mark.words}" if mark.words else f"Mark {mark.id}"
