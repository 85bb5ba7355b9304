"""Answering parts: which cell of the pair is pointed at, and what answers it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPointF, QRectF, Signal

from examiner_app.translation import tr

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from examiner_app.engine.evidence.answering import Answering
    from examiner_app.engine.pictures import Legend

PARTS: Final = "parts"
"""Key of the layer in the comparison."""

PARTS_TITLE: Final = tr("Answering parts")
PARTS_TIP: Final = tr(
    "What each part adds to the similarity under the method that the matches are sorted by; point "
    "at a part of one mark to see which parts of the other answer it"
)


UNDER: Final = tr("under the pointer")


class Side(IntEnum):
    """One of the two marks."""

    CANDIDATE = 0
    MATCH = 1

    @property
    def other(self) -> Side:
        """The mark that answers."""
        return Side.MATCH if self is Side.CANDIDATE else Side.CANDIDATE


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of one mark's maps.

    Attributes:
        side: Whose.
        row: From the top.
        column: From the left.
    """

    side: Side
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Reading:
    """A number that is shown beside the colours.

    Attributes:
        value: The number.
        where: Which cell's it is, in words that follow it.
    """

    value: float
    where: str


@dataclass(frozen=True, slots=True, eq=False)
class PartsPicture:
    """The contributions of one mark.

    Attributes:
        image: One pixel per cell.
        box: The part of the picture that was searched, as shares of its width and height.
        square: What the cells divide, as shares; it reaches beyond ``box``.
    """

    image: QImage
    box: QRectF
    square: QRectF


@dataclass(frozen=True, slots=True, eq=False)
class PaintedParts:
    """What is known of a pair's parts under one method.

    Attributes:
        answering: The numbers.
        pictures: The contributions, the candidate's first.
        legend: What their colours mean.
        answer_legend: What the colours of an answer mean.
    """

    answering: Answering
    pictures: tuple[PartsPicture, PartsPicture]
    legend: Legend
    answer_legend: Legend

    @property
    def grid(self) -> int:
        """Cells of a row."""
        return self.pictures[0].image.width()

    def cell_at(self, side: Side, share: QPointF) -> Cell | None:
        """Return the cell at a place of a picture; ``None`` outside what was searched."""
        picture = self.pictures[side]
        if not picture.box.contains(share):
            return None
        square, last = picture.square, self.grid - 1
        column = int((share.x() - square.x()) / square.width() * self.grid)
        row = int((share.y() - square.y()) / square.height() * self.grid)
        return Cell(side, min(last, max(0, row)), min(last, max(0, column)))

    def outline(self, cell: Cell) -> QRectF:
        """Return a cell's edges, as shares of its picture."""
        square = self.pictures[cell.side].square
        width, height = square.width() / self.grid, square.height() / self.grid
        edges = QRectF(
            square.x() + cell.column * width, square.y() + cell.row * height, width, height
        )
        return edges.intersected(self.pictures[cell.side].box)

    def contribution(self, cell: Cell) -> float:
        """Return what a cell adds to the similarity."""
        found = (self.answering.candidate, self.answering.match)[cell.side]
        return float(found.contributions[cell.row, cell.column])

    def cosine(self, one: Cell, other: Cell) -> float:
        """Return how alike two cells of different marks are."""
        here, there = (one, other) if one.side is Side.CANDIDATE else (other, one)
        return float(self.answering.cosines[self._number(here), self._number(there)])

    def answer(self, source: Cell) -> QImage:
        """Return how alike the cells of the other mark are to ``source``, one pixel per cell."""
        from examiner_app.engine.evidence.part_pictures import answer_pixels
        from examiner_app.gui.images import to_image

        return to_image(answer_pixels(self._cosines(source).reshape(self.grid, self.grid)))

    def best_answer(self, source: Cell) -> Cell:
        """Return the cell of the other mark that is most like ``source``."""
        row, column = divmod(int(self._cosines(source).argmax()), self.grid)
        return Cell(source.side.other, row, column)

    def strongest(self, side: Side) -> Cell:
        """Return the cell of a mark that adds most to the similarity."""
        cells = (self.answering.candidate, self.answering.match)[side].contributions
        row, column = divmod(int(cells.argmax()), self.grid)
        return Cell(side, row, column)

    def moved(self, cell: Cell, right: int, down: int) -> Cell:
        """Return a neighbour; the cell itself where there is none that was searched."""
        row, column = cell.row + down, cell.column + right
        if not (0 <= row < self.grid and 0 <= column < self.grid):
            return cell
        neighbour = Cell(cell.side, row, column)
        return neighbour if self.outline(neighbour).isValid() else cell

    def _cosines(self, source: Cell) -> NDArray[np.float32]:
        cosines, number = self.answering.cosines, self._number(source)
        row: NDArray[np.float32] = (
            cosines[number] if source.side is Side.CANDIDATE else cosines[:, number]
        )
        return row

    def _number(self, cell: Cell) -> int:
        return cell.row * self.grid + cell.column


