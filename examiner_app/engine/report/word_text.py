"""Text of the Word report: hostile until it has become a run, and read from its own side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Final

from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from examiner_app.engine.report.reading_order import STRONG, right_to_left
from examiner_app.engine.report.text import printable
from examiner_app.engine.report.word_styles import BODY, QUIET, element, style_id

_BIDI_NEXT: Final = ("w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
_SHADE_NEXT: Final = ("w:fitText", "w:vertAlign", "w:rtl", "w:cs", "w:em", "w:lang")


def directions(text: str) -> Iterator[tuple[bool, str]]:
    """Yield the parts of ``text`` that are read one way, and whether that is from the right.

    Word turns only whole runs around. What has no direction takes that of the letters on both
    sides where they agree, and that of the paragraph where they do not, as Unicode has it.
    """
    if text.isascii():
        if text:
            yield False, text
        return
    whole = right_to_left(text)
    strong = [STRONG.get(unicodedata.bidirectional(character)) for character in text]
    before = list(accumulate(strong, _kept, initial=whole))[1:]
    after = list(accumulate(reversed(strong), _kept, initial=whole))[:0:-1]
    ways = (
        last if last == following else whole for last, following in zip(before, after, strict=True)
    )
    for way, pairs in groupby(zip(ways, text, strict=True), key=itemgetter(0)):
        yield way, "".join(character for _, character in pairs)


def line(
    place: Document | BlockItemContainer, text: str = "", style: str = BODY, *, bold: bool = False
) -> Paragraph:
    """Add a paragraph; the empty one that every cell begins with is taken first.

    Args:
        place: The document, or a cell.
        text: What it says; hostile until it has become a run.
        style: Name of its style.
        bold: Whether it stands out, whatever its style.
    """
    paragraph = place.add_paragraph() if isinstance(place, Document) else _paragraph(place)
    if style != BODY:
        # Its name is looked for among all styles each time; this is what comes of it.
        paragraph._p.style = style_id(style)
    if text:
        write(paragraph, text, bold=bold)
    if right_to_left(text):
        properties = paragraph._p.get_or_add_pPr()
        properties.insert_element_before(element("w:bidi"), *_BIDI_NEXT)
    return paragraph


def write(paragraph: Paragraph, text: str, *, bold: bool = False, soft: bool = False) -> Run:
    """Add hostile text: no markup, no control characters, no surrogates get through.

    Args:
        paragraph: Where it goes.
        text: What it says.
        bold: Whether it stands out.
        soft: Whether it stands back, as labels do.

    Returns:
        The run; the last of them where the text changes its direction.
    """
    run = None
    for leftwards, part in directions(printable(text)):
        # What is printable has no tabs and no ends of lines, that ``add_run`` looks for at length.
        run = paragraph.add_run()
        run._r.add_t(part)
        if soft:
            run._r.style = style_id(QUIET)
        if bold:
            run.font.bold = run.font.cs_bold = True
        if leftwards:
            run.font.rtl = True
    return run or paragraph.add_run()


def write_facts(paragraph: Paragraph, facts: Sequence[tuple[str, str]], room: int) -> None:
    """Add labels and values; dates would be broken at their hyphens were they not in lines.

    Args:
        paragraph: Where they go.
        facts: The labels and values.
        room: About how many characters fit a line.
    """
    used = 0
    for label, value in facts:
        length = len(label) + 1 + len(value)
        if used and used + 3 + length > room:
            paragraph.add_run().add_break()
            used = 0
        elif used:
            paragraph.add_run(" · ")
            used += 3
        write(paragraph, label, soft=True)
        paragraph.add_run(" ")
        write(paragraph, value)
        used += length


def shade(run: Run, fill: str) -> None:
    """Put a colour behind a run.

    Args:
        run: The run.
        fill: As CSS writes a colour.
    """
    properties = run._r.get_or_add_rPr()
    properties.insert_element_before(shading(fill), *_SHADE_NEXT)


def shading(fill: str) -> BaseOxmlElement:
    """Return what puts a colour behind a run or a cell, the colour as CSS writes it."""
    return element("w:shd", val="clear", color="auto", fill=fill.removeprefix("#").upper())


def _kept(last: bool, following: bool | None) -> bool:
    return last if following is None else following


def _paragraph(place: BlockItemContainer) -> Paragraph:
    last = place._element[-1]
    unused = isinstance(last, CT_P) and not last.r_lst
    return Paragraph(last, place) if unused else place.add_paragraph()
