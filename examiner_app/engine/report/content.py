"""What a report says, before it becomes a page: one content for every format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final, Unpack

from examiner_app import __version__
from examiner_app.engine.cases.judgements import Assessment
from examiner_app.engine.cases.listing import Listing, folded_text, list_marks
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.pictures import Legend
from examiner_app.engine.ranking.filters import EVERY_MARK
from examiner_app.engine.report.entries import (
    FACT_LIMIT,
    NO_EVIDENCE,
    Marks,
    MatchEntry,
    method_explanation,
    method_name,
)
from examiner_app.engine.report.headings import (
    CITED_HEADING,
    RANK_MEANING,
    cited_heading,
    list_heading,
    ranks_heading,
)
from examiner_app.engine.report.images import Picture, candidate_layers
from examiner_app.engine.report.judged import OtherImages, citations, judged_text
from examiner_app.engine.report.kinds import (
    KIND_NOTES,
    KIND_TITLES,
    LIMITS,
    Paper,
    ReportKind,
    Separator,
    limits,
)
from examiner_app.engine.report.options import ReportOptions
from examiner_app.engine.report.scope import scope_text, since
from examiner_app.engine.report.search_log import LogLine, told_log
from examiner_app.engine.report.searched import (
    candidate_facts,
    digests,
    passing_text,
    searched_facts,
)
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import thousands
from examiner_app.translation import in_english

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination

NOTICE: Final = (
    "Ranks are not a legal finding. They say how near the picture of a mark is to that of the "
    "candidate among all marks that were searched, by each method; whether marks are confusingly "
    "similar is for the examiner to judge."
)

BY_DEFAULT: Final = Listing(DEFAULT_METHOD)
"""Every mark, by the method that is the best."""

TABLE_MARKS: Final = 8
"""Marks side by side in one table; more go into a further table."""


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
        scope: That only marks that came since a search are listed, where it is so.
        matches: The nearest marks, of those that pass the filter, nearest first.
        cited: The cited marks that are not among these, nearest first.
        tables: The pinned and the cited marks, at most ``TABLE_MARKS`` in each table.
        kind: How much it says.
        kind_title: The kind, for a heading.
        kind_note: What the kind means, in one or two sentences.
        log: The numbered searches of the case.
        hashes: Label and sha256 (or other digest) of what the report rests on.
        limits: What the methods do not see.
        paper: What it is laid out for, where it has pages.
        separator: What is between the cells of a row, where it is plain text.
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
    cited: tuple[MatchEntry, ...]
    tables: tuple[tuple[MatchEntry, ...], ...]
    scope: str = ""
    kind: ReportKind = ReportKind.WORKING_FILE
    kind_title: str = KIND_TITLES[ReportKind.WORKING_FILE]
    kind_note: str = KIND_NOTES[ReportKind.WORKING_FILE]
    log: tuple[LogLine, ...] = ()
    hashes: tuple[tuple[str, str], ...] = ()
    limits: tuple[str, ...] = LIMITS
    paper: Paper = "a4"
    separator: Separator = "comma"

    @property
    def lists(self) -> tuple[tuple[str, str, tuple[MatchEntry, ...]], ...]:
        """Heading, explanation and marks of each list; the file copy has only the cited ones."""
        if self.kind is ReportKind.FILE_COPY:
            return ((self.heading, self.rank_meaning if self.cited else "", self.cited),)
        nearest = (self.heading, self.rank_meaning, self.matches)
        return (nearest, (CITED_HEADING, "", self.cited)) if self.cited else (nearest,)

    @property
    def tables_heading(self) -> str:
        """Heading of the tables of ranks."""
        return ranks_heading(mark.pinned for table in self.tables for mark in table)

    @property
    def tables_note(self) -> str:
        """What the tables of ranks are, in one line."""
        return (
            "Methods by marks, as in Table 2 of the paper; ranks from 1,000 are rounded to "
            f"thousands. Of {thousands(self.count)} marks."
        )


@in_english()
def build_content(
    examination: Examination,
    *,
    pinned: Sequence[int] = (),
    top: int = 50,
    listing: Listing = BY_DEFAULT,
    reference: str = "",
    examiner: str = "",
    assessments: Sequence[Assessment] = (),
    **options: Unpack[ReportOptions],
) -> ReportContent:
    """Gather what a report of an examination says.

    Args:
        examination: A finished examination.
        pinned: Register rows of the marks for the table of ranks, in order; the cited ones follow.
        top: How many of the nearest marks to list.
        listing: Which marks the list is of, how it is sorted, and which of them take one place.
        reference: The examiner's file number.
        examiner: Who examined.
        assessments: Judgements and notes on marks of the register; cited marks are listed always.
        options: The kind of report, the log, the keypoints' evidence, and the paper.

    Raises:
        KeyError: The register was not ranked by what the list is sorted by.
        IndexError: A pinned mark is not in the register.
        FilterError: The filter makes no sense.
    """
    kind = options.get("kind", ReportKind.WORKING_FILE)
    copy = kind is ReportKind.FILE_COPY
    if copy:
        # Before anything is made of it: what is not here cannot show through anywhere.
        pinned, top, listing = (), 0, Listing(listing.key, listing.wanted)
        assessments = citations(assessments)
    chosen = list(dict.fromkeys(int(index) for index in pinned))
    log = options.get("log", ())
    others = OtherImages(examination.logo.sha256, log)
    marks = Marks(
        examination.register,
        examination.ranks,
        listing.key,
        frozenset(chosen),
        assessments,
        options.get("evidence", NO_EVIDENCE),
        others,
    )
    judged = "" if copy else judged_text(assessments, others)
    content = _content(examination, marks, chosen, listing, top, judged, kind, log)
    return replace(
        content,
        reference=shorten(printable(reference), FACT_LIMIT),
        examiner=shorten(printable(examiner), FACT_LIMIT),
        log=told_log(log, kind),
        limits=limits(whole_case=bool(log) or not (assessments or copy)),
        paper=options.get("paper", "a4"),
        separator=options.get("separator", "comma"),
    )


def _content(
    examination: Examination,
    marks: Marks,
    pinned: Sequence[int],
    listing: Listing,
    top: int,
    judged: str,
    kind: ReportKind,
    log: Sequence[LogLine],
) -> ReportContent:
    copy = kind is ReportKind.FILE_COPY
    found = list_marks(examination.register, examination.ranks, listing, top)
    nearest, sizes = found.folded.order.tolist(), found.folded.sizes.tolist()
    listed, cited = frozenset(nearest), marks.cited()
    folded = folded_text(found, listing.how)
    table = marks.entries(list(dict.fromkeys([*pinned, *cited])))
    passing = passing_text(found.passing, examination.ranks.count, listed=not copy)
    came = since(listing.wanted, examination, log)
    return ReportContent(
        title=f"Similarity report: {shorten(printable(examination.logo.name), FACT_LIMIT)}",
        reference="",
        examiner="",
        started=examination.started,
        program=f"Examiner {__version__}",
        notice=NOTICE,
        rank_meaning=RANK_MEANING,
        candidate=candidate_facts(examination, filed_only=copy),
        layers=tuple(
            CandidateLayer(info.title, info.explanation, picture, legend)
            for info, picture, legend in candidate_layers(examination, filed_only=copy)
        ),
        searched=searched_facts(examination, listing.wanted or EVERY_MARK, passing, judged, folded),
        methods=tuple(
            MethodLine(key, method_name(key), method_explanation(key)) for key in marks.keys
        ),
        sorted_by=method_name(listing.key),
        count=examination.ranks.count,
        heading=cited_heading(len(cited), listing.key)
        if copy
        else list_heading(len(nearest), listing, came, folded=bool(folded)),
        matches=marks.entries(nearest, sizes),
        cited=marks.entries([row for row in cited if row not in listed]),
        tables=tuple(
            table[start : start + TABLE_MARKS] for start in range(0, len(table), TABLE_MARKS)
        ),
        scope=scope_text(came, kind),
        kind=kind,
        kind_title=KIND_TITLES[kind],
        kind_note=KIND_NOTES[kind],
        hashes=digests(examination),
    )
