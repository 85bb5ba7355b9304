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
from examiner_app.engine.report.entries import method_name
from examiner_app.engine.report.search_log import LogLine
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import thousands
from examiner_app.errors import FilterError
from examiner_app.translation import in_english, tr

NEAREST_SHOWN: Final = 5
"""So many of the nearest marks are named; the record keeps more."""

_LIMIT: Final = 1_000
"""Characters of one fact that are shown."""


@in_english()
def log_line(search: LoggedSearch) -> LogLine:
    """Return a search of the log as a report says it."""
    record = search.record
    return LogLine(
        search.number,
        record.time,
        search_facts(record),
        record.image,
        record.name,
        record.searched.id,
        record.searched.count,
    )


def search_facts(record: SearchRecord) -> tuple[tuple[str, str], ...]:
    """Return label and value of what was searched for, in what, and what came of it."""
    register, count = record.searched, thousands(record.searched.count)
    facts = (
        (tr("Image"), record.name),
        ("SHA-256", record.image),
        (tr("Region searched"), region_text(record)),
        (tr("Text mask"), _mask(record)),
        (tr("Register"), f"{register.name} (id {register.id})"),
        (tr("Marks searched"), count),
        (tr("Register as of"), f"{register.updated:%Y-%m-%d %H:%M} UTC"),
        (tr("Models"), f"{record.models.name} (id {record.models.id})"),
        (tr("Methods"), ", ".join(map(method_text, record.methods))),
        (tr("Sorted by"), method_text(record.sort)),
        (tr("Filter"), conditions_text(record)),
        (tr("Folded"), _folded(record)),
        (tr("Passing"), _passing(record)),
        (tr("Nearest"), _nearest(record)),
        (tr("Took"), _took(record)),
        (tr("Program"), record.program),
    )
    shown = ((label, shorten(printable(value), _LIMIT)) for label, value in facts)
    return tuple((label, value) for label, value in shown if value)


def method_text(key: str) -> str:
    """Return what people call a method; one that this version does not have has its key."""
    return method_name(key) if key in METHODS or key == FUSED else key


def region_text(record: SearchRecord) -> str:
    """Return which part of the image was searched; nothing where it was all of it."""
    if record.region is None:
        return ""
    x, y, width, height = record.region
    return tr("{width} × {height} pixels from ({x}, {y})", width=width, height=height, x=x, y=y)


def conditions_text(record: SearchRecord) -> str:
    """Return which marks were listed; nothing where all of them were."""
    if not record.filter:
        return ""
    try:
        wanted = MarkFilter.from_record(record.filter)
    except FilterError:
        return tr("one that this version does not know")
    return "; ".join(f"{label}: {value}" for label, value in filter_text(wanted))


def _mask(record: SearchRecord) -> str:
    if record.mask is None:
        return ""
    return tr(
        "corrected by hand: {added} pixels added, {taken} taken away (sha256 {sha256})",
        added=thousands(record.mask.added),
        taken=thousands(record.mask.taken),
        sha256=record.mask.sha256,
    )


def _folded(record: SearchRecord) -> str:
    if record.fold == Fold.NOTHING.value:
        return ""
    known = {how.value: reason for how, reason in FOLD_REASONS.items()}
    return tr("{marks} take one place", marks=known.get(record.fold, record.fold))


def _passing(record: SearchRecord) -> str:
    if not record.filter:
        return ""
    passing, count = thousands(record.passing), thousands(record.searched.count)
    return tr("{passing} of {count} marks", passing=passing, count=count)


def _nearest(record: SearchRecord) -> str:
    return ", ".join(f"{mark.id} ({mark.rank})" for mark in record.nearest[:NEAREST_SHOWN])


def _took(record: SearchRecord) -> str:
    return tr("{seconds} s on {device}", seconds=f"{record.seconds:.1f}", device=record.device)
