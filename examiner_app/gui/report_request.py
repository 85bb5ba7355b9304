"""What a report is to be written of."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from examiner_app.engine.report.kinds import Paper
from examiner_app.gui.state.folding import NOTHING
from examiner_app.settings import MATCHES_LISTED

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.cases.judgements import Assessment
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.ranking.filters import MarkFilter


LISTINGS: Final = tuple(int(count) for count in MATCHES_LISTED.choices)
"""How many of the nearest marks reports can list."""

LISTED: Final = int(MATCHES_LISTED.default)
"""How many they do, unless something else is chosen."""


@dataclass(frozen=True, eq=False)
class ReportRequest:
    """What a report is written of; later candidates and pins do not change it.

    Attributes:
        examination: The finished examination.
        pinned: Rows of the pinned marks.
        sort: What the matches are sorted by.
        wanted: Which of them are listed.
        assessments: How marks are judged.
        file_copy: Only of the search and the cited marks, for the applicant's file.
        read_case: Reads the case, on the lane of the cases; all that is written of one request
            tells of the same case.
        paper: What it is laid out for, where it has pages.
        top: So many of the nearest marks are listed.
        fold: Which of them take one place.
    """

    examination: Examination
    pinned: list[int]
    sort: str
    wanted: MarkFilter
    assessments: Sequence[Assessment] = ()
    file_copy: bool = False
    read_case: Callable[[], Case | None] = lambda: None
    paper: Paper = "a4"
    top: int = LISTED
    fold: str = NOTHING
