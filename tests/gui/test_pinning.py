"""Pins are of the case: they come back with it, and none is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.errors import CaseError
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource

Settle = Callable[[], None]
Make = Callable[..., Path]

REGISTER = "id of Demo register"


@pytest.fixture
def kept(engine: Any, tmp_path: Path) -> Path:
    engine.store = tmp_path / "judgements.sqlite"
    return Path(engine.store)


@pytest.fixture
def examining(kept: Path, desk: Desk, logo_file: Make, settle: Settle) -> Desk:
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    return desk


def pins(kept: Path) -> list[dict[str, tuple[str, ...]]]:
    store = CaseStore(kept)
    found = [dict(store.read(one.id).pins) for one in store.summaries()]
    store.close()
    return found


def pin(desk: Desk, *indices: int) -> list[str]:
    register = desk.session.register
    assert register is not None
    marks = register.marks(list(indices))
    for mark in marks:
        desk.toggle_pin(mark)
    return [mark.id for mark in marks]


def test_who_pins_begins_the_case_and_who_releases_changes_it(
    examining: Desk, kept: Path, settle: Settle
) -> None:
    first, second = pin(examining, 7, 3)
    settle()
    assert pins(kept) == [{REGISTER: (first, second)}]
    pin(examining, 7)
    settle()
    assert pins(kept) == [{REGISTER: (second,)}]
    examining.pins.clear()
    settle()
    assert pins(kept) == [{}]


def test_who_pins_nothing_begins_nothing(examining: Desk, kept: Path, settle: Settle) -> None:
    examining.pins.clear()
    settle()
    assert pins(kept) == []


def test_pins_come_back_and_later_ones_follow_them(
    examining: Desk, engine: Any, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    names = pin(examining, 7, 3)
    settle()
    later = Desk(engine.as_engine())
    later.open_register(Path("demo register"))
    qtbot.waitUntil(lambda: not later.jobs.busy)
    later.examine(FileSource(logo_file()))
    qtbot.waitUntil(lambda: later.images.key != "" and later.pins.key[0] != "")
    names += pin(later, 11)
    qtbot.waitUntil(lambda: not later.jobs.busy)
    assert [mark.id for mark in later.pins.marks] == names
    later.close()
    assert pins(engine.store) == [{REGISTER: tuple(names)}]


def test_marks_that_are_gone_from_the_register_are_left_out(
    examining: Desk, kept: Path, logo_file: Make, settle: Settle
) -> None:
    pin(examining, 7)
    settle()
    store = CaseStore(kept)
    (case,) = store.summaries()
    store.change_pins(case.id, REGISTER, ["M09999", "M00003"], ["M00007"])
    store.close()
    examining.examine(FileSource(logo_file()))
    settle()
    assert examining.pins.indices == [3]


def test_what_was_not_written_is_written_at_the_end(
    examining: Desk, kept: Path, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    names = pin(examining, 7)
    settle()
    change = CaseStore.change_pins

    def full(*_: object) -> None:
        raise CaseError("The disk is full: make room.")

    monkeypatch.setattr(CaseStore, "change_pins", full)
    names += pin(examining, 5)
    settle()
    assert "disk is full" in examining.messages.history[-1].text
    assert examining.keeping.unsaved
    monkeypatch.setattr(CaseStore, "change_pins", change)
    examining.close()
    assert pins(kept) == [{REGISTER: tuple(names)}]


def test_pins_that_cannot_be_read_are_not_replaced(
    examining: Desk, kept: Path, logo_file: Make, monkeypatch: pytest.MonkeyPatch, settle: Settle
) -> None:
    names = pin(examining, 7)
    settle()

    def damaged(*_: object) -> None:
        raise CaseError("The file cannot be read: try again.")

    with monkeypatch.context() as then:
        then.setattr(CaseStore, "pinned", damaged)
        examining.examine(FileSource(logo_file()))
        settle()
    assert "cannot be read" in examining.messages.history[-1].text
    names += pin(examining, 5)
    settle()
    assert pins(kept) == [{REGISTER: tuple(names)}]


def test_what_another_window_pins_stays(
    examining: Desk, engine: Any, kept: Path, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    pin(examining, 7, 8)
    settle()
    later = Desk(engine.as_engine())
    later.open_register(Path("demo register"))
    qtbot.waitUntil(lambda: not later.jobs.busy)
    later.examine(FileSource(logo_file()))
    qtbot.waitUntil(lambda: later.pins.indices == [7, 8])
    pin(later, 11)
    pin(later, 7)
    qtbot.waitUntil(lambda: not later.jobs.busy)
    pin(examining, 9)
    settle()
    later.close()
    assert pins(kept) == [{REGISTER: ("M00008", "M00011", "M00009")}]


def test_who_pins_and_releases_at_once_leaves_nothing(
    examining: Desk, kept: Path, settle: Settle
) -> None:
    for index in (7, 5, 7, 5, 3, 5):
        pin(examining, index)
    settle()
    assert pins(kept) == [{REGISTER: ("M00003", "M00005")}]
    pin(examining, 3, 5)
    examining.close()
    assert pins(kept) == [{}]
