"""Fonts of the PDF report: each letter in a font that has it, and that is embedded."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from dataclasses import dataclass
from operator import itemgetter
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics

from examiner_app.engine.report.pdf_font_files import load

REGULAR: Final = "DejaVuSans"
BOLD: Final = "DejaVuSans-Bold"
CJK: Final = "WenQuanYiMicroHei"

_NOTHING: Final = ""
"""«Font» of characters that none of the fonts has."""

_SOFT_HYPHEN: Final = "\u00ad"
"""It is seen only where a line ends with it, and no line does."""

_ATTACHED: Final = frozenset({"Mn", "Mc", "Me", "Cf"})
"""Categories of what belongs to the letter before it."""


@dataclass(frozen=True, slots=True)
class _Script:
    """A font and the code points that it is asked for.

    Attributes:
        ranges: First and last code point.
        name: The font.
        bold: What stands for it where letters are bold; its own where there is none.
    """

    ranges: tuple[tuple[int, int], ...]
    name: str
    bold: str = ""


def _noto(script: str, *ranges: tuple[int, int], bold: bool = False) -> _Script:
    name = f"NotoSans{script}"
    return _Script(ranges, f"{name}-Regular", f"{name}-Bold" if bold else "")


_SCRIPTS: Final = (
    _noto(
        "Arabic",
        (0x0600, 0x06FF),
        (0x0750, 0x077F),
        (0x08A0, 0x08FF),
        (0xFB50, 0xFDFC),
        (0xFE70, 0xFEFC),
        bold=True,
    ),
    _noto("Hebrew", (0x0591, 0x05FF), (0xFB1D, 0xFB4F), bold=True),
    _noto("Devanagari", (0x0900, 0x097F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF), bold=True),
    _noto("Bengali", (0x0980, 0x09FF)),
    _noto("Gurmukhi", (0x0A00, 0x0A7F)),
    _noto("Gujarati", (0x0A80, 0x0AFF)),
    _noto("Tamil", (0x0B80, 0x0BFF)),
    _noto("Telugu", (0x0C00, 0x0C7F)),
    _noto("Kannada", (0x0C80, 0x0CFF)),
    _noto("Malayalam", (0x0D00, 0x0D7F)),
    _noto("Sinhala", (0x0D80, 0x0DFF)),
    _noto("Thai", (0x0E00, 0x0E7F), bold=True),
    _noto("Lao", (0x0E80, 0x0EFF)),
    _noto("Myanmar", (0x1000, 0x109F)),
    _noto("Ethiopic", (0x1200, 0x139F)),
    _noto("Khmer", (0x1780, 0x17FF), (0x19E0, 0x19FF)),
    _Script(
        (
            (0x1100, 0x11FF),
            (0x2E80, 0x9FFF),
            (0xAC00, 0xD7A3),
            (0xF900, 0xFAFF),
            (0xFE30, 0xFE4F),
            (0xFF00, 0xFFEF),
        ),
        CJK,
    ),
)


@functools.cache
def register_fonts() -> frozenset[int]:
    """Make the fonts of every report known to reportlab; return the code points that they have."""
    regular, bold = load(REGULAR), load(BOLD)
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)
    return regular.letters & bold.letters


def is_plain(text: str) -> bool:
    """Return whether letters of ``text`` only stand side by side, in the fonts of every report."""
    if text.isascii():
        return True
    known = register_fonts()
    return all(ord(c) in known and unicodedata.category(c) not in _ATTACHED for c in text)


def markup(text: str, *, bold: bool = False) -> str:
    """Return plain ``text`` as paragraph markup of reportlab; everything in it is escaped."""
    return f"<b>{escape(text)}</b>" if bold else escape(text)


def in_fonts(text: str, *, bold: bool = False) -> list[tuple[str, str]]:
    """Return the characters that show ``text``, each with the name of a font that has it.

    Letters that no font here has are named by their script instead, in brackets: the picture of
    the mark shows them.
    """
    found: list[tuple[str, str]] = []
    font = usual = BOLD if bold else REGULAR
    for character in text:
        font = _font(character, font, bold=bold)
        if character != _SOFT_HYPHEN and (font != _NOTHING or not _is_ignorable(character)):
            found.append((font, character))
    shown: list[tuple[str, str]] = []
    for name, pairs in itertools.groupby(found, key=itemgetter(0)):
        if name == _NOTHING:
            shown += ((usual, character) for character in _named("".join(c for _, c in pairs)))
        else:
            shown += pairs
    return shown


def _font(character: str, before: str, *, bold: bool) -> str:
    """Return the font of a character that follows one in the font ``before``."""
    attached = unicodedata.category(character) in _ATTACHED
    if attached and before != _NOTHING and ord(character) in load(before).letters:
        return before
    return _usual(ord(character), BOLD if bold else REGULAR)


@functools.lru_cache(maxsize=4096)
def _usual(code: int, latin: str) -> str:
    if code in register_fonts():
        return latin
    for script in _SCRIPTS:
        if any(first <= code <= last for first, last in script.ranges):
            name = (script.bold if latin == BOLD else "") or script.name
            return name if code in load(name).letters else _NOTHING
    return _NOTHING


def _is_ignorable(character: str) -> bool:
    """Return whether a character shows nothing itself, but how others look."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _named(text: str) -> str:
    names = (unicodedata.name(character, "") for character in text)
    letters = [name.split(maxsplit=1)[0] for name in names if " LETTER" in name]
    return f"[{letters[0].capitalize()} letters]" if letters else "[other signs]"
