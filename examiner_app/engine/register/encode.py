"""Columns of the catalogue as one number per mark: a million texts as a few thousand contents."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.register.catalogue import Catalogue
from examiner_app.engine.register.rows import read_rows
from examiner_app.engine.register.sentences import damaged
from examiner_app.errors import RegisterError


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """One column of N marks.

    Attributes:
        contents: Its C distinct contents, in the order in which they first occur.
        codes: (N,) int32, which of them each mark has.
    """

    contents: tuple[str, ...]
    codes: NDArray[np.int32]


def numbering() -> defaultdict[str, int]:
    """Return what gives each text that is looked up in it a number, the first one 0."""
    return defaultdict(itertools.count().__next__)


def encode_columns(catalogue: Catalogue, names: Sequence[str]) -> list[Encoded]:
    """Read columns of texts of all committed marks.

    Args:
        catalogue: Where they are.
        names: Columns of the catalogue, from the source code alone.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    numbers = [numbering() for _ in names]
    codes = [np.empty(catalogue.count, np.int32) for _ in names]
    done = 0
    for rows in read_rows(catalogue, ", ".join(names)):
        stop = done + len(rows)
        if stop > catalogue.count:
            break
        for texts, known, of_marks in zip(zip(*rows, strict=True), numbers, codes, strict=True):
            # Looking up and numbering new texts is all done inside the dictionary.
            of_marks[done:stop] = np.fromiter(map(known.__getitem__, texts), np.int32, len(rows))
        done = stop
    if done != catalogue.count:
        raise RegisterError(damaged(catalogue.path))
    return [Encoded(tuple(known), of) for known, of in zip(numbers, codes, strict=True)]


def checked_codes(codes: NDArray[Any], kinds: int) -> NDArray[np.int32]:
    """Return an array of numbers below ``kinds`` as it is.

    Raises:
        ValueError: It is none.
    """
    if codes.dtype != np.int32 or codes.ndim != 1:
        raise ValueError
    if len(codes) and not 0 <= codes.min() <= codes.max() < kinds:
        raise ValueError
    return codes
