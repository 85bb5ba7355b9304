"""Words of any script as lines of the PDF report: broken as they are read, set as they are seen."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Final

from reportlab.lib.colors import Color
from reportlab.lib.textsplit import ALL_CANNOT_END, ALL_CANNOT_START

from examiner_app.engine.report.pdf_fonts import in_fonts
from examiner_app.engine.report.pdf_shaping import Shape, shape
from examiner_app.engine.report.reading_order import levels, reordered, right_to_left

_LONGEST: Final = 32
"""Letters that are shaped at once: a word that is longer may have to be parted."""

_IDEOGRAPHS: Final = ((0x2E80, 0x312F), (0x31A0, 0x9FFF), (0xF900, 0xFAFF), (0xFF01, 0xFF9F))
"""Letters that a line may begin with whatever comes before: Han, Kana and their signs."""

_VIRAMAS: Final = frozenset(range(0x094D, 0x0E00, 0x80)) | {0x0DCA, 0x1039, 0x17D2}
"""Signs that join the next letter to the one before."""

_LEADING: Final = ((0x0E40, 0x0E44), (0x0EC0, 0x0EC4))
"""Vowels of Thai and Lao that are written before the letter that they follow."""

_CLOSING: Final = frozenset({"Pe", "Pf", "Po"})


@dataclass(frozen=True, slots=True)
class Span:
    """Words that are read as one, whatever stands beside them.

    Attributes:
        text: The words; its line ends are ends of lines.
        bold: Whether they stand out.
        colour: Theirs; that of the paragraph where it is ``None``.
    """

    text: str
    bold: bool = False
    colour: Color | None = None


@dataclass(frozen=True, slots=True)
class Atom:
    """Letters that are set as one: of one span, font and direction, on one line.

    Attributes:
        span: Number of the span.
        source: All of the line of the span that they are of.
        start: Where they begin in it.
        end: Where they end.
        font: Its name.
        level: Odd where they are read from the right.
        colour: Theirs, or ``None``.
        breaks: Whether a line may begin with them.
        shape: What they look like.
    """

    span: int
    source: str
    start: int
    end: int
    font: str
    level: int
    colour: Color | None
    breaks: bool
    shape: Shape

    @property
    def text(self) -> str:
        """The letters."""
        return self.source[self.start : self.end]

    @property
    def blank(self) -> bool:
        """Whether it is what is left away where a line ends."""
        return self.text == " "

    def part(self, start: int, end: int) -> Atom:
        """Return some of the letters; they may begin a line."""
        shaped = shape(self.font, self.source, start, end, leftwards=self.level % 2 == 1)
        return replace(self, start=start, end=end, breaks=True, shape=shaped)


Line = list[Atom]
"""In the order in which it is read."""


def set_lines(spans: Sequence[Span], width: float, size: float) -> list[Line]:
    """Return the words as lines that are at most ``width`` wide, at a font size; both in points."""
    lines: list[Line] = []
    for paragraph in _paragraphs(spans):
        lines += _filled(paragraph, width / size)
    return lines


def line_width(line: Line) -> float:
    """Return how wide a line is, as a share of the font's size."""
    return sum(atom.shape.width for atom in line)


def begins_right(spans: Sequence[Span]) -> bool:
    """Return whether all of the words are one text that is read from the right."""
    return len(spans) == 1 and right_to_left(spans[0].text)


def as_seen(line: Line) -> Iterator[Atom]:
    """Yield the atoms of a line from left to right."""
    for _, atoms in itertools.groupby(line, key=attrgetter("span")):
        yield from reordered(list(atoms), attrgetter("level"))


def draw_line(
    canvas: Any,  # noqa: ANN401 - reportlab has no types
    line: Line,
    place: tuple[float, float],
    size: float,
    colour: Color,
) -> None:
    """Draw a line on a canvas, from a place on its left, in points."""
    across, up = place
    for atom in as_seen(line):
        # Glyphs that stand in another order than the letters, or for several: readers are told.
        told = not atom.shape.reads
        if told:
            text = atom.text.encode("utf-16-be").hex().upper()
            canvas.addLiteral(f"/Span <</ActualText <FEFF{text}>>> BDC")
        for piece in atom.shape.pieces:
            drawn = canvas.beginText(across + piece.across * size, up + piece.up * size)
            drawn.setFont(atom.font, size)
            drawn.setFillColor(atom.colour or colour)
            drawn.textOut(piece.codes)
            canvas.drawText(drawn)
        if told:
            canvas.addLiteral("EMC")
        across += atom.shape.width * size


