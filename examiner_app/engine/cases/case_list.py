"""The list of cases: those that have some words, or an image; only of these is anything counted."""

from __future__ import annotations

import sqlite3
from typing import Final

from examiner_app.engine.cases.case import CaseSummary
from examiner_app.engine.cases.times import read_time

# Beside MAX, SQLite takes the other columns from the row that has it: the latest judgement holds.
_SUMMARIES: Final = """
SELECT cases.id, reference, examiner, changed,
    (SELECT name FROM images WHERE case_id = cases.id AND position = 0) AS called,
    (SELECT COUNT(*) FROM images WHERE case_id = cases.id),
    (SELECT COUNT(*) FROM searches WHERE case_id = cases.id),
    (SELECT COUNT(*) FROM (
        SELECT judgement, MAX(changed) FROM assessments
        WHERE candidate IN (SELECT sha256 FROM images WHERE case_id = cases.id)
        GROUP BY register, mark
    ) WHERE judgement = 'cited')
FROM cases WHERE {condition} ORDER BY changed DESC, cases.id
"""
_WITH_WORDS: Final = "has_words(reference, examiner, called, id)"
_WITH_IMAGE: Final = "id IN (SELECT case_id FROM images WHERE sha256 = ?)"


def list_cases(to: sqlite3.Connection, wanted: str) -> list[CaseSummary]:
    """Return the cases that have every word of ``wanted`` somewhere, latest change first."""
    words = wanted.casefold().split()

    def has_words(reference: str, examiner: str, name: str | None, case: str) -> bool:
        text = f"{reference}\n{examiner}\n{name or ''}\n{case}".casefold()
        return all(word in text for word in words)

    # SQLite itself folds no letters but those of English.
    to.create_function("has_words", 4, has_words)
    query = _SUMMARIES.format(condition=_WITH_WORDS)
    return [_summary(*row) for row in to.execute(query)]


def list_with_image(to: sqlite3.Connection, sha256: str) -> list[CaseSummary]:
    """Return the cases that an image belongs to, latest change first."""
    query = _SUMMARIES.format(condition=_WITH_IMAGE)
    return [_summary(*row) for row in to.execute(query, (sha256,))]


def _summary(
    case: str, reference: str, examiner: str, changed: str, name: str | None, *counts: int
) -> CaseSummary:
    return CaseSummary(case, reference, examiner, read_time(changed), name or "", *counts)
