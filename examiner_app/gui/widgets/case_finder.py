"""Finds a case: a field to type in, the cases that have every word, and the way in for others."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from examiner_app.gui.case_reading import summary_name, summary_text
from examiner_app.gui.cases import Cases
from examiner_app.gui.models.lines import Line, LinesModel
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, button, label
from examiner_app.gui.widgets.two_lines import TwoLines
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import CaseSummary

_MOVES: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})
"""Keys that walk over the list while one types."""


class CaseFinder(QWidget):
    """The left half of the window of cases.

    Attributes:
        field: Words that a case must have.
        list: The cases that have them.
        import_button: Takes a case from a file.

    Signals:
        open_wanted(): Enter was pressed, or a case double-clicked.
    """

    open_wanted = Signal()

    def __init__(self, cases: Cases, theme: Theme) -> None:
        super().__init__()
        self._cases = cases
        self._state = cases.state
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Reference, examiner, image or id"))
        self.field.setAccessibleName(tr("Search the cases"))
        self.field.setToolTip(tr("Cases that have every word somewhere are listed"))
        self.field.installEventFilter(self)
        self.list = TwoLines(tr("Cases"), theme, LinesModel(attrgetter("id"), self._line))
        self.count = label("", "caption")
        self.import_button = button(
            tr("Import…"), "", tr("Take a case from a file that Examiner has exported")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        column.addWidget(self.count)
        column.addWidget(self.import_button)
        self.field.textChanged.connect(cases.search)
        self.field.returnPressed.connect(self.open_wanted)
        self.list.activated.connect(lambda _: self.open_wanted.emit())
        self.list.chosen.connect(self._choose)
        self.list.typed.connect(self._go_on_typing)
        self._state.list_changed.connect(self._show)
        self._state.selection_changed.connect(self._point)
        self._show()

    def begin(self) -> None:
        """Let the user type."""
        self.field.selectAll()

    def clear(self) -> bool:
        """List all cases again; return whether they were not."""
        filled = bool(self.field.text())
        self.field.clear()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return filled

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk over the list by the keys of the field."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _MOVES
        ):
            QCoreApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def _line(self, case: CaseSummary) -> Line:
        opened = self._state.listed is not None and case.id == self._state.listed.opened
        tip = (case.reference, case.examiner, case.name, tr("Id {id}", id=case.id))
        return Line(
            summary_name(case),
            summary_text(case),
            badge=tr("on the desk") if opened else "",
            tip="\n".join(part for part in tip if part),
        )

    def _show(self) -> None:
        cases = self._state.cases
        self.list.lines.show_rows(cases)
        self.count.setText(trn("{count} case", "{count} cases", len(cases)))
        if self.field.text() != self._state.wanted:
            self.field.setText(self._state.wanted)
        self._point()

    def _point(self) -> None:
        self.list.point_at(self.list.lines.place(self._state.selected))

    def _choose(self, row: int) -> None:
        self._state.select(self._state.cases[row].id)

    def _go_on_typing(self, text: str) -> None:
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.setText(self.field.text() + text)
