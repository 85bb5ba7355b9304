"""Headings of the lists and tables of marks in a report."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.ranking.folding import FOLD_REASONS
from examiner_app.engine.report.entries import method_name
from examiner_app.engine.wording import thousands

NONE_CITED: Final = "No mark was cited"


def list_heading(listed: int, listing: Listing, *, folded: bool) -> str:
    """Return the heading of the list of the nearest marks."""
    passing_only = " that pass the filter," if listing.wanted else ""
    heading = f"The nearest {listed} marks{passing_only} by {method_name(listing.key)}"
    return f"{heading}; {FOLD_REASONS[listing.how].lower()} take one place" if folded else heading


def cited_heading(cited: int, sort: str) -> str:
    """Return the heading of the cited marks where no others are listed."""
    if not cited:
        return NONE_CITED
    marks = "The cited mark" if cited == 1 else f"The {thousands(cited)} cited marks"
    return f"{marks}, by {method_name(sort)}"


def ranks_heading(pinned: Iterable[bool]) -> str:
    """Return the heading of the tables of ranks, by whether each mark in them is pinned."""
    which = set(pinned)
    if which == {True, False}:
        return "Ranks of the pinned and cited marks"
    return "Ranks of the cited marks" if which == {False} else "Ranks of the pinned marks"
