"""The font files of the PDF report, as reportlab embeds them: only what is used of each."""

from __future__ import annotations

import functools
import re
import threading
import unicodedata
from typing import Any, Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from examiner_app.resources import resource

UNKNOWN: Final = "\ufffd"
"""What is read where a glyph stands that has no text of its own."""

_PRIVATE: Final = (0xE000, 0xF8FF)
"""Codes by which glyphs are written that have no character of their own."""

_FORMS: Final = ((0xFB1D, 0xFDFF), (0xFE70, 0xFEFC))
"""Letters as they look in a word: whoever searches the report asks for the letters themselves."""

_MAPPED: Final = re.compile(r"(<[0-9A-F]{2}> )<([0-9A-F]{4})>")
"""A line of what the codes in a PDF stand for."""

_LOCK: Final = threading.RLock()


class Font(TTFont):
    """A font whose every glyph can be written, and whose text can be read back.

    Attributes:
        path: Where it is.
        letters: Code points of the characters that it has.
    """

    def __init__(self, name: str) -> None:
        self.path = str(resource("fonts", f"{name}.ttf"))
        super().__init__(name, self.path, shapable=False)
        self.letters = frozenset(self.face.charToGlyph)
        forms = (
            (code, unicodedata.normalize("NFKC", chr(code)))
            for code in self.letters
            if any(first <= code <= last for first, last in _FORMS)
        )
        # Two letters would be turned around by some readers; one that is of both is not.
        self._texts = {code: letter for code, letter in forms if len(letter) == 1}
        self._add_codes()

    def _add_codes(self) -> None:
        """Give a private code to each glyph that only shaping asks for."""
        face = self.face
        glyphs = [glyph for glyph in range(1, face.numGlyphs) if glyph not in face.glyphToChar]
        free = (code for code in range(*_PRIVATE) if code not in face.charToGlyph)
        # The thousands of a font that is not shaped find no codes, and need none.
        for glyph, code in zip(glyphs, free, strict=False):
            face.charToGlyph[code] = glyph
            face.glyphToChar[glyph] = [code]
            face.charWidths[code] = face._pdfScale(face.hmetrics[glyph][0])
            self._texts[code] = UNKNOWN

    def code(self, glyph: int, text: str) -> str:
        """Return the character that writes a glyph: ``text`` itself where that does."""
        if len(text) == 1 and self.face.charToGlyph.get(ord(text)) == glyph:
            return text
        codes = self.face.glyphToChar.get(glyph)
        return chr(codes[0]) if codes else "\0"

    def width(self, code: str) -> float:
        """Return how far a code moves on, as a share of the font's size."""
        return float(self.face.getCharWidth(ord(code))) / 1000

    def note_text(self, code: str, text: str) -> None:
        """Note what a glyph without a character stands for, unless that is known already."""
        if self._texts.get(ord(code)) == UNKNOWN:
            self._texts[ord(code)] = text

    def text_of(self, codes: str) -> str:
        """Return what is read where the codes are written."""
        return "".join(self._texts.get(ord(code), code) for code in codes)

    def addObjects(self, doc: Any) -> None:  # noqa: ANN401, N802 - reportlab's
        """Embed what is used of it, with the text that each glyph stands for."""
        known = set(doc.idToObject)
        super().addObjects(doc)
        for name in set(doc.idToObject) - known:
            if name.startswith("toUnicodeCMap:"):
                stream = doc.idToObject[name]
                stream.content = _MAPPED.sub(self._mapped, stream.content)

    def _mapped(self, found: re.Match[str]) -> str:
        text = self._texts.get(int(found[2], 16))
        return found[0] if text is None else f"{found[1]}<{text.encode('utf-16-be').hex()}>"


def load(name: str) -> Font:
    """Return a font by its name, known to reportlab; it is read when it is asked for first.

    Raises:
        ExaminerError: It is not part of this installation.
    """
    # Two documents may be made at once; both must embed the same font.
    with _LOCK:
        return _loaded(name)


@functools.cache
def _loaded(name: str) -> Font:
    font = Font(name)
    pdfmetrics.registerFont(font)
    return font
