"""A report's marks as a CSV table, one row each: the first line is the header."""

from __future__ import annotations

from examiner_app.engine.report.columns import cells_by_method, figure, listed_marks
from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.csv_lines import Value, csv_file
from examiner_app.engine.report.entries import FACT_LABELS, MatchEntry


def render_csv(content: ReportContent) -> bytes:
    """Return the marks of the report as a CSV file: the matches, and the cited ones after them."""
    rows = (_row(content, mark) for mark in listed_marks(content))
    return csv_file([_header(content), *rows], content.separator)


def _header(content: ReportContent) -> list[str]:
    facts = (label.lower() for label in FACT_LABELS)
    figures = (
        f"{what}: {method.name}"
        for what in ("rank", "distance", "percentile")
        for method in content.methods
    )
    judged = ("judgement", "note", "judged under", "pinned", "evidence")
    return ["id", "words", *facts, *judged, *figures, "scope"]


def _row(content: ReportContent, mark: MatchEntry) -> list[Value]:
    facts = dict(mark.facts)
    cells = cells_by_method(content, mark)
    ordered = [cells.get(method.key) for method in content.methods]
    return [
        mark.id,
        mark.words,
        *(facts.get(label, "") for label in FACT_LABELS),
        mark.judgement,
        # A line break inside a cell is legal, but tools that read lines would see two marks.
        " / ".join(mark.note),
        mark.under,
        "yes" if mark.pinned else "no",
        mark.evidence,
        *(None if cell is None else cell.rank for cell in ordered),
        *(None if cell is None else figure(cell.distance) for cell in ordered),
        *(None if cell is None else figure(cell.percentile) for cell in ordered),
        # A table has no head that it could be said in.
        content.scope,
    ]
