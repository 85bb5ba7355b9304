"""Cells as they were painted, so that a screen full of them is not painted anew each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPixmap

MEMORY: Final = 64_000_000
"""Bytes of painted cells that are kept: a few screens of them, whatever their size."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What cells are painted on.

    Attributes:
        width: Of a cell, pixels.
        height: Of a cell, pixels.
        ratio: Pixels of the screen in one of these.
        ground: Its colour; opaque, so that texts look as they do elsewhere.
    """

    width: int
    height: int
    ratio: float
    ground: int


class PaintedCells:
    """Pictures of cells by what they show; those that were not seen longest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0

    def paint(self, painter: QPainter, place: QPoint, shows: Hashable, paper: Paper) -> bool:
        """Paint a cell as it was before; return whether it was."""
        key = (shows, paper)
        kept = self._kept.get(key)
        if kept is None:
            return False
        self._kept.move_to_end(key)
        painter.drawPixmap(place, kept)
        return True

    def paint_new(
        self,
        painter: QPainter,
        place: QPoint,
        shows: Hashable,
        paper: Paper,
        paint: Callable[[QPainter, QRect], None],
    ) -> None:
        """Paint a cell that was not painted before, and keep it.

        Args:
            painter: Where to.
            place: Its upper left corner.
            shows: All that its picture depends on, but the paper.
            paper: What it is painted on.
            paint: Paints it.
        """
        picture = QPixmap(round(paper.width * paper.ratio), round(paper.height * paper.ratio))
        picture.setDevicePixelRatio(paper.ratio)
        picture.fill(QColor.fromRgb(paper.ground))
        within = QPainter(picture)
        paint(within, QRect(0, 0, paper.width, paper.height))
        within.end()
        self._kept[shows, paper] = picture
        self._bytes += _size(picture)
        while self._bytes > MEMORY and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= _size(old)
        painter.drawPixmap(place, picture)


def _size(picture: QPixmap) -> int:
    return 4 * picture.width() * picture.height()
