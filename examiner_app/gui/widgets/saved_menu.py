"""Filters kept under a name: a menu, and the buttons that open it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QMenu, QToolButton, QWidget

from examiner_app.errors import FilterError
from examiner_app.gui.messages import Messages
from examiner_app.gui.state.saved_filters import SavedFilters
from examiner_app.gui.tips import plain_tip
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.ranking.saved_filters import SavedFilter


class SavedMenu(QMenu):
    """Saves the present conditions, and applies, renames or deletes saved ones.

    Attributes:
        dialog: Asks for a name, as long as it is open.
    """

    def __init__(
        self, saved: SavedFilters, messages: Messages, parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("Sa&ved filters"), parent)
        self.setToolTipsVisible(True)
        self._saved = saved
        self._messages = messages
        self.dialog: QInputDialog | None = None
        # Made anew whenever it opens: what can be saved changes with every condition.
        self.aboutToShow.connect(self.renew)

    def renew(self) -> None:
        """List what there is."""
        for old in self.findChildren(QMenu):
            old.deleteLater()
        self.clear()
        save = self.addAction(tr("&Save as…"))
        save.setToolTip(tr("Keep the present conditions under a name"))
        save.setEnabled(self._saved.can_save)
        save.triggered.connect(self._ask_to_save)
        self.addSeparator()
        filters = self._saved.all
        if not filters:
            self.addAction(tr("No filter is saved")).setEnabled(False)
            return
        for one in filters:
            self._add(self, one, self._saved.apply)
        self.addSeparator()
        for title, act in (
            (tr("&Rename"), self._ask_to_rename),
            (tr("&Delete"), self._saved.delete),
        ):
            menu = self.addMenu(title)
            menu.setToolTipsVisible(True)
            for one in filters:
                self._add(menu, one, act)

    def _add(self, menu: QMenu, one: SavedFilter, act: Callable[[SavedFilter], None]) -> QAction:
        # An ampersand would underline the letter after it.
        action = menu.addAction(one.name.replace("&", "&&"))
        action.setToolTip(plain_tip(one.text))
        action.triggered.connect(lambda: act(one))
        return action

    def _ask_to_save(self) -> None:
        self._ask(tr("Save filter"), tr("Name for the present conditions:"), "", self._saved.save)

    def _ask_to_rename(self, one: SavedFilter) -> None:
        self._ask(tr("Rename filter"), tr("New name:"), one.name, partial(self._saved.rename, one))

    def _ask(self, title: str, question: str, name: str, take: Callable[[str], None]) -> None:
        dialog = QInputDialog(self.parentWidget())
        dialog.setWindowTitle(title)
        dialog.setLabelText(question)
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(partial(self._take, take))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _take(self, take: Callable[[str], None], name: str) -> None:
        try:
            take(name)
        except FilterError as error:
            self._messages.refuse(error)


def saved_button(menu: SavedMenu) -> QToolButton:
    """Return a button that opens the menu."""
    result = QToolButton()
    result.setText(tr("Saved"))
    result.setProperty("role", "quiet")
    result.setMenu(menu)
    result.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    result.setToolTip(tr("Save these conditions, or apply saved ones"))
    result.setAccessibleName(tr("Saved filters"))
    return result
