"""A button in the header of the matches that folds them, and shows that they are folded."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from examiner_app.gui import ranks
from examiner_app.gui.desk import Desk
from examiner_app.gui.icons import icon
from examiner_app.gui.state.folding import FOLD_TIPS, FOLD_TITLES, NOTHING
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.fold_actions import FoldActions
from examiner_app.translation import tr


class FoldButton(QToolButton):
    """Opens the menu of the ways to fold; its icon is in colour while marks are folded.

    Attributes:
        choices: The menu.
    """

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self.choices = QMenu(self)
        self.choices.setToolTipsVisible(True)
        self.setMenu(self.choices)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setProperty("role", "icon")
        self.setIconSize(QSize(16, 16))
        self.setAccessibleName(tr("Which marks take one place"))
        for signal in (desk.folding.changed, desk.matches.reset, theme.changed):
            signal.connect(self._show)
        self._show()

    def offer(self, actions: FoldActions) -> None:
        """Put the actions into the menu."""
        self.choices.addActions(list(actions.ways.values()))
        self.choices.addSeparator()
        self.choices.addActions([actions.toggle, actions.fold_all])

    def _show(self) -> None:
        how, matches = self._desk.folding.present.how, self._desk.matches
        colour = "soft" if how == NOTHING else "accent"
        self.setIcon(icon("fold", self._theme.colour(colour)))
        found = FOLD_TIPS[how]
        if matches.places < matches.count:
            found = tr(
                "{marks} marks are in {places} places",
                marks=ranks.exact(matches.count),
                places=ranks.exact(matches.places),
            )
        title = tr("Fold: {way}", way=FOLD_TITLES[how])
        self.setToolTip(
            f"{title}\n{found}\n{tr('E unfolds the selected match, or folds it again')}"
        )
        self.setAccessibleDescription(f"{title}. {found}")
