"""Pins of each candidate and register, those of the store before those of today."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from examiner_app.engine.register.catalogue import Mark
from examiner_app.gui.state.pins import PinsState

HERE = ("candidate", "register")


@pytest.fixture
def marks(engine: Any) -> list[Mark]:
    register: Any = engine.open_register(Path("demo register"))
    return list(register.marks(range(9)))


@pytest.fixture
def pins() -> PinsState:
    made = PinsState()
    made.switch(*HERE)
    return made


def test_only_what_the_user_does_is_to_be_kept(pins: PinsState, marks: list[Mark]) -> None:
    told: list[str] = []
    pins.pinned.connect(lambda: told.append("pinned"))
    pins.changed.connect(lambda: told.append("changed"))
    pins.take(HERE, marks[:2])
    pins.switch("other", "register")
    assert told == ["changed", "changed"]
    pins.toggle(marks[4])
    assert told[2:] == ["changed", "pinned"]
    pins.release(7)
    assert len(told) == 4
    pins.release(4)
    pins.clear()
    assert told[4:] == ["changed", "pinned"] * 2


def test_what_was_pinned_before_comes_first(pins: PinsState, marks: list[Mark]) -> None:
    pins.toggle(marks[5])
    pins.toggle(marks[1])
    pins.take(HERE, [marks[3], marks[1]])
    assert pins.indices == [3, 1, 5]
    assert pins.of(HERE) == pins.marks


def test_pins_of_another_board_come_silently_and_of_none_not_at_all(
    pins: PinsState, marks: list[Mark]
) -> None:
    pins.switch("other", "register")
    heard: list[None] = []
    pins.changed.connect(lambda: heard.append(None))
    pins.take(HERE, marks[:1])
    pins.take(("nobody", "register"), marks[:1])
    assert heard == []
    assert pins.marks == []
    assert pins.of(HERE) == marks[:1]
    assert pins.of(("nobody", "register")) == []
