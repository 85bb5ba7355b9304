"""A case as one file: out of a store, and into another on another desk.

The file is a store with one case in it. One that comes from elsewhere is not trusted: it is copied
before it is opened, and what is read is checked before any of it is kept. Where registers are on
one desk is nobody's business on another: the file has the names of their folders only.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from examiner_app.engine.cases.case import Case, WholeCase
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.database import NewerCaseError, newer
from examiner_app.engine.cases.foreign import as_kept, check_columns
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.registers import folder_name, known_folders
from examiner_app.engine.cases.search_record import SearchedRegister
from examiner_app.engine.cases.store import assessment_of
from examiner_app.errors import CaseError
from examiner_app.translation import tr


class CaseHereError(CaseError):
    """The case that is to be taken is here already.

    Attributes:
        case: Its id.
        name: What people call it.
    """

    def __init__(self, case: Case) -> None:
        self.case = case.id
        self.name = case.reference or case.id[:8]
        super().__init__(
            tr(
                "The case {name} is here already: allow replacing it to take this one.",
                name=self.name,
            )
        )


_ASSESSMENTS: Final = (
    "SELECT candidate, register, mark, judgement, note, changed FROM assessments "
    "WHERE candidate IN (SELECT sha256 FROM images WHERE case_id = ?) "
    "ORDER BY candidate, register, mark"
)


def read_whole(store: CaseStore, case: str) -> WholeCase:
    """Return a case with all that belongs to it.

    Raises:
        CaseError: It is not there, or something of it is damaged.
    """
    found = store.read(case)
    rows = store.database.run(lambda to: to.execute(_ASSESSMENTS, (case,)).fetchall())
    corrections = {
        search.number: store.correction(case, search.number) for search in found.searches
    }
    return WholeCase(
        found,
        {image.file: store.file(image.file) for image in found.images},
        {number: data for number, data in corrections.items() if data is not None},
        tuple((candidate, assessment_of(*row)) for candidate, *row in rows),
    )


def put_whole(store: CaseStore, whole: WholeCase, *, overwrite: bool = False) -> None:
    """Keep a case that comes from elsewhere; of two judgements on one mark the later one stands.

    Raises:
        CaseHereError: It is there already, and is not to be replaced.
        CaseError: The store cannot be written.
    """
    case = whole.case

    def work(to: sqlite3.Connection) -> None:
        if to.execute("SELECT 1 FROM cases WHERE id = ?", (case.id,)).fetchone():
            if not overwrite:
                raise CaseHereError(case)
            for table in ("searches", "pins", "desks", "images"):
                to.execute(f"DELETE FROM {table} WHERE case_id = ?", (case.id,))  # noqa: S608
            to.execute("DELETE FROM cases WHERE id = ?", (case.id,))
        _put_case(to, case)
        _put_contents(to, whole)

    store.database.change(work)


def export_case(store: CaseStore, case: str, path: Path, *, overwrite: bool = False) -> None:
    """Write a case to a file of its own, whole or not at all.

    Raises:
        CaseError: It is not there, the file exists already, cannot be written, or is the store's.
    """
    if _is_of(store, path):
        raise CaseError(tr("{path} is where all cases are kept: choose another name.", path=path))
    if path.exists() and not overwrite:
        raise CaseError(
            tr("{path} exists already: choose another name, or allow overwriting it.", path=path)
        )
    whole = _with_paths(read_whole(store, case), lambda _, path: folder_name(path))
    temporary = path.with_name(f".{path.name[:100]}.{os.getpid()}.new")
    try:
        with closing(CaseStore(temporary)) as target:
            put_whole(target, whole)
        temporary.replace(path)
    except (OSError, CaseError) as error:
        # What the store says of it names a file that nobody has heard of.
        cause = error.__cause__ or error
        reason = getattr(cause, "strerror", None) or str(cause) or tr("output error")
        raise CaseError(
            tr(
                "{path} cannot be written ({reason}): choose another place.",
                path=path,
                reason=reason,
            )
        ) from error
    finally:
        for suffix in ("", "-wal", "-shm"):
            with suppress(OSError):
                temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)


def import_case(store: CaseStore, path: Path, *, overwrite: bool = False) -> str:
    """Take the case of a file into a store, and return its id.

    A register that the store knows is where the store knows it; of others only the name is kept.

    Raises:
        CaseHereError: The case is in the store already, and is not to be replaced.
        CaseError: The file is none with a case, or a newer Examiner wrote it.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "case.sqlite"
        try:
            shutil.copyfile(path, copy)
        except OSError as error:
            raise CaseError(
                tr(
                    "{path} cannot be read ({reason}): check that it is there and yours.",
                    path=path,
                    reason=error.strerror or tr("input error"),
                )
            ) from error
        with closing(CaseStore(copy)) as source:
            try:
                whole = _only_case(source)
            except (CaseError, ValueError, TypeError) as error:
                raise _not_a_case(path, error) from error

    def at_home(register: str, path: str) -> str:
        # A path from elsewhere is not followed: it could lead to a computer of somebody else.
        known = known_folders(store, register)
        return str(known[0]) if known else folder_name(path)

    put_whole(store, _with_paths(whole, at_home), overwrite=overwrite)
    return whole.case.id


