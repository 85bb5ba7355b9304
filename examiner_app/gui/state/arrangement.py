"""How the matches are laid out: as a grid of what size, or as a table."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from examiner_app.settings import CELL_SIZE, MATCH_LAYOUT

GRID: Final = "grid"
TABLE: Final = "table"

SMALLEST, LARGEST = CELL_SIZE.least, CELL_SIZE.most
"""Least and most that a cell of the grid is asked to be wide, pixels."""


class Arrangement(QObject):
    """The layout of the matches.

    Attributes:
        layout: ``grid`` or ``table``.
        size: Least width of a cell of the grid, pixels; cells grow to fill the row.

    Signals:
        layout_changed(): Another layout was chosen.
        size_changed(): The cells are to be larger or smaller.
    """

    layout_changed = Signal()
    size_changed = Signal()

    def __init__(
        self,
        layout: str = MATCH_LAYOUT.default,
        size: str = CELL_SIZE.default,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.layout = layout
        self.size = _within(int(size if size.isdecimal() else CELL_SIZE.default))

    @property
    def can_grow(self) -> bool:
        """Whether there are cells and they can be larger."""
        return self.layout == GRID and self.size < LARGEST

    @property
    def can_shrink(self) -> bool:
        """Whether there are cells and they can be smaller."""
        return self.layout == GRID and self.size > SMALLEST

    def show(self, layout: str) -> None:
        """Choose a layout."""
        if layout != self.layout:
            self.layout = layout
            self.layout_changed.emit()

    def toggle(self) -> None:
        """Choose the other layout."""
        self.show(TABLE if self.layout == GRID else GRID)

    def resize(self, size: int) -> None:
        """Choose the size of the cells."""
        size = _within(size)
        if size != self.size:
            self.size = size
            self.size_changed.emit()

    def across(self, width: int) -> int:
        """Return how many cells lie side by side in ``width`` pixels."""
        return max(1, width // self.size)

    def step(self, width: int, fewer: int) -> None:
        """Choose the size by which ``fewer`` cells lie side by side in ``width`` pixels."""
        self.resize(width // max(1, self.across(width) - fewer))


def _within(size: int) -> int:
    return min(LARGEST, max(SMALLEST, size))
