"""The fields that marks are filtered by, of every mark at once, in memory.

Each field is a table of its distinct contents and one number per mark, so that a question about a
million marks is a question about a few thousand contents, and one look-up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.classifications import vienna_levels
from examiner_app.engine.register.catalogue import Catalogue
from examiner_app.engine.register.encode import (
    Encoded,
    checked_codes,
    encode_columns,
    numbering,
)
from examiner_app.engine.register.sentences import damaged
from examiner_app.errors import RegisterError

Mask = NDArray[np.bool_]
"""(N,), whether each mark is meant."""

_CONTENTS: Final = 2_000
"""Contents that are parsed at once: while that goes on, the window gets no turn."""


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


FACETS: Final = ("type", "office", "status", "filed", "nice", "vienna")
"""Columns of the catalogue, in the order of ``Facets``."""


def read_facets(catalogue: Catalogue) -> Facets:
    """Read the fields of all committed marks; some seconds for a million.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    kind, office, status, filed, nice, vienna = encode_columns(catalogue, FACETS)
    try:
        lists = _listed(nice), _listed(vienna, vienna_levels)
    except ValueError as error:
        raise RegisterError(damaged(catalogue.path)) from error
    return Facets(_single(kind), _single(office), _single(status), _single(filed), *lists)


def pack_facets(facets: Facets) -> dict[str, NDArray[Any]]:
    """Return facets as arrays."""
    arrays: dict[str, NDArray[Any]] = {}
    for name in FACETS:
        column: Column = getattr(facets, name)
        values = json.dumps([column.contents, *column.values]).encode()
        arrays[f"{name}.values"] = np.frombuffer(values, np.uint8)
        arrays[f"{name}.codes"] = column.codes
        arrays[f"{name}.owners"] = column.owners
        arrays[f"{name}.members"] = column.members
    return arrays


def unpack_facets(arrays: Mapping[str, NDArray[Any]], count: int) -> Facets:
    """Return the facets of ``count`` marks that were packed into arrays.

    Raises:
        KeyError: One is missing.
        ValueError, TypeError: One makes no sense.
    """
    columns = []
    for name in FACETS:
        contents, *values = json.loads(arrays[f"{name}.values"].tobytes())
        codes = checked_codes(arrays[f"{name}.codes"], contents)
        owners = checked_codes(arrays[f"{name}.owners"], contents)
        members = checked_codes(arrays[f"{name}.members"], len(values))
        if codes.shape != (count,) or owners.shape != members.shape:
            raise ValueError
        columns.append(Column(tuple(values), codes, owners, members, contents))
    return Facets(*columns)


def _single(encoded: Encoded) -> Column:
    each = np.arange(len(encoded.contents), dtype=np.int32)
    return Column(encoded.contents, encoded.codes, each, each, len(each))


def _listed(encoded: Encoded, levels: Callable[[str], Sequence[str]] | None = None) -> Column:
    """Return the column of contents that are lists; each value stands for all of its ``levels``.

    Raises:
        ValueError: A content is no list.
    """
    known = numbering()
    sizes, members = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    for lists in _parsed(encoded.contents):
        sizes.append(np.fromiter(map(len, lists), np.int32, len(lists)))
        values = map(str, chain.from_iterable(lists))
        members.append(np.fromiter(map(known.__getitem__, values), np.int32))
    owners = np.repeat(np.arange(len(encoded.contents), dtype=np.int32), np.concatenate(sizes))
    pairs, texts = (owners, np.concatenate(members)), tuple(known)
    if levels is not None:
        pairs, texts = _raised(*pairs, [levels(value) for value in texts])
    # Each pair once: two codes of one division make it no twice a mark's.
    width = max(1, len(texts))
    keys = pairs[0].astype(np.int64) * width + pairs[1]
    keys.sort()
    keys = keys[np.diff(keys, prepend=-1) > 0]
    content, value = (one.astype(np.int32) for one in np.divmod(keys, width))
    return Column(texts, encoded.codes, content, value, len(encoded.contents))


def _parsed(contents: Sequence[str]) -> Iterator[list[list[Any]]]:
    for start in range(0, len(contents), _CONTENTS):
        part = contents[start : start + _CONTENTS]
        # One call for thousands of short texts.
        lists = json.loads(f"[{','.join(part)}]")
        if len(lists) != len(part) or not all(isinstance(one, list) for one in lists):
            raise ValueError
        yield lists


def _raised(
    owners: NDArray[np.int32], members: NDArray[np.int32], levels: Sequence[Sequence[str]]
) -> tuple[tuple[NDArray[np.int32], NDArray[np.int32]], tuple[str, ...]]:
    """Return the pairs of contents and levels for those of contents and codes."""
    known = numbering()
    sizes = np.fromiter(map(len, levels), np.int64, len(levels))
    flat = np.fromiter(map(known.__getitem__, chain.from_iterable(levels)), np.int32)
    starts = np.cumsum(sizes) - sizes
    each = sizes[members]
    # The levels of a code lie side by side: where those of each pair begin, and how far along.
    along = np.arange(each.sum()) - np.repeat(np.cumsum(each) - each, each)
    found = flat[np.repeat(starts[members], each) + along]
    return (np.repeat(owners, each), found), tuple(known)
