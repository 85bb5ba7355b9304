"""The marks of a report: what is known of each, its ranks, and what the examiner holds of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.methods import METHODS
from examiner_app.engine.pictures import rank_colour, rounded_rank
from examiner_app.engine.ranking.ranks import FUSED, RankTable
from examiner_app.engine.register.catalogue import MARK_TYPES, Mark
from examiner_app.engine.report.images import Picture, stored_picture
from examiner_app.engine.report.judged import OtherImages
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import thousands

if TYPE_CHECKING:
    from examiner_app.engine.register.open import Register

FUSED_NAME: Final = "Fused"
FUSED_EXPLANATION: Final = "All methods together, by reciprocal rank fusion."
WORDS_LIMIT: Final = 240
FACT_LIMIT: Final = 160
"""Characters of one entry that are shown: a register's longest must still fit a page."""

NO_EVIDENCE: Final[Mapping[int, str]] = MappingProxyType({})

STANDS_FOR: Final = "Stands for"
FACT_LABELS: Final = (
    "Type", "Owner", "Office", "Number", "Status", "Filed", "Registered", "Nice", "Vienna",
    STANDS_FOR,
)  # fmt: skip
"""Every label that the facts of an entry can have, for formats with a column for each."""


@dataclass(frozen=True, slots=True)
class RankCell:
    """The rank of one mark under one method.

    Attributes:
        name: The method.
        rank: Exact.
        exact: The rank in full, with thousands apart.
        rounded: As in the paper's Table 2.
        colour: Green near, red far.
        sorts: Whether the matches are sorted by this method.
        distance: As the method measures it; ``None`` for the fusion, which has none.
        percentile: Share of the marks searched that are farther, percent.
    """

    name: str
    rank: int
    exact: str
    rounded: str
    colour: Colour
    sorts: bool
    distance: float | None = None
    percentile: float = 0.0

    @property
    def distance_text(self) -> str:
        """The distance for people; empty for the fusion."""
        return "" if self.distance is None else f"{self.distance:.4f}"

    @property
    def percentile_text(self) -> str:
        """The percentile for people, rounded down: no mark is farther than all marks."""
        hundredths = math.floor(round(self.percentile * 100, 6))
        return f"{hundredths / 100:.2f}"


@dataclass(frozen=True, slots=True, eq=False)
class MatchEntry:
    """One mark of the register.

    Attributes:
        id: The register's name for it.
        words: Its verbal elements; may be empty.
        facts: Label and value of what else is known of it.
        picture: Its thumbnail; ``None`` where it cannot be read.
        ranks: Under each method in order, the fused rank last.
        pinned: Whether the examiner pinned it.
        judgement: How the examiner judges it: ``cited``, ``considered``, ``rejected``, or empty.
        note: The lines of the examiner's note; none are empty.
        evidence: What the keypoints say of it; empty where they were not looked at.
        under: The image of the case that it was judged or noted under, where that is another one
            than the one reported.
    """

    id: str
    words: str
    facts: tuple[tuple[str, str], ...]
    picture: Picture | None
    ranks: tuple[RankCell, ...]
    pinned: bool
    judgement: str = ""
    note: tuple[str, ...] = ()
    evidence: str = ""
    under: str = ""

    @property
    def judged_under(self) -> tuple[tuple[str, str], ...]:
        """How it is judged under another image, and which; nothing where it is under this one."""
        how = (self.judgement or "noted").capitalize()
        return ((f"{how} under", self.under),) if self.under else ()


def method_name(key: str) -> str:
    """Return the name of a method, or of the fusion, for people."""
    return FUSED_NAME if key == FUSED else METHODS[key].name


def method_explanation(key: str) -> str:
    """Return what a method looks at, or how the fusion comes about, in one line."""
    return FUSED_EXPLANATION if key == FUSED else METHODS[key].explanation


