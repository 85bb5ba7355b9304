"""The matches as an item model: one row per match, in the order of the ranks."""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from examiner_app.gui.models.match_columns import (
    COLUMNS,
    JUDGED,
    MARK,
    SPREAD,
    badge,
    explanation,
    subtitle,
    title,
)
from examiner_app.gui.models.match_face import Face
from examiner_app.gui.models.match_words import MatchWords
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.judgements import JudgementsState
from examiner_app.gui.state.matches import MatchesState
from examiner_app.gui.state.pins import PinsState
from examiner_app.gui.state.session import SessionState
from examiner_app.gui.thumbnails import Thumbnails
from examiner_app.gui.tips import plain_tip
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

Index = QModelIndex | QPersistentModelIndex
_NONE: Final = QModelIndex()


class Role(IntEnum):
    """What the views ask of a match beside its text."""

    MARK = Qt.ItemDataRole.UserRole
    RANK = Qt.ItemDataRole.UserRole + 1
    PINNED = Qt.ItemDataRole.UserRole + 2
    THUMBNAIL = Qt.ItemDataRole.UserRole + 3
    SUBTITLE = Qt.ItemDataRole.UserRole + 4
    BADGE = Qt.ItemDataRole.UserRole + 5
    KEY = Qt.ItemDataRole.UserRole + 6
    SORTED = Qt.ItemDataRole.UserRole + 7
    SORTABLE = Qt.ItemDataRole.UserRole + 8
    FACE = Qt.ItemDataRole.UserRole + 13
    STANDS_FOR = Qt.ItemDataRole.UserRole + 9
    UNFOLDED = Qt.ItemDataRole.UserRole + 10
    JUDGEMENT = Qt.ItemDataRole.UserRole + 11
    NOTED = Qt.ItemDataRole.UserRole + 12


