"""The line under the comparison: how the match is judged, and the note on it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.history_actions import HistoryActions
from examiner_app.gui.widgets.judgement_actions import JudgementActions
from examiner_app.gui.widgets.judgement_switch import JudgementSwitch
from examiner_app.gui.widgets.note_field import NoteField

_WIDTH: Final = 340
"""Width of the switch, pixels; the note has the rest."""


class JudgementRow(QWidget):
    """Judges the selected match in a window of its own.

    Attributes:
        note: The note on the match.
        switch: How it is judged.
        actions_: The same by keys.
        history: Undo and redo by keys.
    """

    def __init__(self, window: QWidget, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self.note = NoteField(desk)
        self.switch = JudgementSwitch(desk, self.note, theme)
        self.switch.setFixedWidth(_WIDTH)
        self.actions_ = JudgementActions(window, desk, self.note.open)
        self.history = HistoryActions(window, desk.history)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.note, 1)
        row.addStretch(0)
