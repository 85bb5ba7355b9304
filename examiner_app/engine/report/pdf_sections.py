"""Sections of the PDF report: the candidate, tables of ranks, the log, facts and limits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    Spacer,
    Table,
)

from examiner_app.engine.report.content import CandidateLayer, ReportContent
from examiner_app.engine.report.entries import MatchEntry
from examiner_app.engine.report.pdf_fonts import BOLD, markup
from examiner_app.engine.report.pdf_matches import labelled, note_paragraphs
from examiner_app.engine.report.pdf_parts import (
    INK,
    LINE,
    SOFT,
    Fitted,
    Heading,
    LegendStrip,
    tint,
)
from examiner_app.engine.report.pdf_styles import (
    BODY,
    CENTRED,
    FONT,
    HEAD,
    ITEM,
    NOTE,
    SMALL,
    Style,
)
from examiner_app.engine.report.pdf_text import paragraph, words
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.text import shorten

LABEL: Final = 34 * mm
"""Width of the labels of facts."""

DIGEST_LABEL: Final = 50 * mm
"""Of the labels of digests: the 64 digits of one fit beside it on either paper."""

_LABEL: Final = 60
"""Most characters of a label."""

_LOG_WIDTHS: Final = (10 * mm, 32 * mm, 32 * mm)
"""Of the number, the time and the label; the value has what is left."""


def head(title: str, note: str = "", room: float = 60 * mm) -> list[Flowable]:
    """Return the heading of what is longer than it may stay together, and a note below it.

    Both are on a page that has at least so much ``room`` left.
    """
    # A heading at the foot of a page would stand alone, above a table on the next.
    parts: list[Flowable] = [CondPageBreak(room), Heading(title, HEAD)]
    if note:
        parts += [words(note, SMALL), Spacer(0, 2 * mm)]
    return parts


def section(title: str, *body: Flowable) -> list[Flowable]:
    """Return a section that is not split where it fits a page."""
    return [KeepTogether([Heading(title, HEAD), *body])]


def candidate_section(content: ReportContent, width: float) -> list[Flowable]:
    """Return the candidate under its layers, and what is known of it."""
    columns = 3
    cell = width / columns
    cells: list[list[Flowable]] = [_layer(layer, cell - 4 * mm) for layer in content.layers]
    cells += [[] for _ in range(-len(cells) % columns)]
    rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
    style: Style = [
        FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 4 * mm),
    ]
    grid = Table(rows, colWidths=[cell] * columns, style=style, hAlign="LEFT")
    return [*head("The candidate"), grid, facts_table(content.candidate, LABEL, width)]


def ranks_section(content: ReportContent) -> list[Flowable]:
    """Return the tables of ranks, with notes and evidence of pinned marks."""
    story: list[Flowable] = []
    # A table is higher than what a heading alone asks to be left of a page.
    above: list[Flowable] = [
        Heading(content.tables_heading, HEAD),
        words(content.tables_note, SMALL),
        Spacer(0, 2 * mm),
    ]
    for table in content.tables:
        story.append(KeepTogether([*above, _table_2(content, table), Spacer(0, 2 * mm)]))
        above = []
        # Cited marks are in a list below, with all that is known of them.
        for mark in (mark for mark in table if mark.pinned):
            story += _pinned(mark)
        story.append(Spacer(0, 2 * mm))
    return story


def log_section(log: Sequence[LogLine], width: float) -> list[Flowable]:
    """Return the searches of the case, a row for each fact: rows are never split."""
    rows: list[list[Any]] = [["No.", "Began, UTC", "What was searched", ""]]
    style: Style = [
        FONT,
        ("FONT", (0, 0), (-1, 0), BOLD, 8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("SPAN", (2, 0), (3, 0)),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("TOPPADDING", (0, 1), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 1), (-1, -1), 1),
    ]
    for line in log:
        first = len(rows)
        place = [
            words(str(line.number), NOTE, bold=True),
            words(f"{line.time:%Y-%m-%d %H:%M:%S}", NOTE),
        ]
        for label, value in line.facts or (("", ""),):
            cells = [
                paragraph(labelled(shorten(label, _LABEL), ""), NOTE),
                words(value, NOTE),
            ]
            rows.append([*(place if len(rows) == first else ["", ""]), *cells])
        last = len(rows) - 1
        style += [
            ("NOSPLIT", (0, first), (-1, last if _is_short(line) else min(first + 1, last))),
            ("TOPPADDING", (0, first), (-1, first), 3),
            ("BOTTOMPADDING", (0, last), (-1, last), 4),
            ("LINEBELOW", (0, last), (-1, last), 0.5, LINE),
        ]
    widths = [*_LOG_WIDTHS, width - sum(_LOG_WIDTHS)]
    return [*head("Search log"), Table(rows, colWidths=widths, repeatRows=1, style=style)]


def _is_short(line: LogLine) -> bool:
    """Say whether all of a line is sure to fit a page."""
    return len(line.facts) <= 15 and sum(len(value) for _, value in line.facts) <= 1_500


def limits_list(limits: Sequence[str]) -> list[Flowable]:
    """Return what the methods do not see, an item each."""
    return [Paragraph(markup(limit), ITEM, bulletText="•") for limit in limits]


def facts_table(rows: Sequence[tuple[str, str]], label: float, width: float) -> Table:
    """Return labels and values, one below the other; the labels are ``label`` points wide."""
    soft = ParagraphStyle("label", BODY, textColor=SOFT)
    cells = [[words(shorten(name, _LABEL), soft), words(value, BODY)] for name, value in rows]
    commands: Style = [
        FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    return Table(cells, colWidths=[label, width - label], style=commands, hAlign="LEFT")


def _pinned(mark: MatchEntry) -> list[Flowable]:
    parts: list[Flowable] = []
    if mark.evidence:
        parts.append(paragraph(labelled(f"Evidence on {mark.id}", mark.evidence), NOTE))
    for how, image in mark.judged_under:
        parts.append(paragraph(labelled(f"{mark.id}: {how.lower()}", image), NOTE))
    return [*parts, *note_paragraphs(mark.note, mark.id)]


def _layer(layer: CandidateLayer, width: float) -> list[Flowable]:
    # A wide mark leaves its room to what comes below.
    height = min(36 * mm, max(8 * mm, width * layer.picture.height / layer.picture.width))
    parts: list[Flowable] = [
        Fitted(layer.picture, width, height),
        Spacer(0, 1.5 * mm),
        words(layer.title, BODY, bold=True),
        words(layer.explanation, SMALL),
    ]
    if layer.legend is not None:
        parts += [Spacer(0, 1 * mm), LegendStrip(layer.legend, width)]
    return parts


def _table_2(content: ReportContent, marks: Sequence[MatchEntry]) -> Table:
    column = 18.4 * mm
    head: list[Any] = [
        [
            Fitted(mark.picture, column - 8, 15 * mm),
            words(shorten(mark.id, 40), CENTRED),
            *([words(mark.judgement, CENTRED, bold=True)] if mark.judgement else []),
        ]
        for mark in marks
    ]
    rows: list[list[Any]] = [["Method", *head]]
    style: Style = [
        FONT,
        ("FONT", (0, 0), (0, -1), BOLD, 8),
        ("ALIGN", (1, 0), (-1, -1), "CENTER"),
        ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
        ("VALIGN", (0, 1), (-1, -1), "MIDDLE"),
        ("LEFTPADDING", (1, 0), (-1, -1), 4),
        ("RIGHTPADDING", (1, 0), (-1, -1), 4),
        ("GRID", (0, 0), (-1, -1), 0.5, LINE),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
    ]
    for row, method in enumerate(content.methods):
        rows.append([method.name, *(mark.ranks[row].rounded for mark in marks)])
        style += [
            ("BACKGROUND", (place, row + 1), (place, row + 1), tint(mark.ranks[row].colour))
            for place, mark in enumerate(marks, 1)
        ]
    widths = [34 * mm, *([column] * len(marks))]
    return Table(rows, colWidths=widths, repeatRows=1, style=style, hAlign="LEFT")
