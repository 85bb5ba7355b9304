"""What else a report is made of, beside the examination and its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

from examiner_app.engine.report.kinds import Paper, ReportKind, Separator

if TYPE_CHECKING:
    from examiner_app.engine.report.search_log import LogLine


class ReportOptions(TypedDict, total=False):
    """What else a report is made of.

    Attributes:
        kind: How much it says; everything by default.
        log: The numbered searches of the case.
        evidence: What the keypoints say of marks, by their rows.
        paper: What it is laid out for; A4 by default.
        separator: What is between the cells of a CSV file; a comma by default.
    """

    kind: ReportKind
    log: Sequence[LogLine]
    evidence: Mapping[int, str]
    paper: Paper
    separator: Separator
