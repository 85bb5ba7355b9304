"""The ranks of one match under every method, as an item model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    QTimer,
)

from examiner_app.gui import ranks
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.matches import MatchesState
from examiner_app.translation import tr

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()


LATER_MS: Final = 30
"""So long after the matches the ranks of the selected one are painted, in a turn of their own."""


class Column(IntEnum):
    """Columns of the table beside the compared mark."""

    METHOD = 0
    BAR = 1
    RANK = 2
    PERCENTILE = 3


class Role(IntEnum):
    """What the view asks beside texts."""

    KEY = Qt.ItemDataRole.UserRole


_TITLES: Final = {
    Column.METHOD: tr("Method"),
    Column.BAR: "",
    Column.RANK: tr("Rank"),
    Column.PERCENTILE: tr("Of register"),
}


@dataclass(frozen=True, slots=True)
class RankLine:
    """What one method says of the compared mark.

    Attributes:
        method: Its name.
        rank: The rank of the mark; ``None`` while it is not known.
        exact: The rank in words.
        percentile: The share of the register at least as near, in words.
        count: How many marks are ranked.
        strong: Whether the matches are sorted by this method.
    """

    method: str
    rank: int | None
    exact: str
    percentile: str
    count: int
    strong: bool


class RankModel(QAbstractTableModel):
    """Methods down; rank, bar and percentile of the compared mark across.

    Attributes:
        state: The matches, of which the selected one is shown.
    """

    def __init__(self, state: MatchesState, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = state
        self._answers: dict[int, Callable[[str], Any]] = {
            Qt.ItemDataRole.ToolTipRole: self._tip,
            Qt.ItemDataRole.AccessibleTextRole: self._tip,
            Role.KEY: lambda key: key,
        }
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._refresh)
        changes = (state.selection_changed, state.ranks_changed, state.sort_changed, state.reset)
        for signal in changes:
            signal.connect(self._later.start)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of methods, the fused rank included."""
        return 0 if parent.isValid() else len(SORT_KEYS)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(Column)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return a column's title."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _TITLES[Column(section)]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a role asks of a method."""
        if not index.isValid():
            return None
        key = SORT_KEYS[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(key, index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        answer = self._answers.get(role)
        return None if answer is None else answer(key)

    def lines(self) -> Iterator[RankLine]:
        """Yield all that is shown, method by method."""
        count, strong = self._count, self.state.sorted_by
        for key in SORT_KEYS:
            texts = [self._text(key, column) for column in Column]
            yield RankLine(
                texts[Column.METHOD],
                self._rank(key),
                texts[Column.RANK],
                texts[Column.PERCENTILE],
                count,
                key == strong,
            )

    @property
    def _count(self) -> int:
        return self.state.table.count if self.state.table else 0

    def _rank(self, key: str) -> int | None:
        selected = self.state.selected
        return None if selected is None else self.state.rank(key, selected.index)

    def _text(self, key: str, column: int) -> str:
        if column == Column.METHOD:
            return ranks.rank_name(key)
        rank = self._rank(key)
        if column == Column.BAR:
            return ""
        if rank is None:
            return "–" if column == Column.RANK else ""
        return ranks.exact(rank) if column == Column.RANK else ranks.percentile(rank, self._count)

    def _tip(self, key: str) -> str:
        rank, selected = self._rank(key), self.state.selected
        lines = [f"{ranks.rank_name(key)}: {ranks.rank_explanation(key)}"]
        if rank is not None and selected is not None:
            lines.append(
                tr(
                    "Rank {rank} of {count} marks",
                    rank=ranks.exact(rank),
                    count=ranks.exact(self._count),
                )
            )
            distance = self.state.distance(key, selected.index)
            if distance is not None:
                lines.append(tr("Distance {distance:.4f}", distance=distance))
        return "\n".join(lines)

    def _refresh(self) -> None:
        last = self.index(self.rowCount() - 1, self.columnCount() - 1)
        self.dataChanged.emit(self.index(0, 0), last)


def _alignment(column: int) -> Qt.AlignmentFlag:
    numbers = column in (Column.RANK, Column.PERCENTILE)
    side = Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
