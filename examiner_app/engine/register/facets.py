"""The fields that marks are filtered by, of every mark at once, in memory.

Each field is a table of its distinct contents and one number per mark, so that a question about a
million marks is a question about a few thousand contents, and one look-up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.classifications import vienna_levels
from examiner_app.engine.register.catalogue import Catalogue
from examiner_app.engine.register.rows import read_rows
from examiner_app.engine.register.sentences import damaged
from examiner_app.errors import RegisterError

Mask = NDArray[np.bool_]
"""(N,), whether each mark is meant."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One field of N marks.

    Attributes:
        values: Its V distinct values.
        codes: (N,) int32, which of the C distinct contents each mark has.
        owners: (P,) int32, the content of each pair of a content and a value in it.
        members: (P,) int32, the value of each such pair.
        contents: C.
    """

    values: tuple[str, ...]
    codes: NDArray[np.int32]
    owners: NDArray[np.int32]
    members: NDArray[np.int32]
    contents: int

    def where(self, passes: Callable[[str], bool]) -> Mask:
        """Return which marks (N,) have a value that ``passes``."""
        flags = np.fromiter(map(passes, self.values), np.float64, len(self.values))
        hits = np.bincount(self.owners, weights=flags[self.members], minlength=self.contents)
        result: Mask = (hits > 0)[self.codes]
        return result

    def counts(self, within: Mask) -> dict[str, int]:
        """Return how many of the marks that ``within`` (N,) names have each value."""
        marks = np.bincount(self.codes[within], minlength=self.contents)
        found = np.bincount(
            self.members, weights=marks[self.owners].astype(np.float64), minlength=len(self.values)
        )
        return {value: int(number) for value, number in zip(self.values, found, strict=True)}


@dataclass(frozen=True, slots=True, eq=False)
class Facets:
    """The fields of every mark of a register.

    Attributes:
        type: Mark types.
        office: Office codes.
        status: Statuses.
        filed: Filing dates as the source states them.
        nice: Nice classes, in digits.
        vienna: Vienna codes with the categories and divisions that they lie in.
    """

    type: Column
    office: Column
    status: Column
    filed: Column
    nice: Column
    vienna: Column


def read_facets(catalogue: Catalogue) -> Facets:
    """Read the fields of all committed marks; some seconds for a million.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    numbers: list[dict[str, int]] = [{} for _ in _FIELDS]
    codes = [np.empty(catalogue.count, np.int32) for _ in _FIELDS]
    done = 0
    for rows in read_rows(catalogue, ", ".join(_FIELDS)):
        if done + len(rows) > catalogue.count:
            break
        for field, texts in enumerate(zip(*rows, strict=True)):
            known = numbers[field]
            codes[field][done : done + len(rows)] = [
                known.setdefault(text, len(known)) for text in texts
            ]
        done += len(rows)
    if done != catalogue.count:
        raise RegisterError(damaged(catalogue.path))
    columns = (
        _column(parse, known, of_marks)
        for parse, known, of_marks in zip(_FIELDS.values(), numbers, codes, strict=True)
    )
    return Facets(*columns)


def _column(
    parse: Callable[[str], Iterable[str]], known: dict[str, int], codes: NDArray[np.int32]
) -> Column:
    values: dict[str, int] = {}
    owners: list[int] = []
    members: list[int] = []
    for content, number in known.items():
        for value in dict.fromkeys(parse(content)):
            owners.append(number)
            members.append(values.setdefault(value, len(values)))
    pairs = (np.array(owners, np.int32), np.array(members, np.int32))
    return Column(tuple(values), codes, *pairs, len(known))


def _single(content: str) -> Iterable[str]:
    return (content,)


def _classes(content: str) -> Iterable[str]:
    return (str(one) for one in json.loads(content))


def _vienna(content: str) -> Iterable[str]:
    return (level for code in json.loads(content) for level in vienna_levels(code))


_FIELDS: Final[dict[str, Callable[[str], Iterable[str]]]] = {
    "type": _single,
    "office": _single,
    "status": _single,
    "filed": _single,
    "nice": _classes,
    "vienna": _vienna,
}
"""Columns of the catalogue, in the order of ``Facets``, and what values a content holds."""