def _is_of(store: CaseStore, path: Path) -> bool:
    """Whether a file is the one that a store keeps its cases in, or belongs to it."""
    target = os.path.realpath(path)
    for own in store.database.files:
        if target == os.path.realpath(own):
            return True
        with suppress(OSError):
            if path.samefile(own):
                return True
    return False


def _with_paths(whole: WholeCase, place: Callable[[str, str], str]) -> WholeCase:
    """Return a case whose registers are where ``place`` says, of their ids and former places."""
    known: dict[SearchedRegister, SearchedRegister] = {}
    searches = []
    for search in whole.case.searches:
        was = search.record.searched
        if was not in known:
            known[was] = was.model_copy(update={"path": place(was.id, was.path)})
        record = search.record.model_copy(update={"searched": known[was]})
        searches.append(replace(search, record=record))
    desk = whole.case.desk
    if desk is not None and desk.searched is not None:
        path = place(desk.searched.id, desk.searched.path)
        register = desk.searched.model_copy(update={"path": path})
        desk = desk.model_copy(update={"searched": register})
    return replace(whole, case=replace(whole.case, searches=tuple(searches), desk=desk))


def _only_case(source: CaseStore) -> WholeCase:
    check_columns(source)
    (case,) = source.summaries()
    return as_kept(read_whole(source, case.id))


def _not_a_case(path: Path, error: Exception) -> CaseError:
    if isinstance(error, NewerCaseError):
        return newer(path, error.version)
    return CaseError(
        tr("{name} is no file with a case: choose one that Examiner has exported.", name=path.name)
    )


def _put_case(to: sqlite3.Connection, case: Case) -> None:
    to.execute(
        "INSERT INTO cases VALUES (?, ?, ?, ?, ?)",
        (
            case.id,
            case.reference,
            case.examiner,
            case.created.isoformat(),
            case.changed.isoformat(),
        ),
    )


def _put_contents(to: sqlite3.Connection, whole: WholeCase) -> None:
    case = whole.case
    to.executemany("INSERT OR IGNORE INTO files VALUES (?, ?)", whole.files.items())
    to.executemany(
        "INSERT INTO images VALUES (?, ?, ?, ?, ?, ?)",
        [
            (case.id, image.sha256, at, image.file, image.page, image.name)
            for at, image in enumerate(case.images)
        ],
    )
    to.executemany(
        "INSERT INTO searches VALUES (?, ?, ?, ?)",
        [
            (
                case.id,
                search.number,
                search.record.model_dump_json(),
                whole.corrections.get(search.number),
            )
            for search in case.searches
        ],
    )
    for register, marks in case.pins.items():
        rows = [(case.id, register, mark, at) for at, mark in enumerate(marks)]
        to.executemany("INSERT INTO pins VALUES (?, ?, ?, ?)", rows)
    if case.desk is not None:
        values = (case.id, case.desk.model_dump_json(exclude_defaults=True))
        to.execute("INSERT INTO desks VALUES (?, ?)", values)
    to.executemany(
        "INSERT INTO assessments VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
        "judgement = excluded.judgement, note = excluded.note, changed = excluded.changed "
        "WHERE excluded.changed > changed",
        [_row(candidate, one) for candidate, one in whole.assessments],
    )


def _row(candidate: str, one: Assessment) -> tuple[str, ...]:
    judgement = one.judgement.value if isinstance(one.judgement, Judgement) else ""
    changed = one.changed.isoformat()
    return candidate, one.register, one.mark, judgement, one.note, changed
