"""Which way letters are read: Unicode's bidirectional algorithm (UAX #9), for one paragraph.

Marks that embed, override or isolate are not obeyed: printable text has none.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

STRONG: Final = {"L": False, "R": True, "AL": True}
"""Unicode's kinds of letters that have a direction, and whether it is from the right."""

_NEUTRAL: Final = frozenset({"ON", "WS", "B", "S"})

_BRACKETS: Final = dict(
    zip(
        "([{⁅⁽₍⌈⌊⟦⟨⟪⟬⟮⦅〈《「『【〔〖〘〚（［｛｟｢",
        ")]}⁆⁾₎⌉⌋⟧⟩⟫⟭⟯⦆〉》」』】〕〗〙〛）］｝｠｣",
        strict=True,
    )
)
"""What is opened, and what closes it."""

_DEEPEST: Final = 63
"""Brackets that may be open at once; the standard looks no deeper."""

Item = TypeVar("Item")


def right_to_left(text: str) -> bool:
    """Return whether the first strong letter of ``text`` is of a script written from the right."""
    ways = (STRONG.get(unicodedata.bidirectional(character)) for character in text)
    return next((way for way in ways if way is not None), False)


def levels(text: str) -> list[int]:
    """Return the level of every character: odd where it is read from the right.

    The paragraph has the direction of its first strong letter.
    """
    base = int(right_to_left(text))
    kinds = [unicodedata.bidirectional(character) or "L" for character in text]
    # What joins or parts letters is of no kind: the rules do not see it.
    seen = [place for place, kind in enumerate(kinds) if kind != "BN"]
    resolved = _resolved([kinds[place] for place in seen], [text[place] for place in seen], base)
    found = [-1] * len(text)
    for place, kind in zip(seen, resolved, strict=True):
        found[place] = _level(kind, base)
    last = base
    for place, level in enumerate(found):
        last = found[place] = last if level < 0 else level
    return found


def reordered(items: Sequence[Item], level: Callable[[Item], int]) -> list[Item]:
    """Return the items of one line from left to right, as they are seen (rule L2)."""
    line = list(items)
    depths = [level(item) for item in line]
    for depth in range(max(depths, default=0), 0, -1):
        start = 0
        while start < len(line):
            end = start
            while end < len(line) and depths[end] >= depth:
                end += 1
            line[start:end] = line[start:end][::-1]
            depths[start:end] = depths[start:end][::-1]
            start = end + 1
    return line


def _level(kind: str, base: int) -> int:
    if kind == "R":
        return 1
    if kind == "L":
        return 2 * base
    return 2


def _resolved(kinds: list[str], letters: Sequence[str], base: int) -> list[str]:
    """Return L, R, EN or AN for every character (rules W1 to N2)."""
    outer = "R" if base else "L"
    marks = [kind == "NSM" for kind in kinds]
    _weak(kinds, outer)
    _bracketed(kinds, letters, marks, outer)
    _neutral(kinds, outer)
    return kinds


def _weak(kinds: list[str], outer: str) -> None:
    before = strong = outer
    for place, kind in enumerate(kinds):
        kinds[place] = before if kind == "NSM" else kind
        before = kinds[place]
        if before in STRONG:
            strong = before
        elif before == "EN" and strong == "AL":
            kinds[place] = "AN"
    kinds[:] = ["R" if kind == "AL" else kind for kind in kinds]
    for place in range(1, len(kinds) - 1):
        left, kind, right = kinds[place - 1 : place + 2]
        joins = (kind == "CS" and left in {"EN", "AN"}) or (kind == "ES" and left == "EN")
        if joins and left == right:
            kinds[place] = left
    for start, end in _runs(kinds, frozenset({"ET"})):
        if "EN" in {*kinds[max(start - 1, 0) : start], *kinds[end : end + 1]}:
            kinds[start:end] = ["EN"] * (end - start)
    strong = outer
    for place, kind in enumerate(kinds):
        if kind in {"ES", "ET", "CS"}:
            kinds[place] = "ON"
        elif kind in STRONG:
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[place] = "L"


def _bracketed(kinds: list[str], letters: Sequence[str], marks: Sequence[bool], outer: str) -> None:
    """Give both brackets of a pair one direction (rule N0)."""
    for start, end in _pairs(kinds, letters):
        inside = {_side(kind) for kind in kinds[start + 1 : end]}
        if outer in inside:
            way = outer
        elif inside - {""}:
            before = (_side(kind) for kind in reversed(kinds[:start]))
            way = next((side for side in before if side), outer)
        else:
            continue
        for place in (start, end):
            kinds[place] = way
            following = place + 1
            while following < len(kinds) and marks[following]:
                kinds[following] = way
                following += 1


def _pairs(kinds: Sequence[str], letters: Sequence[str]) -> list[tuple[int, int]]:
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for place, letter in enumerate(letters):
        if kinds[place] != "ON":
            continue
        if letter in _BRACKETS:
            if len(opened) == _DEEPEST:
                return []
            opened.append((_BRACKETS[letter], place))
            continue
        depths = (depth for depth in reversed(range(len(opened))) if opened[depth][0] == letter)
        depth = next(depths, None)
        if depth is not None:
            pairs.append((opened[depth][1], place))
            del opened[depth:]
    return sorted(pairs)


def _neutral(kinds: list[str], outer: str) -> None:
    """Give what has no direction that of both its sides, or the paragraph's (N1, N2)."""
    for start, end in _runs(kinds, _NEUTRAL):
        left = _side(kinds[start - 1]) if start else outer
        right = _side(kinds[end]) if end < len(kinds) else outer
        kinds[start:end] = [left if left == right else outer] * (end - start)


def _side(kind: str) -> str:
    """Return the direction that a character has for its neighbours; numbers are as letters R."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(kind, "")


def _runs(kinds: Sequence[str], wanted: frozenset[str]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for place, kind in enumerate(kinds):
        if kind not in wanted:
            continue
        if runs and runs[-1][1] == place:
            runs[-1] = (runs[-1][0], place + 1)
        else:
            runs.append((place, place + 1))
    return runs
