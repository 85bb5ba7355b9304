"""Fonts of the PDF report: each run of a text in a font that has its letters."""

from __future__ import annotations

import functools
import itertools
import unicodedata
from typing import Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from examiner_app.resources import resource

REGULAR: Final = "DejaVuSans"
BOLD: Final = "DejaVuSans-Bold"

HAN: Final = "STSong-Light"
JAPANESE: Final = "HeiseiKakuGo-W5"
KOREAN: Final = "HYGothic-Medium"
"""CID fonts that every PDF reader brings or replaces; they are not embedded."""

_KANA: Final = ((0x3040, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F))
_HANGUL: Final = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xAC00, 0xD7A3))
_HAN: Final = ((0x3000, 0x303F), (0x4E00, 0x9FA5), (0xFF01, 0xFF65))

_NOTHING: Final = ""
"""«Font» of characters that none of the fonts has."""


@functools.cache
def register_fonts() -> frozenset[int]:
    """Make the fonts known to reportlab, once; return the code points of the embedded ones."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(resource("fonts", f"{name}.ttf"))))
    pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, REGULAR, BOLD)
    for name in (HAN, JAPANESE, KOREAN):
        pdfmetrics.registerFont(UnicodeCIDFont(name))
    return frozenset(
        set(pdfmetrics.getFont(REGULAR).face.charToGlyph)
        & set(pdfmetrics.getFont(BOLD).face.charToGlyph)
    )


def markup(text: str, *, bold: bool = False) -> str:
    """Return ``text`` as paragraph markup of reportlab, every run in a font that has it.

    Letters that no font here has are named by their script instead, in brackets: the
    picture of the mark shows them. Everything in ``text`` is escaped.
    """
    embedded = register_fonts()
    han = JAPANESE if any(_within(ord(c), _KANA) for c in text) else HAN
    fonts = ((_font(ord(character), embedded, han), character) for character in text)
    runs = itertools.groupby(fonts, key=lambda pair: pair[0])
    shown = "".join(_run(font, "".join(c for _, c in pairs)) for font, pairs in runs)
    return f"<b>{shown}</b>" if bold else shown


def plain(text: str) -> str:
    """Return ``text`` with only letters of the embedded fonts, for lines drawn without markup."""
    embedded = register_fonts()
    return "".join(c if ord(c) in embedded else "?" for c in text)


def _font(code: int, embedded: frozenset[int], han: str) -> str:
    if code in embedded:
        return REGULAR
    if _within(code, _KANA):
        return JAPANESE
    if _within(code, _HANGUL):
        return KOREAN
    return han if _within(code, _HAN) else _NOTHING


def _run(font: str, text: str) -> str:
    if font == _NOTHING:
        return f"[{_script(text)}]"
    if font == REGULAR:
        return escape(text)
    return f'<font name="{font}">{escape(text)}</font>'


def _script(text: str) -> str:
    names = (unicodedata.name(character, "") for character in text)
    letters = [name.split(maxsplit=1)[0] for name in names if " LETTER" in name]
    return f"{letters[0].capitalize()} letters" if letters else "other signs"


def _within(code: int, ranges: tuple[tuple[int, int], ...]) -> bool:
    return any(first <= code <= last for first, last in ranges)
