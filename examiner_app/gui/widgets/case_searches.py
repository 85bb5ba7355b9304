"""The search log of a case: the searches, all that is kept of one, and what can be done with it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QSplitter, QVBoxLayout, QWidget

from examiner_app.gui.cases import Cases
from examiner_app.gui.models.lines import Line, LinesModel
from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.state.cases import SearchLine
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, ElidedLabel, button, label
from examiner_app.gui.widgets.fact_sheet import FactSheet
from examiner_app.gui.widgets.two_lines import TwoLines
from examiner_app.translation import tr

_BAR: Final = 72
"""Width of the progress bar, pixels: it says only that something goes on."""


class CaseSearches(QWidget):
    """The log, with a search of it below.

    Attributes:
        list: The searches.
        facts: What is kept of the one that is looked at, and what it gave when it ran again.
        open_button: Brings it onto the desk.
        replay_button: Runs it again.
        new_button: Brings it onto the desk with what came to the register since.
        stop_button: Lets go of the one that runs.

    Signals:
        open_wanted(): The search is to be brought onto the desk.
        new_wanted(): So, with what is new.
    """

    open_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, cases: Cases, theme: Theme) -> None:
        super().__init__()
        self._cases = cases
        self._state = cases.state
        self.list = TwoLines(tr("Search log"), theme, LinesModel(_number, _line))
        self.facts = FactSheet(tr("About the search"), theme)
        self.problem = label("", "danger", wrap=True)
        self.open_button = button(
            tr("Open this search"), "", tr("Have the desk as it was at this search")
        )
        self.replay_button = button(
            tr("Run again"), "", tr("Search as then, and compare; nothing is added to the log")
        )
        self.new_button = button(tr("What is new"), "")
        self.stop_button = button(tr("Stop"), "", tr("Let go of the search that runs again"))
        self.progress = ElidedLabel("caption")
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.bar.setAccessibleName(tr("The search runs again"))
        self._build()
        self._connect()
        self._show_list()
        self._show_search()

    def _build(self) -> None:
        above, below = QWidget(), QWidget()
        upper = QVBoxLayout(above)
        upper.setContentsMargins(0, 0, 0, GAP)
        upper.addWidget(self.list)
        lower = QVBoxLayout(below)
        lower.setContentsMargins(0, GAP, 0, 0)
        lower.setSpacing(GAP)
        lower.addWidget(self.problem)
        lower.addWidget(self.facts, 1)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setHandleWidth(1)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(above)
        self.split.addWidget(below)
        self.list.setMinimumHeight(64)
        self.facts.setMinimumHeight(56)
        self.split.setStretchFactor(0, 1)
        self.split.setStretchFactor(1, 1)
        self.running = QWidget()
        line = QHBoxLayout(self.running)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        line.addWidget(self.progress, 1)
        line.addWidget(self.bar)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for one in (self.open_button, self.new_button, self.replay_button, self.stop_button):
            row.addWidget(one)
        row.addWidget(self.running, 1)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(label(tr("Search log"), "heading"))
        column.addWidget(self.split, 1)
        column.addLayout(row)

    def _connect(self) -> None:
        state = self._state
        state.view_changed.connect(self._show_list)
        state.search_changed.connect(self._show_search)
        state.replay_changed.connect(self._show_search)
        self.list.chosen.connect(lambda row: state.select_search(self.list.lines.rows[row].number))
        self.list.activated.connect(lambda _: self.open_wanted.emit())
        self.open_button.clicked.connect(self.open_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        self.replay_button.clicked.connect(self._cases.replay)
        self.stop_button.clicked.connect(self._cases.stop)

    def allow(self) -> None:
        """Allow what can be done with the search now."""
        search, running = self._state.search, self._state.replay.running
        self.open_button.setEnabled(search is not None)
        self.replay_button.setEnabled(search is not None)
        self._swap(running=running)
        self.running.setVisible(running)
        self.new_button.setEnabled(self._cases.has_new)
        tip = tr("The marks that came to the register since this search, nearest first")
        if not self._cases.has_new:
            tip = tr("Open the register of this search: where marks came since, they are listed")
        self.new_button.setToolTip(tip)

    def _swap(self, *, running: bool) -> None:
        """Have «Stop» in the place of «Run again», and the keys on it where they were there."""
        before, after = self.stop_button, self.replay_button
        if running:
            before, after = after, before
        focused = before.hasFocus()
        after.setVisible(True)
        if focused:
            after.setFocus(Qt.FocusReason.OtherFocusReason)
        before.setVisible(False)

    def _show_list(self) -> None:
        view = self._state.view
        self.list.lines.show_rows(view.searches if view else ())
        self._point()

    def _point(self) -> None:
        self.list.point_at(self.list.lines.place(str(self._state.number)))

    def _show_search(self) -> None:
        self._point()
        replay, search = self._state.replay, self._state.search
        mine = search is not None and replay.key == (self._state.selected, search.number)
        self.problem.setText(replay.problem if mine else "")
        self.problem.setVisible(bool(mine and replay.problem))
        facts = list(search.facts) if search else []
        if mine and replay.facts and search is not None:
            heading = Fact(tr("Search {number}", number=search.number))
            facts = [*replay.facts, heading, *facts]
        if facts != self.facts.facts:
            self.facts.show_facts(facts)
            self.facts.verticalScrollBar().setValue(0)
        doing = tr("Search {number}: {doing}", number=replay.key[1], doing=replay.progress)
        self.progress.set_text(replay.progress if mine else doing)
        self.allow()


def _number(search: SearchLine) -> str:
    return str(search.number)


def _line(search: SearchLine) -> Line:
    return Line(search.title, search.text, lead=str(search.number), tip=search.text)
