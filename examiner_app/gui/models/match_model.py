"""The matches as an item model: one row per match, in the order of the ranks."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from examiner_app.gui import ranks
from examiner_app.gui.state.candidate import MARK_TYPES
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.state.pins import PinsState
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.tips import plain_tip

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()


class Role(IntEnum):
    """What the grid asks of a match beside its text."""

    MARK = Qt.ItemDataRole.UserRole
    RANK = Qt.ItemDataRole.UserRole + 1
    PINNED = Qt.ItemDataRole.UserRole + 2
    THUMBNAIL = Qt.ItemDataRole.UserRole + 3
    SUBTITLE = Qt.ItemDataRole.UserRole + 4


class MatchModel(QAbstractListModel):
    """Matches in the order of the state; pages are fetched as they are scrolled to.

    Attributes:
        state: The matches.
    """

    def __init__(
        self,
        state: MatchesState,
        pins: PinsState,
        thumbnails: Thumbnails,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = state
        self._rows = {mark.index: row for row, mark in enumerate(state.marks)}
        self._count = len(state.marks)
        self._answers: dict[int, Callable[[Mark], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda mark: mark.words or mark.id,
            Qt.ItemDataRole.AccessibleTextRole: self._said,
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Role.MARK: lambda mark: mark,
            Role.RANK: self._rank,
            Role.PINNED: lambda mark: mark.index in pins,
            Role.THUMBNAIL: lambda mark: thumbnails.get(mark.index),
            Role.SUBTITLE: subtitle,
        }
        state.reset.connect(self._reset)
        state.extended.connect(self._extend)
        state.ranks_changed.connect(self._refresh)
        pins.changed.connect(self._refresh)
        thumbnails.arrived.connect(self._repaint)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of matches that are loaded."""
        return 0 if parent.isValid() else self._count

    def canFetchMore(self, parent: Index) -> bool:
        """Whether there are matches that are not loaded."""
        return not parent.isValid() and self._count < len(self.state.order)

    def fetchMore(self, parent: Index) -> None:
        """Ask for the next page; its rows appear when it is there."""
        if not parent.isValid():
            self.state.want_more()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a role asks of a match."""
        if not index.isValid() or not 0 <= index.row() < self._count:
            return None
        answer = self._answers.get(role)
        return None if answer is None else answer(self.state.marks[index.row()])

    def row_of(self, mark: Mark | None) -> int | None:
        """Return the row of a mark, if it is loaded."""
        return None if mark is None else self._rows.get(mark.index)

    def _rank(self, mark: Mark) -> int | None:
        key = self.state.sorted_by
        return None if key is None else self.state.rank(key, mark.index)

    def _said(self, mark: Mark) -> str:
        return f"Rank {self._rank(mark)}: {mark.words or mark.id}, {type_name(mark)}"

    def _tip(self, mark: Mark) -> str:
        key, rank = self.state.sorted_by, self._rank(mark)
        lines = [mark.words, mark.id, mark.owner, type_name(mark)]
        if key is not None and rank is not None:
            count = self.state.table.count if self.state.table else 0
            lines.append(
                f"Rank {ranks.exact(rank)} of {ranks.exact(count)} by {ranks.rank_name(key)}"
            )
        return plain_tip("\n".join(line for line in lines if line))

    def _reset(self) -> None:
        self.beginResetModel()
        self._rows = {mark.index: row for row, mark in enumerate(self.state.marks)}
        self._count = len(self.state.marks)
        self.endResetModel()

    def _extend(self, more: int) -> None:
        first = self._count
        self.beginInsertRows(QModelIndex(), first, first + more - 1)
        for row in range(first, first + more):
            self._rows[self.state.marks[row].index] = row
        self._count += more
        self.endInsertRows()

    def _refresh(self) -> None:
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def _repaint(self, indices: list[int]) -> None:
        for index in indices:
            row = self._rows.get(index)
            if row is not None:
                self.dataChanged.emit(self.index(row), self.index(row), [Role.THUMBNAIL])


def subtitle(mark: Mark) -> str:
    """Return the number of a mark, for the line under its words."""
    return mark.number or (mark.id if mark.words else "")


def type_name(mark: Mark) -> str:
    """Return the type of a mark, for people."""
    return MARK_TYPES.get(mark.type, mark.type)
