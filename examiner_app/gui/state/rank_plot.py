"""Where the points of the ranks' plot lie: methods down, the logarithm of the rank across."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF


@dataclass(frozen=True, slots=True)
class PlotScale:
    """The plot's axes.

    Attributes:
        area: Where points lie.
        methods: How many methods there are.
        count: Marks of the register: the last rank.
    """

    area: QRectF
    methods: int
    count: int

    def x(self, rank: int) -> float:
        """Return where a rank lies across; 1 on the left, the last on the right."""
        if self.count <= 1:
            return self.area.left()
        share = math.log(min(max(rank, 1), self.count)) / math.log(self.count)
        return self.area.left() + share * self.area.width()

    def y(self, row: int) -> float:
        """Return where a method lies down."""
        return self.area.top() + (row + 0.5) * self.area.height() / max(1, self.methods)

    def point(self, row: int, rank: int) -> QPointF:
        """Return where a rank by a method lies."""
        return QPointF(self.x(rank), self.y(row))

    def ticks(self, room: float) -> list[int]:
        """Return the powers of ten to be named, none nearer to the next than ``room`` pixels.

        The last rank is always among them; a power that would touch it is left out.
        """
        if self.count <= 1:
            return [1]
        powers = [10**power for power in range(int(math.log10(self.count)) + 1)]
        found = [1]
        last = self.x(self.count)
        for power in powers[1:]:
            here = self.x(power)
            if here - self.x(found[-1]) >= room and last - here >= room:
                found.append(power)
        return [*found, self.count]


@dataclass(frozen=True, slots=True)
class PlotPoint:
    """One rank in the plot.

    Attributes:
        line: Whose: the place of the mark among the pinned ones.
        row: By which method.
        rank: The exact rank.
    """

    line: int
    row: int
    rank: int


Lines = Sequence[Sequence[int | None]]
"""For each pinned mark its rank by each method, or ``None``."""


def runs(line: Sequence[int | None]) -> list[list[tuple[int, int]]]:
    """Return the stretches (row, rank) of a line that no missing rank interrupts."""
    found: list[list[tuple[int, int]]] = []
    gap = True
    for row, rank in enumerate(line):
        if rank is None:
            gap = True
            continue
        if gap:
            found.append([])
        found[-1].append((row, rank))
        gap = False
    return found


def nearest(scale: PlotScale, lines: Lines, at: QPointF, reach: float) -> PlotPoint | None:
    """Return the point that is nearest to a place, if it lies within ``reach`` pixels."""
    best, found = reach, None
    for number, line in enumerate(lines):
        for row, rank in enumerate(line):
            if rank is None:
                continue
            away = scale.point(row, rank) - at
            distance = math.hypot(away.x(), away.y())
            # Of points on each other, the line that is painted last is seen.
            if distance <= best:
                best, found = distance, PlotPoint(number, row, rank)
    return found
