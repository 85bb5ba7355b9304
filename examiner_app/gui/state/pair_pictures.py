"""What is painted of a pair of marks: pictures in several sizes, lines between keypoints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QTransform

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.pictures import Legend
    from examiner_app.engine.register.catalogue import Mark


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture in several sizes, so that painting never shrinks by more than a half.

    Attributes:
        levels: The same picture, largest first, each half as long as the one before.
    """

    levels: tuple[QImage, ...]

    @property
    def size(self) -> QSize:
        """Of the largest."""
        return self.levels[0].size()

    def level(self, width: float) -> QImage:
        """Return the smallest one that is at least ``width`` pixels wide, or the largest."""
        wide = (image for image in reversed(self.levels) if image.width() >= width)
        return next(wide, self.levels[0])


@dataclass(frozen=True, slots=True)
class Line:
    """Two keypoints that match, as shares of their pictures' widths and heights.

    Attributes:
        candidate: x, y in the candidate's picture.
        match: x, y in the match's picture.
        agrees: Whether it agrees with the transform of the others.
    """

    candidate: tuple[float, float]
    match: tuple[float, float]
    agrees: bool


@dataclass(frozen=True, slots=True, eq=False)
class PairPictures:
    """What is painted of a pair.

    Attributes:
        mark: The match.
        candidate: The candidate.
        match: The match.
        match_size: Width and height of the register's thumbnail, pixels.
        lines: Matching keypoints, those that agree last.
        match_map: From a place of the match as filed to where it is seen, as shares of widths and
            heights.
        legends: What the layer's colours mean on the candidate and on the match; ``None`` where
            no layer was painted.
    """

    mark: Mark
    candidate: Picture
    match: Picture
    match_size: tuple[int, int]
    lines: tuple[Line, ...]
    match_map: QTransform = field(default_factory=QTransform)
    legends: tuple[Legend | None, Legend | None] = (None, None)
