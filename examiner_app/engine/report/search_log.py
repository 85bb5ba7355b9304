"""The log of searches as a report says it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.report.searched import clean_facts

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


@dataclass(frozen=True, slots=True)
class LogLine:
    """One search of the case.

    Attributes:
        number: From 1, in order of time; numbers are never given twice.
        time: When it began, UTC.
        facts: Label and value of what was searched for, in what, and what came of it.
        image: Digest of the image that was searched for; empty where it is not known.
        name: What people call that image.
        register: Id of the register that was searched; likewise.
        marks: How many marks it had.
    """

    number: int
    time: datetime
    facts: tuple[tuple[str, str], ...]
    image: str = ""
    name: str = ""
    register: str = ""
    marks: int = 0


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
