"""Cells, looks and pictures of the XLSX report: whatever a register says, no cell calculates."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.report.columns import FORMULA_SIGNS
from examiner_app.engine.report.html import tint
from examiner_app.engine.report.images import Picture
from examiner_app.engine.report.kinds import Paper
from examiner_app.engine.report.text import printable

Value = str | int | float | datetime | None

TEXT: Final = "Examiner text"
SOFT: Final = "Examiner label"
HINT: Final = "Examiner hint"
BOLD: Final = "Examiner bold"
TITLE: Final = "Examiner title"
SECTION: Final = "Examiner section"
HEAD: Final = "Examiner head"
RANK: Final = "Examiner rank"
DISTANCE: Final = "Examiner distance"
PERCENTILE: Final = "Examiner percentile"
TIME: Final = "Examiner time"
CENTRED: Final = "Examiner centred"

DASH: Final = "–"
"""Stands where a picture is missing."""

CELL_LIMIT: Final = 32_767
"""Most characters of a cell, each of UTF-16."""

_ESCAPE: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA: Final = re.compile(rf"\s*[{re.escape(FORMULA_SIGNS)}]")
_NARROW: Final = 0.92
"""Width of a character of text in digits of the larger default font, by which columns are wide."""

_LINE: Final = 13.5
_HIGHEST: Final = 405.0
"""Points of a line of text, and of the highest row that Excel can show."""

_EMU: Final = 9_525
"""Units of a drawing in a pixel of the screen."""

_BORDER: Final = 4
"""Pixels that stay free above and to the left of a picture's box."""

_SHARPNESS: Final = 2
"""Pixels of a picture for each of the screen: it stays sharp on paper and when enlarged."""


_PAPERS: Final[dict[Paper, int]] = {"a4": 9, "letter": 1}
"""Numbers of papers, as the format has them."""


def _font(size: float, color: str, bold: bool = False) -> Font:
    return Font("Calibri", size, bold, color=color)


def named_styles() -> list[NamedStyle]:
    """Return the looks of cells, for one workbook."""
    ink, soft, line = "FF1A1D21", "FF5B6470", "FFD5D9DE"
    top, middle = Alignment(vertical="top", wrap_text=True), Alignment("center", "center")
    wrapped = Alignment("center", "center", wrap_text=True)
    plain, bold = _font(size=10, color=ink), _font(size=10, bold=True, color=ink)
    under = Border(bottom=Side("thin", line))
    ground = PatternFill("solid", fgColor="FFEEF1F4")
    return [
        NamedStyle(TEXT, plain, border=under, alignment=top),
        NamedStyle(SOFT, _font(size=10, color=soft), border=under, alignment=top),
        NamedStyle(HINT, _font(size=10, color=soft)),
        NamedStyle(BOLD, bold, border=under, alignment=top),
        NamedStyle(TITLE, _font(16, ink, bold=True), alignment=Alignment(vertical="top")),
        NamedStyle(SECTION, _font(12, ink, bold=True), border=under),
        NamedStyle(HEAD, bold, ground, under, wrapped),
        NamedStyle(RANK, plain, None, under, middle, "#,##0"),
        NamedStyle(DISTANCE, plain, None, under, middle, "0.0000"),
        NamedStyle(PERCENTILE, plain, None, under, middle, "0.00"),
        NamedStyle(TIME, plain, None, under, Alignment("left", "top"), _TIME_FORMAT),
        NamedStyle(CENTRED, plain, None, under, wrapped),
    ]


_TIME_FORMAT: Final = "yyyy-mm-dd hh:mm:ss"


def put(sheet: Worksheet, row: int, column: int, value: Value, look: str = TEXT) -> Cell:
    """Fill one cell; text stays text, whatever it looks like.

    Args:
        sheet: Where.
        row: From 1.
        column: From 1.
        value: A text, a number, a time of UTC without its zone, or nothing.
        look: Name of a style.

    Returns:
        The cell.
    """
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{sheet.title} has merged cells at row {row}.")
    cell.style = look
    if not isinstance(value, str):
        cell.value = value
    elif text := cell_text(value):
        cell.value = text
        # openpyxl would make formulas of some texts, and errors of others.
        cell.data_type = "s"
        # Without it a text becomes a formula when somebody edits the cell.
        cell.quotePrefix = _FORMULA.match(text) is not None
    return cell


