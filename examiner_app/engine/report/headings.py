"""Headings of the lists and tables of marks in a report, and what stands below them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.ranking.filters import EVERY_MARK
from examiner_app.engine.ranking.folding import FOLD_REASONS
from examiner_app.engine.report.entries import method_name
from examiner_app.engine.wording import thousands

CITED_HEADING: Final = "Cited marks that are not in the list above"
NONE_CITED: Final = "No mark was cited"

RANK_MEANING: Final = (
    "The rank of a mark is the number of marks in the register that are at least as near to the "
    "candidate, itself included: 1 is the nearest, and ties count against the mark. Ranks are "
    "exact over the whole register. The percentile is how many of every hundred marks searched are "
    "farther."
)


def list_heading(listed: int, listing: Listing, came: str = "", *, folded: bool) -> str:
    """Return the heading of the list of the nearest marks, which ``came`` since a search."""
    wanted = replace(listing.wanted or EVERY_MARK, added_after=0)
    which = [f"came {came}"] if came else []
    which += ["pass the filter"] if wanted else []
    only = f" that {' and '.join(which)}," if which else ""
    heading = f"The nearest {listed} marks{only} by {method_name(listing.key)}"
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
