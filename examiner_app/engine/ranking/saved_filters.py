"""Filters that the examiner keeps under a name, as one text in the settings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from examiner_app.engine.ranking.filter_text import filter_text
from examiner_app.engine.ranking.filters import (
    EVERY_MARK,
    FacetCounts,
    MarkFilter,
    check_date,
    check_vienna,
)
from examiner_app.errors import FilterError
from examiner_app.translation import tr

VERSION: Final = 1

LONGEST_NAME: Final = 60
"""Letters of a name."""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter with a name.

    Attributes:
        name: What the examiner calls it.
        wanted: Its conditions.
    """

    name: str
    wanted: MarkFilter

    @property
    def text(self) -> str:
        """Its conditions for people, one a line."""
        return "\n".join(f"{label}: {value}" for label, value in filter_text(self.wanted))


def write_saved(filters: Sequence[SavedFilter]) -> str:
    """Return filters as they are kept."""
    records = [{"name": one.name, "conditions": one.wanted.record()} for one in filters]
    return json.dumps({"version": VERSION, "filters": records}, ensure_ascii=False)


def read_saved(text: str) -> tuple[list[SavedFilter], list[FilterError]]:
    """Return the filters that were kept, and what is wrong with those that cannot be read."""
    if not text:
        return [], []
    try:
        data = json.loads(text)
        if data["version"] != VERSION:
            sentence = "The saved filters are of a newer Examiner: use that one to change them."
            return [], [FilterError(sentence)]
        records = list(data["filters"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return [], [FilterError(tr("The saved filters cannot be read: save your filters anew."))]
    found: dict[str, SavedFilter] = {}
    problems = []
    for record in records:
        try:
            one = _from_record(record)
            found.setdefault(one.name.casefold(), one)
        except FilterError as error:
            problems.append(error)
    return list(found.values()), problems


def check_name(name: str, taken: Sequence[SavedFilter]) -> str:
    """Return a name as it is kept.

    Raises:
        FilterError: It is none, too long, or another filter's.
    """
    kept = " ".join(name.split())
    if not kept.isprintable() or not kept:
        raise FilterError(tr("A saved filter needs a name: give it one."))
    if len(kept) > LONGEST_NAME:
        raise FilterError(
            tr(
                "The name is longer than {longest_name} letters: shorten it.",
                longest_name=LONGEST_NAME,
            )
        )
    if kept.casefold() in {one.name.casefold() for one in taken}:
        raise FilterError(
            tr(
                "There is a saved filter «{kept}» already: choose another name, or delete that "
                "one.",
                kept=kept,
            )
        )
    return kept


def unknown_values(wanted: MarkFilter, counts: FacetCounts) -> list[str]:
    """Return the values that a filter asks for and no mark of a register has."""
    unknown = MarkFilter(
        types=wanted.types - counts.types.keys(),
        offices=wanted.offices - counts.offices.keys(),
        statuses=wanted.statuses - counts.statuses.keys(),
        nice=wanted.nice - counts.nice.keys(),
        vienna=wanted.vienna - counts.vienna.keys(),
    )
    return [f"{label} {value}" for label, value in filter_text(unknown)]


def _from_record(record: object) -> SavedFilter:
    if not isinstance(record, dict) or not isinstance(record.get("name"), str):
        raise FilterError(tr("A saved filter has no name: it is left out."))
    name = check_name(record["name"], [])
    conditions = record.get("conditions")
    try:
        wanted = MarkFilter.from_record(conditions if isinstance(conditions, dict) else {})
        vienna = frozenset(check_vienna(code) for code in wanted.vienna)
        dates = check_date(wanted.filed_from), check_date(wanted.filed_to)
    except FilterError as error:
        raise FilterError(
            tr("The saved filter «{name}» makes no sense: it is left out.", name=name)
        ) from error
    if wanted == EVERY_MARK:
        raise FilterError(
            tr("The saved filter «{name}» has no conditions: it is left out.", name=name)
        )
    first, last = dates
    return SavedFilter(name, replace(wanted, vienna=vienna, filed_from=first, filed_to=last))
