"""A report as an XLSX workbook: a summary, the matches, Table 2 and the searches of the case."""

from __future__ import annotations

import io
from datetime import UTC

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.text import printable
from examiner_app.engine.report.xlsx_cells import named_styles
from examiner_app.engine.report.xlsx_matches import fill_matches, fill_table_2
from examiner_app.engine.report.xlsx_summary import fill_log, fill_summary


def render_xlsx(content: ReportContent) -> bytes:
    """Return the report as an XLSX file; no cell of it is a formula."""
    workbook = Workbook()
    for style in named_styles():
        workbook.add_named_style(style)
    workbook.properties = DocumentProperties(
        title=printable(content.title),
        creator=printable(content.program),
        subject=printable(content.reference) or "Trademark image search",
        created=content.started.astimezone(UTC).replace(tzinfo=None),
        language="en",
    )
    workbook.remove(workbook.worksheets[0])
    fill_summary(workbook.create_sheet("Summary"), content)
    fill_matches(workbook.create_sheet("Matches"), content)
    if content.tables:
        fill_table_2(workbook.create_sheet("Table 2"), content)
    if content.log:
        fill_log(workbook.create_sheet("Search log"), content)
    data = io.BytesIO()
    workbook.save(data)
    return data.getvalue()
