"""The log of searches as a report says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.searched import clean_facts

if TYPE_CHECKING:
    from examiner_app.engine.report.content import LogLine

SEARCH_LABELS: Final = frozenset(
    {
        "Candidate",
        "Image",
        "File",
        "Page",
        "Size",
        "SHA-256",
        "SHA-256, of this page",
        "Region",
        "Region searched",
        "Text mask",
        "Register",
        "Register as of",
        "Marks searched",
        "Models",
        "Methods",
        "Sorted by",
        "Filter",
    }
)
"""Facts of a search that say what was searched; all others say what came of it."""


def told_log(log: Sequence[LogLine], kind: ReportKind) -> tuple[LogLine, ...]:
    """Return the log as a kind of report tells it.

    Facts are named, not left out, for the file copy: what a later program logs besides stays out
    of the applicant's file until it is named too.
    """
    whole = kind is not ReportKind.FILE_COPY
    return tuple(
        replace(
            line,
            facts=clean_facts(*(fact for fact in line.facts if whole or fact[0] in SEARCH_LABELS)),
        )
        for line in log
    )
