"""The page of Table 2: the table or a plot of it, and how a picture of it goes out."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from examiner_app.gui.models.table2_model import Table2Model
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.basics import GAP, MARGIN, Switcher, button
from examiner_app.gui.widgets.rank_plot import RankPlot
from examiner_app.gui.widgets.table2_view import Table2View
from examiner_app.translation import tr

TABLE, PLOT = "table", "plot"

TIPS: Final = {
    TABLE: tr("Ranks as numbers (Ctrl+Shift+T)"),
    PLOT: tr("Ranks as lines, one for each mark (Ctrl+Shift+T)"),
}


class Table2Page(QWidget):
    """Shows Table 2 in one of two ways.

    Attributes:
        table: The table.
        plot: The plot.
        switcher: Which of them is seen.

    Signals:
        released(Mark): The user releases this mark.
        chosen(Mark): The user looks at this mark.
        compared(): The user wants to compare it.
        copy_wanted(): The user wants a picture of it in the clipboard.
        save_wanted(): The user wants a picture of it in a file.
    """

    released = Signal(object)
    chosen = Signal(object)
    compared = Signal()
    copy_wanted = Signal()
    save_wanted = Signal()

    def __init__(self, model: Table2Model, matches: MatchesState, theme: Theme) -> None:
        super().__init__()
        self.table = Table2View(model, matches, theme)
        self.plot = RankPlot(model, matches, theme)
        self._build()
        for view in (self.table, self.plot):
            view.released.connect(self.released)
            view.chosen.connect(self.chosen)
            view.compared.connect(self.compared)
        self.switcher.chosen.connect(self.show_as)

    @property
    def shown(self) -> str:
        """``table`` or ``plot``."""
        return PLOT if self._stack.currentWidget() is self.plot else TABLE

    def show_as(self, key: str) -> None:
        """Show the table or the plot."""
        focused = self.table.hasFocus() or self.plot.hasFocus()
        view: QWidget = self.plot if key == PLOT else self.table
        self._stack.setCurrentWidget(view)
        self.switcher.choose(key)
        self.setFocusProxy(view)
        if focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def toggle(self) -> None:
        """Show the other one."""
        self.show_as(TABLE if self.shown == PLOT else PLOT)

    def _build(self) -> None:
        self.switcher = Switcher({TABLE: tr("Table"), PLOT: tr("Plot")})
        self.switcher.setAccessibleName(tr("Table 2 as"))
        self.switcher.setMinimumWidth(132)
        for key, tip in TIPS.items():
            self.switcher.button(key).setToolTip(tip)
        copy = button(
            tr("Copy picture"), "", tr("A picture of the table, for a letter (Ctrl+Alt+C)")
        )
        copy.clicked.connect(self.copy_wanted)
        save = button(tr("Save picture…"), "", tr("The same as a PNG file"))
        save.clicked.connect(self.save_wanted)
        tools = QHBoxLayout()
        tools.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        tools.setSpacing(GAP)
        tools.addWidget(self.switcher)
        tools.addStretch(1)
        tools.addWidget(copy)
        tools.addWidget(save)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.plot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(tools)
        column.addWidget(self._stack, 1)
        self.show_as(TABLE)
