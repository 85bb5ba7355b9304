"""What workers do for the window of cases: they list, read, export and import, and word it."""

from __future__ import annotations

import datetime
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QImage

from examiner_app.engine.wording import thousands
from examiner_app.errors import ExaminerError
from examiner_app.gui.case_calls import OnDesk, Store, find_case
from examiner_app.gui.images import to_image
from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.state.cases import CaseList, CaseView, SearchLine
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case, CaseSummary, KeptImage, LoggedSearch
    from examiner_app.engine.cases.judgements import Tally

THUMBNAIL: Final = 192
"""Longest side of a thumbnail, pixels: twice of what is shown, for screens that need it."""

_LIMIT: Final = 1_000
"""Characters of a line or a fact: what comes from elsewhere may be of any length."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file with a case.

    Attributes:
        case: The case.
        name: What people call it.
        taken: Whether it is here now as it is in the file; else it was here before, and stays.
    """

    case: str
    name: str
    taken: bool


def list_cases(store: Store, wanted: str, on_desk: OnDesk) -> CaseList:
    """Return the cases that have every word of ``wanted``, and which one is on the desk.

    Raises:
        CaseError: The store cannot be read.
    """
    found = store().summaries(wanted)
    opened = find_case(store, on_desk) or ""
    return CaseList(found, bool(found) or store().holds_any(), opened)


def read_view(store: Store, case: str) -> CaseView:
    """Return a case as it is looked at.

    Raises:
        CaseError: It is damaged, or not there any more.
    """
    from examiner_app.engine.cases.tallies import case_tally

    found = store().read(case)
    facts = _case_facts(found, case_tally(store(), case))
    lines = tuple(_line(search) for search in found.searches)
    return CaseView(case, _case_name(found), facts, found.images, lines)


def read_file(store: Store, file: str) -> bytes:
    """Return the file of some images of a case.

    Raises:
        CaseError: It is not as it was filed.
    """
    return store().file(file)


def decode(data: bytes, images: Sequence[KeptImage]) -> Generator[tuple[str, QImage]]:
    """Yield digest and thumbnail of each image of a file; a null image of one that is damaged."""
    from examiner_app.engine.pages import find_pages

    for image in images:
        try:
            pixels = find_pages(data, image.name).read(image.page).pixels
        except ExaminerError:
            yield image.sha256, QImage()
        else:
            yield image.sha256, to_image(pixels, THUMBNAIL)


def export_to(store: Store, case: str, path: Path, *, overwrite: bool) -> bool:
    """Write a case to a file; return whether that was done, or there is such a file already.

    Raises:
        CaseError: It cannot be written.
    """
    from examiner_app.engine.cases.transfer import export_case

    if not overwrite and path.exists():
        return False
    export_case(store(), case, path, overwrite=overwrite)
    return True


def import_from(store: Store, path: Path, *, overwrite: bool) -> Imported:
    """Take the case of a file, unless it is here and is not to be replaced.

    Raises:
        CaseError: The file is none with a case, or the store cannot be written.
    """
    from examiner_app.engine.cases.transfer import CaseHereError, import_case

    try:
        case = import_case(store(), path, overwrite=overwrite)
    except CaseHereError as error:
        return Imported(error.case, error.name, taken=False)
    return Imported(case, _case_name(store().read(case)), taken=True)


def local_time(time: datetime.datetime) -> str:
    """Return a time as the clock on the desk shows it; as it is where no clock can."""
    return f"{_here(time):%Y-%m-%d %H:%M}"


def summary_name(case: CaseSummary) -> str:
    """Return what people call a case of the list, on one line."""
    return " ".join((case.reference or case.name or case.id[:8]).split())


def summary_text(case: CaseSummary) -> str:
    """Return the second line of a case of the list."""
    parts = [
        f"{_here(case.changed):%Y-%m-%d}",
        trn("{count} search", "{count} searches", case.searches, count=thousands(case.searches)),
    ]
    if case.cited:
        parts.append(tr("{count} cited", count=thousands(case.cited)))
    return "  ·  ".join(parts)


def _here(time: datetime.datetime) -> datetime.datetime:
    # At the edges of the calendar, another zone may lie beyond it.
    try:
        return time.astimezone()
    except (OverflowError, ValueError, OSError):
        return time


def _case_name(case: Case) -> str:
    first = case.images[0].name if case.images else ""
    return " ".join((case.reference or first or case.id[:8]).split())


def _case_facts(case: Case, tally: Tally) -> tuple[Fact, ...]:
    from examiner_app.engine.report.text import shorten

    registers = dict.fromkeys(search.record.searched.name for search in case.searches)
    judged = tr(
        "{cited} cited, {considered} considered, {rejected} rejected",
        cited=thousands(tally.cited),
        considered=thousands(tally.considered),
        rejected=thousands(tally.rejected),
    )
    return (
        Fact(tr("Examiner"), case.examiner or "–"),
        Fact(tr("Begun"), local_time(case.created)),
        Fact(tr("Changed"), local_time(case.changed)),
        Fact(tr("Registers"), shorten(", ".join(registers), _LIMIT) or "–"),
        Fact(tr("Marks"), judged),
    )


def _line(search: LoggedSearch) -> SearchLine:
    from examiner_app.engine.report import log_lines
    from examiner_app.engine.report.text import printable, shorten

    record = search.record
    count, conditions = thousands(record.searched.count), log_lines.conditions_text(record)
    parts = (
        tr("{count} marks of {register}", count=count, register=record.searched.name),
        tr("{count} listed", count=thousands(record.passing)),
        tr("sorted by {method}", method=log_lines.method_text(record.sort)),
        conditions,
        log_lines.region_text(record),
        tr("text mask corrected") if record.mask else "",
    )
    return SearchLine(
        search.number,
        printable(f"{local_time(record.time)}  ·  {record.name}"),
        shorten(printable("  ·  ".join(part for part in parts if part)), _LIMIT),
        (
            Fact(tr("Time"), local_time(record.time)),
            *(Fact(title, text) for title, text in log_lines.search_facts(record)),
        ),
        record.searched.id,
        record.searched.count,
    )