def cell_text(text: str) -> str:
    """Return ``text`` as a cell can hold it: lines of printable characters, not too many."""
    lines = "\n".join(printable(line) for line in text.split("\n")).strip("\n")
    # Excel reads _x0041_ as the letter A, unless the first underscore is itself written so.
    escaped = _ESCAPE.sub("_x005F_", lines)
    units = escaped.encode("utf-16-le")
    if len(units) <= 2 * CELL_LIMIT:
        return escaped
    return units[: 2 * (CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


def fill(cell: Cell, colour: Colour) -> None:
    """Lay a colour, thinned with white, behind a cell."""
    cell.fill = PatternFill("solid", fgColor=f"FF{tint(colour)[1:].upper()}")


def set_widths(sheet: Worksheet, widths: Iterable[float]) -> None:
    """Set the widths of the columns from the first, in characters."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width


def set_height(
    sheet: Worksheet, row: int, texts: Iterable[tuple[str, float]], least: float = 0.0
) -> None:
    """Make a row as high as its highest text.

    Args:
        sheet: Where.
        row: From 1.
        texts: Each with the width of its column, in characters.
        least: Points that the row has at least.
    """
    lines = max((_lines(text, width) for text, width in texts), default=1)
    sheet.row_dimensions[row].height = min(_HIGHEST, max(least, lines * _LINE + 4))


def place_picture(
    sheet: Worksheet,
    row: int,
    column: int,
    picture: Picture | None,
    box: tuple[int, int],
    *,
    centred: bool = True,
) -> None:
    """Lay a picture into a cell, with which it moves and hides; a dash stands for a missing one.

    Args:
        sheet: Where.
        row: From 1.
        column: From 1.
        picture: Drawn smaller where it is larger than the box, never larger.
        box: Width and height in pixels of the screen; the cell must be larger.
        centred: In the middle of the box, or else at its upper left.
    """
    if picture is None:
        put(sheet, row, column, DASH, CENTRED)
        return
    pixels = picture.decode()
    scale = min(1.0, box[0] / pixels.width, box[1] / pixels.height)
    width, height = (max(1, round(side * scale)) for side in pixels.size)
    pixels.thumbnail((max(1, width * _SHARPNESS), max(1, height * _SHARPNESS)))
    data = io.BytesIO()
    pixels.save(data, "PNG", compress_level=5)
    image = Image(data)
    left, top = _BORDER, _BORDER
    if centred:
        left, top = left + (box[0] - width) // 2, top + (box[1] - height) // 2
    image.anchor = TwoCellAnchor(
        "twoCell",
        _marker(row, column, left, top),
        _marker(row, column, left + width, top + height),
    )
    sheet.add_image(image)


def set_page(
    sheet: Worksheet, paper: Paper, head: str = "", *, across: int = 1, grid: bool = False
) -> None:
    """Print on a paper turned sideways.

    Args:
        sheet: What to print.
        paper: The paper.
        head: Rows that are on every page, as ``1:1``.
        across: Over so many pages side by side, no more than can be read on fewer.
        grid: Whether there are lines between the cells on the screen.
    """
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPERS[paper]
    sheet.page_setup.fitToWidth = across
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    # Nothing of a register stands here: an ampersand would be a command.
    if (foot := sheet.oddFooter) is not None:
        foot.left.text = "Ranks are not a legal finding"
        foot.right.text = "&A · &P of &N"
    sheet.sheet_view.showGridLines = grid
    if head:
        sheet.print_title_rows = head


def _marker(row: int, column: int, x: int, y: int) -> AnchorMarker:
    return AnchorMarker(column - 1, x * _EMU, row - 1, y * _EMU)


def _lines(text: str, width: float) -> int:
    return sum(max(1, math.ceil(_NARROW * _advance(line) / width)) for line in text.split("\n"))


def _advance(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)
