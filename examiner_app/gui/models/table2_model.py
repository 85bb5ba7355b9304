"""Table 2 of the paper as an item model: methods down, pinned matches across."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from examiner_app.gui import ranks
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.judgements import JudgementsState
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.state.pins import PinsState
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.tips import plain_tip, wrapped
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()


class Role(IntEnum):
    """What the painting asks for."""

    RANK = Qt.ItemDataRole.UserRole
    COUNT = Qt.ItemDataRole.UserRole + 1
    MARK = Qt.ItemDataRole.UserRole + 2
    THUMBNAIL = Qt.ItemDataRole.UserRole + 3
    SORTED = Qt.ItemDataRole.UserRole + 4
    JUDGEMENT = Qt.ItemDataRole.UserRole + 5
    NOTED = Qt.ItemDataRole.UserRole + 6


class Table2Model(QAbstractTableModel):
    """Ranks of the pinned marks under every method.

    Attributes:
        marks: The pinned marks, one per column.
    """

    def __init__(
        self,
        state: MatchesState,
        pins: PinsState,
        thumbnails: Thumbnails,
        judgements: JudgementsState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._state = state
        self._pins = pins
        self._judgements = judgements
        self.marks: list[Mark] = pins.marks
        self._heads: dict[int, Callable[[Mark], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda mark: mark.words or mark.id,
            Qt.ItemDataRole.AccessibleTextRole: self._said,
            Qt.ItemDataRole.ToolTipRole: self._about,
            Role.MARK: lambda mark: mark,
            Role.THUMBNAIL: lambda mark: thumbnails.get(mark.index),
            Role.JUDGEMENT: lambda mark: judgements.judgement(mark.index),
            Role.NOTED: lambda mark: bool(judgements.note(mark.index)),
        }
        self._answers: dict[int, Callable[[str, Mark], Any]] = {
            Qt.ItemDataRole.DisplayRole: self._rounded,
            Qt.ItemDataRole.ToolTipRole: lambda key, mark: plain_tip(self._tip(key, mark)),
            Qt.ItemDataRole.AccessibleTextRole: self._tip,
            Qt.ItemDataRole.TextAlignmentRole: lambda _key, _mark: Qt.AlignmentFlag.AlignCenter,
            Role.RANK: self._rank,
            Role.COUNT: lambda _key, _mark: self._count,
            Role.MARK: lambda _key, mark: mark,
            Role.SORTED: lambda key, _mark: key == state.sorted_by,
        }
        pins.changed.connect(self._reset)
        for signal in (state.ranks_changed, state.reset, state.sort_changed):
            signal.connect(self._refresh)
        thumbnails.arrived.connect(self._refresh_header)
        judgements.changed.connect(self._refresh_header)
        judgements.switched.connect(self._refresh_heads)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of methods, the fused rank included."""
        return 0 if parent.isValid() else len(SORT_KEYS)

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of pinned marks."""
        return 0 if parent.isValid() else len(self.marks)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the name of a method, or what a role asks of a pinned mark."""
        if orientation is Qt.Orientation.Vertical:
            return self._method(section, role) if 0 <= section < len(SORT_KEYS) else None
        if not 0 <= section < len(self.marks):
            return None
        answer = self._heads.get(role)
        return None if answer is None else answer(self.marks[section])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a role asks of a rank."""
        if not index.isValid():
            return None
        answer = self._answers.get(role)
        if answer is None:
            return None
        return answer(SORT_KEYS[index.row()], self.marks[index.column()])

    def as_text(self) -> str:
        """Return the table with exact ranks, separated by tabs: it pastes into a spreadsheet."""
        lines = [[tr("Method"), *(mark.id for mark in self.marks)]]
        if any(mark.words for mark in self.marks):
            lines.append(["", *(mark.words for mark in self.marks)])
        for key in SORT_KEYS:
            found = (self._rank(key, mark) for mark in self.marks)
            lines.append(
                [ranks.rank_name(key), *("" if rank is None else str(rank) for rank in found)]
            )
        return "\n".join("\t".join(map(_cell, line)) for line in lines) + "\n"

    def rank(self, key: str, mark: Mark) -> int | None:
        """Return the exact rank of a mark, or ``None`` where it is not known."""
        return self._rank(key, mark)

    def about(self, key: str, mark: Mark) -> str:
        """Return a mark's rank by a method in words."""
        return self._tip(key, mark)

    @property
    def count(self) -> int:
        """Marks of the register that are ranked."""
        return self._count

    @property
    def _count(self) -> int:
        return self._state.table.count if self._state.table else 0

    def _method(self, section: int, role: int) -> Any:
        key = SORT_KEYS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return ranks.rank_name(key)
        if role == Qt.ItemDataRole.ToolTipRole:
            return ranks.rank_explanation(key)
        return None

    def _rank(self, key: str, mark: Mark) -> int | None:
        return self._state.rank(key, mark.index)

    def _rounded(self, key: str, mark: Mark) -> str:
        rank = self._rank(key, mark)
        return "–" if rank is None else ranks.rounded(rank)

    def _tip(self, key: str, mark: Mark) -> str:
        rank = self._rank(key, mark)
        where = tr("{words} by {method}", words=mark.words or mark.id, method=ranks.rank_name(key))
        if rank is None:
            return tr("{where}: not ranked yet", where=where)
        share = ranks.percentile(rank, self._count)
        return tr(
            "{where}: rank {rank} of {count}, {share}",
            where=where,
            rank=ranks.exact(rank),
            count=ranks.exact(self._count),
            share=share,
        )

    def _said(self, mark: Mark) -> str:
        judged = self._judgements.title(mark.index).lower()
        name = mark.words or mark.id
        return f"{name}, {judged}" if judged else name

    def _about(self, mark: Mark) -> str:
        note = wrapped(self._judgements.note(mark.index))
        lines = (mark.words, mark.id, mark.owner, self._judgements.title(mark.index), note)
        return plain_tip("\n".join(line for line in lines if line))

    def _reset(self) -> None:
        self.beginResetModel()
        self.marks = self._pins.marks
        self.endResetModel()

    def _refresh(self) -> None:
        if self.marks:
            last = self.index(self.rowCount() - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def _refresh_heads(self) -> None:
        self._refresh_header([mark.index for mark in self.marks])

    def _refresh_header(self, indices: list[int]) -> None:
        for column, mark in enumerate(self.marks):
            if mark.index in indices:
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, column, column)


def _cell(text: str) -> str:
    """Return a text as one cell of a spreadsheet, and never as a formula."""
    text = " ".join(text.split())
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
