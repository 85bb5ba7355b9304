"""Where a bubble stands so that it points at something and hides nothing of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize

ARROW: Final = 10
"""Length of the arrow, pixels."""

EDGE: Final = 12
"""Least distance from the window's edge, pixels."""

_CORNER: Final = 18
"""Least distance of the arrow from a corner of the bubble, pixels."""

_SMALL: Final = 80
"""What is lower than that is a control, and bubbles hang below it, pixels."""


class Side(Enum):
    """On which side of its target a bubble stands."""

    BELOW = "below"
    ABOVE = "above"
    RIGHT = "right"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bubble stands.

    Attributes:
        rect: Its body, without the arrow.
        side: On which side of its target.
        tip: Where its arrow points.
    """

    rect: QRect
    side: Side
    tip: QPoint


def place_bubble(target: QRect, size: QSize, room: QRect, *, beside: bool = False) -> Place:
    """Return the place of a bubble that points at something.

    Args:
        target: What it points at.
        size: Of the bubble.
        room: Where there is place.
        beside: Stand to the right or left rather than below or above; so it is with all that is
            high, anyway.
    """
    inside = room.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    down, across = (Side.BELOW, Side.ABOVE), (Side.RIGHT, Side.LEFT)
    order = across + down if beside or target.height() >= _SMALL else down + across
    for side in order:
        rect = _beside(target, size, side)
        free = _shifted(rect, inside)
        along_only = (
            free.top() == rect.top() if side in down else free.left() == rect.left()
        ) and inside.contains(free)
        if along_only:
            return Place(free, side, _tip(target, free, side))
    # Nowhere beside it: it lies over the target, and its arrow points into it.
    rect = _shifted(_beside(target, size, order[0]), inside)
    return Place(rect, order[0], _tip(target, rect, order[0]))


def _beside(target: QRect, size: QSize, side: Side) -> QRect:
    rect = QRect(QPoint(), size)
    rect.moveCenter(target.center())
    if side is Side.BELOW:
        rect.moveTop(target.bottom() + 1 + ARROW)
    elif side is Side.ABOVE:
        rect.moveBottom(target.top() - 1 - ARROW)
    elif side is Side.RIGHT:
        rect.moveLeft(target.right() + 1 + ARROW)
    else:
        rect.moveRight(target.left() - 1 - ARROW)
    return rect


def _shifted(rect: QRect, inside: QRect) -> QRect:
    """Return a rectangle moved into another one, with its top left in sight in any case."""
    left = max(inside.left(), min(rect.left(), inside.right() - rect.width() + 1))
    top = max(inside.top(), min(rect.top(), inside.bottom() - rect.height() + 1))
    return QRect(QPoint(left, top), rect.size())


def _tip(target: QRect, rect: QRect, side: Side) -> QPoint:
    middle = target.intersected(rect) if target.intersects(rect) else target
    x = _between(middle.center().x(), rect.left() + _CORNER, rect.right() - _CORNER)
    y = _between(middle.center().y(), rect.top() + _CORNER, rect.bottom() - _CORNER)
    return {
        Side.BELOW: QPoint(x, rect.top() - ARROW),
        Side.ABOVE: QPoint(x, rect.bottom() + ARROW),
        Side.RIGHT: QPoint(rect.left() - ARROW, y),
        Side.LEFT: QPoint(rect.right() + ARROW, y),
    }[side]


def _between(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
