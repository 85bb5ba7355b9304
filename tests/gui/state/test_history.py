from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication

from examiner_app.gui.state.history import DEEPEST, History


@pytest.fixture
def history(qapp: QApplication) -> History:
    return History()


def put(values: list[int], value: int) -> Callable[[], None]:
    def act() -> None:
        values[0] = value

    return act


def test_steps_are_done_undone_and_done_again(history: History) -> None:
    values, told = [0], []
    history.changed.connect(lambda: told.append(history.undo_text))
    history.do("one", put(values, 1), put(values, 0))
    history.do("two", put(values, 2), put(values, 1))
    assert values == [2]
    assert (history.undo_text, history.redo_text) == ("two", "")
    history.undo()
    assert values == [1]
    assert (history.undo_text, history.redo_text) == ("one", "two")
    history.undo()
    history.undo()
    assert values == [0]
    assert not history.can_undo
    history.redo()
    history.redo()
    history.redo()
    assert values == [2]
    assert not history.can_redo
    assert told


def test_a_new_step_ends_what_could_be_done_again(history: History) -> None:
    values = [0]
    history.do("one", put(values, 1), put(values, 0))
    history.undo()
    history.do("other", put(values, 5), put(values, 0))
    assert not history.can_redo
    history.undo()
    assert values == [0]


def test_steps_of_one_kind_that_follow_each_other_are_one(history: History) -> None:
    values = [0]
    for value in (1, 2, 3):
        history.do("typing", put(values, value), put(values, value - 1), merge="a")
    history.do("typing", put(values, 4), put(values, 3), merge="b")
    history.do("click", put(values, 5), put(values, 4))
    history.do("click", put(values, 6), put(values, 5))
    seen = []
    while history.can_undo:
        history.undo()
        seen.append(values[0])
    assert seen == [5, 4, 3, 0]
    history.redo()
    assert values == [3]


def test_it_forgets_on_demand_and_the_oldest_by_itself(history: History) -> None:
    values = [0]
    for value in range(1, DEEPEST + 20):
        history.do("step", put(values, value), put(values, value - 1))
    while history.can_undo:
        history.undo()
    assert values == [19]
    history.clear()
    assert not history.can_redo
