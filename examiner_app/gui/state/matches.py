"""The ranked marks: by which method, which of them are loaded, which one is looked at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.gui.ranks import FUSED, SORT_KEYS, Spread, spread

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from examiner_app.engine.ranking.folding import Folded
    from examiner_app.engine.ranking.ranks import RankTable
    from examiner_app.engine.register.catalogue import Mark

    Rows = Sequence[int] | NDArray[np.int64] | NDArray[np.int32]

PAGE: Final = 100
"""Matches whose metadata is read at once."""


class MatchesState(QObject):
    """Ranked matches of the candidate.

    Attributes:
        table: Exact ranks by every method that is finished; ``None`` without a candidate.
        sort: The method the user wants them sorted by, or ``fused``.
        order: Rows of the register that have a place in the list, nearest first.
        sizes: For how many marks each of them stands, itself included; 0 for those that have a
            place only because their group is unfolded.
        places: Places with every group folded.
        count: Marks in the list, folded ones too.
        marks: Metadata of the first matches in ``order``; grows page by page.
        selected: The mark that is compared, or ``None``.

    Signals:
        reset(): The order is another one.
        extended(int): That many more marks are loaded at the end.
        ranks_changed(): More methods have their ranks; the order is as before.
        sort_changed(): The user wants another order.
        page_wanted(int): Marks from this position on are needed.
        selection_changed(): Another mark is compared.
    """

    reset = Signal()
    extended = Signal(int)
    ranks_changed = Signal()
    sort_changed = Signal()
    page_wanted = Signal(int)
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.table: RankTable | None = None
        self.sort = DEFAULT_METHOD
        self.order: Rows = ()
        self.sizes: Rows = ()
        self.places = self.count = 0
        self.marks: list[Mark] = []
        self.selected: Mark | None = None
        self._wanted = 0
        self._sorted_by: str | None = None

    @property
    def sorted_by(self) -> str | None:
        """What the matches can be sorted by right now.

        The wanted method; until it is ranked the former one, and to begin with the first there is.
        """
        if self.table is None or self.table.count == 0:
            return None
        if self.has(self.sort):
            return self.sort
        if self._sorted_by is not None and self.has(self._sorted_by):
            return self._sorted_by
        return next((key for key in SORT_KEYS if self.has(key)), None)

    @property
    def complete(self) -> bool:
        """Whether every method has its ranks."""
        return self.table is not None and self.table.complete

    def has(self, key: str) -> bool:
        """Whether the ranks of ``key`` are known."""
        if self.table is None:
            return False
        return self.table.fused is not None if key == FUSED else key in self.table.ranks

    def rank(self, key: str, index: int) -> int | None:
        """Return the exact rank of a mark under a method, or ``None`` if it is not known."""
        if self.table is None or not self.has(key):
            return None
        ranks = self.table.fused if key == FUSED else self.table.ranks[key]
        return None if ranks is None else int(ranks[index])

    def spread(self, index: int) -> Spread | None:
        """Return how far the methods disagree on a mark, the fused rank left out.

        ``None`` while fewer than two methods have their ranks.
        """
        if self.table is None:
            return None
        found = self.table.ranks
        # In the order of Table 2, so that of equal ranks the first one is named.
        return spread({key: int(found[key][index]) for key in SORT_KEYS if key in found})

    def distance(self, key: str, index: int) -> float | None:
        """Return the distance of a mark under a method, or ``None`` if it has none."""
        if self.table is None or key not in self.table.distances:
            return None
        return float(self.table.distances[key][index])

    def stands_for(self, row: int) -> int:
        """Return for how many marks the one in a row of the list stands; 0 for a member."""
        return int(self.sizes[row])

    def group(self, mark: Mark) -> list[int]:
        """Return the marks of a mark's group that have a place in the list, the nearest first.

        More than one where the group is unfolded; none where the mark has no place itself.
        """
        row = next((row for row, one in enumerate(self.marks) if one.index == mark.index), None)
        if row is None:
            return []
        while row and not self.stands_for(row):
            row -= 1
        end = row + 1
        while end < len(self.order) and not self.stands_for(end):
            end += 1
        return [int(index) for index in self.order[row:end]]

    def sort_by(self, key: str) -> None:
        """Ask for another order."""
        if key in SORT_KEYS and key != self.sort:
            self._sorted_by = self.sorted_by
            self.sort = key
            self.sort_changed.emit()

    def set_table(self, table: RankTable) -> None:
        """Take in the ranks of more methods."""
        self.table = table
        self._sorted_by = self.sorted_by
        self.ranks_changed.emit()

    def set_order(self, folded: Folded, marks: Sequence[Mark]) -> None:
        """Take in an order with the metadata of its first page."""
        order = folded.order
        if _same(order, self.order) and _same(folded.sizes, self.sizes):
            # The page on its way was cancelled with the former order.
            self.forget_wish()
            self.ranks_changed.emit()
            return
        self.order, self.sizes, self.marks = order, folded.sizes, list(marks)
        self.places, self.count = folded.places, int(folded.sizes.sum())
        self._wanted = len(self.marks)
        self.reset.emit()
        if self.selected is None and self.marks:
            self.select(self.marks[0])

    def want_more(self) -> None:
        """Ask for the next page, once."""
        if len(self.marks) < len(self.order) and self._wanted == len(self.marks):
            self._wanted = min(len(self.order), self._wanted + PAGE)
            self.page_wanted.emit(len(self.marks))

    def forget_wish(self) -> None:
        """The page that was asked for does not come: it can be asked for again."""
        self._wanted = len(self.marks)

    def extend(self, start: int, marks: Sequence[Mark]) -> None:
        """Take in a page; one that belongs to a former order is dropped."""
        expected = self.order[start : start + len(marks)]
        if start == len(self.marks) and _same([mark.index for mark in marks], expected):
            self.marks.extend(marks)
            self.extended.emit(len(marks))

    def select(self, mark: Mark | None) -> None:
        """Compare another mark."""
        before = self.selected.index if self.selected else None
        after = mark.index if mark else None
        self.selected = mark
        if before != after:
            self.selection_changed.emit()

    def clear(self) -> None:
        """Forget the matches of a former candidate; the wanted order stays."""
        self.table = self._sorted_by = None
        self.order, self.sizes, self.marks, self._wanted = (), (), [], 0
        self.places = self.count = 0
        self.reset.emit()
        self.select(None)


def _same(one: Rows, other: Rows) -> bool:
    # A million boxed integers would take a second to compare.
    import numpy as np

    return np.array_equal(one, other)
