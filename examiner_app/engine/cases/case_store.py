"""Where cases are kept: beside judgements and notes, in the same file.

Only what is confirmed by a return is promised to be there after a kill; nothing is half there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from pydantic import ValidationError

from examiner_app.engine.cases.case import Case, CaseSummary, KeptImage, LoggedSearch, NewImage
from examiner_app.engine.cases.database import CaseDatabase
from examiner_app.engine.cases.desk_record import DeskRecord, read_desk
from examiner_app.engine.cases.search_record import SearchRecord
from examiner_app.errors import CaseError
from examiner_app.translation import tr

TEXT_LIMIT: Final = 200
"""Characters of a reference or of an examiner's name."""

# Beside MAX, SQLite takes the other columns from the row that has it: the latest judgement holds.
_SUMMARIES: Final = """
SELECT cases.id, reference, examiner, changed,
    (SELECT name FROM images WHERE case_id = cases.id ORDER BY position LIMIT 1),
    (SELECT COUNT(*) FROM images WHERE case_id = cases.id),
    (SELECT COUNT(*) FROM searches WHERE case_id = cases.id),
    (SELECT COUNT(*) FROM (
        SELECT judgement, MAX(changed) FROM assessments
        WHERE candidate IN (SELECT sha256 FROM images WHERE case_id = cases.id)
        GROUP BY register, mark
    ) WHERE judgement = 'cited')
FROM cases ORDER BY changed DESC, cases.id
"""


