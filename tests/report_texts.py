"""The text that a reader finds in a report, whatever its format."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any, Final

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from examiner_app.engine.report.content import ReportContent
from examiner_app.engine.report.write import RENDERERS


def report_text(content: ReportContent, suffix: str) -> str:
    """Return the text of a report, with single blanks."""
    parts = _READERS.get(suffix, _plain)(RENDERERS[suffix](content))
    return " ".join(" ".join(parts).split())


def _plain(data: bytes) -> Iterator[str]:
    yield unescape(data.decode("utf-8-sig"))


def _page(data: bytes) -> Iterator[str]:
    # Words are marked as read from their own side, which readers do not see.
    yield unescape(data.decode().replace("<bdi>", "").replace("</bdi>", ""))


def _pdf(data: bytes) -> Iterator[str]:
    yield from (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)


def _word(data: bytes) -> Iterator[str]:
    document = Document(io.BytesIO(data))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def _workbook(data: bytes) -> Iterator[str]:
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


_READERS: Final[dict[str, Callable[[bytes], Any]]] = {
    ".pdf": _pdf,
    ".html": _page,
    ".docx": _word,
    ".xlsx": _workbook,
}
