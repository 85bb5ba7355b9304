"""The styles of the PDF report."""

from __future__ import annotations

from typing import Any, Final

from reportlab.lib.styles import ParagraphStyle

from examiner_app.engine.report.pdf_fonts import BOLD, REGULAR
from examiner_app.engine.report.pdf_parts import INK, SOFT

BODY: Final = ParagraphStyle("body", fontName=REGULAR, fontSize=8.5, leading=11.5, textColor=INK)
SMALL: Final = ParagraphStyle("small", BODY, fontSize=7, leading=9, textColor=SOFT)
NOTE: Final = ParagraphStyle("note", BODY, fontSize=7, leading=9)
TINY: Final = ParagraphStyle("tiny", BODY, fontSize=6, leading=7.6)
HEADED: Final = ParagraphStyle("headed", BODY, fontName=BOLD, fontSize=8, leading=10)
ITEM: Final = ParagraphStyle(
    "item", BODY, leftIndent=9, bulletIndent=0, bulletFontName=REGULAR, bulletFontSize=8.5
)
CENTRED: Final = ParagraphStyle("centred", NOTE, fontSize=6.2, leading=7.6, alignment=1)
TITLE: Final = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=16, leading=20)
KIND: Final = ParagraphStyle("kind", BODY, fontName=BOLD, fontSize=10.5, leading=14, spaceBefore=2)
HEAD: Final = ParagraphStyle(
    "head", BODY, fontName=BOLD, fontSize=11.5, leading=15, spaceBefore=12, spaceAfter=4
)
BOX: Final = ParagraphStyle(
    "box",
    BODY,
    borderColor=INK,
    borderWidth=0.9,
    borderPadding=6,
    leftIndent=6,
    rightIndent=6,
    spaceBefore=14,
    spaceAfter=8,
)

Style = list[tuple[Any, ...]]
"""Commands of a reportlab table."""

FONT: Final = ("FONT", (0, 0), (-1, -1), REGULAR, 8)
"""Every table begins with it: reportlab's own default is a font that is not embedded."""
