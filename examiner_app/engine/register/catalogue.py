"""The register's catalogue: what is known of each mark, in one SQLite file with text search."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final, Literal

from examiner_app.engine.register.sentences import damaged, missing
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

CATALOGUE: Final = "catalogue.sqlite"

MARK_TYPES: Final = ("text-only", "figure-only", "figure-and-text")
"""The types of mark, in the order of the mark-type network's outputs."""

TextField = Literal["words", "owner"]
"""A field whose words can be searched."""

_SCHEMA: Final = """
CREATE TABLE IF NOT EXISTS marks (
    idx INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    words TEXT NOT NULL,
    owner TEXT NOT NULL,
    office TEXT NOT NULL,
    number TEXT NOT NULL,
    status TEXT NOT NULL,
    filed TEXT NOT NULL,
    registered TEXT NOT NULL,
    nice TEXT NOT NULL,
    vienna TEXT NOT NULL,
    type TEXT NOT NULL,
    type_probabilities TEXT NOT NULL,
    query_group INTEGER,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    repeat INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS marks_sha256 ON marks (sha256);
CREATE INDEX IF NOT EXISTS marks_group ON marks (query_group) WHERE query_group IS NOT NULL;
CREATE VIRTUAL TABLE IF NOT EXISTS marks_text USING fts5 (words, owner);
"""

_CHUNK: Final = 500
"""Indices per query; SQLite allows 999 parameters in old builds."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of a register.

    Attributes:
        index: Row in the register, from 0.
        id: The source's name for it, unique in the register.
        words: Its verbal elements.
        owner: Applicant or holder.
        office: Office code, such as EM or US.
        number: Application or registration number.
        status: As the source states it.
        filed: Filing date, ISO where the source has it so.
        registered: Registration date.
        nice: Nice classes.
        vienna: Vienna codes.
        type: ``text-only``, ``figure-only`` or ``figure-and-text``.
        type_probabilities: What the mark-type network says, in that order.
        group: METU query group, or ``None``.
        sha256: Digest of its file's bytes.
        file: Path relative to the source, for information.
        repeat: Index of the first mark with the same file bytes (its own if it is the first).
    """

    index: int
    id: str
    words: str
    owner: str
    office: str
    number: str
    status: str
    filed: str
    registered: str
    nice: tuple[int, ...]
    vienna: tuple[str, ...]
    type: str
    type_probabilities: tuple[float, float, float]
    group: int | None
    sha256: str
    file: str
    repeat: int | None = None


_SLOTS: Final = ", ".join("?" * len(fields(Mark)))


class Catalogue:
    """Read access to a catalogue; safe to use from several threads.

    Attributes:
        path: The SQLite file.
        count: Marks that are committed; later rows are never returned.
    """

    def __init__(self, path: Path, count: int) -> None:
        self.path = path
        self.count = count
        self._lock = threading.Lock()
        self._connection = open_read_only(path)

    def mark(self, index: int) -> Mark:
        """Return the mark in row ``index``.

        Raises:
            IndexError: There is no such row.
        """
        return self.marks([index])[0]

    def marks(self, indices: Sequence[int]) -> list[Mark]:
        """Return the marks in the given rows, in the given order.

        Raises:
            IndexError: One of the rows does not exist.
        """
        wanted = [int(index) for index in indices]
        found: dict[int, Mark] = {}
        for start in range(0, len(wanted), _CHUNK):
            part = [index for index in wanted[start : start + _CHUNK] if index < self.count]
            slots = ", ".join("?" * len(part))
            # Only question marks are put into the statement.
            rows = self._rows(f"SELECT * FROM marks WHERE idx IN ({slots})", part)  # noqa: S608
            found.update((row[0], _from_row(row)) for row in rows)
        try:
            return [found[index] for index in wanted]
        except KeyError as error:
            raise IndexError(tr("The register has no mark {error}.", error=error)) from None

    def all(self) -> list[Mark]:
        """Return every mark in the order of the rows."""
        rows = self._rows("SELECT * FROM marks WHERE idx < ? ORDER BY idx", [self.count])
        return [_from_row(row) for row in rows]

    def find(self, external_id: str) -> Mark | None:
        """Return the mark with the given external id, if there is one."""
        query = "SELECT * FROM marks WHERE id = ? AND idx < ?"
        rows = self._rows(query, [external_id, self.count])
        return _from_row(rows[0]) if rows else None

    def groups(self) -> dict[int, int]:
        """Return row → METU query group for every mark that has one, in row order."""
        query = (
            "SELECT idx, query_group FROM marks "
            "WHERE query_group IS NOT NULL AND idx < ? ORDER BY idx"
        )
        return dict(self._rows(query, [self.count]))

    def search(self, text: str, limit: int = 100) -> list[int]:
        """Return the rows whose words or owner hold all words of ``text``, best first."""
        match = _every_word(text)
        if not match:
            return []
        query = (
            "SELECT rowid - 1 FROM marks_text WHERE marks_text MATCH ? AND rowid <= ? "
            "ORDER BY rank LIMIT ?"
        )
        return [row[0] for row in self._rows(query, [match, self.count, limit])]

    def matching(self, field: TextField, text: str) -> list[int]:
        """Return all rows whose ``field`` holds words that begin with each word of ``text``."""
        match = _every_word(text)
        if not match:
            return []
        query = "SELECT rowid - 1 FROM marks_text WHERE marks_text MATCH ? AND rowid <= ?"
        return [row[0] for row in self._rows(query, [f"{field} : ({match})", self.count])]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()

    def _rows(self, query: str, values: Sequence[object]) -> list[Any]:
        with self._lock:
            try:
                return self._connection.execute(query, values).fetchall()
            except sqlite3.DatabaseError as error:
                raise RegisterError(damaged(self.path)) from error


