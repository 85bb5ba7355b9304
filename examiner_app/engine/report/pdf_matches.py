"""The list of matches in the PDF report: one row for each mark, its note below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Table

from examiner_app.engine.report.entries import MatchEntry
from examiner_app.engine.report.pdf_fonts import BOLD, markup
from examiner_app.engine.report.pdf_parts import INK, LINE, SOFT, WIDTH, Fitted, RankGrid
from examiner_app.engine.report.pdf_styles import BODY, FONT, NOTE, SMALL, Style

_WIDTHS: Final = (19 * mm, 30 * mm, 51 * mm, WIDTH - 100 * mm)

_LINES, _LETTERS = 20, 1_200
"""Most lines and characters of a note in one part: parts are never split between pages."""


def matches_table(marks: Sequence[MatchEntry], count: str) -> Table:
    """Return the table of some marks, of the ``count`` that were searched."""
    rows: list[list[Any]] = [["Rank", "Mark", "Particulars", f"Rank by each method, of {count}"]]
    style: Style = [
        FONT,
        ("FONT", (0, 0), (-1, 0), BOLD, 8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ]
    for mark in marks:
        first = len(rows)
        rows.append(_match(mark))
        for part in note_paragraphs(mark.note):
            style.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            style.append(("TOPPADDING", (0, len(rows)), (-1, len(rows)), 0))
            style.append(("BOTTOMPADDING", (0, len(rows) - 1), (-1, len(rows) - 1), 1))
            rows.append(["", part, "", ""])
        if len(rows) > first + 1:
            # A note begins on the page of its mark.
            style.append(("NOSPLIT", (0, first), (-1, first + 1)))
        style.append(("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.5, LINE))
    return Table(rows, colWidths=_WIDTHS, repeatRows=1, style=style, hAlign="LEFT")


def note_paragraphs(note: Sequence[str], of: str = "") -> list[Paragraph]:
    """Return a note as paragraphs that each fit a page; the first says what it is the note of."""
    title = f"Note on {of}" if of else "Note"
    label = f'<font color="{SOFT.hexval()}">{markup(title)}</font> '
    return [
        Paragraph(("" if number else label) + "<br/>".join(map(markup, lines)), NOTE)
        for number, lines in enumerate(_parts(note))
    ]


def _parts(note: Sequence[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for line in note:
        for piece in _pieces(line):
            if len(part) == _LINES or sum(map(len, part)) + len(piece) > _LETTERS:
                yield part
                part = []
            part.append(piece)
    if part:
        yield part


def _pieces(line: str) -> Iterator[str]:
    """Cut a line that is too long for a part, between words where it has any."""
    while len(line) > _LETTERS:
        end = line.rfind(" ", 0, _LETTERS) + 1 or _LETTERS
        yield line[:end]
        line = line[end:]
    yield line


def _match(mark: MatchEntry) -> list[Any]:
    place = next((cell.exact for cell in mark.ranks if cell.sorts), "")
    rank: list[Flowable] = [Paragraph(markup(place, bold=True), BODY)]
    if mark.judgement:
        rank.append(Paragraph(markup(mark.judgement, bold=True), NOTE))
    if mark.pinned:
        rank.append(Paragraph("pinned", NOTE))
    about: list[Flowable] = []
    if mark.words:
        about.append(Paragraph(markup(mark.words, bold=True), BODY))
    about.append(Paragraph(markup(mark.id), SMALL))
    facts = (
        f'<font color="{SOFT.hexval()}">{label}</font> {markup(value)}'
        for label, value in mark.facts
    )
    about.append(Paragraph(" · ".join(facts), NOTE))
    picture = Fitted(mark.picture, _WIDTHS[1] - 12, 25 * mm)
    return [rank, picture, about, RankGrid(mark.ranks, _WIDTHS[3] - 6)]
