"""Words of registers and files as they may be shown: hostile until proven printable."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from examiner_app.engine.wording import NO_BREAK

REPLACEMENT: Final = "\ufffd"

_UNSEEN: Final = frozenset(
    "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)
"""Marks that turn the reading direction around: they could make a number read backwards."""

_LINES, _LETTERS = 20, 1_200
"""Most lines and characters of a note in one part: parts are never split between pages."""


def printable(text: str) -> str:
    """Return ``text`` on one line, without control characters, surrogates or direction marks.

    What cannot be shown becomes U+FFFD; white space becomes single blanks, but for no-break spaces.
    """
    shown = "".join(_shown(character) for character in text)
    return " ".join(part for part in shown.split(" ") if part)


def shorten(text: str, limit: int) -> str:
    """Return ``text``, or its beginning and an ellipsis where it is longer than ``limit``."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def note_parts(note: Sequence[str]) -> Iterator[list[str]]:
    """Yield the lines of a note in parts that each fit a page; lines that are too long are cut."""
    part: list[str] = []
    for line in note:
        for piece in _pieces(line):
            if len(part) == _LINES or sum(map(len, part)) + len(piece) > _LETTERS:
                yield part
                part = []
            part.append(piece)
    if part:
        yield part


def _shown(character: str) -> str:
    if character in _UNSEEN:
        return ""
    if character.isspace() and character != NO_BREAK:
        return " "
    if unicodedata.category(character) in {"Cc", "Cs", "Cn"}:
        return REPLACEMENT
    return character


def _pieces(line: str) -> Iterator[str]:
    """Cut a line that is too long for a part, between words where it has any."""
    while len(line) > _LETTERS:
        end = line.rfind(" ", 0, _LETTERS) + 1 or _LETTERS
        yield line[:end]
        line = line[end:]
    yield line
