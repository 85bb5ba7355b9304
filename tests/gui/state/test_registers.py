from __future__ import annotations

import json
from pathlib import Path

import pytest

from examiner_app.engine.register.about import About
from examiner_app.gui.state.registers import MOST, RegistersState

A, B, C = Path("/a"), Path("/b"), Path("/c")


@pytest.mark.parametrize("remembered", ["", "nonsense", "{}", "[1, null]", '"/a"', '[""]'])
def test_a_damaged_list_is_an_empty_one(remembered: str) -> None:
    assert RegistersState(remembered).paths == []


def test_the_one_used_last_comes_first() -> None:
    state = RegistersState(json.dumps(["/a", "/b", "/a"]))
    assert state.paths == [A, B]
    state.use(B)
    state.use(C)
    state.offer(A)
    assert state.paths == [C, B, A]
    assert RegistersState(state.remembered).paths == [C, B, A]


def test_the_list_does_not_grow_for_ever() -> None:
    state = RegistersState()
    for number in range(MOST + 5):
        state.use(Path(f"/{number}"))
    assert len(state.paths) == MOST
    state.offer(A)
    assert len(state.paths) == MOST
    assert state.paths[-1] == A


def test_what_is_known_belongs_to_the_selected_one() -> None:
    state = RegistersState('["/a", "/b"]')
    changes: list[str] = []
    state.changed.connect(lambda: changes.append("list"))
    state.selection_changed.connect(lambda: changes.append("selection"))
    state.learn(About(B, "B", 5))
    assert state.about is None
    state.select(B)
    assert state.about == About(B, "B", 5)
    state.forget(B)
    assert (state.paths, state.selected, state.about) == ([A], A, None)
    state.forget(B)
    assert changes == ["list", "selection", "selection", "list"]