class CaseStore:
    """Reads and writes cases; safe to use from several threads, and by several windows.

    Every method raises :class:`CaseError` where the file cannot be read or written; what it held
    before is still there then.

    Attributes:
        database: The file.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.database = CaseDatabase(path)

    def begin(self, images: Sequence[NewImage], reference: str = "", examiner: str = "") -> str:
        """Begin a case, and return its id."""
        case, now = uuid4().hex, _now()

        def work(to: sqlite3.Connection) -> None:
            values = (case, _short(reference), _short(examiner), now, now)
            to.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", values)
            for image in images:
                _add_image(to, case, image)

        self.database.change(work)
        return case

    def add_image(self, case: str, image: NewImage) -> None:
        """Add an image to a case; one that it has is left as it is."""

        def work(to: sqlite3.Connection) -> None:
            _touch(to, case)
            _add_image(to, case, image)

        self.database.change(work)

    def describe(self, case: str, reference: str, examiner: str) -> None:
        """Say what the office calls a case, and who examines it."""

        def work(to: sqlite3.Connection) -> None:
            _touch(to, case)
            values = (_short(reference), _short(examiner), case)
            to.execute("UPDATE cases SET reference = ?, examiner = ? WHERE id = ?", values)

        self.database.change(work)

    def pin(self, case: str, register: str, marks: Sequence[str]) -> None:
        """Keep which marks of a register are pinned, in place of those before."""

        def work(to: sqlite3.Connection) -> None:
            _touch(to, case)
            to.execute("DELETE FROM pins WHERE case_id = ? AND register = ?", (case, register))
            rows = [(case, register, mark, at) for at, mark in enumerate(dict.fromkeys(marks))]
            to.executemany("INSERT INTO pins VALUES (?, ?, ?, ?)", rows)

        self.database.change(work)

    def pinned(self, case: str, register: str) -> list[str]:
        """Return which marks of a register are pinned, in order."""
        query = "SELECT mark FROM pins WHERE case_id = ? AND register = ? ORDER BY position"
        rows = self.database.run(lambda to: to.execute(query, (case, register)).fetchall())
        return [str(mark) for (mark,) in rows]

    def change_pins(
        self, case: str, register: str, pinned: Sequence[str], released: Sequence[str]
    ) -> None:
        """Pin marks of a register after those that are, and release others."""

        def work(to: sqlite3.Connection) -> None:
            _touch(to, case)
            place = (case, register)
            for mark in released:
                to.execute(
                    "DELETE FROM pins WHERE case_id = ? AND register = ? AND mark = ?",
                    (*place, mark),
                )
            last = to.execute(
                "SELECT MAX(position) FROM pins WHERE case_id = ? AND register = ?", place
            ).fetchone()[0]
            first = 0 if last is None else last + 1
            rows = [(*place, mark, at) for at, mark in enumerate(dict.fromkeys(pinned), first)]
            to.executemany("INSERT OR IGNORE INTO pins VALUES (?, ?, ?, ?)", rows)

        self.database.change(work)

    def keep_desk(self, case: str, desk: DeskRecord) -> None:
        """Keep what the desk is like, in place of what it was; nothing of the case is changed."""
        values = (desk.model_dump_json(exclude_defaults=True), case)
        done = self.database.run(lambda to: to.execute(_KEEP_DESK, values))
        if not done.rowcount:
            raise no_case(case)

    def log(self, case: str, record: SearchRecord, correction: bytes | None = None) -> int:
        """Add a search to the log of a case, and return its number.

        Args:
            case: The case.
            record: The search.
            correction: The packed correction of the text mask, where there is one.
        """

        def work(to: sqlite3.Connection) -> int:
            _touch(to, case)
            last = to.execute("SELECT MAX(number) FROM searches WHERE case_id = ?", (case,))
            number = (last.fetchone()[0] or 0) + 1
            values = (case, number, record.model_dump_json(), correction)
            to.execute("INSERT INTO searches VALUES (?, ?, ?, ?)", values)
            return int(number)

        return self.database.change(work)

    def summaries(self, wanted: str = "") -> list[CaseSummary]:
        """Return the cases that have every word of ``wanted`` somewhere, latest change first."""
        rows = self.database.run(lambda to: to.execute(_SUMMARIES).fetchall())
        found = [
            CaseSummary(case, reference, examiner, _time(changed), name or "", *counts)
            for case, reference, examiner, changed, name, *counts in rows
        ]
        words = wanted.casefold().split()
        return [one for one in found if all(word in _searched(one) for word in words)]

    def of_image(self, sha256: str) -> str | None:
        """Return the case that an image belongs to, the one that was changed last of several."""
        return self._case(
            "SELECT id FROM cases JOIN images ON case_id = id WHERE sha256 = ? "
            "ORDER BY changed DESC LIMIT 1",
            sha256,
        )

    def of_reference(self, reference: str) -> str | None:
        """Return the case that the office calls so, the one that was changed last of several."""
        return self._case(
            "SELECT id FROM cases WHERE reference = ? ORDER BY changed DESC LIMIT 1",
            _short(reference),
        )

    def find(self, name: str) -> str:
        """Return the case that the office calls so, or whose id begins so.

        Raises:
            CaseError: There is none, or the id is that of several.
        """
        case = self.of_reference(name) if name.strip() else None
        if case is not None:
            return case
        found = [one.id for one in self.summaries() if one.id.startswith(name.casefold())]
        if len(found) != 1 or not name:
            raise no_case(name)
        return found[0]

    def read(self, case: str) -> Case:
        """Return a case.

        Raises:
            CaseError: There is no such case, or a later program wrote a search of it.
        """

        def work(to: sqlite3.Connection) -> tuple[Any, ...] | None:
            row = to.execute("SELECT * FROM cases WHERE id = ?", (case,)).fetchone()
            return row and (row, *(to.execute(query, (case,)).fetchall() for query in _PARTS))

        found = self.database.run(work)
        if found is None:
            raise no_case(case)
        (_, reference, examiner, created, changed), images, searches, pins, desks = found
        pinned: dict[str, list[str]] = defaultdict(list)
        for register, mark in pins:
            pinned[register].append(mark)
        return Case(
            case,
            reference,
            examiner,
            _time(created),
            _time(changed),
            tuple(KeptImage(*image) for image in images),
            tuple(LoggedSearch(number, _record(number, text)) for number, text in searches),
            {register: tuple(marks) for register, marks in pinned.items()},
            read_desk(desks[0][0]) if desks else None,
        )

    def file(self, sha256: str) -> bytes:
        """Return the bytes of an image's file.

        Raises:
            CaseError: It is not there, or not what its digest says.
        """
        row = self.database.run(
            lambda to: to.execute("SELECT data FROM files WHERE sha256 = ?", (sha256,)).fetchone()
        )
        data = row[0] if row else None
        if not isinstance(data, bytes) or hashlib.sha256(data).hexdigest() != sha256:
            raise CaseError(
                tr("An image of the case is not as it was filed: open it from its file again.")
            )
        return data

    def correction(self, case: str, number: int) -> bytes | None:
        """Return the packed correction of the text mask of a search; ``None`` without one."""
        query = "SELECT correction FROM searches WHERE case_id = ? AND number = ?"
        row = self.database.run(lambda to: to.execute(query, (case, number)).fetchone())
        return None if row is None or row[0] is None else bytes(row[0])

    def close(self) -> None:
        """Close the file; the next use opens it again."""
        self.database.close()

    def _case(self, query: str, value: str) -> str | None:
        row = self.database.run(lambda to: to.execute(query, (value,)).fetchone())
        return None if row is None else str(row[0])


_PARTS: Final = (
    "SELECT sha256, file, page, name FROM images WHERE case_id = ? ORDER BY position",
    "SELECT number, record FROM searches WHERE case_id = ? ORDER BY number",
    "SELECT register, mark FROM pins WHERE case_id = ? ORDER BY register, position",
    "SELECT record FROM desks WHERE case_id = ?",
)

_KEEP_DESK: Final = (
    "INSERT INTO desks SELECT id, ? FROM cases WHERE id = ? "
    "ON CONFLICT DO UPDATE SET record = excluded.record"
)


def no_case(name: str) -> CaseError:
    """Return the error that there is no such case."""
    return CaseError(tr("There is no case {name}: choose one of the list of cases.", name=name))


def _add_image(to: sqlite3.Connection, case: str, image: NewImage) -> None:
    file = hashlib.sha256(image.data).hexdigest()
    to.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", (file, image.data))
    last = to.execute("SELECT COUNT(*) FROM images WHERE case_id = ?", (case,)).fetchone()[0]
    to.execute(
        "INSERT OR IGNORE INTO images VALUES (?, ?, ?, ?, ?, ?)",
        (case, image.sha256, last, file, image.page, image.name),
    )


def _touch(to: sqlite3.Connection, case: str) -> None:
    done = to.execute("UPDATE cases SET changed = ? WHERE id = ?", (_now(), case))
    if not done.rowcount:
        raise no_case(case)


def _record(number: int, text: str) -> SearchRecord:
    try:
        return SearchRecord.model_validate_json(text)
    except ValidationError as error:
        raise CaseError(
            tr(
                "Search {number} of the case cannot be read: it is damaged, or a newer Examiner "
                "wrote it; update Examiner.",
                number=number,
            )
        ) from error


def _searched(case: CaseSummary) -> str:
    return f"{case.reference}\n{case.examiner}\n{case.name}\n{case.id}".casefold()


def _short(text: str) -> str:
    return " ".join(text.split())[:TEXT_LIMIT]


def _now() -> str:
    return datetime.now(UTC).isoformat()


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)
