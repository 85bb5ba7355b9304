"""Cited, considered, rejected, as a row of joined buttons, and the way to the note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from examiner_app.gui.desk import Desk
from examiner_app.gui.icons import icon
from examiner_app.gui.state.judgements import KEYS, TIPS, TITLES
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP
from examiner_app.gui.widgets.note_field import NoteField
from examiner_app.translation import tr


class JudgementSwitch(QWidget):
    """How the selected match is judged; the button that is down takes the judgement away.

    Attributes:
        buttons: By the judgement.
        note_button: Opens the note.
    """

    def __init__(
        self, desk: Desk, note: NoteField, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("How the match is judged"))
        self._desk = desk
        self._note = note
        self._theme = theme
        joined = QWidget()
        joined.setObjectName("switcher")
        joined.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        places = QHBoxLayout(joined)
        places.setContentsMargins(2, 2, 2, 2)
        places.setSpacing(2)
        self.buttons: dict[object, QPushButton] = {}
        for judgement, title in TITLES.items():
            button = QPushButton(title)
            button.setCheckable(True)
            button.setProperty("judgement", judgement.value)
            button.setToolTip(
                tr(
                    "{tip} ({key}; again to take it away)",
                    tip=TIPS[judgement],
                    key=KEYS[judgement],
                )
            )
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, judgement=judgement: self._judge(judgement))
            self.buttons[judgement] = button
            places.addWidget(button)
        self.note_button = QToolButton()
        self.note_button.setProperty("role", "icon")
        self.note_button.setIconSize(QSize(18, 18))
        self.note_button.setToolTip(tr("Write a note on this mark (N)"))
        self.note_button.setAccessibleName(tr("Note"))
        self.note_button.clicked.connect(note.toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP // 2)
        row.addWidget(joined, 1)
        row.addWidget(self.note_button)
        for signal in (
            desk.matches.selection_changed,
            desk.judgements.changed,
            desk.judgements.switched,
            note.open_changed,
            theme.changed,
        ):
            signal.connect(lambda *_: self._show())
        self._show()

    def _judge(self, judgement: object) -> None:
        mark = self._desk.matches.selected
        found = next((one for one in TITLES if one is judgement), None)
        if mark is not None and found is not None:
            self._desk.judgements.judge(mark, found)
        self._show()

    def _show(self) -> None:
        mark = self._desk.matches.selected
        judged = self._desk.judgements.judgement(mark.index) if mark else None
        for judgement, button in self.buttons.items():
            button.setEnabled(mark is not None)
            button.setChecked(judgement is judged)
        noted = mark is not None and bool(self._desk.judgements.note(mark.index))
        self.note_button.setEnabled(mark is not None)
        colour = "accent" if noted or not self._note.isHidden() else "soft"
        self.note_button.setIcon(icon("note", self._theme.colour(colour), size=18))
