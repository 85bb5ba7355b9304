"""A report as PDF: numbered pages, an outline, repeated table heads, no row split, own fonts."""

from __future__ import annotations

import io
from typing import Final

from reportlab import rl_config
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.pdf_fonts import REGULAR, markup, plain, register_fonts
from examiner_app.engine.report.pdf_matches import matches_table
from examiner_app.engine.report.pdf_parts import MARGIN, SHEETS, numbered_canvas
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
from examiner_app.engine.report.text import shorten
from examiner_app.engine.wording import thousands

# Pictures written as text would take a quarter more room, and half of the time that a report takes.
rl_config.useA85 = 0

_FRAME_PADDING: Final = 6
"""Points that reportlab keeps free inside the margins of a page."""


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
    title = plain(shorten(content.title, 70))
    foot = f"{title}  ·  {content.kind_title}  ·  ranks are not a legal finding"
    document.build(_story(content, sheet.inner), canvasmaker=numbered_canvas(foot, sheet))
    return data.getvalue()


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
    line = " · ".join(part for part in parts if part)
    scope = [Spacer(0, 2 * mm), Paragraph(markup(content.scope, bold=True), BODY)]
    return [
        Paragraph(markup(content.title, bold=True), TITLE),
        Paragraph(markup(content.kind_title, bold=True), KIND),
        Paragraph(markup(content.kind_note), SMALL),
        Paragraph(markup(line), SMALL),
        *(scope if content.scope else ()),
        Paragraph(markup(content.notice), BOX),
    ]
