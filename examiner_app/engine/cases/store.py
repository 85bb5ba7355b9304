"""Where assessments are kept: one SQLite file, written at once, whole after any kill.

A change is one transaction. The file is never deleted here: one that cannot be read is set aside.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from platformdirs import user_data_path

from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.errors import CaseError
from examiner_app.translation import tr

T = TypeVar("T")

VERSION: Final = 1
"""Of the tables; a file with a higher one is a later program's."""

FILE: Final = "judgements.sqlite"

_SCHEMA: Final = """
CREATE TABLE assessments (
    candidate TEXT NOT NULL,
    register TEXT NOT NULL,
    mark TEXT NOT NULL,
    judgement TEXT NOT NULL CHECK (judgement IN ('', 'cited', 'considered', 'rejected')),
    note TEXT NOT NULL,
    changed TEXT NOT NULL,
    PRIMARY KEY (candidate, register, mark)
) WITHOUT ROWID
"""
_READ: Final = (
    "SELECT mark, judgement, note, changed FROM assessments "
    "WHERE candidate = ? AND register = ? ORDER BY mark"
)
_WRITE: Final = "INSERT OR REPLACE INTO assessments VALUES (?, ?, ?, ?, ?, ?)"
_DELETE: Final = "DELETE FROM assessments WHERE candidate = ? AND register = ? AND mark = ?"

_DAMAGED: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_SIDECARS: Final = ("", "-wal", "-shm")
"""What belongs to the file: its log, and the log's index."""


def store_file() -> Path:
    """File of the user's assessments."""
    return user_data_path("examiner", appauthor=False) / FILE


class AssessmentStore:
    """Reads and writes assessments; safe to use from several threads, and by several windows.

    The file is opened at the first use. What fails is said in one sentence and can be tried again.

    Attributes:
        path: The file; ``None`` where everything is forgotten in the end.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def read(self, candidate: str, register: str) -> list[Assessment]:
        """Return what is kept for a candidate (the sha256 of its file) in a register (its id).

        Raises:
            CaseError: The file cannot be read.
        """
        rows = self._run(lambda to: to.execute(_READ, (candidate, register)).fetchall())
        return [
            Assessment(
                register,
                mark,
                Judgement(judgement) if judgement else None,
                note,
                datetime.fromisoformat(changed),
            )
            for mark, judgement, note, changed in rows
        ]

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
        self._run(lambda to: to.execute(*statement))

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._close()

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                return work(self._connection)
            except sqlite3.Error as error:
                damaged = _code(error) in _DAMAGED
                self._close()
                raise (self._set_aside() if damaged else self._failed(error)) from error

    def _open(self) -> sqlite3.Connection:
        if self.path is None:
            place = ":memory:"
        else:
            place = str(self.path)
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as error:
                raise self._failed(error) from error
        # Without transactions of its own: every statement is one.
        connection = sqlite3.connect(
            place, isolation_level=None, check_same_thread=False, timeout=10
        )
        try:
            self._prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _prepare(self, connection: sqlite3.Connection) -> None:
        # Before anything is changed: not even the journal of another program's file is.
        version = self._check(connection)
        if _one(connection, "PRAGMA quick_check(1)") != "ok":
            connection.close()
            raise self._set_aside()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if version == 0:
            # Two windows may make the tables at once: the second one waits here, and finds them.
            connection.execute("BEGIN IMMEDIATE")
            if self._check(connection) == 0:
                connection.execute(_SCHEMA)
                connection.execute(f"PRAGMA user_version = {VERSION}")
            connection.execute("COMMIT")

    def _check(self, connection: sqlite3.Connection) -> int:
        """Return the version of the tables, 0 where there are none; refuse a file of others."""
        version = int(_one(connection, "PRAGMA user_version"))
        if version > VERSION:
            raise CaseError(
                tr(
                    "{path} was written by a newer Examiner (version {version}, this one knows "
                    "{known}): update Examiner to see and keep marks and notes.",
                    path=self.path,
                    version=version,
                    known=VERSION,
                )
            )
        if version == 0 and _one(connection, "SELECT COUNT(*) FROM sqlite_master"):
            raise CaseError(
                tr(
                    "{path} is not a file of marks and notes: move it elsewhere, then judge again.",
                    path=self.path,
                )
            )
        return version

    def _set_aside(self) -> CaseError:
        """Rename a damaged file, with what belongs to it; return the sentence about it."""
        if self.path is None:
            return CaseError(tr("The marks and notes in memory are damaged: open the logo again."))
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
        aside = self.path.with_name(f"{self.path.stem}.damaged-{stamp}{self.path.suffix}")
        try:
            for suffix in _SIDECARS:
                part = self.path.with_name(self.path.name + suffix)
                if part.exists():
                    part.rename(aside.with_name(aside.name + suffix))
        except OSError as error:
            return self._failed(error)
        return CaseError(
            tr(
                "{name} was damaged and is now {aside} in {parent}: put a copy that is sound "
                "in its place; until then marks and notes begin anew.",
                name=self.path.name,
                aside=aside.name,
                parent=self.path.parent,
            )
        )

    def _failed(self, error: Exception) -> CaseError:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return CaseError(
            tr(
                "Marks and notes cannot be kept in {path} ({reason}): make room there, or "
                "allow writing, and try again.",
                path=self.path,
                reason=reason or tr("output error"),
            )
        )

    def _close(self) -> None:
        if self._connection is not None:
            # What could not be written could not be closed either; the file is whole.
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _one(connection: sqlite3.Connection, query: str) -> Any:  # noqa: ANN401 - SQLite has no types
    return connection.execute(query).fetchone()[0]


def _code(error: sqlite3.Error) -> int:
    # An extended code has the plain one in its lowest byte.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF
