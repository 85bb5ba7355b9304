"""A report as PDF: A4, numbered pages, repeated table heads, no row split, fonts embedded."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    CondPageBreak,
    Flowable,
    KeepTogether,
    Paragraph,
    SimpleDocTemplate,
    Spacer,
    Table,
)

from examiner_app.engine.report.content import CITED_HEADING, CandidateLayer, ReportContent
from examiner_app.engine.report.entries import MatchEntry
from examiner_app.engine.report.pdf_fonts import BOLD, REGULAR, markup, plain, register_fonts
from examiner_app.engine.report.pdf_matches import matches_table, note_paragraphs
from examiner_app.engine.report.pdf_parts import (
    INK,
    LINE,
    MARGIN,
    SOFT,
    WIDTH,
    Fitted,
    LegendStrip,
    numbered_canvas,
    tint,
)
from examiner_app.engine.report.pdf_styles import (
    BODY,
    BOX,
    CENTRED,
    FONT,
    HEAD,
    SMALL,
    TITLE,
    Style,
)
from examiner_app.engine.report.text import shorten
from examiner_app.engine.wording import thousands

_FRAME_PADDING: Final = 6
"""Points that reportlab keeps free inside the margins of a page."""


def render_pdf(content: ReportContent) -> bytes:
    """Return the report as a PDF file."""
    register_fonts()
    data = io.BytesIO()
    document = SimpleDocTemplate(
        data,
        leftMargin=MARGIN - _FRAME_PADDING,
        rightMargin=MARGIN - _FRAME_PADDING,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=content.title,
        author=content.examiner or content.program,
        subject=content.reference or "Trademark image search",
        creator=content.program,
        lang="en",
        initialFontName=REGULAR,
    )
    foot = f"{plain(shorten(content.title, 70))}  ·  ranks are not a legal finding"
    document.build(_story(content), canvasmaker=numbered_canvas(foot))
    return data.getvalue()


def _story(content: ReportContent) -> list[Flowable]:
    count = thousands(content.count)
    story: list[Flowable] = [*_opening(content), *_candidate(content)]
    story += _section("What was searched", _facts(content.searched, BODY, 34 * mm, WIDTH))
    if content.tables:
        note = (
            "Methods by marks, as in Table 2 of the paper; ranks from 1,000 are rounded to "
            f"thousands. Of {count} marks."
        )
        story += _head("Ranks of the pinned marks", note)
        for table in content.tables:
            story += [KeepTogether([_table_2(content, table), Spacer(0, 2 * mm)])]
            for mark in table:
                story += note_paragraphs(mark.note, mark.id)
            story.append(Spacer(0, 2 * mm))

    head = _head(content.heading, content.rank_meaning)
    story += [*head, matches_table(content.matches, count)]
    if content.cited:
        story += [*_head(CITED_HEADING), matches_table(content.cited, count)]
    lines = [(method.name, method.explanation) for method in content.methods]
    story += _section("The methods", _facts(lines, BODY, 34 * mm, WIDTH))
    return story


def _opening(content: ReportContent) -> list[Flowable]:
    parts = (
        f"Reference {content.reference}" if content.reference else "",
        f"Examiner {content.examiner}" if content.examiner else "",
        f"{content.started:%Y-%m-%d %H:%M} UTC",
        content.program,
    )
    line = " · ".join(part for part in parts if part)
    return [
        Paragraph(markup(content.title, bold=True), TITLE),
        Paragraph(markup(line), SMALL),
        Paragraph(markup(content.notice), BOX),
    ]


def _candidate(content: ReportContent) -> list[Flowable]:
    columns = 3
    cell = WIDTH / columns
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
    return [*_head("The candidate"), grid, _facts(content.candidate, BODY, 34 * mm, WIDTH)]


def _layer(layer: CandidateLayer, width: float) -> list[Flowable]:
    parts: list[Flowable] = [
        Fitted(layer.picture, width, 36 * mm),
        Spacer(0, 1.5 * mm),
        Paragraph(markup(layer.title, bold=True), BODY),
        Paragraph(markup(layer.explanation), SMALL),
    ]
    if layer.legend is not None:
        parts += [Spacer(0, 1 * mm), LegendStrip(layer.legend, width)]
    return parts


def _table_2(content: ReportContent, marks: Sequence[MatchEntry]) -> Table:
    column = 18.4 * mm
    head: list[Any] = [
        [
            Fitted(mark.picture, column - 8, 15 * mm),
            Paragraph(markup(shorten(mark.id, 40)), CENTRED),
            *([Paragraph(markup(mark.judgement, bold=True), CENTRED)] if mark.judgement else []),
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


def _facts(
    rows: Sequence[tuple[str, str]], style: ParagraphStyle, label: float, width: float
) -> Table:
    soft = ParagraphStyle("label", style, textColor=SOFT)
    cells = [
        [Paragraph(markup(name), soft), Paragraph(markup(value), style)] for name, value in rows
    ]
    commands: Style = [
        FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    return Table(cells, colWidths=[label, width - label], style=commands, hAlign="LEFT")


def _head(title: str, note: str = "") -> list[Flowable]:
    # A heading at the foot of a page would stand alone, above a table on the next.
    parts: list[Flowable] = [CondPageBreak(60 * mm), Paragraph(markup(title, bold=True), HEAD)]
    if note:
        parts += [Paragraph(markup(note), SMALL), Spacer(0, 2 * mm)]
    return parts


def _section(title: str, body: Flowable) -> list[Flowable]:
    return [KeepTogether([Paragraph(markup(title, bold=True), HEAD), body])]
