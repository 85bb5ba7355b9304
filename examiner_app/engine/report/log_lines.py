"""A search of the log as label and value, for reports and for the screen."""

from __future__ import annotations

from typing import Final

from examiner_app.engine.cases.case import LoggedSearch
from examiner_app.engine.cases.search_record import SearchRecord
from examiner_app.engine.methods import METHODS
from examiner_app.engine.ranking.filter_text import filter_text
from examiner_app.engine.ranking.filters import MarkFilter
from examiner_app.engine.ranking.folding import FOLD_REASONS, Fold
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.report.content import LogLine
from examiner_app.engine.report.entries import method_name
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import thousands
from examiner_app.errors import FilterError
from examiner_app.translation import in_english

NEAREST_SHOWN: Final = 5
"""So many of the nearest marks are named; the record keeps more."""

_LIMIT: Final = 1_000
"""Characters of one fact that are shown."""


@in_english()
def log_line(search: LoggedSearch) -> LogLine:
    """Return a search of the log as a report says it."""
    record = search.record
    facts = (
        ("Image", record.name),
        ("SHA-256", record.image),
        ("Region searched", _region(record)),
        ("Text mask", _mask(record)),
        ("Register", f"{record.searched.name} (id {record.searched.id})"),
        ("Marks searched", thousands(record.searched.count)),
        ("Register as of", f"{record.searched.updated:%Y-%m-%d %H:%M} UTC"),
        ("Models", f"{record.models.name} (id {record.models.id})"),
        ("Methods", ", ".join(map(_method, record.methods))),
        ("Sorted by", _method(record.sort)),
        ("Filter", _filter(record)),
        ("Folded", _folded(record)),
        ("Passing", _passing(record)),
        ("Nearest", _nearest(record)),
        ("Took", f"{record.seconds:.1f} s on {record.device}"),
        ("Program", record.program),
    )
    shown = ((label, shorten(printable(value), _LIMIT)) for label, value in facts)
    return LogLine(
        search.number, record.time, tuple((label, value) for label, value in shown if value)
    )


def _method(key: str) -> str:
    # A case from a later program may name methods that this one does not have.
    return method_name(key) if key in METHODS or key == FUSED else key


def _region(record: SearchRecord) -> str:
    if record.region is None:
        return ""
    x, y, width, height = record.region
    return f"{width} × {height} pixels from ({x}, {y})"


def _mask(record: SearchRecord) -> str:
    if record.mask is None:
        return ""
    added, taken = thousands(record.mask.added), thousands(record.mask.taken)
    return (
        f"corrected by hand: {added} pixels added, {taken} taken away (sha256 {record.mask.sha256})"
    )


def _filter(record: SearchRecord) -> str:
    if not record.filter:
        return ""
    try:
        wanted = MarkFilter.from_record(record.filter)
    except FilterError:
        return "one that this version does not know"
    return "; ".join(f"{label}: {value}" for label, value in filter_text(wanted))


def _folded(record: SearchRecord) -> str:
    known = {how.value: reason for how, reason in FOLD_REASONS.items()}
    plain = record.fold == Fold.NOTHING.value
    return "" if plain else f"{known.get(record.fold, record.fold)} take one place"


def _passing(record: SearchRecord) -> str:
    count = thousands(record.searched.count)
    return f"{thousands(record.passing)} of {count} marks" if record.filter else ""


def _nearest(record: SearchRecord) -> str:
    return ", ".join(f"{mark.id} ({mark.rank})" for mark in record.nearest[:NEAREST_SHOWN])
