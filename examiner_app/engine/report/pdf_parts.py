"""Parts of the PDF report that reportlab has not got: rank grids, legends, bookmarks, numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PIL import Image
from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.pictures import Legend
from examiner_app.engine.report.entries import RankCell
from examiner_app.engine.report.images import Picture
from examiner_app.engine.report.kinds import Paper
from examiner_app.engine.report.pdf_fonts import BOLD, REGULAR
from examiner_app.engine.report.pdf_text import PageLine, words

INK: Final = HexColor("#16181d")
SOFT: Final = HexColor("#565c68")
LINE: Final = HexColor("#c9cdd5")
MARGIN: Final = 14 * mm

FOOT: Final = 6.8
"""Size of what is below every page, points."""

_TINT: Final = 0.24
"""How much of a rank's colour lies behind its number: black on it stays readable."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pages of a report.

    Attributes:
        width: Of the paper, points.
        height: Of the paper, points.
    """

    width: float
    height: float

    @property
    def inner(self) -> float:
        """What is between the margins, points."""
        return self.width - 2 * float(MARGIN)


SHEETS: Final[dict[Paper, Sheet]] = {"a4": Sheet(*A4), "letter": Sheet(*LETTER)}


def colour(rgb: Colour, share: float = 1.0) -> Color:
    """Return an sRGB colour, thinned with white where ``share`` is below 1."""
    return Color(*(1 + (part / 255 - 1) * share for part in rgb))


def tint(rgb: Colour) -> Color:
    """Return a rank's colour as it lies behind its number."""
    return colour(rgb, _TINT)


class Fitted(Flowable):
    """A picture in the middle of a box, its aspect kept; a note where there is none."""

    def __init__(self, picture: Picture | None, width: float, height: float) -> None:
        super().__init__()
        self.width, self.height = width, height
        self.hAlign = "CENTER"
        self._reader = None if picture is None else ImageReader(picture.decode())

    def draw(self) -> None:
        """Draw it on the canvas."""
        if self._reader is None:
            self.canv.setStrokeColor(LINE)
            self.canv.rect(0, 0, self.width, self.height)
            self.canv.setFont(REGULAR, 6.5)
            self.canv.setFillColor(SOFT)
            self.canv.drawCentredString(self.width / 2, self.height / 2 - 2, "no picture")
            return
        across, down = self._reader.getSize()
        scale = min(self.width / across, self.height / down)
        size = across * scale, down * scale
        place = (self.width - size[0]) / 2, (self.height - size[1]) / 2
        self.canv.drawImage(self._reader, *place, *size)


class LegendStrip(Flowable):
    """What the colours of a layer mean: a ramp between two values, or swatches with labels."""

    _ROW: Final = 8.5

    def __init__(self, legend: Legend, width: float) -> None:
        super().__init__()
        self.width = width
        self._legend = legend
        rows = len(legend.colours) if isinstance(legend.colours, tuple) else 2
        self.height = self._ROW * rows

    def draw(self) -> None:
        """Draw it on the canvas."""
        if isinstance(self._legend.colours, tuple):
            self._swatches(self._legend.colours)
            return
        self._text(0, self._ROW + 2, self._legend.title, SOFT)
        self._text(0, 1.5, self._legend.low, INK)
        ramp = Image.fromarray(self._legend.colours[None])
        left, right = self._offset(self._legend.low), self._offset(self._legend.high)
        across = self.width - left - right
        self.canv.drawImage(ImageReader(ramp), left, 0, across, self._ROW - 1.5)
        self._text(self.width - right + 3, 1.5, self._legend.high, INK)

    def _swatches(self, swatches: Sequence[tuple[Colour, str]]) -> None:
        for row, (rgb, label) in enumerate(swatches):
            down = self.height - (row + 1) * self._ROW
            self.canv.setFillColor(colour(rgb))
            self.canv.setStrokeColor(SOFT)
            self.canv.rect(0, down + 1, 6, 6, stroke=1, fill=1)
            self._text(9, down + 1.8, label, INK)

    def _offset(self, text: str) -> float:
        return float(self.canv.stringWidth(text, REGULAR, 6)) + 3

    def _text(self, across: float, down: float, text: str, ink: Color) -> None:
        self.canv.setFont(REGULAR, 6)
        self.canv.setFillColor(ink)
        self.canv.drawString(across, down, text)


