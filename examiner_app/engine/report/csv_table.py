"""A report's marks as a CSV table, one row each: the first line is the header."""

from __future__ import annotations

import csv
import io
import re
from typing import Final

from examiner_app.engine.report.columns import (
    FORMULA_SIGNS,
    cells_by_method,
    figure,
    listed_marks,
)
from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.entries import FACT_LABELS, MatchEntry
from examiner_app.engine.report.text import printable

_Value = str | int | float | None

# Where the list separator of the system is a semicolon, Excel begins a cell after each, and takes
# quotes that it does not expect there away.
_FORMULA: Final = re.compile(rf'(^|;)(?=["\s]*[{re.escape(FORMULA_SIGNS)}])')


def render_csv(content: ReportContent) -> bytes:
    """Return the marks of the report as a CSV file: the matches, and the cited ones after them.

    Every text is quoted, also one without a comma: LibreOffice begins a cell at semicolons too.
    """
    file = io.StringIO(newline="")
    table = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    table.writerow(_header(content))
    table.writerows(_row(content, mark) for mark in listed_marks(content))
    # Excel takes a file without the mark for one in the code page of the system.
    return file.getvalue().encode("utf-8-sig")


def safe(text: str) -> str:
    """Return ``text`` on one line, with a quote before whatever a spreadsheet could calculate."""
    return _FORMULA.sub(r"\1'", printable(text))


def _header(content: ReportContent) -> list[str]:
    facts = (label.lower() for label in FACT_LABELS)
    figures = (
        f"{what}: {method.name}"
        for what in ("rank", "distance", "percentile")
        for method in content.methods
    )
    return ["id", "words", *facts, "judgement", "note", "pinned", "evidence", *figures]


def _row(content: ReportContent, mark: MatchEntry) -> list[_Value]:
    facts = dict(mark.facts)
    cells = cells_by_method(content, mark)
    ordered = [cells.get(method.key) for method in content.methods]
    return [
        safe(mark.id),
        safe(mark.words),
        *(safe(facts.get(label, "")) for label in FACT_LABELS),
        safe(mark.judgement),
        # A line break inside a cell is legal, but tools that read lines would see two marks.
        safe(" / ".join(mark.note)),
        "yes" if mark.pinned else "no",
        safe(mark.evidence),
        *(None if cell is None else cell.rank for cell in ordered),
        *(None if cell is None else figure(cell.distance) for cell in ordered),
        *(None if cell is None else figure(cell.percentile) for cell in ordered),
    ]
