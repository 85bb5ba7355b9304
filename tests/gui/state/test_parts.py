"""Answering parts: pointing, pinning, and what is read, without a window."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF

from examiner_app.engine.evidence.answering import WHOLE, Answering, Parts
from examiner_app.engine.evidence.part_pictures import answer_legend, contribution_legend
from examiner_app.gui.images import to_image
from examiner_app.gui.state.parts import (
    UNDER,
    Cell,
    PaintedParts,
    PartsPicture,
    PartsState,
    Reading,
    Side,
)

GRID = 3


def painted(box: QRectF | None = None) -> PaintedParts:
    """The candidate's cell n holds n/100, the match's −n/100; cell n answers cell 8 − n."""
    cells = np.arange(GRID**2, dtype=np.float32).reshape(GRID, GRID) / 100
    cosines = np.full((9, 9), 0.4, np.float32)
    cosines[np.arange(9), 8 - np.arange(9)] = 0.9
    found = Answering("mac", 0.36, Parts(cells, WHOLE, WHOLE), Parts(-cells, WHOLE, WHOLE), cosines)
    whole = QRectF(0, 0, 1, 1)
    image = to_image(np.zeros((GRID, GRID, 4), np.uint8))
    pictures = (
        PartsPicture(image, box or whole, QRectF(0, -0.5, 1, 2) if box else whole),
        PartsPicture(image, whole, whole),
    )
    return PaintedParts(found, pictures, contribution_legend(found), answer_legend())


@pytest.fixture
def state() -> PartsState:
    made = PartsState()
    made.take(painted())
    return made


def heard(signal: Any) -> list[int]:
    calls: list[int] = []
    signal.connect(lambda: calls.append(1))
    return calls


def test_pointing_finds_cells_and_nothing_outside(state: PartsState) -> None:
    calls = heard(state.source_changed)
    state.point(Side.CANDIDATE, QPointF(0.99, 0.4))
    assert state.source == Cell(Side.CANDIDATE, 1, 2)
    state.point(Side.CANDIDATE, QPointF(0.98, 0.45))
    assert len(calls) == 1, "it is the same cell"
    state.point(Side.CANDIDATE, QPointF(1.01, 0.4))
    assert state.source is None
    state.point(None)
    assert len(calls) == 2


def test_the_edge_of_the_picture_is_in_its_last_cell(state: PartsState) -> None:
    state.point(Side.MATCH, QPointF(1, 1))
    assert state.source == Cell(Side.MATCH, 2, 2)


def test_a_crop_is_all_there_is(state: PartsState) -> None:
    known = painted(QRectF(0, 0.25, 1, 0.5))
    assert known.cell_at(Side.CANDIDATE, QPointF(0.5, 0.1)) is None
    assert known.cell_at(Side.CANDIDATE, QPointF(0.5, 0.5)) == Cell(Side.CANDIDATE, 1, 1)
    outline = known.outline(Cell(Side.CANDIDATE, 1, 0))
    assert (outline.top(), outline.bottom()) == (0.25, 0.75), "no cell reaches out of the box"
    middle = Cell(Side.CANDIDATE, 1, 1)
    assert known.moved(middle, 0, 1) == middle, "there is nothing below"
    assert known.moved(middle, 1, 0) == Cell(Side.CANDIDATE, 1, 2)


def test_a_pinned_cell_stays_until_it_is_released(state: PartsState) -> None:
    state.point(Side.CANDIDATE, QPointF(0, 0))
    state.pin(state.pointed)
    state.point(Side.MATCH, QPointF(0.5, 0.5))
    assert state.source == Cell(Side.CANDIDATE, 0, 0)
    state.step(1, 0)
    state.step(-5, 0)
    assert state.source == Cell(Side.CANDIDATE, 0, 1)
    state.pin(state.source)
    assert state.source == Cell(Side.MATCH, 1, 1), "the pointer is followed again"
    state.pin(Cell(Side.CANDIDATE, 2, 2))
    state.pin(None)
    assert state.pinned is None


def test_the_keyboard_begins_at_the_strongest(state: PartsState) -> None:
    state.pin_strongest()
    assert state.pinned == Cell(Side.CANDIDATE, 2, 2)
    state.pin_strongest()
    assert state.pinned is None
    state.step(1, 0)
    assert state.pinned is None


def test_what_is_read(state: PartsState) -> None:
    assert state.reading(Side.CANDIDATE) is None
    state.point(Side.CANDIDATE, QPointF(0.9, 0.1))
    assert state.reading(Side.CANDIDATE) == Reading(pytest.approx(0.02), UNDER)
    assert state.reading(Side.MATCH) == Reading(pytest.approx(0.9), "at the best answer")
    state.pin(state.pointed)
    state.point(Side.MATCH, QPointF(0.1, 0.1))
    assert state.reading(Side.MATCH) == Reading(pytest.approx(0.4), UNDER)
    assert state.reading(Side.CANDIDATE) == Reading(pytest.approx(0.02), "in the marked part")
    state.pin(None)
    assert state.reading(Side.MATCH) == Reading(pytest.approx(0), UNDER)
    assert state.reading(Side.CANDIDATE) == Reading(pytest.approx(0.9), "at the best answer")


@pytest.mark.parametrize("side", Side)
def test_the_answer_is_strongest_where_it_should_be(state: PartsState, side: Side) -> None:
    state.pin(Cell(side, 0, 1))
    answer = state.answer
    assert answer is not None
    alphas = [answer.pixelColor(n % GRID, n // GRID).alpha() for n in range(GRID**2)]
    assert alphas.index(max(alphas)) == 7
    assert state.painted is not None
    assert state.painted.best_answer(Cell(side, 0, 1)) == Cell(side.other, 2, 1)
    assert state.answer is answer, "it is painted once"


def test_another_pair_forgets_the_cell(state: PartsState) -> None:
    state.pin(Cell(Side.MATCH, 0, 0))
    state.clear("Computing…")
    assert state.source is None
    assert state.answer is None
    state.point(Side.MATCH, QPointF(0.5, 0.5))
    state.pin_strongest()
    assert state.source is None
    calls = heard(state.changed)
    state.clear("Computing…")
    assert not calls
