"""The right column: the selected match beside the candidate, and its rank under every method."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.icons import icon
from examiner_app.gui.models.rank_model import RankModel
from examiner_app.gui.theme import Theme
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.widgets.basics import (
    GAP,
    MARGIN,
    ElidedLabel,
    EmptyState,
    button,
    label,
    rule,
)
from examiner_app.gui.widgets.judgement_switch import JudgementSwitch
from examiner_app.gui.widgets.mark_facts import MarkFacts
from examiner_app.gui.widgets.note_field import NoteField
from examiner_app.gui.widgets.paint_budget import PaintBudget
from examiner_app.gui.widgets.picture_view import PictureView
from examiner_app.gui.widgets.rank_table import RankTableView
from examiner_app.translation import tr

LATER_MS: Final = 15
"""So long after the matches the selected one is shown: to paint both at once takes too long."""


class ComparePanel(QWidget):
    """Candidate and match on papers of one size, what is known of the match, and its ranks.

    Attributes:
        page: All of it, shown when a match is selected.

    Signals:
        compare_wanted(): The user wants to look at the two in a window of their own.
    """

    compare_wanted = Signal()

    def __init__(
        self,
        desk: Desk,
        thumbnails: Thumbnails,
        theme: Theme,
        budget: PaintBudget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(tr("Comparison"))
        self._desk = desk
        self._theme = theme
        self._thumbnails = thumbnails
        self._build(theme, budget)
        matches = desk.matches
        desk.candidate.logo_changed.connect(self._show_candidate)
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._show_match)
        for signal in (matches.selection_changed, matches.ranks_changed, matches.reset):
            signal.connect(self._later.start)
        desk.pins.changed.connect(self._show_pin)
        thumbnails.arrived.connect(self._show_arrived)
        theme.changed.connect(self._show_pin)
        self._show_match()

    def _build(self, theme: Theme, budget: PaintBudget) -> None:
        self._stack = QStackedWidget()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        empty = EmptyState(theme, "image", compact=True)
        empty.say(
            tr("Compare"), tr("Select a match to see it beside the candidate, with its ranks.")
        )
        self._stack.addWidget(empty)
        page = self.page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(MARGIN, GAP + 4, MARGIN, GAP)
        column.setSpacing(GAP)
        column.addLayout(self._build_papers(theme))
        column.addLayout(self._build_title())
        self.note = NoteField(self._desk)
        self.judgement = JudgementSwitch(self._desk, self.note, theme)
        column.addWidget(self.judgement)
        column.addWidget(self.note)
        self.facts = MarkFacts(theme)
        column.addWidget(self.facts)
        column.addWidget(rule())
        self.table = RankTableView(RankModel(self._desk.matches, self), theme, budget)
        self.table.sort_wanted.connect(self._desk.matches.sort_by)
        column.addWidget(self.table, 1)
        self._stack.addWidget(page)

    def _build_papers(self, theme: Theme) -> QGridLayout:
        self.candidate_view = PictureView(theme)
        self.match_view = PictureView(theme)
        self.candidate_view.setAccessibleName(tr("The candidate as filed"))
        self.match_view.setAccessibleName(tr("The selected match"))
        self.match_caption = label("", "caption")
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(4)
        pairs = (
            (label(tr("Candidate"), "caption"), self.candidate_view),
            (self.match_caption, self.match_view),
        )
        for place, (caption, view) in enumerate(pairs):
            grid.addWidget(caption, 0, place)
            grid.addWidget(view, 1, place)
            grid.setColumnStretch(place, 1)
        return grid

    def _build_title(self) -> QHBoxLayout:
        self.words = ElidedLabel("heading")
        self.pin = QPushButton(tr("Pin"))
        self.pin.setCheckable(True)
        self.pin.setToolTip(tr("Put this match into Table 2, or take it out (P)"))
        self.pin.clicked.connect(lambda: self._desk.toggle_pin(None))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.words, 1)
        self.compare_button = button(
            tr("Compare…"),
            "",
            tr("Zoom, wipe, blink, keypoints: in a window of their own (Ctrl+3)"),
        )
        self.compare_button.clicked.connect(self.compare_wanted)
        row.addWidget(self.compare_button)
        row.addWidget(self.pin)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the papers their share of the height; the ranks of all methods come first."""
        super().resizeEvent(event)
        height = min(190, max(96, round(self.height() * 0.18)))
        for view in (self.candidate_view, self.match_view):
            view.setFixedHeight(height)

    def _show_candidate(self) -> None:
        self.candidate_view.show_image(self._desk.candidate.image)

    def _show_match(self) -> None:
        mark = self._desk.matches.selected
        self._stack.setCurrentIndex(0 if mark is None else 1)
        if mark is None:
            return
        self._show_candidate()
        self.match_view.show_image(self._thumbnails.get(mark.index))
        key = self._desk.matches.sorted_by
        rank = None if key is None else self._desk.matches.rank(key, mark.index)
        by = (
            tr("Rank {rank} by {method}", rank=ranks.exact(rank), method=ranks.rank_name(key))
            if rank and key
            else tr("Match")
        )
        self.match_caption.setText(by)
        self.words.set_text(mark.words or mark.id)
        self.facts.show_mark(mark)
        self._show_pin()

    def _show_pin(self) -> None:
        mark = self._desk.matches.selected
        if mark is None:
            return
        pinned = mark.index in self._desk.pins
        self.pin.setChecked(pinned)
        self.pin.setText(tr("Pinned") if pinned else tr("Pin"))
        name, colour = ("star-filled", "accent") if pinned else ("star", "soft")
        self.pin.setIcon(icon(name, self._theme.colour(colour)))

    def _show_arrived(self, indices: list[int]) -> None:
        mark = self._desk.matches.selected
        if mark is not None and mark.index in indices:
            self.match_view.show_image(self._thumbnails.get(mark.index))
