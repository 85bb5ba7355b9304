"""Which marks an examiner wants to look at; their ranks stay those of the whole register."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Annotated, Any, Final

import numpy as np
from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from examiner_app.engine.classifications import vienna_key
from examiner_app.engine.register.catalogue import TextField
from examiner_app.engine.register.facets import Column, Mask
from examiner_app.engine.register.open import Register
from examiner_app.errors import FilterError
from examiner_app.translation import tr

_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@dataclass(frozen=True, slots=True)
class MarkFilter:
    """Conditions on marks: any of the values within a field, every field that has values.

    Attributes:
        types: Mark types.
        offices: Office codes; an empty one stands for marks without.
        statuses: Statuses as the source states them; likewise.
        nice: Nice classes.
        vienna: Vienna codes, or beginnings of codes: 03 is every animal, 03.07 every bird.
        words: Every one of these words begins a word of the mark.
        owner: Every one of these words begins a word of its owner.
        filed_from: First filing date, a year, a month or a day: 2015, 2015-06, 2015-06-30.
        filed_to: Last filing date, likewise. Marks without an ISO date pass neither.
        added_after: Only marks that were added when the register had this many already: registers
            grow at their end, so these are the rows from there on. 0 for every mark.
    """

    __pydantic_config__ = ConfigDict(extra="forbid")

    types: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    nice: frozenset[int] = frozenset()
    vienna: frozenset[str] = frozenset()
    words: str = ""
    owner: str = ""
    filed_from: str = ""
    filed_to: str = ""
    added_after: Annotated[int, Field(ge=0)] = 0

    def __bool__(self) -> bool:
        return self != EVERY_MARK

    def record(self) -> dict[str, Any]:
        """Return what restricts, as it is written to JSON."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: sorted(value) if isinstance(value, frozenset) else value
            for name, value in values.items()
            if value
        }

    @classmethod
    def from_record(cls, record: Mapping[str, Any]) -> MarkFilter:
        """Return the filter that ``record`` was made of.

        Raises:
            FilterError: It is none, or of a newer version.
        """
        try:
            return TypeAdapter(cls).validate_python(record)
        except ValidationError as error:
            where = ", ".join(str(one["loc"][0]) for one in error.errors())
            raise FilterError(
                tr(
                    "The saved filter cannot be read (at {where}): delete it and make it anew.",
                    where=where,
                )
            ) from error


EVERY_MARK: Final = MarkFilter()
"""The filter that every mark passes."""


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """How many marks each value would leave, under the conditions on all other fields.

    Attributes:
        passing: Marks that pass.
        types: Type → marks.
        offices: Office → marks.
        statuses: Status → marks.
        nice: Nice class → marks.
        vienna: Vienna category, division or section → marks.
    """

    passing: int
    types: dict[str, int]
    offices: dict[str, int]
    statuses: dict[str, int]
    nice: dict[int, int]
    vienna: dict[str, int]


def passing(register: Register, wanted: MarkFilter) -> Mask:
    """Return which marks (N,) of the register pass.

    Raises:
        FilterError: A date or a Vienna code is none.
        RegisterError: The catalogue is damaged.
    """
    return _all(_conditions(register, wanted), register.count)


def facet_counts(register: Register, wanted: MarkFilter) -> FacetCounts:
    """Count the marks of every value of every field, as :class:`FacetCounts` says.

    Raises:
        FilterError: A date or a Vienna code is none.
        RegisterError: The catalogue is damaged.
    """
    conditions, count = _conditions(register, wanted), register.count
    facets = register.facets

    def others(field: str, column: Column) -> dict[str, int]:
        rest = {name: mask for name, mask in conditions.items() if name != field}
        return column.counts(_all(rest, count))

    nice = others("nice", facets.nice)
    return FacetCounts(
        int(_all(conditions, count).sum()),
        others("types", facets.type),
        others("offices", facets.office),
        others("statuses", facets.status),
        {int(key): number for key, number in nice.items() if key.isdecimal()},
        others("vienna", facets.vienna),
    )


def _all(conditions: Mapping[str, Mask], count: int) -> Mask:
    return functools.reduce(np.logical_and, conditions.values(), np.ones(count, bool))


def _conditions(register: Register, wanted: MarkFilter) -> dict[str, Mask]:
    """Return field → marks that meet its condition (N,), of the fields that have one."""
    result: dict[str, Mask] = {}
    texts: dict[TextField, str] = {"words": wanted.words, "owner": wanted.owner}
    for name, text in texts.items():
        if text.strip():
            result[name] = np.zeros(register.count, bool)
            result[name][register.catalogue.matching(name, text)] = True
    if wanted.added_after:
        result["added"] = np.arange(register.count) >= wanted.added_after
    # Facets take seconds to read in a large register, and these conditions need none.
    if not wanted.record().keys() - {*texts, "added_after"}:
        return result
    facets = register.facets
    nice = {str(one) for one in wanted.nice}
    vienna = {check_vienna(code) for code in wanted.vienna}
    for field, column, values in (
        ("types", facets.type, wanted.types),
        ("offices", facets.office, wanted.offices),
        ("statuses", facets.status, wanted.statuses),
        ("nice", facets.nice, nice),
        ("vienna", facets.vienna, vienna),
    ):
        if values:
            result[field] = column.where(values.__contains__)
    if wanted.filed_from or wanted.filed_to:
        between = _between(check_date(wanted.filed_from), check_date(wanted.filed_to))
        result["filed"] = facets.filed.where(between)
    return result


def _between(first: str, last: str) -> Callable[[str], bool]:
    def passes(filed: str) -> bool:
        if not _DATE.match(filed):
            return False
        return filed[: len(first)] >= first and (not last or filed[: len(last)] <= last)

    return passes


def check_date(text: str) -> str:
    """Return a date as it is compared, from a year, a month or a day; nothing stays nothing.

    Raises:
        FilterError: It is none of them.
    """
    date = text.strip()
    if date and not _DATE.fullmatch(date):
        raise FilterError(
            tr("«{date}» is no date: give a year, a month or a day, as 2015-06-30.", date=date)
        )
    return date


def check_vienna(code: str) -> str:
    """Return a Vienna code, or the beginning of one, as it is compared.

    Raises:
        FilterError: It is none.
    """
    key = vienna_key(code)
    if not key:
        raise FilterError(
            tr("«{code}» is no Vienna code: give one, or its beginning, as 03.07.", code=code)
        )
    return key
