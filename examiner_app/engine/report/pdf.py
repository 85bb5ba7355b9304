"""A report as PDF: numbered pages, an outline, repeated table heads, no row split, own fonts."""

from __future__ import annotations

import io
import itertools
from typing import Final

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.pdf_fonts import REGULAR, markup, register_fonts
from examiner_app.engine.report.pdf_lines import Span
from examiner_app.engine.report.pdf_matches import matches_table
from examiner_app.engine.report.pdf_parts import FOOT, MARGIN, SHEETS, numbered_canvas
from examiner_app.engine.report.pdf_sections import (
    DIGEST_LABEL,
    LABEL,
    candidate_section,
    facts_table,
    head,
    limits_list,
    log_section,
    ranks_section,
    section,
)
from examiner_app.engine.report.pdf_styles import BODY, BOX, KIND, SMALL, TITLE
from examiner_app.engine.report.pdf_text import PageLine, paragraph, words
from examiner_app.engine.report.text import shorten
from examiner_app.engine.wording import thousands

# Pictures written as text would take a quarter more room, and half of the time that a report takes.
rl_config.useA85 = 0

_FRAME_PADDING: Final = 6
"""Points that reportlab keeps free inside the margins of a page."""

_NUMBER: Final = 30 * mm
"""Room for the number of the page, beside what is below every page."""


def render_pdf(content: ReportContent) -> bytes:
    """Return the report as a PDF file, on the paper it is laid out for."""
    register_fonts()
    sheet = SHEETS[content.paper]
    data = io.BytesIO()
    document = SimpleDocTemplate(
        data,
        pagesize=(sheet.width, sheet.height),
        leftMargin=MARGIN - _FRAME_PADDING,
        rightMargin=MARGIN - _FRAME_PADDING,
        topMargin=14 * mm,
        bottomMargin=16 * mm,
        title=content.title,
        author=content.examiner or content.program,
        subject=content.reference or "Trademark image search",
        keywords=content.kind_title,
        creator=content.program,
        lang="en",
        initialFontName=REGULAR,
    )
    foot = _foot(content, sheet.inner - _NUMBER)
    document.build(_story(content, sheet.inner), canvasmaker=numbered_canvas(foot, sheet))
    return data.getvalue()


def _foot(content: ReportContent, width: float) -> PageLine:
    """Return what is below every page, its title as long as there is room for it, points."""
    end = f"  ·  {content.kind_title}  ·  ranks are not a legal finding"
    lines = (PageLine((shorten(content.title, most), end), FOOT) for most in range(70, 0, -3))
    return next(line for line in lines if line.width <= width)


def _story(content: ReportContent, width: float) -> list[Flowable]:
    count = thousands(content.count)
    story: list[Flowable] = [*_opening(content), *candidate_section(content, width)]
    # Split where it must be: the candidate may leave half a page to it.
    story += [*head("What was searched", room=30 * mm), facts_table(content.searched, LABEL, width)]
    if content.log:
        story += log_section(content.log, width)
    if content.tables:
        story += ranks_section(content)
    for heading, note, marks in content.lists:
        story += head(heading, note)
        if marks:
            story.append(matches_table(marks, count, width))
    methods = [(method.name, method.explanation) for method in content.methods]
    story += section("The methods", facts_table(methods, LABEL, width))
    if content.hashes:
        table = facts_table(content.hashes, DIGEST_LABEL, width)
        story += section("What this rests on", table)
    if content.limits:
        story += section("Known limits", *limits_list(content.limits))
    return story


def _opening(content: ReportContent) -> list[Flowable]:
    parts = (
        f"Reference {content.reference}" if content.reference else "",
        f"Examiner {content.examiner}" if content.examiner else "",
        f"{content.started:%Y-%m-%d %H:%M} UTC",
        content.program,
    )
    parted = [[Span(" · "), Span(part)] for part in parts if part]
    scope = [Spacer(0, 2 * mm), words(content.scope, BODY, bold=True)]
    return [
        words(content.title, TITLE, bold=True),
        words(content.kind_title, KIND, bold=True),
        words(content.kind_note, SMALL),
        paragraph([*itertools.chain(*parted)][1:], SMALL),
        *(scope if content.scope else ()),
        Paragraph(markup(content.notice), BOX),
    ]
