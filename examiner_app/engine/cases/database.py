"""The file that cases are kept in: one SQLite file, written at once, whole after any kill.

A change is one transaction. The file is never deleted here: one that cannot be read is set aside,
and one of an older version is copied before it is brought up to date.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

from examiner_app.engine.cases.schema import MIGRATIONS, VERSION
from examiner_app.errors import CaseError
from examiner_app.translation import tr

T = TypeVar("T")

_DAMAGED: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
WAIT_SECONDS: Final = 10.0
"""So long it is waited for another window or program that writes."""

_HELD: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})

CHECKED_BYTES: Final = 100_000_000
"""Up to this size a file is looked through when it is opened, in well below a second. Damage in a
larger one, which holds the images of thousands of cases, is found where it is met."""

_ANYTHING: Final = "SELECT COUNT(*) FROM sqlite_master"
_PROGRAMS: Final = f"{_ANYTHING} WHERE type NOT IN ('table', 'index')"
"""What a file may bring along that would be run: triggers and views, of which ours has none."""

_SIDECARS: Final = ("", "-wal", "-shm")
"""What belongs to the file: its log, and the log's index."""


class NewerCaseError(CaseError):
    """A later program wrote the file.

    Attributes:
        version: Of its tables.
    """

    def __init__(self, message: str, version: int) -> None:
        super().__init__(message)
        self.version = version


class CaseDatabase:
    """Runs statements on the file; safe to use from several threads, and by several windows.

    The file is opened at the first use. What fails is said in one sentence and can be tried again.

    Attributes:
        path: The file; ``None`` where everything is forgotten in the end.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    @property
    def files(self) -> list[Path]:
        """The file and what belongs to it, there or not."""
        path = self.path
        return [] if path is None else [path.with_name(path.name + suffix) for suffix in _SIDECARS]

    def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what ``work`` does with the file; every statement of it is a transaction.

        Raises:
            CaseError: The file cannot be read or written; what it held before is still there.
        """
        with self._lock:
            try:
                if self._connection is None:
                    self._connection = self._open()
                return work(self._connection)
            except sqlite3.Error as error:
                damaged = _code(error) in _DAMAGED
                self._close()
                raise (self._set_aside() if damaged else self._failed(error)) from error

    def change(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """Return what ``work`` does with the file, all of it or nothing.

        Raises:
            CaseError: The file cannot be written; what it held before is still there.
        """

        def together(connection: sqlite3.Connection) -> T:
            connection.execute("BEGIN IMMEDIATE")
            try:
                result = work(connection)
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            return result

        return self.run(together)

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        with self._lock:
            self._close()

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
            place, isolation_level=None, check_same_thread=False, timeout=WAIT_SECONDS
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
        if self._is_small and _one(connection, "PRAGMA quick_check(1)") != "ok":
            connection.close()
            raise self._set_aside()
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        if version < VERSION:
            self._migrate(connection, version)

    @property
    def _is_small(self) -> bool:
        return self.path is None or self.path.stat().st_size <= CHECKED_BYTES

    def _migrate(self, connection: sqlite3.Connection, version: int) -> None:
        if version and self.path is not None:
            _back_up(connection, self.path, version)
        # Two windows may do this at once: the second one waits here, and finds it done.
        connection.execute("BEGIN IMMEDIATE")
        for statements in MIGRATIONS[self._check(connection) :]:
            for statement in statements:
                connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")
        connection.execute("COMMIT")

    def _check(self, connection: sqlite3.Connection) -> int:
        """Return the version of the tables, 0 where there are none; refuse a file of others."""
        version = int(_one(connection, "PRAGMA user_version"))
        if version > VERSION:
            raise newer(self.path, version)
        foreign = _ANYTHING if version == 0 else _PROGRAMS
        if _one(connection, foreign):
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
        aside = self.path.with_name(f"{self.path.stem}.damaged-{_stamp()}{self.path.suffix}")
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
        if isinstance(error, sqlite3.Error) and _code(error) in _HELD:
            return CaseError(
                tr(
                    "Marks and notes cannot be kept in {path}: another program holds it. Close "
                    "that program, and try again.",
                    path=self.path,
                )
            )
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


def newer(path: Path | None, version: int) -> NewerCaseError:
    """Return the error that a later program wrote a file."""
    text = tr(
        "{path} was written by a newer Examiner (version {version}, this one knows "
        "{known}): update Examiner to see and keep marks and notes.",
        path=path,
        version=version,
        known=VERSION,
    )
    return NewerCaseError(text, version)


def _back_up(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """Copy a file of an older version beside it."""
    name = f"{path.stem}.version-{version}-{_stamp()}{path.suffix}"
    with closing(sqlite3.connect(path.with_name(name))) as copy:
        connection.backup(copy)


def _one(connection: sqlite3.Connection, query: str) -> Any:  # noqa: ANN401 - SQLite has no types
    return connection.execute(query).fetchone()[0]


def _code(error: sqlite3.Error) -> int:
    # An extended code has the plain one in its lowest byte.
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
