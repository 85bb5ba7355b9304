from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui.state.history import History
from examiner_app.gui.state.question import SETTLE_MS, Marking, QuestionState, Tool

ONE = Region(10, 10, 40, 30)
OTHER = Region(0, 0, 80, 60)
DOT = Stroke(True, 5, ((3.0, 4.0),))
LINE = Stroke(False, 5, ((3.0, 4.0), (9.0, 9.0)))


@pytest.fixture
def question(qapp: object) -> QuestionState:
    made = QuestionState(History())
    made.begin(200, 100)
    return made


def test_a_new_candidate_begins_with_nothing(question: QuestionState) -> None:
    question.choose(Tool.ADD)
    question.select(ONE)
    question.draw(DOT)
    question.history.undo()
    asked: list[bool] = []
    question.asked.connect(lambda: asked.append(True))
    question.begin(3000, 4000)
    assert question.marking == Marking()
    assert question.tool is Tool.LOOK
    assert not question.history.can_undo
    assert not question.history.can_redo
    assert not question.pending
    assert question.brush == 200
    assert not asked, "nobody asked anything about the new one"


def test_region_and_strokes_are_undone_alike_in_turn(question: QuestionState) -> None:
    steps = [question.marking]
    for do in (
        lambda: question.select(ONE),
        lambda: question.draw(DOT),
        lambda: question.draw(LINE),
        lambda: question.select(OTHER),
        question.reset_mask,
        lambda: question.select(None),
    ):
        do()
        steps.append(question.marking)
    assert steps[-2] == Marking(OTHER, ())
    assert steps[-1] == Marking()
    for before in reversed(steps[:-1]):
        question.history.undo()
        assert question.marking == before
    assert not question.history.can_undo
    question.history.undo()
    for after in steps[1:]:
        question.history.redo()
        assert question.marking == after
    assert not question.history.can_redo
    question.history.redo()
    assert question.marking == Marking()


def test_what_was_undone_is_gone_when_something_else_is_drawn(question: QuestionState) -> None:
    question.draw(DOT)
    question.history.undo()
    question.draw(LINE)
    assert not question.history.can_redo
    question.history.undo()
    assert question.marking == Marking()


def test_nudges_in_a_row_are_one_step(question: QuestionState) -> None:
    question.select(ONE)
    for step in range(1, 6):
        question.nudge(Region(10 + step, 10, 40, 30))
    question.history.undo()
    assert question.marking.region == ONE
    question.history.redo()
    assert question.marking.region == Region(15, 10, 40, 30)
    question.nudge(Region(16, 10, 40, 30))
    question.history.undo()
    assert question.marking.region == Region(15, 10, 40, 30), "a redo ends the row"


def test_what_changes_nothing_is_no_step(question: QuestionState) -> None:
    question.select(None)
    question.reset_mask()
    assert not question.history.can_undo
    question.select(ONE)
    question.select(ONE)
    question.nudge(ONE)
    question.history.undo()
    assert not question.history.can_undo


def test_several_strokes_settle_once(question: QuestionState, qtbot: QtBot) -> None:
    settled: list[Marking] = []
    question.settled.connect(lambda: settled.append(question.marking))
    question.draw(DOT)
    question.draw(LINE)
    assert question.pending
    assert not settled
    qtbot.waitUntil(lambda: bool(settled), timeout=SETTLE_MS + 2000)
    qtbot.wait(SETTLE_MS + 50)
    assert settled == [Marking(None, (DOT, LINE))]


def test_nothing_settles_while_something_is_drawn(question: QuestionState, qtbot: QtBot) -> None:
    settled: list[bool] = []
    question.settled.connect(lambda: settled.append(True))
    question.draw(DOT)
    question.hold()
    qtbot.wait(SETTLE_MS + 100)
    assert not settled
    question.let_go()
    qtbot.waitUntil(lambda: bool(settled), timeout=SETTLE_MS + 2000)
    question.hold()
    question.let_go()
    qtbot.wait(SETTLE_MS + 100)
    assert len(settled) == 1, "what is searched already is not searched again"


def test_a_tool_is_taken_and_put_away(question: QuestionState) -> None:
    changes: list[Tool] = []
    question.tool_changed.connect(lambda: changes.append(question.tool))
    question.toggle(Tool.REGION)
    question.toggle(Tool.ADD)
    question.toggle(Tool.ADD)
    question.choose(Tool.LOOK)
    assert changes == [Tool.REGION, Tool.ADD, Tool.LOOK]


def test_a_tiny_mark_has_no_region_and_no_mark_no_tool(question: QuestionState) -> None:
    question.begin(15, 200)
    question.choose(Tool.REGION)
    assert question.tool is Tool.LOOK
    assert question.can_use(Tool.TAKE)
    none = QuestionState(History())
    none.choose(Tool.ADD)
    assert none.tool is Tool.LOOK


def test_the_brush_keeps_to_sizes_that_make_sense(question: QuestionState) -> None:
    assert question.brush == 10
    question.resize(-4)
    assert question.brush == 1
    question.grow(larger=False)
    assert question.brush == 1
    for _ in range(40):
        question.grow(larger=True)
    assert question.brush == question.largest_brush == 100
    question.grow(larger=False)
    assert question.brush == 80


@pytest.mark.parametrize("side", [1, 16, 300, 8000])
def test_every_place_of_the_slider_is_a_size_and_back(side: int) -> None:
    question = QuestionState(History())
    question.begin(side, side)
    sizes = []
    for step in range(101):
        question.slide(step)
        sizes.append(question.brush)
        assert 0 <= question.brush_step <= step
    assert sizes == sorted(sizes)
    assert sizes[-1] == question.largest_brush
    question.slide(0)
    assert question.brush == 1
