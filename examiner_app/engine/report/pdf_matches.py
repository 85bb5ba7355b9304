"""The list of matches in the PDF report: one row for each mark, its note below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from examiner_app.engine.report.entries import MatchEntry
from examiner_app.engine.report.pdf_fonts import BOLD, markup
from examiner_app.engine.report.pdf_parts import INK, LINE, SOFT, Fitted, RankGrid
from examiner_app.engine.report.pdf_styles import BODY, FONT, HEADED, NOTE, SMALL, TINY, Style
from examiner_app.engine.report.text import note_parts

_WIDTHS: Final = (19 * mm, 30 * mm, 51 * mm)
"""Of all columns but the last, which has what is left."""


def matches_table(marks: Sequence[MatchEntry], count: str, width: float) -> Table:
    """Return the table of some marks, of the ``count`` that were searched."""
    grid = width - sum(_WIDTHS)
    ranks = [
        Paragraph(markup(f"Rank by each method, of {count}", bold=True), HEADED),
        Paragraph("below it, distance · percentile", TINY),
    ]
    rows: list[list[Any]] = [["Rank", "Mark", "Particulars", ranks]]
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
        rows.append(_match(mark, grid))
        for part in note_paragraphs(mark.note):
            style.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            style.append(("TOPPADDING", (0, len(rows)), (-1, len(rows)), 0))
            style.append(("BOTTOMPADDING", (0, len(rows) - 1), (-1, len(rows) - 1), 1))
            rows.append(["", part, "", ""])
        if len(rows) > first + 1:
            # A note begins on the page of its mark.
            style.append(("NOSPLIT", (0, first), (-1, first + 1)))
        style.append(("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.5, LINE))
    return Table(rows, colWidths=[*_WIDTHS, grid], repeatRows=1, style=style, hAlign="LEFT")


def labelled(label: str, value: str) -> str:
    """Return paragraph markup of a value behind its label, which is softer."""
    return f'<font color="{SOFT.hexval()}">{markup(label)}</font> {markup(value)}'


def note_paragraphs(note: Sequence[str], of: str = "") -> list[Paragraph]:
    """Return a note as paragraphs that each fit a page; the first says what it is the note of."""
    title = f"Note on {of}" if of else "Note"
    label = f'<font color="{SOFT.hexval()}">{markup(title)}</font> '
    return [
        Paragraph(("" if number else label) + "<br/>".join(map(markup, lines)), NOTE)
        for number, lines in enumerate(note_parts(note))
    ]


def _match(mark: MatchEntry, width: float) -> list[Any]:
    about: list[Flowable] = []
    if mark.words:
        about.append(Paragraph(markup(mark.words, bold=True), BODY))
    about.append(Paragraph(markup(mark.id), SMALL))
    evidence = (("Evidence", mark.evidence),) if mark.evidence else ()
    facts = (*mark.facts, *mark.judged_under, *evidence)
    about.append(Paragraph(" · ".join(labelled(*fact) for fact in facts), NOTE))
    picture = Fitted(mark.picture, _WIDTHS[1] - 12, 25 * mm)
    return [_rank(mark), picture, about, RankGrid(mark.ranks, width - 6)]


def _rank(mark: MatchEntry) -> list[Flowable]:
    rank: list[Flowable] = []
    sorts = next((cell for cell in mark.ranks if cell.sorts), None)
    if sorts is not None:
        rank.append(Paragraph(markup(sorts.exact, bold=True), BODY))
    if mark.judgement:
        rank.append(Paragraph(markup(mark.judgement, bold=True), NOTE))
    if mark.pinned:
        rank.append(Paragraph("pinned", NOTE))
    if sorts is not None:
        known = (("distance", sorts.distance_text), ("percentile", sorts.percentile_text))
        lines = [f"{labelled(name, '')}<br/>{markup(value)}" for name, value in known if value]
        rank += [Spacer(0, 1 * mm), Paragraph("<br/>".join(lines), TINY)]
    return rank
