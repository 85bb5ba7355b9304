"""Letters as glyphs: joined, set beside and above each other as their script asks for."""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass
from typing import Any, Final

from examiner_app.engine.report.pdf_font_files import Font, load

_EXACT: Final = 0.0006
"""How far a glyph may be from its place, as a share of the font's size."""

_CONTEXT: Final = 2
"""Characters on each side that may join what is shaped."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Glyphs that stand side by side.

    Attributes:
        across: Where the first begins.
        up: How high they stand.
        codes: What writes them.
        end: Where the last ends, as the font has it.
    """

    across: float
    up: float
    codes: str
    end: float


@dataclass(frozen=True, slots=True)
class Shape:
    """What some letters look like. All measures are shares of the font's size.

    Attributes:
        pieces: The glyphs, from left to right.
        width: How far they move on.
        top: The highest point, above the line.
        bottom: The lowest point: below the line where it is negative.
        reads: Whether whoever copies the glyphs in their order gets the letters.
    """

    pieces: tuple[Piece, ...]
    width: float
    top: float
    bottom: float
    reads: bool


def shape(font: str, text: str, start: int, end: int, *, leftwards: bool) -> Shape:
    """Return how a part of ``text`` looks.

    Args:
        font: Name of the font, that has all of the part.
        text: The words; those beside the part may join it.
        start: Where the part begins.
        end: Where it ends.
        leftwards: Whether it is read from the right.
    """
    before, after = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return _shape(font, before, text[start:end], after, leftwards)


@functools.lru_cache(maxsize=4096)
def _shape(name: str, before: str, text: str, after: str, leftwards: bool) -> Shape:
    font = load(name)
    infos, places, extents, scale = _glyphs(name, (before, text, after), leftwards=leftwards)
    clusters = [info.cluster - len(before) for info in infos]
    codes = _codes(font, text, [info.codepoint for info in infos], clusters, leftwards=leftwards)
    pieces: list[Piece] = []
    pen = top = bottom = 0.0
    for info, place, code in zip(infos, places, codes, strict=True):
        across, up = pen + place.x_offset * scale, place.y_offset * scale
        pen += place.x_advance * scale
        box = extents.get_glyph_extents(info.codepoint)
        if box is not None:
            top = max(top, up + box.y_bearing * scale)
            bottom = min(bottom, up + (box.y_bearing + box.height) * scale)
        _add(pieces, Piece(across, up, code, across + font.width(code)))
    read = font.text_of("".join(codes))
    # Marks that are moved would be read apart from their letters.
    reads = leftwards or (len(pieces) <= 1 and _folded(read) == _folded(text))
    return Shape(tuple(pieces), pen, top, bottom, reads)


def _codes(
    font: Font, text: str, glyphs: list[int], clusters: list[int], *, leftwards: bool
) -> list[str]:
    """Return the character that writes each glyph, and note what it stands for where it is clear.

    A cluster is the letters that some glyphs show together.
    """
    codes = [""] * len(glyphs)
    starts = sorted(set(clusters))
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        inside = [place for place, cluster in enumerate(clusters) if cluster == start]
        letters = [text[start:end]] if len(inside) == 1 else list(text[start:end])
        if len(letters) != len(inside):
            letters = [""] * len(inside)
        for place, letter in zip(reversed(inside) if leftwards else inside, letters, strict=True):
            codes[place] = font.code(glyphs[place], letter)
            if letter:
                font.note_text(codes[place], letter)
    return codes


def _add(pieces: list[Piece], piece: Piece) -> None:
    last = pieces[-1] if pieces else None
    beside = last and abs(last.end - piece.across) < _EXACT and abs(last.up - piece.up) < _EXACT
    if last and beside:
        pieces[-1] = Piece(last.across, last.up, last.codes + piece.codes, piece.end)
    else:
        pieces.append(piece)


def _glyphs(
    name: str, texts: tuple[str, str, str], *, leftwards: bool
) -> tuple[Any, Any, Any, float]:
    """Return HarfBuzz's glyphs, their places, its font, and what its units are of the size."""
    import uharfbuzz

    font = _harfbuzz(name)
    before, text, after = texts
    buffer = uharfbuzz.Buffer()
    buffer.cluster_level = uharfbuzz.BufferClusterLevel.MONOTONE_CHARACTERS
    buffer.add_str(before + text + after, len(before), len(text))
    buffer.direction = "rtl" if leftwards else "ltr"
    # Else it would be that of whoever makes the report, and reports would differ.
    buffer.language = "en"
    buffer.guess_segment_properties()
    # Readers are to find the words with them.
    buffer.flags = uharfbuzz.BufferFlags.PRESERVE_DEFAULT_IGNORABLES
    uharfbuzz.shape(font, buffer, {})
    return buffer.glyph_infos, buffer.glyph_positions or (), font, 1 / font.face.upem


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@functools.cache
def _harfbuzz(name: str) -> Any:  # noqa: ANN401 - HarfBuzz has no types
    import uharfbuzz

    return uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(load(name).path)))
