"""What a report says, before it becomes a page: one content for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from examiner_app import __version__
from examiner_app.engine.colour_maps import Colour
from examiner_app.engine.methods import DEFAULT_METHOD, METHODS
from examiner_app.engine.pictures import Legend, rank_colour, rounded_rank
from examiner_app.engine.ranking.filters import EVERY_MARK, MarkFilter, passing
from examiner_app.engine.ranking.ranks import FUSED, RankTable
from examiner_app.engine.register.catalogue import MARK_TYPES, Mark
from examiner_app.engine.report.images import Picture, candidate_layers, stored_picture
from examiner_app.engine.report.searched import candidate_facts, searched_facts
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import thousands

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.register.open import Register

NOTICE: Final = (
    "Ranks are not a legal finding. They say how near the picture of a mark is to that of the "
    "candidate among all marks that were searched, by each method; whether marks are confusingly "
    "similar is for the examiner to judge."
)
RANK_MEANING: Final = (
    "The rank of a mark is the number of marks in the register that are at least as near to the "
    "candidate, itself included: 1 is the nearest, and ties count against the mark. Ranks are "
    "exact over the whole register."
)
FUSED_NAME: Final = "Fused"
FUSED_EXPLANATION: Final = "All methods together, by reciprocal rank fusion."

WORDS_LIMIT: Final = 240
FACT_LIMIT: Final = 160
"""Characters of one entry that are shown: a register's longest must still fit a page."""

TABLE_MARKS: Final = 8
"""Pinned marks side by side in one table; more go into a further table."""


@dataclass(frozen=True, slots=True, eq=False)
class CandidateLayer:
    """One view of the candidate.

    Attributes:
        title: Name of the layer.
        explanation: What it shows, in one line.
        picture: The layer on the candidate.
        legend: What its colours mean; ``None`` for the candidate as filed.
    """

    title: str
    explanation: str
    picture: Picture
    legend: Legend | None


@dataclass(frozen=True, slots=True)
class MethodLine:
    """One method that ranked the register.

    Attributes:
        key: Stable name.
        name: The paper's name.
        explanation: What it looks at, in one line.
    """

    key: str
    name: str
    explanation: str


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
    """

    name: str
    rank: int
    exact: str
    rounded: str
    colour: Colour
    sorts: bool


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
    """

    id: str
    words: str
    facts: tuple[tuple[str, str], ...]
    picture: Picture | None
    ranks: tuple[RankCell, ...]
    pinned: bool


@dataclass(frozen=True, slots=True, eq=False)
class ReportContent:
    """A report, whatever its format.

    Attributes:
        title: Heading and document title.
        reference: The examiner's file number; may be empty.
        examiner: Who examined; may be empty.
        started: When the examination began, UTC.
        program: Name and version of this program.
        notice: What ranks are not.
        rank_meaning: What ranks are.
        candidate: Label and value of what is known of the candidate.
        layers: The candidate and its layers.
        searched: Label and value of what was searched, and with what.
        methods: The methods, the fusion last.
        sorted_by: Name of the method that the matches are sorted by.
        count: Marks that were searched.
        heading: Of the list of matches.
        matches: The nearest marks, of those that pass the filter, nearest first.
        tables: The pinned marks, at most ``TABLE_MARKS`` in each table.
    """

    title: str
    reference: str
    examiner: str
    started: datetime
    program: str
    notice: str
    rank_meaning: str
    candidate: tuple[tuple[str, str], ...]
    layers: tuple[CandidateLayer, ...]
    searched: tuple[tuple[str, str], ...]
    methods: tuple[MethodLine, ...]
    sorted_by: str
    count: int
    heading: str
    matches: tuple[MatchEntry, ...]
    tables: tuple[tuple[MatchEntry, ...], ...]


