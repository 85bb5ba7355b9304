"""Paragraphs of the PDF report in every script, and lines of its pages."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, Paragraph

from examiner_app.engine.report.pdf_fonts import BOLD, is_plain, markup
from examiner_app.engine.report.pdf_lines import (
    Line,
    Span,
    begins_right,
    draw_line,
    line_width,
    set_lines,
)

_HIGHEST: Final = 1.8
_DEEPEST: Final = 1.2
"""Most room above and below a line, as a share of the font's size: marks can be piled up."""

_UNBOUND: Final = 1e9
"""Points: as wide as no line is."""


def paragraph(spans: Sequence[Span], style: ParagraphStyle) -> Flowable:
    """Return words as a paragraph: reportlab's own where no script asks for more.

    Args:
        spans: The words; they are hostile.
        style: How they look; indents are not regarded in scripts that ask for more.
    """
    if all(is_plain(span.text) for span in spans):
        return Paragraph("".join(map(_marked, spans)), style)
    bold = style.fontName == BOLD
    return ShapedText([Span(s.text, s.bold or bold, s.colour) for s in spans], style)


def words(text: str, style: ParagraphStyle, *, bold: bool = False) -> Flowable:
    """Return one text as a paragraph; it is hostile."""
    return paragraph([Span(text, bold)], style)


class ShapedText(Flowable):
    """Words that reportlab cannot set: it neither joins letters nor reads from the right.

    Lines are as far apart as the style says, and further where letters are higher. Words that
    are read from the right, all of them, begin below each other on the right of the widest line.
    """

    def __init__(self, spans: Sequence[Span], style: ParagraphStyle) -> None:
        super().__init__()
        self.style = style
        self._spans = spans
        self._lines: list[Line] | None = None
        self._broken_for = 0.0

    def wrap(self, width: float, _: float) -> tuple[float, float]:
        """Return how much room the words take where lines are at most ``width`` points wide."""
        if self._lines is None or width != self._broken_for:
            self._lines = set_lines(self._spans, width, self.style.fontSize)
            self._broken_for = width
        self.width = width
        self.height = sum(above + below for above, below in map(self._room, self._lines))
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """Return the lines that are within ``height`` points, and the others."""
        self.wrap(width, height)
        lines = self._lines or []
        ends = itertools.accumulate(sum(self._room(line)) for line in lines)
        fitting = sum(end <= height for end in ends)
        if fitting == len(lines):
            return [self]
        return [self._with(lines[:fitting]), self._with(lines[fitting:])] if fitting else []

    def draw(self) -> None:
        """Draw the lines on the canvas."""
        size = float(self.style.fontSize)
        lines = self._lines or []
        widest = max((line_width(line) for line in lines), default=0.0)
        rightwards = begins_right(self._spans)
        down = self.height
        for line in lines:
            above, below = self._room(line)
            free = self.width / size - line_width(line)
            left = free / 2 if self.style.alignment == TA_CENTER else 0.0
            if rightwards and self.style.alignment != TA_CENTER:
                left = widest - line_width(line)
            place = left * size, down - above
            draw_line(self.canv, line, place, size, self.style.textColor)
            down -= above + below

    def _with(self, lines: list[Line]) -> ShapedText:
        part = ShapedText(self._spans, self.style)
        part._lines, part._broken_for = lines, self._broken_for
        return part

    def _room(self, line: Line) -> tuple[float, float]:
        """Return what is above and below where a line stands, points."""
        size = float(self.style.fontSize)
        above = min(_HIGHEST, max((atom.shape.top for atom in line), default=0.0))
        below = min(_DEEPEST, max((-atom.shape.bottom for atom in line), default=0.0))
        return max(size, above * size), max(self.style.leading - size, below * size)


class PageLine:
    """A line that is on every page.

    Attributes:
        width: How wide it is, points.
    """

    def __init__(self, texts: Sequence[str], size: float) -> None:
        self._size = size
        self._line = set_lines([Span(text) for text in texts], _UNBOUND, size)[0]
        self.width = line_width(self._line) * size

    def draw(self, canvas: Any, place: tuple[float, float], colour: Color) -> None:  # noqa: ANN401
        """Draw it on a canvas of reportlab, from a place on its left, in points."""
        draw_line(canvas, self._line, place, self._size, colour)


def _marked(span: Span) -> str:
    lines = "<br/>".join(markup(line, bold=span.bold) for line in span.text.split("\n"))
    if span.colour is None:
        return lines
    return f'<font color="{span.colour.hexval()}">{lines}</font>'
