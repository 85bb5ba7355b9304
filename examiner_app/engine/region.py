"""A part of a mark that is searched in place of the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from examiner_app.errors import QuestionError
from examiner_app.translation import tr

LEAST_SIDE: Final = 16
"""Shorter side of the smallest region, pixels†; also that of the smallest ATRHA crop."""

Box = tuple[int, int, int, int]
"""x, y, width, height."""


@dataclass(frozen=True, slots=True)
class Region:
    """A rectangle in pixels of the mark as filed.

    Attributes:
        x: First column.
        y: First row.
        width: Columns.
        height: Rows.
    """

    x: int
    y: int
    width: int
    height: int

    @property
    def box(self) -> Box:
        """The rectangle's four numbers."""
        return self.x, self.y, self.width, self.height

    @property
    def rows_and_columns(self) -> tuple[slice, slice]:
        """What cuts it out of an array."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)

    def check(self, width: int, height: int) -> None:
        """Check that it can be searched in a mark of the given size.

        Raises:
            QuestionError: It is too small, or not all of it is in the mark.
        """
        if min(self.width, self.height) < LEAST_SIDE:
            raise QuestionError(
                tr(
                    "The region of {width}×{height} pixels is too small to be searched: make it at "
                    "least {least_side} pixels wide and high.",
                    width=self.width,
                    height=self.height,
                    least_side=LEAST_SIDE,
                )
            )
        across, down = self.x + self.width, self.y + self.height
        if self.x < 0 or self.y < 0 or across > width or down > height:
            raise QuestionError(
                tr(
                    "The region {x},{y},{width},{height} reaches out of the mark: keep it inside "
                    "{mark_width}×{mark_height} pixels.",
                    x=self.x,
                    y=self.y,
                    width=self.width,
                    height=self.height,
                    mark_width=width,
                    mark_height=height,
                )
            )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a region lies on its mark, whatever the size that the mark is shown at.

    Attributes:
        region: In pixels of the mark as filed.
        width: Of the mark as filed, pixels.
        height: Of the mark as filed, pixels.
    """

    region: Region
    width: int
    height: int

    def inside(self, width: int, height: int) -> Box:
        """Return the region in a picture of the whole mark that has another size."""
        across, down = width / self.width, height / self.height
        left = min(width - 1, round(self.region.x * across))
        top = min(height - 1, round(self.region.y * down))
        right = round((self.region.x + self.region.width) * across)
        bottom = round((self.region.y + self.region.height) * down)
        return left, top, max(1, right - left), max(1, bottom - top)
