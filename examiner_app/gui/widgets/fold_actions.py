"""Folding, in the menu and by key."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from examiner_app.gui.desk import Desk
from examiner_app.gui.state.folding import FOLD_TIPS, FOLD_TITLES
from examiner_app.translation import tr


class FoldActions:
    """What can be done about marks that belong together.

    Attributes:
        ways: One action per way to fold.
        toggle: Unfold the group of the compared match, or fold it again.
    """

    def __init__(self, window: QMainWindow, desk: Desk, menu: QMenu) -> None:
        self._desk = desk
        self._group = QActionGroup(window)
        self.ways = {how: self._way(how) for how in FOLD_TITLES}
        self.toggle = QAction(tr("U&nfold or fold"), window)
        self.toggle.setShortcut(QKeySequence("E"))
        self.toggle.setToolTip(tr("Show the marks that this match stands for, or hide them (E)"))
        self.toggle.triggered.connect(lambda: desk.toggle_fold(None))
        window.addAction(self.toggle)
        fold = menu.addMenu(tr("F&old marks with the"))
        fold.setToolTipsVisible(True)
        fold.addActions(list(self.ways.values()))
        menu.addAction(self.toggle)
        for signal in (desk.folding.changed, desk.matches.reset, desk.matches.selection_changed):
            signal.connect(self._refresh)
        self._refresh()

    def _way(self, how: str) -> QAction:
        action = QAction(FOLD_TITLES[how], self._group)
        action.setToolTip(FOLD_TIPS[how])
        action.setCheckable(True)
        action.triggered.connect(lambda: self._desk.folding.choose(how))
        return action

    def _refresh(self) -> None:
        matches, how = self._desk.matches, self._desk.folding.present.how
        self.ways[how].setChecked(True)
        self.toggle.setEnabled(matches.selected is not None and matches.places < matches.count)