def build_content(
    examination: Examination,
    *,
    pinned: Sequence[int] = (),
    top: int = 50,
    sort: str = DEFAULT_METHOD,
    wanted: MarkFilter = EVERY_MARK,
    reference: str = "",
    examiner: str = "",
) -> ReportContent:
    """Gather what a report of an examination says.

    Args:
        examination: A finished examination.
        pinned: Register rows of the marks for the table of ranks, in order.
        top: How many of the nearest marks to list.
        sort: Method that the list is sorted by, or ``fused``.
        wanted: Which marks the list is of.
        reference: The examiner's file number.
        examiner: Who examined.

    Raises:
        KeyError: The register was not ranked by ``sort``.
        IndexError: A pinned mark is not in the register.
        FilterError: The filter makes no sense.
    """
    marks = _Marks(examination.register, examination.ranks, sort, frozenset(map(int, pinned)))
    within = passing(examination.register, wanted)
    nearest = [int(index) for index in examination.ranks.order(sort, top, within)]
    chosen = list(dict.fromkeys(int(index) for index in pinned))
    table = marks.entries(chosen)
    starts = range(0, len(table), TABLE_MARKS)
    return ReportContent(
        title=f"Similarity report: {shorten(printable(examination.logo.name), FACT_LIMIT)}",
        reference=shorten(printable(reference), FACT_LIMIT),
        examiner=shorten(printable(examiner), FACT_LIMIT),
        started=examination.started,
        program=f"Examiner {__version__}",
        notice=NOTICE,
        rank_meaning=RANK_MEANING,
        candidate=candidate_facts(examination),
        layers=tuple(
            CandidateLayer(info.title, info.explanation, picture, legend)
            for info, picture, legend in candidate_layers(examination)
        ),
        searched=searched_facts(examination, wanted, int(within.sum())),
        methods=tuple(MethodLine(key, method_name(key), _explanation(key)) for key in marks.keys),
        sorted_by=method_name(sort),
        count=examination.ranks.count,
        heading=_heading(len(nearest), sort, filtered=bool(wanted)),
        matches=marks.entries(nearest),
        tables=tuple(table[start : start + TABLE_MARKS] for start in starts),
    )


def method_name(key: str) -> str:
    """Return the name of a method, or of the fusion, for people."""
    return FUSED_NAME if key == FUSED else METHODS[key].name


def _heading(listed: int, sort: str, *, filtered: bool) -> str:
    passing_only = " that pass the filter," if filtered else ""
    return f"The nearest {listed} marks{passing_only} by {method_name(sort)}"


def _explanation(key: str) -> str:
    return FUSED_EXPLANATION if key == FUSED else METHODS[key].explanation


class _Marks:
    """Makes entries of marks of one register under one table of ranks.

    Attributes:
        keys: The methods in order, the fusion last where it is known.
    """

    def __init__(
        self, register: Register, ranks: RankTable, sort: str, pinned: frozenset[int]
    ) -> None:
        self._register = register
        self._ranks = ranks
        self._sort = sort
        self._pinned = pinned
        methods = [key for key in METHODS if key in ranks.ranks]
        self.keys = methods if ranks.fused is None else [*methods, FUSED]

    def entries(self, indices: Sequence[int]) -> tuple[MatchEntry, ...]:
        """Return the entries of the marks in the given rows."""
        return tuple(self._entry(mark) for mark in self._register.marks(indices))

    def _entry(self, mark: Mark) -> MatchEntry:
        return MatchEntry(
            shorten(printable(mark.id), FACT_LIMIT),
            shorten(printable(mark.words), WORDS_LIMIT),
            _facts(mark),
            stored_picture(self._register, mark.index),
            tuple(self._cell(key, mark.index) for key in self.keys),
            mark.index in self._pinned,
        )

    def _cell(self, key: str, index: int) -> RankCell:
        rank = int(self._ranks.of(key)[index])
        colour = rank_colour(rank, self._ranks.count)
        return RankCell(
            method_name(key),
            rank,
            thousands(rank),
            rounded_rank(rank),
            colour,
            sorts=key == self._sort,
        )


def _facts(mark: Mark) -> tuple[tuple[str, str], ...]:
    share = dict(zip(MARK_TYPES, mark.type_probabilities, strict=False)).get(mark.type)
    facts = (
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
    shown = ((label, shorten(printable(value), FACT_LIMIT)) for label, value in facts)
    return tuple((label, value) for label, value in shown if value)