class CatalogueWriter:
    """Appends marks to a catalogue; rows become permanent with ``commit``."""

    def __init__(self, path: Path, count: int) -> None:
        self.path = path
        try:
            self._connection = sqlite3.connect(path, isolation_level=None, timeout=10)
            self._connection.executescript(_SCHEMA)
            self._connection.execute("BEGIN")
            self._connection.execute("DELETE FROM marks WHERE idx >= ?", [count])
            self._connection.execute("DELETE FROM marks_text WHERE rowid > ?", [count])
            held = self._connection.execute("SELECT COUNT(*) FROM marks").fetchone()[0]
        except sqlite3.DatabaseError as error:
            raise RegisterError(damaged(path)) from error
        if held != count:
            raise RegisterError(damaged(path))

    def append(self, marks: Iterable[Mark]) -> None:
        """Add marks; their ``index`` is their row."""
        for mark in marks:
            self._connection.execute(f"INSERT INTO marks VALUES ({_SLOTS})", _to_row(mark))  # noqa: S608
            self._connection.execute(
                "INSERT INTO marks_text (rowid, words, owner) VALUES (?, ?, ?)",
                [mark.index + 1, mark.words, mark.owner],
            )

    def file_of(self, external_id: str) -> str | None:
        """Return the file of the mark with this id, committed or not, or ``None``."""
        query = "SELECT file FROM marks WHERE id = ?"
        row = self._connection.execute(query, [external_id]).fetchone()
        return None if row is None else str(row[0])

    def file_and_digest(self, external_id: str) -> tuple[str, str] | None:
        """Return file and sha256 of the mark with this id, committed or not, or ``None``."""
        query = "SELECT file, sha256 FROM marks WHERE id = ?"
        row = self._connection.execute(query, [external_id]).fetchone()
        return None if row is None else (str(row[0]), str(row[1]))

    def first_with(self, sha256: str) -> Mark | None:
        """Return the first mark whose file has this digest, committed or not, or ``None``."""
        query = "SELECT * FROM marks WHERE sha256 = ? ORDER BY idx LIMIT 1"
        row = self._connection.execute(query, [sha256]).fetchone()
        return None if row is None else _from_row(row)

    def digest(self) -> hashlib._Hash:
        """Return a running SHA-256 over the rows so far, in ``canonical`` form."""
        digest = hashlib.sha256()
        for row in self._connection.execute("SELECT * FROM marks ORDER BY idx"):
            digest.update(canonical(_from_row(row)))
        return digest

    def commit(self) -> None:
        """Make the rows so far permanent."""
        self._connection.execute("COMMIT")
        self._connection.execute("BEGIN")

    def close(self) -> None:
        """Close the file; rows since the last commit are dropped."""
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")
        self._connection.close()


def _every_word(text: str) -> str:
    return " ".join('"' + word.replace('"', '""') + '"*' for word in text.split())


def canonical(mark: Mark) -> bytes:
    """Return the bytes that stand for ``mark`` in the catalogue's checksum."""
    return json.dumps(_to_row(mark), ensure_ascii=False).encode() + b"\n"


def _to_row(mark: Mark) -> tuple[object, ...]:
    return tuple(
        json.dumps(value) if isinstance(value, tuple) else value for value in astuple(mark)
    )


def _from_row(row: Sequence[Any]) -> Mark:
    values = list(row)
    nice, vienna, probabilities = (json.loads(values[column]) for column in (9, 10, 12))
    values[9], values[10], values[12] = tuple(nice), tuple(vienna), tuple(probabilities)
    return Mark(*values)


def open_read_only(path: Path) -> sqlite3.Connection:
    """Open a catalogue for reading, from any thread (``RegisterError`` if it cannot be)."""
    if not path.is_file():
        raise RegisterError(missing(path))
    try:
        # A build that was killed inside a commit leaves a journal, which only a writer may undo.
        if path.with_name(path.name + "-journal").exists():
            recovery = sqlite3.connect(path, timeout=10)
            recovery.execute("SELECT COUNT(*) FROM marks").fetchone()
            recovery.close()
        connection = sqlite3.connect(
            f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False, timeout=10
        )
        connection.execute("SELECT idx FROM marks LIMIT 1").fetchone()
    except sqlite3.DatabaseError as error:
        raise RegisterError(damaged(path)) from error
    return connection