def _paragraphs(spans: Sequence[Span]) -> list[Line]:
    """Return the atoms, in a list for each part between ends of lines."""
    paragraphs: list[Line] = [[]]
    for number, span in enumerate(spans):
        for place, text in enumerate(span.text.split("\n")):
            if place:
                paragraphs.append([])
            paragraphs[-1] += _atoms(number, text, span)
    return paragraphs


def _atoms(number: int, text: str, span: Span) -> Iterator[Atom]:
    letters = in_fonts(text, bold=span.bold)
    source = "".join(letter for _, letter in letters)
    fonts = [font for font, _ in letters]
    depths = levels(source)
    start = 0
    for end in range(1, len(source) + 1):
        if end < len(source) and not _parts(source, start, end, fonts, depths):
            continue
        leftwards = depths[start] % 2 == 1
        shaped = shape(fonts[start], source, start, end, leftwards=leftwards)
        breaks = _may_break(source, start)
        yield Atom(
            number, source, start, end, fonts[start], depths[start], span.colour, breaks, shaped
        )
        start = end


def _parts(source: str, start: int, end: int, fonts: Sequence[str], depths: Sequence[int]) -> bool:
    """Say whether an atom that begins at ``start`` ends before the letter at ``end``."""
    if fonts[end] != fonts[end - 1] or depths[end] != depths[end - 1]:
        return True
    if " " in source[end - 1 : end + 1] or _may_break(source, end):
        return True
    return end - start >= _LONGEST and _is_between(source, end)


def _may_break(source: str, place: int) -> bool:
    """Say whether a line may begin at a place within the words."""
    if place == 0 or source[place] == " " or source[place - 1] == " ":
        return True
    before, after = source[place - 1], source[place]
    if not (_within(ord(before), _IDEOGRAPHS) or _within(ord(after), _IDEOGRAPHS)):
        return False
    if after in ALL_CANNOT_START or unicodedata.category(after) in _CLOSING:
        return False
    if before in ALL_CANNOT_END or unicodedata.category(before) in {"Ps", "Pi"}:
        return False
    return "\u00a0" not in {before, after} and _is_between(source, place)


def _is_between(source: str, place: int) -> bool:
    """Say whether a place is between letters, not within what is one for its readers."""
    before, after = source[place - 1], source[place]
    if unicodedata.category(after).startswith("M") or after in "\u200c\u200d\u0e33\u0eb3":
        return False
    return not (before == "\u200d" or ord(before) in _VIRAMAS or _within(ord(before), _LEADING))


def _within(code: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(first <= code <= last for first, last in ranges)


def _words(atoms: Line) -> Iterator[Line]:
    """Yield blanks, and what stays together where there is room for it."""
    word: Line = []
    for atom in atoms:
        if word and atom.breaks:
            yield word
            word = []
        word.append(atom)
    if word:
        yield word


def _filled(atoms: Line, width: float) -> list[Line]:
    lines: list[Line] = [[]]
    for word in _words(atoms):
        rest = word
        if rest[0].blank:
            lines[-1] += rest if lines[-1] else []
            continue
        if lines[-1] and line_width(lines[-1]) + line_width(rest) > width:
            lines.append([])
        while line_width(rest) > width:
            first, rest = _cut(rest, width)
            lines[-1] += first
            lines += [[]] if rest else []
        lines[-1] += rest
    return [_trimmed(line) for line in lines]


def _cut(word: Line, width: float) -> tuple[Line, Line]:
    """Part a word that is wider than a line, between two of its letters."""
    used = 0.0
    for place, atom in enumerate(word):
        if used + atom.shape.width <= width:
            used += atom.shape.width
            continue
        for end in _ends(atom):
            head = atom.part(atom.start, end)
            if used + head.shape.width <= width:
                return [*word[:place], head], [atom.part(end, atom.end), *word[place + 1 :]]
        return word[: max(place, 1)], word[max(place, 1) :]
    return word, []


def _ends(atom: Atom) -> list[int]:
    """Return where an atom may be parted, the last place first."""
    inside = range(atom.end - 1, atom.start, -1)
    return [place for place in inside if _is_between(atom.source, place)]


def _trimmed(line: Line) -> Line:
    while line and line[-1].blank:
        line = line[:-1]
    return line
