"""What the commands on cases share: the store, the case that is meant, and what a search needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from examiner_app.engine.cases.case import Case, LoggedSearch
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.kept_logo import kept_logo
from examiner_app.engine.cases.registers import find_register
from examiner_app.engine.cases.store import store_file
from examiner_app.engine.logo import Logo
from examiner_app.engine.report.text import printable
from examiner_app.errors import CaseError

CaseArgument = Annotated[
    str, typer.Argument(metavar="CASE", help="Its reference, or the beginning of its id.")
]
RegisterOption = Annotated[
    Path | None,
    typer.Option("--register", help="Folder of the register; where it was by default."),
]


@contextmanager
def open_cases() -> Iterator[CaseStore]:
    """Open the user's cases for as long as the block lasts."""
    store = CaseStore(store_file())
    try:
        yield store
    finally:
        store.close()


def searches_of(case: Case, number: int | None) -> list[LoggedSearch]:
    """Return the search with a number, or all of them.

    Raises:
        CaseError: There is none.
    """
    wanted = [one for one in case.searches if number in {None, one.number}]
    if not wanted:
        raise CaseError(
            f"The case has no search {number}: case show lists them."
            if number
            else "The case has no search yet: examine its logo with --case."
        )
    return wanted


def logo_of(store: CaseStore, case: Case, search: LoggedSearch) -> Logo:
    """Return the image that was searched for, as it was filed.

    Raises:
        CaseError: It is not kept, or damaged.
        LogoError: It cannot be decoded.
    """
    image = next((one for one in case.images if one.sha256 == search.record.image), None)
    if image is None:
        raise CaseError(f"The image of search {search.number} is not kept: examine it again.")
    return kept_logo(store, image)


def register_of(store: CaseStore, search: LoggedSearch) -> Path:
    """Return the folder of the register of a search, where it was or one with its id is known.

    Raises:
        CaseError: It is not there any more, or was never known here.
    """
    searched = search.record.searched
    found = find_register(store, searched)
    if found is not None:
        return found
    there = Path(searched.path)
    if not there.is_absolute():
        raise CaseError(
            f"The register of search {search.number}, {printable(searched.name)}, is not known "
            "here: say with --register where it is."
        )
    raise CaseError(
        f"The register of search {search.number} is not in {there} any more: "
        "say with --register where it is."
    )
