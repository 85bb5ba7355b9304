"""Which marks take one place in the list of matches, and which groups are seen mark by mark."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from examiner_app.settings import FOLD
from examiner_app.translation import tr

FOLD_TITLES: Final = {key: tr(name) for key, name in FOLD.named_choices.items()}
"""The engine's ways to fold, with the window's names."""

FOLD_TIPS: Final = {
    "nothing": tr("Every mark has a place of its own"),
    "pictures": tr("Marks whose files are the same take one place"),
    "owners": tr("Marks of one owner take one place too"),
}


@dataclass(frozen=True, slots=True)
class Folding:
    """How a list is folded.

    Attributes:
        how: One of ``FOLD_TITLES``.
        unfolded: Rows of marks whose groups are seen mark by mark.
    """

    how: str
    unfolded: frozenset[int] = frozenset()


class FoldingState(QObject):
    """How the matches are folded.

    Attributes:
        present: What is wanted now.

    Signals:
        changed(): Something else is wanted.
    """

    changed = Signal()

    def __init__(self, how: str = FOLD.default, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.present = Folding(how if how in FOLD_TITLES else FOLD.default)

    def choose(self, how: str) -> None:
        """Fold by something else; what was unfolded is folded again."""
        if how in FOLD_TITLES and how != self.present.how:
            self._set(Folding(how))

    def unfold(self, index: int) -> None:
        """Show the group of the mark in row ``index`` mark by mark."""
        self._set(Folding(self.present.how, self.present.unfolded | {index}))

    def fold(self, indices: Iterable[int]) -> None:
        """Have the marks in these rows, one group, take one place again."""
        # The one it was unfolded by may not be the nearest any more.
        self._set(Folding(self.present.how, self.present.unfolded.difference(indices)))

    def forget(self) -> None:
        """Fold everything: the marks are those of another candidate or register."""
        # Nobody is told, for the list that it would change is gone.
        self.present = Folding(self.present.how)

    def _set(self, folding: Folding) -> None:
        self.present = folding
        self.changed.emit()
