"""What a brush drew over a text mask."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
"""x, y in pixels of the mark as filed; a pixel's middle is at a half."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One stroke of a round brush.

    Attributes:
        adds: Whether it makes text of what it covers, or takes text away.
        size: Diameter of the brush, pixels of the mark as filed.
        points: The way of the brush's middle; a single point is a dot.
    """

    adds: bool
    size: float
    points: tuple[Point, ...]
