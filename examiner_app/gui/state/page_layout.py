"""Where the pages of a document lie beneath each other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from PySide6.QtCore import QPointF, QRect, QSize

EDGE: Final = 16
"""Around the pages, pixels."""

BETWEEN: Final = 12
"""From page to page, pixels."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document that stays the same at every size.

    Attributes:
        page: The page.
        across: Of its width; what is beside it is below 0 or above 1.
        down: Of its height, likewise.
    """

    page: int
    across: float
    down: float


@dataclass(frozen=True, slots=True)
class PageLayout:
    """Pages at one size.

    Attributes:
        pages: Where each lies, pixels from the corner of the whole.
        size: Of the whole.
    """

    pages: tuple[QRect, ...] = ()
    size: QSize = field(default_factory=QSize)

    def between(self, top: int, bottom: int) -> range:
        """Return the pages of which something lies between two heights."""
        bottoms = [page.y() + page.height() for page in self.pages]
        tops = [page.y() for page in self.pages]
        return range(bisect_right(bottoms, top), bisect_right(tops, bottom - 1))

    def page_at(self, height: int) -> int:
        """Return the page at a height, or the one below it."""
        bottoms = [page.y() + page.height() for page in self.pages]
        return max(0, min(bisect_right(bottoms, height), len(self.pages) - 1))

    def spot(self, point: QPointF) -> Spot:
        """Return what of the document lies at a point."""
        number = self.page_at(int(point.y()))
        page = self.pages[number]
        across = (point.x() - page.x()) / page.width()
        return Spot(number, across, (point.y() - page.y()) / page.height())

    def point(self, spot: Spot) -> QPointF:
        """Return where something of the document lies."""
        page = self.pages[spot.page]
        return QPointF(page.x() + spot.across * page.width(), page.y() + spot.down * page.height())


def lay_out(sizes: Sequence[tuple[float, float]], scale: float, room: int) -> PageLayout:
    """Put pages beneath each other, in the middle of the room.

    Args:
        sizes: Width and height of each page, points.
        scale: Pixels per point.
        room: Width that there is, pixels.
    """
    if not sizes:
        return PageLayout()
    measures = [(max(1, round(w * scale)), max(1, round(h * scale))) for w, h in sizes]
    width = max(room, max(across for across, _ in measures) + 2 * EDGE)
    pages, y = [], EDGE
    for across, down in measures:
        pages.append(QRect((width - across) // 2, y, across, down))
        y += down + BETWEEN
    return PageLayout(tuple(pages), QSize(width, y - BETWEEN + EDGE))


def fitting_scale(sizes: Sequence[tuple[float, float]], room: int) -> float:
    """Return the pixels per point at which the widest page just fits."""
    widest = max((across for across, _ in sizes), default=1.0)
    return max(1, room - 2 * EDGE) / widest
