"""The case that is looked at: what it is called, what is known of it, its images and its log."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from examiner_app.gui.case_reading import summary_name
from examiner_app.gui.cases import Cases
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import (
    GAP,
    MARGIN,
    ElidedLabel,
    EmptyState,
    button,
    label,
    rule,
)
from examiner_app.gui.widgets.case_searches import CaseSearches
from examiner_app.gui.widgets.filed_images import FiledImages
from examiner_app.translation import tr


class CasePanel(QStackedWidget):
    """The right half of the window of cases; where there is no case it says what to do.

    Attributes:
        empty: What to do.
        name: What the case is called.
        problem: Why it cannot be read.
        images: As they were filed.
        searches: Its log.
        open_button: Brings the case onto the desk.
        export_button: Writes it to a file.
    """

    def __init__(self, cases: Cases, theme: Theme) -> None:
        super().__init__()
        self._state = cases.state
        self.empty = EmptyState(theme, "search")
        self.name = ElidedLabel("title")
        self.problem = label("", "danger", wrap=True)
        self.images = FiledImages(theme)
        self.searches = CaseSearches(cases, theme)
        self.open_button = button(
            tr("Open"), "primary", tr("Bring the case onto the desk as it was left")
        )
        self.export_button = button(
            tr("Export…"), "", tr("Write the case, with images, log, marks and notes, to one file")
        )
        self.values: list[ElidedLabel] = []
        self._titles: list[str] = []
        self.addWidget(self.empty)
        self.addWidget(self._build())
        self._state.list_changed.connect(self._show)
        self._state.view_changed.connect(self._show)
        self._state.pictures_changed.connect(
            lambda: self.images.show_pictures(self._state.pictures)
        )
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the images their share."""
        super().resizeEvent(event)
        self.images.give_room(self.width() // 2)

    def _build(self) -> QWidget:
        page = QWidget()
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.name, 1)
        head.addWidget(self.export_button)
        head.addWidget(self.open_button)
        self._form = QFormLayout()
        self._form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        self._form.setHorizontalSpacing(MARGIN)
        self._form.setVerticalSpacing(GAP // 2)
        about = QHBoxLayout()
        about.setSpacing(MARGIN)
        about.addLayout(self._form, 1)
        about.addWidget(self.images, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.problem)
        column.addWidget(rule())
        column.addLayout(about)
        column.addWidget(self.searches, 1)
        # A case that cannot be read leaves its place empty, at the bottom.
        column.addStretch(0)
        return page

    def _show(self) -> None:
        state, summary = self._state, self._state.summary
        if summary is None:
            self._say_why_empty()
            return
        self.setCurrentIndex(1)
        view = state.view
        self.name.set_text(view.title if view else summary_name(summary))
        self.problem.setText(state.problem)
        self.problem.setVisible(bool(state.problem))
        self.searches.setVisible(not state.problem)
        self.images.setVisible(view is not None)
        self.images.show_images(view.images if view else ())
        self.images.show_pictures(state.pictures)
        self._show_facts()
        for one in (self.open_button, self.export_button):
            one.setEnabled(view is not None)

    def _show_facts(self) -> None:
        facts = self._state.view.facts if self._state.view else ()
        for place, fact in enumerate(facts):
            if place == len(self.values):
                self.values.append(ElidedLabel())
                self._titles.append(fact.title)
                self._form.addRow(label(fact.title, "caption"), self.values[-1])
            self.values[place].set_text(fact.text)
            self.values[place].setAccessibleName(f"{fact.title}: {fact.text}")
        for place in range(len(self.values)):
            # A case that is being read keeps their room, or all below would jump.
            self._form.setRowVisible(place, not self._state.problem)
            if not facts:
                self.values[place].set_text("")

    def _say_why_empty(self) -> None:
        state = self._state
        self.setCurrentIndex(0)
        self.empty.icon.set("error" if state.trouble else "search", "soft")
        if state.trouble:
            self.empty.say(tr("The cases cannot be listed"), state.trouble)
        elif state.listed is None:
            self.empty.say("", "")
        elif state.listed.any:
            text = tr("No case has all of these words. Esc lists every case again.")
            self.empty.say(tr("Nothing found"), text)
        else:
            text = tr("Open a logo: its first search begins a case.")
            self.empty.say(tr("No case yet"), text)