class Marks:
    """Makes entries of marks of one register under one table of ranks.

    Attributes:
        keys: The methods in order, the fusion last where it is known.
    """

    def __init__(
        self,
        register: Register,
        ranks: RankTable,
        sort: str,
        pinned: frozenset[int],
        assessments: Iterable[Assessment] = (),
        evidence: Mapping[int, str] = NO_EVIDENCE,
        others: OtherImages | None = None,
    ) -> None:
        self._register = register
        self._ranks = ranks
        self._sort = sort
        self._pinned = pinned
        self._evidence = evidence
        self._others = others
        self._assessments = {one.mark: one for one in assessments}
        methods = [key for key in METHODS if key in ranks.ranks]
        self.keys = methods if ranks.fused is None else [*methods, FUSED]

    def entries(self, indices: Sequence[int], sizes: Sequence[int] = ()) -> tuple[MatchEntry, ...]:
        """Return the entries of the marks in the given rows.

        Args:
            indices: The rows.
            sizes: For how many marks each stands; for itself by default.
        """
        marks = self._register.marks(indices)
        each = sizes or [1] * len(marks)
        return tuple(self._entry(mark, size) for mark, size in zip(marks, each, strict=True))

    def cited(self) -> list[int]:
        """Return the rows of the cited marks, nearest first."""
        cited = [key for key, one in self._assessments.items() if one.judgement is Judgement.CITED]
        marks = (self._register.find(external_id) for external_id in cited)
        rows = (mark.index for mark in marks if mark is not None)
        ranks = self._ranks.of(self._sort)
        return sorted(rows, key=lambda row: (int(ranks[row]), row))

    def _entry(self, mark: Mark, size: int) -> MatchEntry:
        held = self._assessments.get(mark.id)
        return MatchEntry(
            shorten(printable(mark.id), FACT_LIMIT),
            shorten(printable(mark.words), WORDS_LIMIT),
            (*_stands_for(size), *facts(mark)),
            stored_picture(self._register, mark.index),
            tuple(self._cell(key, mark.index) for key in self.keys),
            mark.index in self._pinned,
            held.judgement.value if held is not None and held.judgement else "",
            note_lines(held.note) if held is not None else (),
            shorten(printable(self._evidence.get(mark.index, "")), FACT_LIMIT),
            self._others.name(held) if self._others is not None and held else "",
        )

    def _cell(self, key: str, index: int) -> RankCell:
        rank = int(self._ranks.of(key)[index])
        colour = rank_colour(rank, self._ranks.count)
        distances = self._ranks.distances.get(key)
        return RankCell(
            method_name(key),
            rank,
            thousands(rank),
            rounded_rank(rank),
            colour,
            sorts=key == self._sort,
            distance=None if distances is None else float(distances[index]),
            percentile=100.0 * (self._ranks.count - rank) / self._ranks.count,
        )


def _stands_for(size: int) -> tuple[tuple[str, str], ...]:
    return ((STANDS_FOR, f"{thousands(size)} marks"),) if size > 1 else ()


def note_lines(note: str) -> tuple[str, ...]:
    """Return the lines of a note as they may be shown, without the empty ones."""
    lines = (printable(line) for line in note.splitlines())
    return tuple(line for line in lines if line)


def facts(mark: Mark) -> tuple[tuple[str, str], ...]:
    """Return label and value of what a register knows of a mark; nothing empty."""
    share = dict(zip(MARK_TYPES, mark.type_probabilities, strict=False)).get(mark.type)
    known = (
        # A source may state another type than the one that the network finds likeliest.
        ("Type", mark.type if share is None else f"{mark.type} (network: {share:.2f})"),
        ("Owner", mark.owner),
        ("Office", mark.office),
        ("Number", mark.number),
        ("Status", mark.status),
        ("Filed", mark.filed),
        ("Registered", mark.registered),
        ("Nice", ", ".join(map(str, mark.nice))),
        ("Vienna", ", ".join(mark.vienna)),
    )
    shown = ((label, shorten(printable(value), FACT_LIMIT)) for label, value in known)
    return tuple((label, value) for label, value in shown if value)
