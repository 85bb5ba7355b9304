"""A report as a Word file: real headings, tables and fields, for an office that edits it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from docx.document import Document
from docx.shared import Length, Mm, Pt

from examiner_app.engine.report.content import CandidateLayer, ReportContent
from examiner_app.engine.report.word_matches import matches_table, pinned_table
from examiner_app.engine.report.word_parts import (
    Pictures,
    add_row,
    facts_table,
    table,
    write_legend,
)
from examiner_app.engine.report.word_styles import (
    BULLET,
    DETAIL,
    HEADING,
    LINES,
    NOTICE,
    PLAIN,
    SMALL,
    SUBTITLE,
    TITLE,
    WIDTH,
    new_document,
)
from examiner_app.engine.report.word_text import line, write_facts
from examiner_app.engine.wording import thousands

_LABEL: Final = Mm(34)
_WIDE_LABEL: Final = Mm(50)
_COLUMNS: Final = 3
_LOG_ROOM: Final = 100
_FARTHER: Final = (
    "Distances are as each method measures them; «farther» is the share of the marks searched that "
    "are farther from the candidate, in percent."
)
_LOG_WIDTHS: Final = (Mm(12), Mm(36), Mm(134))


def render_docx(content: ReportContent) -> bytes:
    """Return the report as a Word file."""
    document = new_document(content)
    pictures = Pictures(document)
    _opening(document, content)
    _candidate(document, pictures, content)
    line(document, "What was searched", HEADING)
    facts_table(document, content.searched, _LABEL)
    _marks(document, pictures, content)
    line(document, "The methods", HEADING)
    facts_table(document, [(one.name, one.explanation) for one in content.methods], _LABEL)
    _log(document, content)
    if content.hashes:
        line(document, "Hashes", HEADING)
        facts_table(document, content.hashes, _WIDE_LABEL)
    if content.limits:
        line(document, "What the methods do not see", HEADING)
        for limit in content.limits:
            line(document, limit, BULLET)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _opening(document: Document, content: ReportContent) -> None:
    line(document, content.title, TITLE)
    line(document, content.kind_title, SUBTITLE)
    parts = (
        f"Reference {content.reference}" if content.reference else "",
        f"Examiner {content.examiner}" if content.examiner else "",
        f"{content.started:%Y-%m-%d %H:%M} UTC",
        content.program,
    )
    line(document, " · ".join(part for part in parts if part), SMALL)
    line(document, content.kind_note)
    if content.scope:
        line(document, content.scope, bold=True)
    line(document, content.notice, NOTICE)


def _candidate(document: Document, pictures: Pictures, content: ReportContent) -> None:
    line(document, "The candidate", HEADING)
    if content.layers:
        _layers(document, pictures, content.layers)
    facts_table(document, content.candidate, _LABEL)


def _layers(document: Document, pictures: Pictures, layers: Sequence[CandidateLayer]) -> None:
    column = Length(WIDTH // _COLUMNS)
    grid = table(document, PLAIN, [column] * _COLUMNS)
    for start in range(0, len(layers), _COLUMNS):
        cells = add_row(grid).cells
        for cell, layer in zip(cells, layers[start : start + _COLUMNS], strict=False):
            room = Length(column - Mm(5)), Mm(36)
            alt = f"{layer.title}: {layer.explanation}"
            pictures.put(line(cell), layer.picture, alt, room)
            line(cell, layer.title, bold=True).paragraph_format.space_after = Pt(1)
            line(cell, layer.explanation, SMALL)
            if layer.legend is not None:
                write_legend(cell, layer.legend)
    # Word makes one table of two that follow each other.
    line(document).paragraph_format.space_after = 0


def _marks(document: Document, pictures: Pictures, content: ReportContent) -> None:
    count = thousands(content.count)
    if content.tables:
        line(document, content.tables_heading, HEADING)
        line(document, content.tables_note, SMALL)
        for number, marks in enumerate(content.tables):
            if number:
                # Word makes one table of two that follow each other.
                line(document)
            pinned_table(document, pictures, content.methods, marks)
    for heading, meaning, marks in content.lists:
        line(document, heading, HEADING)
        if meaning:
            line(document, f"{meaning} {_FARTHER}", SMALL)
        if marks:
            matches_table(document, pictures, marks, count)


def _log(document: Document, content: ReportContent) -> None:
    if not content.log:
        return
    line(document, "The log of searches", HEADING)
    made = table(document, LINES, _LOG_WIDTHS)
    for cell, title in zip(add_row(made, head=True).cells, ("No.", "Time", "Search"), strict=True):
        line(cell, title, bold=True).paragraph_format.space_after = 0
    for entry in content.log:
        number, time, facts = add_row(made).cells
        line(number, thousands(entry.number), bold=True)
        line(time, f"{entry.time:%Y-%m-%d %H:%M:%S} UTC", DETAIL)
        write_facts(line(facts, style=DETAIL), entry.facts, _LOG_ROOM)
