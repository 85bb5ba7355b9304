"""What the office calls the case, and who examines it: for the log and for reports."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui.widgets.basics import GAP, MARGIN, label
from examiner_app.translation import tr

LIMIT = 200
"""Characters of one line, as the store keeps."""


class CaseDialog(QDialog):
    """Two lines of text.

    Attributes:
        reference: The office's file number.
        examiner: Who examines.
    """

    def __init__(self, reference: str, examiner: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Case details"))
        self.setMinimumWidth(440)
        self.reference = self._line(reference, tr("Reference"), tr("As in the office's files"))
        self.examiner = self._line(examiner, tr("Examiner"), tr("Name, as in reports"))
        form = QFormLayout()
        form.setHorizontalSpacing(MARGIN)
        form.setVerticalSpacing(GAP)
        form.addRow(tr("&Reference"), self.reference)
        form.addRow(tr("&Examiner"), self.examiner)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        for one in buttons.buttons():
            # Those of the desktop's theme are of another drawing than everything else here.
            one.setIcon(QIcon())
        buttons.button(QDialogButtonBox.StandardButton.Save).setProperty("role", "primary")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        hint = label(
            tr("Both stand in reports, and in the log of searches that is kept for the case."),
            "caption",
        )
        hint.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP + 4)
        column.addLayout(form)
        column.addWidget(hint)
        column.addWidget(buttons)

    def _line(self, text: str, name: str, hint: str) -> QLineEdit:
        result = QLineEdit(text)
        result.setMaxLength(LIMIT)
        result.setAccessibleName(name)
        result.setPlaceholderText(hint)
        return result
