"""Titles and texts below each other; every text can be selected and copied."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.tips import plain_tip
from examiner_app.gui.widgets.basics import GAP, MARGIN, label

_TITLES = 96
"""Least width of the titles, so that they stand still from sheet to sheet."""

_LONGEST_TIP = 200
"""Characters; longer texts are to be copied, not to be read in a tooltip."""


class FactSheet(QScrollArea):
    """Shows facts; what has no text is a heading.

    Attributes:
        facts: What is shown.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.facts: list[Fact] = []
        self._lines: list[_Line] = []
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, GAP, 0)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(MARGIN)
        self._grid.setVerticalSpacing(GAP - 2)
        self._grid.setColumnMinimumWidth(0, _TITLES)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        self.setWidget(body)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show others; labels that are there already are used again."""
        if list(facts) == self.facts:
            return
        self.facts = list(facts)
        while len(self._lines) < len(facts):
            self._add_line()
        for number, line in enumerate(self._lines):
            line.show(self.facts[number] if number < len(facts) else Fact(""))

    def _add_line(self) -> None:
        row = len(self._lines)
        line = _Line()
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(line.heading, row, 0, 1, 2)
        self._grid.addWidget(line.title, row, 0, top)
        self._grid.addWidget(line.text, row, 1, top)
        self._lines.append(line)


class _Line:
    """The labels of one fact; a heading has the whole width."""

    def __init__(self) -> None:
        self.heading = label("", "strong")
        self.heading.setContentsMargins(0, GAP, 0, 0)
        self.title, self.text = label("", "caption"), label("", "", wrap=True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setCursor(Qt.CursorShape.IBeamCursor)

    def show(self, fact: Fact) -> None:
        """Show a fact; nothing where it has no title."""
        self.heading.setText(fact.title)
        self.title.setText(fact.title)
        self.text.setText(fact.text)
        full = fact.full or fact.text
        self.text.setToolTip(plain_tip(full) if fact.full and len(full) <= _LONGEST_TIP else "")
        self.text.setAccessibleName(f"{fact.title}: {full}")
        self.heading.setVisible(bool(fact.title) and not fact.text)
        for one in (self.title, self.text):
            one.setVisible(bool(fact.text))
