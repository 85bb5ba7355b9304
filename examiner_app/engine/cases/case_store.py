"""Where cases are kept: beside judgements and notes, in the same file.

Only what is confirmed by a return is promised to be there after a kill; nothing is half there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from examiner_app.engine.cases.case import Case, CaseSummary, KeptImage, LoggedSearch, NewImage
from examiner_app.engine.cases.case_list import list_cases, list_with_image
from examiner_app.engine.cases.case_names import ID_SHOWN, case_named, no_case, short_text
from examiner_app.engine.cases.database import CaseDatabase
from examiner_app.engine.cases.desk_record import DeskRecord, read_desk
from examiner_app.engine.cases.search_record import SearchRecord, read_search
from examiner_app.engine.cases.times import now_text, read_time
from examiner_app.errors import CaseError
from examiner_app.translation import tr


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
        return self.database.change(lambda to: _begin(to, images, reference, examiner))

    def case_of(self, image: NewImage) -> str:
        """Return the case that an image belongs to, as of_image does; it is begun without one.

        Two windows that ask at once for one new image begin one case.
        """

        def work(to: sqlite3.Connection) -> str:
            return _case_with(to, image.sha256) or _begin(to, [image])

        return self.database.change(work)

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
            values = (short_text(reference), short_text(examiner), case)
            to.execute("UPDATE cases SET reference = ?, examiner = ? WHERE id = ?", values)

        self.database.change(work)

    def change_pins(
        self, case: str, register: str, pinned: Sequence[str], released: Sequence[str]
    ) -> None:
        """Keep which marks of a register were released, and then which were pinned.

        These come last, in order; those that are pinned already stay where they are, and so does
        what another window pinned meanwhile.
        """

        def work(to: sqlite3.Connection) -> None:
            _touch(to, case)
            key = (case, register)
            to.executemany(_RELEASE, [(*key, mark) for mark in released])
            last = to.execute(_LAST_PLACE, key).fetchone()[0]
            start = 0 if last is None else last + 1
            rows = [(*key, mark, at) for at, mark in enumerate(pinned, start)]
            to.executemany("INSERT OR IGNORE INTO pins VALUES (?, ?, ?, ?)", rows)

        self.database.change(work)

    def pinned(self, case: str, register: str) -> list[str]:
        """Return which marks of a register are pinned, in order."""
        query = "SELECT mark FROM pins WHERE case_id = ? AND register = ? ORDER BY position"
        rows = self.database.run(lambda to: to.execute(query, (case, register)).fetchall())
        return [str(mark) for (mark,) in rows]

    def keep_desk(self, case: str, desk: DeskRecord) -> None:
        """Keep what the desk is like, in place of what it was; nothing of the case is changed."""
        values = (desk.model_dump_json(exclude_defaults=True), case)
        done = self.database.run(lambda to: to.execute(_KEEP_DESK, values))
        if not done.rowcount:
            raise no_case(case)

    def log(
        self,
        case: str,
        record: SearchRecord,
        correction: bytes | None = None,
        number: int | None = None,
    ) -> int:
        """Add a search to the log of a case, and return its number.

        Args:
            case: The case.
            record: The search.
            correction: The packed correction of the text mask, where there is one.
            number: The one that it was promised; by default the next one.

        Raises:
            CaseError: Another search was given that number meanwhile.
        """

        def work(to: sqlite3.Connection) -> int:
            _touch(to, case)
            last = to.execute("SELECT MAX(number) FROM searches WHERE case_id = ?", (case,))
            free = int(last.fetchone()[0] or 0) + 1
            if number not in {None, free}:
                raise CaseError(
                    tr(
                        "Search {number} of the case is another one now: search again.",
                        number=number,
                    )
                )
            values = (case, free, record.model_dump_json(), correction)
            to.execute("INSERT INTO searches VALUES (?, ?, ?, ?)", values)
            return free

        return self.database.change(work)

    def summaries(self, wanted: str = "") -> list[CaseSummary]:
        """Return the cases that have every word of ``wanted`` somewhere, latest change first."""
        return self.database.run(lambda to: list_cases(to, wanted))

    def holds_any(self) -> bool:
        """Whether there is a case."""
        query = "SELECT EXISTS (SELECT 1 FROM cases)"
        return self.database.run(lambda to: bool(to.execute(query).fetchone()[0]))

    def cases_of_image(self, sha256: str) -> list[CaseSummary]:
        """Return the cases that an image belongs to, latest change first."""
        return self.database.run(lambda to: list_with_image(to, sha256))

    def of_image(self, sha256: str) -> str | None:
        """Return the case that an image belongs to, the one that was changed last of several."""
        return self.database.run(lambda to: _case_with(to, sha256))

    def of_reference(self, reference: str) -> str | None:
        """Return the case that the office calls so, or whose id begins with these digits.

        Fewer digits than people are shown are none: a new reference may be as short as that.

        Raises:
            CaseError: Several cases may be meant.
        """
        return self.database.run(lambda to: case_named(to, reference, ID_SHOWN))

    def find(self, name: str) -> str:
        """Return the case that the office calls so, or whose id begins so; a whole id always wins.

        Raises:
            CaseError: There is none, or several may be meant.
        """
        found = self.database.run(lambda to: case_named(to, name))
        if found is None:
            raise no_case(name)
        return found

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
            read_time(created),
            read_time(changed),
            tuple(KeptImage(*image) for image in images),
            tuple(LoggedSearch(number, read_search(number, text)) for number, text in searches),
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


_WITH_IMAGE: Final = (
    "SELECT id FROM cases JOIN images ON case_id = id WHERE sha256 = ? "
    "ORDER BY changed DESC LIMIT 1"
)

_PARTS: Final = (
    "SELECT sha256, file, page, name FROM images WHERE case_id = ? ORDER BY position",
    "SELECT number, record FROM searches WHERE case_id = ? ORDER BY number",
    "SELECT register, mark FROM pins WHERE case_id = ? ORDER BY register, position",
    "SELECT record FROM desks WHERE case_id = ?",
)

_LAST_PLACE: Final = "SELECT MAX(position) FROM pins WHERE case_id = ? AND register = ?"
_RELEASE: Final = "DELETE FROM pins WHERE case_id = ? AND register = ? AND mark = ?"

_KEEP_DESK: Final = (
    "INSERT INTO desks SELECT id, ? FROM cases WHERE id = ? "
    "ON CONFLICT DO UPDATE SET record = excluded.record"
)


def _begin(
    to: sqlite3.Connection, images: Sequence[NewImage], reference: str = "", examiner: str = ""
) -> str:
    case, now = uuid4().hex, now_text()
    values = (case, short_text(reference), short_text(examiner), now, now)
    to.execute("INSERT INTO cases VALUES (?, ?, ?, ?, ?)", values)
    for image in images:
        _add_image(to, case, image)
    return case


def _case_with(to: sqlite3.Connection, sha256: str) -> str | None:
    row = to.execute(_WITH_IMAGE, (sha256,)).fetchone()
    return None if row is None else str(row[0])


def _add_image(to: sqlite3.Connection, case: str, image: NewImage) -> None:
    file = hashlib.sha256(image.data).hexdigest()
    to.execute("INSERT OR IGNORE INTO files VALUES (?, ?)", (file, image.data))
    last = to.execute("SELECT COUNT(*) FROM images WHERE case_id = ?", (case,)).fetchone()[0]
    to.execute(
        "INSERT OR IGNORE INTO images VALUES (?, ?, ?, ?, ?, ?)",
        (case, image.sha256, last, file, image.page, image.name),
    )


def _touch(to: sqlite3.Connection, case: str) -> None:
    done = to.execute("UPDATE cases SET changed = ? WHERE id = ?", (now_text(), case))
    if not done.rowcount:
        raise no_case(case)
