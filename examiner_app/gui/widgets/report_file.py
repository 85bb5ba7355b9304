"""Asks which file a report goes to, and in which format."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from examiner_app.gui.preferences import Preferences
from examiner_app.gui.report_request import ReportRequest
from examiner_app.settings import REPORT_FOLDER
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.logo import Logo

REPORTS = {
    tr("PDF (*.pdf)"): ".pdf",
    tr("HTML (*.html)"): ".html",
    tr("Word (*.docx)"): ".docx",
    tr("Excel (*.xlsx)"): ".xlsx",
    tr("CSV (*.csv)"): ".csv",
    tr("JSON (*.json)"): ".json",
}


def ask_report_file(
    parent: QWidget, preferences: Preferences, request: ReportRequest
) -> Path | None:
    """Return where a report is to go, or ``None``; that a file is replaced was agreed to."""
    stem = _report_stem(request.examination.logo)
    name = tr("{stem} similarity report.pdf", stem=stem)
    title = tr("Export a similarity report")
    if request.file_copy:
        name, title = tr("{stem} file copy.pdf", stem=stem), tr("Export a file copy")
    start = Path(preferences.get(REPORT_FOLDER)) / name
    name, kind = QFileDialog.getSaveFileName(parent, title, str(start), ";;".join(REPORTS))
    if not name:
        return None
    path = Path(name)
    if path.suffix.lower() not in REPORTS.values():
        path = path.with_name(path.name + REPORTS.get(kind, ".pdf"))
        if not _may_replace(parent, path):
            return None
    preferences.set(REPORT_FOLDER, str(path.parent))
    return path


def _may_replace(parent: QWidget, path: Path) -> bool:
    """Ask before a file is replaced that the file dialog did not ask about."""
    try:
        if not path.exists():
            return True
    except OSError:
        # Whoever writes it says why it cannot be.
        return True
    question = tr("{name} already exists. Do you want to replace it?", name=path.name)
    answer = QMessageBox.question(parent, tr("Export a similarity report"), question)
    return answer == QMessageBox.StandardButton.Yes


def _report_stem(logo: Logo) -> str:
    """Return what a report's file is called after; reports of several pages have names apart."""
    stem = Path(logo.file).stem
    return stem if logo.pages == 1 else f"{stem} {logo.page}"