class MatchModel(QAbstractTableModel):
    """Matches in the order of the state; pages are fetched as they are scrolled to.

    The first column, and the header of a row, is the match as a whole. The others have one text
    each: a rank, or something that is known of the mark.

    Attributes:
        state: The matches.
    """

    def __init__(
        self,
        state: MatchesState,
        pins: PinsState,
        thumbnails: Thumbnails,
        session: SessionState,
        judgements: JudgementsState,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = state
        self._session = session
        self._pins = pins
        self._thumbnails = thumbnails
        self._judgements = judgements
        self._rows = {mark.index: row for row, mark in enumerate(state.marks)}
        self._count = len(state.marks)
        words = self._words = MatchWords(state, judgements)
        self._answers: dict[int, Callable[[Mark], Any]] = {
            Qt.ItemDataRole.DisplayRole: lambda mark: mark.words or mark.id,
            Qt.ItemDataRole.AccessibleTextRole: lambda mark: words.said(
                mark, self._stands_for(mark)
            ),
            Qt.ItemDataRole.ToolTipRole: lambda mark: words.tip(mark, self._stands_for(mark)),
            Role.MARK: lambda mark: mark,
            Role.RANK: words.rank,
            Role.PINNED: lambda mark: mark.index in pins,
            Role.THUMBNAIL: lambda mark: thumbnails.get(mark.index),
            Role.SUBTITLE: subtitle,
            Role.BADGE: badge,
            Role.FACE: self._face,
            Role.STANDS_FOR: self._stands_for,
            Role.UNFOLDED: self._unfolded,
            Role.JUDGEMENT: lambda mark: judgements.judgement(mark.index),
            Role.NOTED: lambda mark: bool(judgements.note(mark.index)),
        }
        self._cells: dict[int, Callable[[str, Mark], Any]] = {
            Qt.ItemDataRole.DisplayRole: words.text,
            Qt.ItemDataRole.AccessibleTextRole: words.said_of,
            Qt.ItemDataRole.ToolTipRole: lambda key, mark: plain_tip(words.tip_of(key, mark)),
            Role.MARK: lambda _key, mark: mark,
            Role.RANK: words.rank_by,
            Role.JUDGEMENT: lambda _key, mark: judgements.judgement(mark.index),
            Role.NOTED: lambda _key, mark: bool(judgements.note(mark.index)),
        }
        self._heads: dict[int, Callable[[str], Any]] = {
            Qt.ItemDataRole.DisplayRole: title,
            Qt.ItemDataRole.ToolTipRole: self._tip_of_head,
            Qt.ItemDataRole.TextAlignmentRole: _alignment,
            Role.KEY: lambda key: key,
            Role.SORTED: lambda key: key == state.sorted_by,
            Role.SORTABLE: self._sortable,
        }
        self._connect()

    def _connect(self) -> None:
        state, judgements = self.state, self._judgements
        state.reset.connect(self._reset)
        state.extended.connect(self._extend)
        state.ranks_changed.connect(self._refresh)
        state.sort_changed.connect(self._refresh_heads)
        self._session.register_changed.connect(self._refresh_heads)
        self._pins.changed.connect(self._refresh)
        judgements.switched.connect(self._refresh)
        judgements.changed.connect(self._refresh_marks)
        self._thumbnails.arrived.connect(self._repaint)

    def rowCount(self, parent: Index = _NONE) -> int:
        """Return the number of matches that are loaded."""
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: Index = _NONE) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

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
        return self.answer(COLUMNS[index.column()], index.row(), role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what a role asks of a column, or of the match in a row."""
        if orientation is Qt.Orientation.Vertical:
            return self.answer(MARK, section, role) if 0 <= section < self._count else None
        answer = self._heads.get(role)
        if answer is None or not 0 <= section < len(COLUMNS):
            return None
        return answer(COLUMNS[section])

    def row_of(self, mark: Mark | None) -> int | None:
        """Return the row of a mark, if it is loaded."""
        return None if mark is None else self._rows.get(mark.index)

    def answer(self, key: str, row: int, role: int) -> Any:
        """Return what a role asks of a match, by the key of a column: what views paint with."""
        mark = self.state.marks[row]
        if key == MARK:
            answer = self._answers.get(role)
            return None if answer is None else answer(mark)
        ask = self._cells.get(role)
        return None if ask is None else ask(key, mark)

    def _face(self, mark: Mark) -> Face:
        """Return all that a cell shows, in one answer: a screen has hundreds of them."""
        return Face(
            self._thumbnails.get(mark.index),
            mark,
            self._words.rank(mark),
            mark.index in self._pins,
            self._judgements.judgement(mark.index),
            bool(self._judgements.note(mark.index)),
            self._stands_for(mark),
            self._unfolded(mark),
        )

    def _stands_for(self, mark: Mark) -> int:
        """Return for how many marks a match stands; 0 for one that another one stands for."""
        return self.state.stands_for(self._rows[mark.index])

    def _unfolded(self, mark: Mark) -> bool:
        """Whether the marks that a match stands for follow it."""
        row, state = self._rows[mark.index], self.state
        return row + 1 < len(state.order) and bool(state.sizes[row] and not state.sizes[row + 1])

    def _sortable(self, key: str) -> bool:
        return key in SORT_KEYS and self._session.can_sort_by(key)

    def _tip_of_head(self, key: str) -> str:
        if key not in SORT_KEYS:
            return explanation(key)
        if key == self.state.sorted_by:
            how = tr("The matches are sorted by it")
        elif self._sortable(key):
            how = tr("Click to sort the matches by it")
        else:
            how = tr("The open register was built without it")
        return f"{explanation(key)}\n{how}"

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
            last = self._count - 1
            self.dataChanged.emit(self.index(0, 0), self.index(last, len(COLUMNS) - 1))
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, last)
        self._refresh_heads()

    def _refresh_heads(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)

    def _refresh_marks(self, indices: list[int]) -> None:
        for index in indices:
            row = self._rows.get(index)
            if row is not None:
                # One cell at a time, and no header: a list would lay all its cells out anew.
                for column in (0, COLUMNS.index(JUDGED)):
                    cell = self.index(row, column)
                    self.dataChanged.emit(cell, cell)

    def _repaint(self, indices: list[int]) -> None:
        rows = [row for index in indices if (row := self._rows.get(index)) is not None]
        if rows:
            # Once for all of them: each signal lets go of the interpreter while a worker decodes.
            # No header, for which a list would lay all its cells out anew; rows follow cells.
            first, last = self.index(min(rows), 0), self.index(max(rows), 0)
            self.dataChanged.emit(first, last, [Role.THUMBNAIL])


def _alignment(key: str) -> Qt.AlignmentFlag:
    numbers = key == SPREAD or key in SORT_KEYS
    return Qt.AlignmentFlag.AlignRight if numbers else Qt.AlignmentFlag.AlignLeft
