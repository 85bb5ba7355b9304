"""What a report says where only marks are listed that came to the register since a search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from examiner_app.engine.cases.times import in_utc
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.wording import thousands

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.ranking.filters import MarkFilter
    from examiner_app.engine.report.search_log import LogLine


def since(wanted: MarkFilter | None, examination: Examination, log: Sequence[LogLine]) -> str:
    """Say since when the marks came that are listed; nothing where every mark may be.

    Args:
        wanted: The filter.
        examination: What is reported.
        log: The searches of the case: the last one that found as many marks is named.
    """
    if wanted is None or not wanted.added_after:
        return ""
    register = examination.register.manifest.id
    there = [
        line
        for line in log
        if (line.register, line.marks) == (register, wanted.added_after)
        # A search is not older than itself.
        and in_utc(line.time) < in_utc(examination.started)
    ]
    if there:
        return f"since search {there[-1].number} of {there[-1].time:%Y-%m-%d}"
    return f"after the first {thousands(wanted.added_after)}"


def scope_text(came: str, kind: ReportKind) -> str:
    """Return the sentence that the head of a report begins with, from what ``since`` says."""
    if not came:
        return ""
    cited = "Cited marks are listed in any case."
    if kind is ReportKind.FILE_COPY:
        return f"The search was only for marks that came to the register {came}. {cited}"
    return f"Only marks that came to the register {came} are listed. {cited}"
