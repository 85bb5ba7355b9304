"""Marks that belong together: those with one picture, and those of one owner."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.register.catalogue import Catalogue
from examiner_app.engine.register.rows import read_rows
from examiner_app.engine.register.sentences import damaged
from examiner_app.errors import RegisterError

Groups = NDArray[np.int32]
"""(N,) a number per mark; marks with the same number belong together."""

_LEGAL_FORMS: Final = frozenset(
    (
        "ab", "ag", "aps", "as", "asa", "bv", "bvba", "co", "company", "corp", "corporation",
        "doo", "eg", "ek", "eood", "gbr", "gesmbh", "gmbh", "inc", "incorporated", "kft", "kg",
        "kgaa", "kk", "lda", "limitada", "limited", "llc", "llp", "lp", "ltd", "ltda", "mbh",
        "nv", "oao", "ohg", "ood", "oy", "oyj", "plc", "pte", "pty", "sa", "sae", "sarl", "sas",
        "sasu", "sca", "scs", "se", "sia", "sicav", "sirketi", "sl", "slu", "snc", "spa",
        "spol", "spzoo", "srl", "sro", "sti", "uab", "ug", "zao", "zrt",
    )
)  # fmt: skip
"""Words at the end of a company's name that say what kind of company it is."""


def picture_groups(catalogue: Catalogue) -> Groups:
    """Return groups of marks whose files have the same bytes.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    groups = np.arange(catalogue.count, dtype=np.int32)
    for rows in read_rows(catalogue, "idx, repeat", "repeat <> idx"):
        pairs = np.array(rows, np.int64)
        groups[pairs[:, 0]] = pairs[:, 1]
    return groups


def owner_groups(catalogue: Catalogue) -> Groups:
    """Return groups of marks whose owners' names are the same, as :func:`owner_key` has it.

    A mark without an owner is a group of its own.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    # A name that is looked up for the first time gets the next number.
    names = defaultdict[str, int](itertools.count().__next__)
    codes = np.empty(catalogue.count, np.int32)
    done = 0
    for rows in read_rows(catalogue, "owner"):
        found = (names[name] for (name,) in rows)
        codes[done : done + len(rows)] = np.fromiter(found, np.int32, len(rows))
        done += len(rows)
    if done != catalogue.count:
        raise RegisterError(damaged(catalogue.path))
    keys = defaultdict[str, int](itertools.count().__next__)
    numbers = np.array([keys[owner_key(name)] for name in names], np.int32)
    groups: Groups = numbers[codes] if len(names) else codes
    if "" in keys:
        alone = np.flatnonzero(groups == keys[""])
        groups[alone] = len(keys) + np.arange(len(alone))
    return groups


def owner_key(name: str) -> str:
    """Return what is the same in two spellings of an owner's name.

    Case, accents, punctuation and the kind of company at the end do not count: «Café Müller
    G.m.b.H.» is «CAFE MULLER GMBH», and so is «Cafe Muller».
    """
    letters = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    # S.A. and G.m.b.H. are one word each; other punctuation parts words.
    joined = re.sub(r"(?<=\b\w)\.(?=\w\b)|(?<=\b\w)\.(?=mbh\b)", "", bare.replace("m.b.h", "mbh"))
    words = re.findall(r"\w+", joined)
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def joined(one: Groups, other: Groups) -> Groups:
    """Return groups of marks that belong together in one way or the other, or by way of a third.

    ``other`` should join few marks, for only these are gone through one by one.
    """
    first = np.full(int(other.max(initial=-1)) + 1, -1, np.int64)
    first[other[::-1]] = np.arange(len(other))[::-1]
    later = np.flatnonzero(first[other] != np.arange(len(other)))
    pairs = np.unique(np.stack([one[later], one[first[other[later]]]], axis=1), axis=0)
    parents = np.arange(int(one.max(initial=-1)) + 1, dtype=np.int32)
    for a, b in pairs.tolist():
        root, leaf = sorted((_root(parents, a), _root(parents, b)))
        parents[leaf] = root
    for number in np.unique(pairs).tolist():
        parents[number] = _root(parents, number)
    return parents[one]


def _root(parents: Groups, number: int) -> int:
    while parents[number] != number:
        number = int(parents[number])
    return number
