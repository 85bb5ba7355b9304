"""Which part of two pictures is looked at: one zoom and one place for both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF

MOST_ZOOM: Final = 32.0


@dataclass(frozen=True, slots=True)
class Viewport:
    """Pictures lie centred on each other, their longest sides of one length: the unit.

    Attributes:
        zoom: 1 where they just fit.
        x: What is in the middle of the view, units to the right of the pictures' middle.
        y: The same downwards.
    """

    zoom: float = 1.0
    x: float = 0.0
    y: float = 0.0

    def zoomed(self, factor: float, offset: QPointF, fit: float) -> Viewport:
        """Return a view with another zoom.

        Args:
            factor: How much larger.
            offset: What stays where it is, pixels from the middle of the view.
            fit: Pixels of the unit at zoom 1.
        """
        zoom = min(MOST_ZOOM, max(1.0, self.zoom * factor))
        moved = (1 / self.zoom - 1 / zoom) / fit
        return _within(zoom, self.x + offset.x() * moved, self.y + offset.y() * moved)

    def panned(self, offset: QPointF, fit: float) -> Viewport:
        """Return a view that is moved by pixels, as if the paper was dragged along with it."""
        unit = self.zoom * fit
        return _within(self.zoom, self.x - offset.x() / unit, self.y - offset.y() / unit)

    def place(self, size: QSize, pane: QRectF, fit: float) -> QRectF:
        """Return where a picture of ``size`` lies in a pane that shows this view."""
        unit = self.zoom * fit
        scale = unit / max(1, size.width(), size.height())
        result = QRectF(0, 0, size.width() * scale, size.height() * scale)
        result.moveCenter(pane.center() - QPointF(self.x * unit, self.y * unit))
        return result


def fit_unit(sizes: Iterable[QSize], room: QSizeF) -> float:
    """Return how long the unit may be, pixels, so that pictures of all sizes fit into a room."""
    across = down = 1e-3
    for size in sizes:
        longest = max(1, size.width(), size.height())
        across = max(across, size.width() / longest)
        down = max(down, size.height() / longest)
    return max(1.0, min(room.width() / across, room.height() / down))


def _within(zoom: float, x: float, y: float) -> Viewport:
    # The middle of the view stays on the pictures, and where they fit they stay whole.
    reach = 0.0 if zoom == 1.0 else 0.5
    return Viewport(zoom, min(reach, max(-reach, x)), min(reach, max(-reach, y)))
