"""Judgements: how the examiner judges a mark of a register beside a candidate, and why.

Nothing here needs numpy or a file: the window reads it at its start.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Final

NOTE_LIMIT: Final = 20_000
"""Characters of one note: a book is not a note, and every one of them goes into the report."""

_BREAKS: Final = ("\r\n", "\r", "\u2028", "\u2029", "\v", "\f", "\x85")
"""What other programs end lines with."""

_REPLACEMENT: Final = "\ufffd"


class Judgement(Enum):
    """What a mark is to the candidate, in the examiner's eyes."""

    CITED = "cited"
    """It stands against the candidate."""

    CONSIDERED = "considered"
    """It was looked into and is not cited."""

    REJECTED = "rejected"
    """It has nothing to do with the candidate."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the examiner holds of one mark of a register, beside one candidate.

    Attributes:
        register: Id of the register.
        mark: The mark's id in the register; its row may be another one in a later register.
        judgement: How it is judged, or ``None``.
        note: Why, as plain text; may be empty.
        changed: When either was changed last, UTC.
        image: Digest of the image of the case that it was said under; empty for the one at hand.
    """

    register: str
    mark: str
    judgement: Judgement | None
    note: str
    changed: datetime
    image: str = field(default="", compare=False)

    def __bool__(self) -> bool:
        """Whether it says anything."""
        return self.judgement is not None or bool(self.note)

    def judged(self, judgement: Judgement | None) -> Assessment:
        """Return it with another judgement, as of now."""
        return replace(self, judgement=judgement, changed=datetime.now(UTC), image="")

    def noted(self, note: str) -> Assessment:
        """Return it with another note, as of now."""
        return replace(self, note=clean_note(note), changed=datetime.now(UTC), image="")


def unjudged(register: str, mark: str) -> Assessment:
    """Return the assessment of a mark that nobody has said anything about."""
    return Assessment(register, mark, None, "", datetime.now(UTC))


def clean_note(text: str) -> str:
    """Return a note that every file format can hold: no control characters, lines ended alike.

    What cannot be kept becomes U+FFFD; blanks at the end are dropped, and so is what is beyond
    ``NOTE_LIMIT``.
    """
    for line_break in _BREAKS:
        text = text.replace(line_break, "\n")
    kept = "".join(_kept(character) for character in text[:NOTE_LIMIT])
    return kept.rstrip()


def _kept(character: str) -> str:
    if character in "\n\t" or unicodedata.category(character) not in {"Cc", "Cs"}:
        return character
    return _REPLACEMENT


@dataclass(frozen=True, slots=True)
class Tally:
    """How many marks were judged how.

    Attributes:
        cited: Marks that are cited.
        considered: Marks that are considered.
        rejected: Marks that are rejected.
        notes: Marks with a note, judged or not.
    """

    cited: int = 0
    considered: int = 0
    rejected: int = 0
    notes: int = 0

    @property
    def judged(self) -> int:
        """Marks with a judgement."""
        return self.cited + self.considered + self.rejected

    def of(self, judgement: Judgement) -> int:
        """Return how many marks are judged so."""
        counts = {
            Judgement.CITED: self.cited,
            Judgement.CONSIDERED: self.considered,
            Judgement.REJECTED: self.rejected,
        }
        return counts[judgement]


def tally(assessments: Iterable[Assessment]) -> Tally:
    """Count judgements and notes."""
    found = list(assessments)
    counts = Counter(one.judgement for one in found)
    return Tally(
        counts[Judgement.CITED],
        counts[Judgement.CONSIDERED],
        counts[Judgement.REJECTED],
        sum(bool(one.note) for one in found),
    )


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """Which rows of a register to list, by how they are judged.

    Attributes:
        rows: Rows of the register.
        left_out: Whether all others are listed, in place of these.
    """

    rows: frozenset[int]
    left_out: bool = False

    def __contains__(self, row: int) -> bool:
        return (row in self.rows) is not self.left_out


def restricted(
    rows: Mapping[int, Assessment], wanted: frozenset[Judgement | None]
) -> JudgedRows | None:
    """Return which rows are listed where only marks that are judged so are.

    Args:
        rows: What is held of marks, by their rows.
        wanted: Judgements, ``None`` being the undecided; every mark where it is empty.
    """
    if not wanted:
        return None
    open_too = None in wanted
    judged = ((row, one.judgement) for row, one in rows.items() if one.judgement is not None)
    named = (row for row, judgement in judged if (judgement in wanted) is not open_too)
    return JudgedRows(frozenset(named), left_out=open_too)
