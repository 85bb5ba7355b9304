"""Where assessments are kept: how each mark is judged beside each candidate, and why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from pathlib import Path
from typing import Final

from platformdirs import user_data_path

from examiner_app.engine.cases.database import CaseDatabase
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.times import read_time

FILE: Final = "judgements.sqlite"

_READ: Final = (
    "SELECT mark, judgement, note, changed FROM assessments "
    "WHERE candidate = ? AND register = ? ORDER BY mark"
)
_WRITE: Final = "INSERT OR REPLACE INTO assessments VALUES (?, ?, ?, ?, ?, ?)"
_DELETE: Final = "DELETE FROM assessments WHERE candidate = ? AND register = ? AND mark = ?"


def store_file() -> Path:
    """File of the user's assessments."""
    return user_data_path("examiner", appauthor=False) / FILE


class AssessmentStore:
    """Reads and writes assessments; safe to use from several threads, and by several windows.

    Attributes:
        database: The file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.database = CaseDatabase(path)

    def read(self, candidate: str, register: str) -> list[Assessment]:
        """Return what is kept for a candidate (the sha256 of its file) in a register (its id).

        Raises:
            CaseError: The file cannot be read.
        """
        rows = self.database.run(lambda to: to.execute(_READ, (candidate, register)).fetchall())
        return [replace(assessment_of(register, *row), image=candidate) for row in rows]

    def write(self, candidate: str, assessment: Assessment) -> None:
        """Keep an assessment in place of the former one; one that says nothing is taken out.

        Raises:
            CaseError: The file cannot be written; what it held before is still there.
        """
        key = (candidate, assessment.register, assessment.mark)
        judgement = assessment.judgement.value if assessment.judgement else ""
        changed = assessment.changed.astimezone(UTC).isoformat()
        values = (*key, judgement, assessment.note, changed)
        statement: tuple[str, tuple[str, ...]] = (_WRITE, values) if assessment else (_DELETE, key)
        self.database.run(lambda to: to.execute(*statement))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self.database.close()


def assessment_of(register: str, mark: str, judgement: str, note: str, changed: str) -> Assessment:
    """Return the assessment that a row of the table holds."""
    how = Judgement(judgement) if judgement else None
    return Assessment(register, mark, how, note, read_time(changed))
