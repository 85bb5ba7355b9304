"""Rows of a list that are read in two lines each, worded when they are seen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QStringListModel, Qt

from examiner_app.gui.tips import plain_tip

Index = QModelIndex | QPersistentModelIndex

LINE: Final = Qt.ItemDataRole.UserRole
"""Asks for the whole line."""


class Line(NamedTuple):
    """What is seen of a row.

    Attributes:
        title: The first line.
        text: The second one.
        lead: What stands before both, as a number.
        badge: A word at the end of the first line.
        tip: What the tooltip says.
    """

    title: str
    text: str
    lead: str = ""
    badge: str = ""
    tip: str = ""


class LinesModel(QStringListModel):
    """Rows with their lines.

    Its strings are the keys of the rows, so that nothing of Python is called for each of ten
    thousand rows while they are laid out.

    Args:
        key: Returns what tells a row from all others.
        line: Words a row.

    Attributes:
        rows: What is listed.
    """

    def __init__(
        self,
        key: Callable[[Any], str],
        line: Callable[[Any], Line],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._line = line
        self.rows: Sequence[Any] = ()
        self._keys: list[str] = []

    def show_rows(self, rows: Sequence[Any]) -> None:
        """List these rows; where they are the same in the same order, none is left."""
        keys = [self._key(row) for row in rows]
        same = keys == self._keys
        self.rows, self._keys = rows, keys
        if not same:
            self.setStringList(keys)
        elif rows:
            self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))

    def place(self, key: str) -> QModelIndex:
        """Return the index of a row; an invalid one where it is not listed."""
        return self.index(self._keys.index(key) if key in self._keys else -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the line of a row, or what of it a role asks for."""
        if not index.isValid():
            return None
        if role == LINE:
            return self._line(self.rows[index.row()])
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            line = self._line(self.rows[index.row()])
            return ", ".join(
                part for part in (line.lead, line.title, line.badge, line.text) if part
            )
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(self._line(self.rows[index.row()]).tip)
        return None
