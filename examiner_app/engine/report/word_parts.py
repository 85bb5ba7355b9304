"""Parts of the Word report: tables, legends, pictures."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

import numpy as np
from docx.blkcntnr import BlockItemContainer
from docx.document import Document
from docx.oxml.shape import CT_Inline
from docx.shared import Emu, Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.pictures import Legend
from examiner_app.engine.report.html import css, tint
from examiner_app.engine.report.images import Picture
from examiner_app.engine.report.text import printable
from examiner_app.engine.report.word_styles import DETAIL, LABEL, PLAIN, element
from examiner_app.engine.report.word_text import line, shade, shading, write

MISSING: Final = "–"

_STOPS: Final = 16
_QUALITY: Final = 90
_WHOLE: Final = 20
_SWATCH: Final = "\u2003"
"""An em space, with a colour behind it."""

_CELL_SHADE_NEXT: Final = ("w:noWrap", "w:tcMar", "w:textDirection", "w:tcFitText", "w:vAlign")


def table(document: Document, style: str, widths: Sequence[Length]) -> Table:
    """Add a table without rows, its columns as wide as they are said to be."""
    made: Table = document.add_table(0, len(widths))
    made.style = style
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    return made


def add_row(of: Table, *, head: bool = False) -> _Row:
    """Add a row that is never split; a head is repeated on every page."""
    row: _Row = of.add_row()
    properties = row._tr.get_or_add_trPr()
    properties.append(element("w:cantSplit"))
    if head:
        properties.append(element("w:tblHeader"))
    return row


def shade_cell(cell: BlockItemContainer, colour: Colour) -> None:
    """Put a rank's colour behind a cell of a table, so pale that black on it stays readable."""
    properties = cell._element.get_or_add_tcPr()
    properties.insert_element_before(shading(tint(colour)), *_CELL_SHADE_NEXT)


def facts_table(document: Document, rows: Sequence[tuple[str, str]], label: Length) -> None:
    """Add a table of labels and values.

    Args:
        document: Where it goes.
        rows: The labels and values.
        label: How wide the labels are.
    """
    if not rows:
        # Word takes a file with an empty table for a broken one.
        return
    section = document.sections[0]
    sides = (section.left_margin or 0) + (section.right_margin or 0)
    rest = Emu((section.page_width or 0) - sides - label)
    made = table(document, PLAIN, (label, rest))
    for number, (name, value) in enumerate(rows, 1):
        left, right = add_row(made).cells
        # Short tables stay whole.
        together = number < len(rows) <= _WHOLE
        for paragraph in (line(left, name, LABEL), line(right, value)):
            paragraph.paragraph_format.space_after = 0
            paragraph.paragraph_format.keep_with_next = together


def write_legend(cell: BlockItemContainer, legend: Legend) -> None:
    """Add what the colours of a layer mean: a ramp between two values, or swatches with labels."""
    if isinstance(legend.colours, tuple):
        for colour, label in legend.colours:
            paragraph = line(cell, style=DETAIL)
            shade(paragraph.add_run(2 * _SWATCH), css(colour))
            paragraph.add_run(" ")
            write(paragraph, label)
        return
    write(line(cell, style=DETAIL), legend.title, soft=True)
    paragraph = line(cell, style=DETAIL)
    write(paragraph, legend.low)
    paragraph.add_run(" ")
    places = np.linspace(0, len(legend.colours) - 1, _STOPS).round().astype(int)
    for red, green, blue in legend.colours[places]:
        shade(paragraph.add_run(_SWATCH), css((int(red), int(green), int(blue))))
    paragraph.add_run(" ")
    write(paragraph, legend.high)


class Pictures:
    """Puts pictures into a document, each file once however often it is shown."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._known: dict[bytes, str] = {}
        self._shown = 0

    def put(
        self, paragraph: Paragraph, picture: Picture | None, alt: str, room: tuple[Length, Length]
    ) -> None:
        """Show a picture in a paragraph, or a dash where there is none.

        Args:
            paragraph: Where it goes.
            picture: The picture.
            alt: What it shows, for who cannot see it.
            room: How wide and how high it may be; its aspect is kept.
        """
        if picture is None:
            paragraph.add_run(MISSING)
            return
        scale = min(room[0] / picture.width, room[1] / picture.height)
        across, down = (
            Emu(max(1, round(side * scale))) for side in (picture.width, picture.height)
        )
        # Counted here: python-docx looks for the highest number in the whole document each time.
        self._shown += 1
        key = self._relation(picture)
        inline = CT_Inline.new_pic_inline(self._shown, key, f"Picture {self._shown}", across, down)
        inline.docPr.set("descr", printable(alt))
        for side in ("distT", "distB", "distL", "distR"):
            # Some readers take what is not stated for a margin.
            inline.set(side, "0")
        paragraph.add_run()._r.add_drawing(inline)

    def _relation(self, picture: Picture) -> str:
        known = self._known.get(picture.data)
        if known is None:
            known, _ = self._part.get_or_add_image(io.BytesIO(_readable(picture)))
            self._known[picture.data] = known
        return known


def _readable(picture: Picture) -> bytes:
    """Return the picture as Word reads it, that knows no WebP."""
    if picture.media_type == "image/png":
        return picture.data
    buffer = io.BytesIO()
    picture.decode().save(buffer, "JPEG", quality=_QUALITY, subsampling=0)
    return buffer.getvalue()