class PartsState(QObject):
    """The parts of the pair that is looked at.

    Attributes:
        painted: What is known; ``None`` until it is computed.
        note: What is said where there is nothing to be painted.
        pointed: The cell under the pointer.
        pinned: The cell that stays the source until it is released.

    Signals:
        changed(): Other parts are known, or none.
        source_changed(): Another cell is pointed at or pinned.
    """

    changed = Signal()
    source_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.painted: PaintedParts | None = None
        self.note = ""
        self.pointed: Cell | None = None
        self.pinned: Cell | None = None
        self._answer: tuple[Cell, QImage] | None = None

    @property
    def source(self) -> Cell | None:
        """The cell whose answer is shown."""
        return self.pinned or self.pointed

    @property
    def answer(self) -> QImage | None:
        """The answer of the other mark, one pixel per cell."""
        source = self.source
        if self.painted is None or source is None:
            return None
        if self._answer is None or self._answer[0] != source:
            self._answer = source, self.painted.answer(source)
        return self._answer[1]

    def take(self, painted: PaintedParts) -> None:
        """Take in the parts of a pair."""
        self._set(painted, "")

    def clear(self, note: str = "") -> None:
        """Show no parts, and say why."""
        if self.painted is not None or note != self.note:
            self._set(None, note)

    def point(self, side: Side | None, share: QPointF | None = None) -> None:
        """Point at a place of a picture, or nowhere."""
        cell = None
        if self.painted is not None and side is not None and share is not None:
            cell = self.painted.cell_at(side, share)
        if cell != self.pointed:
            self.pointed = cell
            self.source_changed.emit()

    def pin(self, cell: Cell | None) -> None:
        """Keep a cell as the source; release it with the same cell again, or with ``None``."""
        wanted = None if cell == self.pinned else cell
        if wanted != self.pinned:
            self.pinned = wanted
            self.source_changed.emit()

    def step(self, right: int, down: int) -> None:
        """Move the pinned cell."""
        if self.pinned is not None and self.painted is not None:
            moved = self.painted.moved(self.pinned, right, down)
            if moved != self.pinned:
                self.pin(moved)

    def pin_strongest(self) -> None:
        """Pin the candidate's strongest cell; release where one is pinned."""
        if self.painted is not None:
            self.pin(self.pinned or self.painted.strongest(Side.CANDIDATE))

    def reading(self, side: Side) -> Reading | None:
        """Return the number to be read on a mark: under the pointer, or what is marked there."""
        source, painted = self.source, self.painted
        if painted is None or source is None:
            return None
        here = self.pointed if self.pointed is not None and self.pointed.side is side else None
        if source.side is side:
            return Reading(
                painted.contribution(here or source), UNDER if here else tr("in the marked part")
            )
        if here is not None:
            return Reading(painted.cosine(source, here), UNDER)
        return Reading(
            painted.cosine(source, painted.best_answer(source)), tr("at the best answer")
        )

    def _set(self, painted: PaintedParts | None, note: str) -> None:
        self.painted, self.note = painted, note
        self.pointed = self.pinned = self._answer = None
        self.changed.emit()
        self.source_changed.emit()
