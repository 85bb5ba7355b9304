"""Filters as text: conditions as the command line takes them, and as people read them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from examiner_app.engine.classifications import NICE_CLASSES, vienna_heading
from examiner_app.engine.ranking.filters import MarkFilter, check_date, check_vienna
from examiner_app.engine.register.catalogue import MARK_TYPES
from examiner_app.engine.wording import thousands
from examiner_app.errors import FilterError
from examiner_app.translation import marked, tr, trn

NOT_STATED: Final = marked("not stated")
"""What stands for an empty office or status."""


def parse_filter(conditions: Sequence[str]) -> MarkFilter:
    """Return the filter of conditions written ``field=value``, as the command line takes them.

    Fields are type, office, status, nice, vienna (several values separated by commas, and a field
    may be given again), words, owner, filed (``FROM..TO``, either side may be left out), and
    added-after (how many marks there were).

    Raises:
        FilterError: One of them makes no sense; the sentence says which, and what would.
    """
    wanted = MarkFilter()
    for condition in conditions:
        field, sign, value = condition.partition("=")
        if not sign or field.strip() not in _PARSERS:
            raise FilterError(
                tr(
                    "«{condition}» is no filter: write FIELD=VALUE with one of {parsers}.",
                    condition=condition,
                    parsers=", ".join(_PARSERS),
                )
            )
        wanted = _PARSERS[field.strip()](wanted, value.strip())
    return wanted


def _types(wanted: MarkFilter, value: str) -> MarkFilter:
    values = _split(value)
    for one in values - set(MARK_TYPES):
        raise FilterError(
            tr(
                "«{one}» is no type of mark: use one of {mark_types}.",
                one=one,
                mark_types=", ".join(MARK_TYPES),
            )
        )
    return replace(wanted, types=wanted.types | values)


def _nice(wanted: MarkFilter, value: str) -> MarkFilter:
    values = _split(value)
    for one in values:
        if not one.isdecimal() or int(one) not in NICE_CLASSES:
            raise FilterError(
                tr(
                    "«{one}» is no Nice class: use 1 to {nice_classes}.",
                    one=one,
                    nice_classes=max(NICE_CLASSES),
                )
            )
    return replace(wanted, nice=wanted.nice | {int(one) for one in values})


def _vienna(wanted: MarkFilter, value: str) -> MarkFilter:
    return replace(wanted, vienna=wanted.vienna | {check_vienna(one) for one in _split(value)})


def _filed(wanted: MarkFilter, value: str) -> MarkFilter:
    first, dots, last = value.partition("..")
    ends = (check_date(first), check_date(last if dots else first))
    return replace(wanted, filed_from=ends[0], filed_to=ends[1])


def _added(wanted: MarkFilter, value: str) -> MarkFilter:
    if not re.fullmatch(r"\d{1,9}", value):
        raise FilterError(
            tr("«{value}» is no number of marks: give how many there were, as 1500.", value=value)
        )
    return replace(wanted, added_after=int(value))


def _split(value: str) -> frozenset[str]:
    return frozenset(part.strip() for part in value.split(","))


_PARSERS: Final[dict[str, Callable[[MarkFilter, str], MarkFilter]]] = {
    "type": _types,
    "office": lambda wanted, value: replace(wanted, offices=wanted.offices | _split(value)),
    "status": lambda wanted, value: replace(wanted, statuses=wanted.statuses | _split(value)),
    "nice": _nice,
    "vienna": _vienna,
    "words": lambda wanted, value: replace(wanted, words=value),
    "owner": lambda wanted, value: replace(wanted, owner=value),
    "filed": _filed,
    "added-after": _added,
}

FILTER_FIELDS: Final = tuple(_PARSERS)
"""What conditions can be about."""


def filter_text(wanted: MarkFilter) -> tuple[tuple[str, str], ...]:
    """Return label and value of each condition, in the order in which they are asked for."""
    conditions = (
        (tr("Type"), ", ".join(one for one in MARK_TYPES if one in wanted.types)),
        (tr("Vienna"), ", ".join(vienna_text(code) for code in sorted(wanted.vienna))),
        (tr("Nice"), ", ".join(str(one) for one in sorted(wanted.nice))),
        (tr("Office"), _listed(wanted.offices)),
        (tr("Status"), _listed(wanted.statuses)),
        (tr("Owner"), wanted.owner.strip()),
        (tr("Words"), wanted.words.strip()),
        (tr("Filed"), _span(wanted.filed_from.strip(), wanted.filed_to.strip())),
        (tr("Added"), added_text(wanted.added_after)),
    )
    return tuple((label, value) for label, value in conditions if value)


def added_text(after: int) -> str:
    """Say that only marks beyond the first ones are wanted; nothing where all are."""
    if not after:
        return ""
    count = thousands(after)
    return trn("after the first mark", "after the first {count} marks", after, count=count)


def vienna_text(code: str) -> str:
    """Return a Vienna code with the heading of its category or division, where it is one."""
    return f"{code} {vienna_heading(code)}".rstrip()


def _listed(values: frozenset[str]) -> str:
    return ", ".join(value or tr(NOT_STATED) for value in sorted(values))


def _span(first: str, last: str) -> str:
    if first and last:
        return first if first == last else tr("{first} to {last}", first=first, last=last)
    return (
        tr("from {first}", first=first) if first else tr("until {last}", last=last) if last else ""
    )