class RankGrid(Flowable):
    """The ranks of one mark under every method, four in a row, each with its colour beside it.

    Below each are its distance and its percentile.
    """

    _COLUMNS: Final = 4
    _ROW: Final = 24.0

    def __init__(self, cells: Sequence[RankCell], width: float) -> None:
        super().__init__()
        self._cells = cells
        self.width = width
        self.height = self._ROW * -(-len(cells) // self._COLUMNS)

    def draw(self) -> None:
        """Draw it on the canvas."""
        step = self.width / self._COLUMNS
        for number, cell in enumerate(self._cells):
            row, column = divmod(number, self._COLUMNS)
            left, low = column * step, self.height - (row + 1) * self._ROW
            self.canv.setFillColor(colour(cell.colour))
            self.canv.rect(left, low + 2.5, 2.5, self._ROW - 5, stroke=0, fill=1)
            font = BOLD if cell.sorts else REGULAR
            size = self._size(cell.name, font, 5.8, step - 7)
            self._text(left + 5, low + 16.8, cell.name, (font, size), INK if cell.sorts else SOFT)
            self._text(left + 5, low + 9, cell.exact, (font, 7.5), INK)
            parts = (part for part in (cell.distance_text, cell.percentile_text) if part)
            below = " · ".join(parts)
            size = self._size(below, font, 5.4, step - 7)
            self._text(left + 5, low + 2.8, below, (font, size), INK if cell.sorts else SOFT)

    def _size(self, text: str, font: str, size: float, room: float) -> float:
        whole = float(self.canv.stringWidth(text, font, size))
        return size * min(1.0, room / whole)

    def _text(
        self, across: float, down: float, text: str, font: tuple[str, float], ink: Color
    ) -> None:
        self.canv.setFont(*font)
        self.canv.setFillColor(ink)
        self.canv.drawString(across, down, text)


class Heading(Flowable):
    """A heading that the document's outline leads to."""

    def __init__(self, title: str, style: ParagraphStyle) -> None:
        super().__init__()
        self.style = style
        self._title = title
        self._shown = words(title, style, bold=True)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return how much room it takes, points."""
        self.width, self.height = self._shown.wrapOn(self.canv, width, height)
        return self.width, self.height

    def draw(self) -> None:
        """Draw it on a canvas of ``numbered_canvas``."""
        _, low = self.canv.absolutePosition(0, 0)
        self.canv.note_heading(self._title, low + self.height)
        self._shown.drawOn(self.canv, 0, 0)


def numbered_canvas(foot: PageLine, sheet: Sheet) -> Callable[..., Canvas]:
    """Return a canvas class that writes ``foot`` and «page of pages» under every page.

    It makes the document's outline of its headings.
    """

    class Numbered(Canvas):
        """Keeps its pages until their number is known."""

        def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - reportlab's
            super().__init__(*arguments, **options)
            self._pages: list[dict[str, Any]] = []
            self._headings: list[tuple[str, float]] = []
            self.showOutline()

        def note_heading(self, title: str, top: float) -> None:
            """Note a heading on the page that is being drawn, and where its top is."""
            self._headings.append((title, top))

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            """Put the page aside."""
            self._pages.append(dict(self.__dict__))
            self._headings = []
            self._startPage()

        def save(self) -> None:
            """Write all pages, each with its number."""
            for number, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                # A bookmark is of the page that is being written: before now, all are the first.
                for place, (title, top) in enumerate(self._headings):
                    key = f"section-{number}-{place}"
                    self.bookmarkPage(key, fit="XYZ", left=0, top=top)
                    self.addOutlineEntry(title, key)
                foot.draw(self, (MARGIN, 8 * mm), SOFT)
                self.setFont(REGULAR, FOOT)
                self.setFillColor(SOFT)
                count = f"Page {number} of {len(self._pages)}"
                self.drawRightString(sheet.width - MARGIN, 8 * mm, count)
                super().showPage()
            super().save()

    return Numbered
