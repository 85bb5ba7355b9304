"""Judging by the keyboard: the same keys in every window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from examiner_app.engine.cases.judgements import Judgement
from examiner_app.gui.desk import Desk
from examiner_app.gui.state.judgements import KEYS, TIPS, TITLES
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr


class JudgementActions:
    """Actions on the selected match.

    Attributes:
        judge: One action per judgement; again, it takes the judgement away.
        undecide: Takes any judgement away.
        note: Opens the note.
    """

    def __init__(self, window: QWidget, desk: Desk, open_note: Callable[[], None]) -> None:
        self._window = window
        self._desk = desk
        self.judge: dict[Judgement, QAction] = {}
        for judgement, title in TITLES.items():
            tip = tr("{tip}; again, to take it away", tip=TIPS[judgement])
            action = add_action(window, title, tip, KEYS[judgement])
            action.setCheckable(True)
            action.triggered.connect(partial(self._judge, judgement))
            self.judge[judgement] = action
        self.undecide = add_action(
            self._window, tr("&Undecided"), tr("Take the judgement away"), "U"
        )
        self.note = add_action(window, tr("&Note…"), tr("Write a note on the match"), "N")
        self.undecide.triggered.connect(self._undecide)
        self.note.triggered.connect(open_note)
        for signal in (
            desk.matches.selection_changed,
            desk.judgements.changed,
            desk.judgements.switched,
        ):
            signal.connect(lambda *_: self._show_judgement())
        self._show_judgement()

    def fill(self, menu: QMenu) -> None:
        """Add them to a menu."""
        menu.addSeparator()
        menu.addActions([*self.judge.values(), self.undecide, self.note])

    def _judge(self, judgement: Judgement) -> None:
        mark = self._desk.matches.selected
        if mark is not None:
            self._desk.judgements.judge(mark, judgement)
        self._show_judgement()

    def _undecide(self) -> None:
        mark = self._desk.matches.selected
        if mark is not None:
            self._desk.judgements.set_judgement(mark, None)

    def _show_judgement(self) -> None:
        mark = self._desk.matches.selected
        judged = self._desk.judgements.judgement(mark.index) if mark else None
        for judgement, action in self.judge.items():
            action.setEnabled(mark is not None)
            action.setChecked(judgement is judged)
        self.undecide.setEnabled(judged is not None)
        self.note.setEnabled(mark is not None)
