"""How every action of a window is made."""

from __future__ import annotations

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from examiner_app.gui.tips import with_keys


def add_action(window: QWidget, text: str, tip: str, *keys: str) -> QAction:
    """Add an action to a window, with its shortcuts; the tip ends with the first of them.

    An empty key is none, for those whose keys come from a table.
    """
    action = QAction(text, window)
    action.setShortcuts([QKeySequence(key) for key in keys if key])
    action.setToolTip(with_keys(tip, keys[0] if keys else ""))
    window.addAction(action)
    return action
