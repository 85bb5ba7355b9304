"""How a region changes under the mouse and the arrow keys, kept inside the mark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF

from examiner_app.engine.region import LEAST_SIDE, Region


class Grip(Enum):
    """What of a region is held: one of its eight handles, all of it, or a corner of a new one.

    The value says which way its handle lies from the middle: across and down.
    """

    TOP_LEFT = (-1, -1)
    TOP = (0, -1)
    TOP_RIGHT = (1, -1)
    LEFT = (-1, 0)
    RIGHT = (1, 0)
    BOTTOM_LEFT = (-1, 1)
    BOTTOM = (0, 1)
    BOTTOM_RIGHT = (1, 1)
    ALL = (0, 0)
    NEW = (2, 2)


HANDLES = tuple(grip for grip in Grip if grip not in {Grip.ALL, Grip.NEW})


@dataclass(frozen=True, slots=True)
class RegionDrag:
    """A region in the user's hand; all in pixels of the mark as filed.

    Attributes:
        grip: What of it is held.
        start: The region before; ``None`` where there was none.
        anchor: Where the hand took hold.
        width: Of the mark.
        height: Of the mark.
    """

    grip: Grip
    start: Region | None
    anchor: QPointF
    width: int
    height: int

    def to(self, point: QPointF) -> Region:
        """Return the region with the hand at another point."""
        if self.grip is Grip.NEW or self.start is None:
            x, width = _span(self.anchor.x(), point.x(), self.width)
            y, height = _span(self.anchor.y(), point.y(), self.height)
            return Region(x, y, width, height)
        moved = point - self.anchor
        if self.grip is Grip.ALL:
            return move(self.start, round(moved.x()), round(moved.y()), self.width, self.height)
        across, down = self.grip.value
        x, width = _pull(self.start.x, self.start.width, across, round(moved.x()), self.width)
        y, height = _pull(self.start.y, self.start.height, down, round(moved.y()), self.height)
        return Region(x, y, width, height)


def handle_point(grip: Grip, box: QRectF) -> QPointF:
    """Return where a handle of a region lies that is shown as ``box``."""
    across, down = grip.value
    middle = box.center()
    return QPointF(
        middle.x() + across * box.width() / 2,
        middle.y() + down * box.height() / 2,
    )


def grip_at(point: QPointF, box: QRectF | None, reach: float) -> Grip:
    """Return what a hand takes hold of at a point of the screen.

    Args:
        point: The hand.
        box: Where the region is shown; ``None`` without one.
        reach: How far from a handle it is still held.
    """
    if box is None:
        return Grip.NEW
    near = {grip: _distance(point, handle_point(grip, box)) for grip in HANDLES}
    nearest = min(near, key=lambda grip: near[grip])
    if near[nearest] <= reach:
        return nearest
    return Grip.ALL if box.contains(point) else Grip.NEW


def move(region: Region, across: int, down: int, width: int, height: int) -> Region:
    """Move a region inside a mark of the given size."""
    x = min(width - region.width, max(0, region.x + across))
    y = min(height - region.height, max(0, region.y + down))
    return Region(x, y, region.width, region.height)


def grow(region: Region, across: int, down: int, width: int, height: int) -> Region:
    """Move the right and the lower edge of a region inside a mark of the given size."""
    wide = _pull(region.x, region.width, 1, across, width)[1]
    high = _pull(region.y, region.height, 1, down, height)[1]
    return Region(region.x, region.y, wide, high)


def middle_region(width: int, height: int) -> Region:
    """Return the middle of a mark: half as wide and half as high, as far as that is allowed."""
    wide, high = max(LEAST_SIDE, width // 2), max(LEAST_SIDE, height // 2)
    return Region((width - wide) // 2, (height - high) // 2, wide, high)


def _span(anchor: float, point: float, size: int) -> tuple[int, int]:
    """Return start and length of what lies between two points, at least ``LEAST_SIDE``."""
    anchor, point = (min(float(size), max(0.0, value)) for value in (anchor, point))
    low, high = round(min(anchor, point)), round(max(anchor, point))
    length = max(LEAST_SIDE, high - low)
    # It grows away from where it was begun, and back from the edge of the mark.
    start = low if point >= anchor else high - length
    return min(size - length, max(0, start)), length


def _pull(start: int, length: int, side: int, by: int, size: int) -> tuple[int, int]:
    """Return start and length after one side (−1, 0 or 1) was pulled."""
    if side < 0:
        by = min(length - LEAST_SIDE, max(-start, by))
        return start + by, length - by
    if side > 0:
        return start, min(size - start, max(LEAST_SIDE, length + by))
    return start, length


def _distance(one: QPointF, other: QPointF) -> float:
    apart = one - other
    return max(abs(apart.x()), abs(apart.y()))
