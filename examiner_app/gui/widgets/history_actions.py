"""Undo and redo, with the names of the steps they are about."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from examiner_app.gui.state.history import History
from examiner_app.gui.widgets.window_actions import add_action
from examiner_app.translation import tr


class HistoryActions:
    """Actions on what was done before; every window has its own.

    Attributes:
        undo: Takes the last step back.
        redo: Does it again.
    """

    def __init__(self, window: QWidget, history: History) -> None:
        self._history = history
        self.undo = add_action(window, "", tr("Take the last step back"), "Ctrl+Z")
        self.redo = add_action(
            window, "", tr("Do again what was taken back"), "Ctrl+Shift+Z", "Ctrl+Y"
        )
        self.undo.triggered.connect(history.undo)
        self.redo.triggered.connect(history.redo)
        history.changed.connect(self._show)
        self._show()

    def fill(self, bar: QMenuBar, menus: dict[str, QMenu]) -> None:
        """Make the menu «Edit», between those of the file and of the match."""
        edit = QMenu(tr("&Edit"), bar)
        edit.setToolTipsVisible(True)
        edit.addActions([self.undo, self.redo])
        bar.insertMenu(menus["match"].menuAction(), edit)
        menus["edit"] = edit

    def _show(self) -> None:
        history = self._history
        self.undo.setEnabled(history.can_undo)
        self.redo.setEnabled(history.can_redo)
        self.undo.setText(named(tr("&Undo"), history.undo_text))
        self.redo.setText(named(tr("&Redo"), history.redo_text))


def named(verb: str, step: str) -> str:
    """Return the text of an action; an ampersand in a step would underline the letter after it."""
    return f"{verb}: {step.replace('&', '&&')}" if step else verb
