"""Cells as they were painted, so that a screen full of them is not painted anew each time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Final

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPixmap

MEMORY: Final = 64_000_000
"""Bytes of painted cells that are kept: a few screens of them, whatever their size."""


class PaintedCells:
    """Pictures of cells by what they show; those that were not seen longest go first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, QPixmap] = OrderedDict()
        self._bytes = 0

    def paint(
        self,
        painter: QPainter,
        cell: QRect,
        shows: Hashable,
        ground: QColor,
        fresh: Callable[[QPainter, QRect], None],
    ) -> None:
        """Paint a cell as it was before, or by ``fresh`` where it was not.

        Args:
            painter: Where to.
            cell: Its place.
            shows: All that its picture depends on, but size, ground and the screen.
            ground: What it lies on; opaque, so that texts look as they do elsewhere.
            fresh: Paints it.
        """
        ratio = painter.device().devicePixelRatioF()
        key = _key(ratio, cell, shows, ground)
        kept = self._kept.get(key)
        if kept is None:
            kept = self._keep(key, _painted(cell.size(), ratio, ground, fresh))
        else:
            self._kept.move_to_end(key)
        painter.drawPixmap(cell.topLeft(), kept)

    def has(self, painter: QPainter, cell: QRect, shows: Hashable, ground: QColor) -> bool:
        """Whether a cell was painted before."""
        return _key(painter.device().devicePixelRatioF(), cell, shows, ground) in self._kept

    def _keep(self, key: Hashable, picture: QPixmap) -> QPixmap:
        self._kept[key] = picture
        self._bytes += _size(picture)
        while self._bytes > MEMORY and len(self._kept) > 1:
            _, old = self._kept.popitem(last=False)
            self._bytes -= _size(old)
        return picture


def _key(ratio: float, cell: QRect, shows: Hashable, ground: QColor) -> Hashable:
    return shows, cell.width(), cell.height(), ratio, ground.rgb()


def _painted(
    size: QSize, ratio: float, ground: QColor, fresh: Callable[[QPainter, QRect], None]
) -> QPixmap:
    result = QPixmap((size.toSizeF() * ratio).toSize())
    result.setDevicePixelRatio(ratio)
    result.fill(ground)
    painter = QPainter(result)
    fresh(painter, QRect(0, 0, size.width(), size.height()))
    painter.end()
    return result


def _size(picture: QPixmap) -> int:
    return 4 * picture.width() * picture.height()
