"""The list of matches in the PDF report: one row for each mark, its note below."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any, Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, Spacer, Table

from examiner_app.engine.report.entries import WORDS_LIMIT, MatchEntry
from examiner_app.engine.report.pdf_fonts import BOLD
from examiner_app.engine.report.pdf_lines import Span
from examiner_app.engine.report.pdf_parts import INK, LINE, SOFT, Fitted, RankGrid
from examiner_app.engine.report.pdf_styles import BODY, FONT, HEADED, NOTE, SMALL, TINY, Style
from examiner_app.engine.report.pdf_text import paragraph, words
from examiner_app.engine.report.text import note_parts, shorten

_WIDTHS: Final = (19 * mm, 30 * mm, 51 * mm)
"""Of all columns but the last, which has what is left."""

_PADDING: Final = 12
"""Points that are free beside the words of a column."""

_HIGHEST: Final = 340
"""Points that the particulars of a mark may take, and the beginning of its note: half a page."""

_FEW: Final = 400
"""Characters of particulars that take less, whichever plain letters they are."""

_LIMITS: Final = (WORDS_LIMIT, 60, 15)
"""Most characters of one particular, each tried where more of them would be too high."""


def matches_table(marks: Sequence[MatchEntry], count: str, width: float) -> Table:
    """Return the table of some marks, of the ``count`` that were searched."""
    grid = width - sum(_WIDTHS)
    ranks = [
        words(f"Rank by each method, of {count}", HEADED, bold=True),
        words("below it, distance · percentile", TINY),
    ]
    rows: list[list[Any]] = [["Rank", "Mark", "Particulars", ranks]]
    style: Style = [
        FONT,
        ("FONT", (0, 0), (-1, 0), BOLD, 8),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LEFTPADDING", (0, 0), (0, -1), 0),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ]
    noted = width - _WIDTHS[0] - _PADDING
    for mark in marks:
        first = len(rows)
        rows.append(_match(mark, grid))
        for part in note_paragraphs(mark.note):
            style.append(("SPAN", (1, len(rows)), (-1, len(rows))))
            style.append(("TOPPADDING", (0, len(rows)), (-1, len(rows)), 0))
            style.append(("BOTTOMPADDING", (0, len(rows) - 1), (-1, len(rows) - 1), 1))
            rows.append(["", part, "", ""])
        if len(rows) > first + 1 and _height([rows[first + 1][1]], noted) <= _HIGHEST:
            # A note begins on the page of its mark.
            style.append(("NOSPLIT", (0, first), (-1, first + 1)))
        style.append(("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.5, LINE))
    return Table(rows, colWidths=[*_WIDTHS, grid], repeatRows=1, style=style, hAlign="LEFT")


def labelled(label: str, value: str) -> list[Span]:
    """Return a value behind its label, which is softer."""
    return [Span(label, colour=SOFT), Span(" "), Span(value)]


def note_paragraphs(note: Sequence[str], of: str = "") -> list[Flowable]:
    """Return a note as paragraphs that each fit a page; the first says what it is the note of."""
    title = f"Note on {of}" if of else "Note"
    paragraphs: list[Flowable] = []
    for number, lines in enumerate(note_parts(note)):
        label = [] if number else labelled(title, "")[:-1]
        # The direction of a line is its own.
        spans = [Span(f"\n{line}" if place else line) for place, line in enumerate(lines)]
        paragraphs.append(paragraph([*label, *spans], NOTE))
    return paragraphs


def _match(mark: MatchEntry, width: float) -> list[Any]:
    picture = Fitted(mark.picture, _WIDTHS[1] - 12, 25 * mm)
    return [_rank(mark), picture, _about(mark), RankGrid(mark.ranks, width - 6)]


def _about(mark: MatchEntry) -> list[Flowable]:
    """Return what is known of a mark, as much of it as a page has room for."""
    for limit in _LIMITS:
        about = _particulars(mark, limit)
        if _is_low(mark, about) or _height(about, _WIDTHS[2] - _PADDING) <= _HIGHEST:
            break
    return about


def _is_low(mark: MatchEntry, about: Sequence[Flowable]) -> bool:
    """Say whether particulars are sure to be low, without the time that it takes to set them."""
    texts = (mark.words, mark.id, mark.evidence, *itertools.chain(*mark.facts, *mark.judged_under))
    return sum(map(len, texts)) <= _FEW and all(isinstance(part, Paragraph) for part in about)


def _particulars(mark: MatchEntry, limit: int) -> list[Flowable]:
    evidence = (("Evidence", mark.evidence),) if mark.evidence else ()
    facts = (*mark.facts, *mark.judged_under, *evidence)
    parted = [[Span(" · "), *labelled(name, shorten(value, limit))] for name, value in facts]
    return [
        *([words(shorten(mark.words, limit), BODY, bold=True)] if mark.words else []),
        words(shorten(mark.id, limit), SMALL),
        paragraph([*itertools.chain(*parted)][1:], NOTE),
    ]


def _height(parts: Sequence[Flowable], width: float) -> float:
    return sum(float(part.wrap(width, _HIGHEST)[1]) for part in parts)


def _rank(mark: MatchEntry) -> list[Flowable]:
    rank: list[Flowable] = []
    sorts = next((cell for cell in mark.ranks if cell.sorts), None)
    if sorts is not None:
        rank.append(words(sorts.exact, BODY, bold=True))
    if mark.judgement:
        rank.append(words(mark.judgement, NOTE, bold=True))
    if mark.pinned:
        rank.append(words("pinned", NOTE))
    if sorts is not None:
        known = (("distance", sorts.distance_text), ("percentile", sorts.percentile_text))
        parted = [[Span("\n"), *labelled(name, f"\n{value}")] for name, value in known if value]
        rank += [Spacer(0, 1 * mm), paragraph([*itertools.chain(*parted)][1:], TINY)]
    return rank
