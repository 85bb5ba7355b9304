"""Where the registers of searches are: cases that come from elsewhere know them by id only."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path, PureWindowsPath
from typing import Final

from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.search_record import SearchedRegister
from examiner_app.engine.register.manifest import read_manifest
from examiner_app.errors import RegisterError
from examiner_app.resources import demo_register

_FOLDERS: Final = (
    "SELECT json_extract(record, '$.searched.path') FROM searches WHERE CASE WHEN "
    "json_valid(record) THEN json_extract(record, '$.searched.id') END = ? ORDER BY rowid DESC"
)


def find_register(
    store: CaseStore, searched: SearchedRegister, others: Iterable[Path] = ()
) -> Path | None:
    """Return the folder of the register that was searched, or ``None`` where it is not known.

    Where it was, if there still is a folder; else where the searches of other cases found a
    register with its id, or one of ``others`` has it; and the demo for a demo that was replaced.

    Raises:
        CaseError: The store cannot be read.
    """
    there = Path(searched.path)
    # What is only a name would be looked for in the folder that the program was started in.
    if there.is_absolute() and there.is_dir():
        return there
    demo = demo_register()
    places = (*known_folders(store, searched.id), demo, *others)
    found = first_with_id(searched.id, places)
    if found is None and (demo.name, demo.parent.name) == (there.name, there.parent.name):
        return demo
    return found


def first_with_id(register: str, places: Iterable[Path]) -> Path | None:
    """Return the first of some folders that holds a register with an id, if one does."""
    return next((place for place in places if has_id(place, register)), None)


def known_folders(store: CaseStore, register: str) -> list[Path]:
    """Return the folders that a register, by its id, was searched in, the last one first.

    Raises:
        CaseError: The store cannot be read.
    """

    def work(to: sqlite3.Connection) -> list[Path]:
        found = (Path(str(path)) for (path,) in to.execute(_FOLDERS, (register,)))
        return [path for path in dict.fromkeys(found) if path.is_absolute()]

    return store.database.run(work)


def folder_name(path: str) -> str:
    """Return the last part of a path of this system or another, without what lies above it."""
    return PureWindowsPath(path).name


def has_id(folder: Path, register: str) -> bool:
    """Whether a folder holds a register with an id."""
    try:
        return read_manifest(folder).id == register
    except RegisterError:
        return False
