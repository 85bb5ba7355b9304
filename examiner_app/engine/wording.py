"""Numbers, sizes and lengths of time as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from examiner_app.translation import tr

_LISTED: Final = 12
"""Kinds that are named one by one."""

NO_BREAK: Final = "\u00a0"
"""A space at which no line is broken."""


def thousands(number: int) -> str:
    """Return a number in full with thousands apart: 78 214 (no-break space)."""
    return f"{number:,}".replace(",", NO_BREAK)


def counts_text(counts: Mapping[str, int]) -> str:
    """Return how many there are of each kind, the most first, and the rest together."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    unnamed = tr("not stated")
    named = [
        f"{key or unnamed}: {thousands(number)}" for key, number in ordered[:_LISTED] if number
    ]
    rest = ordered[_LISTED:]
    if rest:
        others = thousands(sum(number for _, number in rest))
        named.append(tr("{kinds} others: {number}", kinds=len(rest), number=others))
    return ", ".join(named)


def size_text(size: int) -> str:
    """Return a number of bytes for people: 4.1 MB."""
    value = float(size)
    for unit in ("bytes", "kB", "MB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit != "MB" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:,.1f} GB".replace(",", NO_BREAK)


def duration(seconds: float) -> str:
    """Return a length of time for people: ``9 s``, ``2 min 05 s``, ``3 h 07 min``."""
    whole = round(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, left = divmod(rest, 60)
    if hours:
        return f"{hours} h {minutes:02} min"
    return f"{minutes} min {left:02} s" if minutes else f"{left} s"
