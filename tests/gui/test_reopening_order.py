"""While a case is on its way, whatever the user wants later wins, and nothing else is cut off."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases import registers
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.desk_record import DeskRecord
from examiner_app.engine.cases.transfer import export_case
from examiner_app.errors import RegisterError
from examiner_app.gui import case_images, case_log, reopen_work, reopening
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource, LogoSource
from examiner_app.gui.state import case_images as images_state

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def kept(
    engine: Any, tmp_path: Path, nothing_beforehand: None, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setattr(case_log, "SETTLE_MS", 1)
    monkeypatch.setattr(registers, "has_id", lambda path, _: path == Path("demo register"))
    engine.store = tmp_path / "judgements.sqlite"
    return Path(engine.store)


@pytest.fixture
def case(desk: Desk, qtbot: QtBot, logo_file: Make) -> str:
    """The id of a case of the demo register; another candidate is on the desk."""
    desk.reopening.folders = lambda: [Path("demo register")]
    desk.open_register(Path("demo register"))
    wait(desk, qtbot)
    desk.examine(FileSource(logo_file("case.png", 4)))
    wait(desk, qtbot)
    case = desk.log.case
    assert case
    desk.examine(FileSource(logo_file("other.png", 5)))
    wait(desk, qtbot)
    return case


def wait(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=10_000)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: not desk.jobs.busy)


def name(desk: Desk) -> str:
    assert desk.candidate.logo is not None
    return desk.candidate.logo.name


def held_register(desk: Desk) -> threading.Event:
    """Have registers opened only when the event is set."""
    gate, opened = threading.Event(), desk._engine.open_register

    def slow(path: Path) -> Any:
        gate.wait(10)
        return opened(path)

    desk._engine = replace(desk._engine, open_register=slow)
    return gate


def held_finding(monkeypatch: pytest.MonkeyPatch, after: int) -> threading.Event:
    """Have images after so many found only when the event is set."""
    hold, find = threading.Event(), case_images.find_images

    def slow(sources: Sequence[LogoSource], room: int) -> Generator[Any, None, Any]:
        steps = find(sources, room)
        for _ in range(after):
            yield next(steps)
        hold.wait(10)
        return (yield from steps)

    monkeypatch.setattr(case_images, "find_images", slow)
    return hold


def test_a_file_that_is_opened_while_a_case_waits_for_its_register_wins(
    case: str, desk: Desk, qtbot: QtBot, logo_file: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open_register(Path("other register"))
    wait(desk, qtbot)
    gate = held_register(desk)
    desk.reopening.open(case)
    qtbot.waitUntil(lambda: desk.reopening._waiting is not None)
    hold = held_finding(monkeypatch, 0)
    desk.case.open([FileSource(logo_file("newest.png", 8))])
    gate.set()
    qtbot.wait(100)
    hold.set()
    wait(desk, qtbot)
    assert name(desk) == "newest.png"


def test_a_register_that_is_opened_while_a_case_is_read_wins(
    case: str, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, prepare = threading.Event(), reopening.prepare

    def slow(*arguments: Any) -> Any:
        hold.wait(10)
        return prepare(*arguments)

    monkeypatch.setattr(reopening, "prepare", slow)
    desk.reopening.open(case)
    qtbot.wait(50)
    desk.open_register(Path("third register"))
    hold.set()
    wait(desk, qtbot)
    assert (desk.session.register_name, name(desk)) == ("Third register", "other.png")


def test_a_register_on_its_way_gives_way_to_a_case_of_the_open_one(
    case: str, desk: Desk, qtbot: QtBot
) -> None:
    gate = held_register(desk)
    desk.open_register(Path("other register"))
    desk.reopening.open(case)
    qtbot.waitUntil(lambda: name(desk) == "case.png")
    gate.set()
    wait(desk, qtbot)
    assert desk.session.register_name == "Demo register"


def test_a_former_register_that_cannot_be_used_does_not_show_the_case_early(
    case: str, desk: Desk, engine: Any, qtbot: QtBot
) -> None:
    desk.open_register(Path("second register"))
    wait(desk, qtbot)
    engine.gate.clear()
    desk.open_register(Path("third register"))
    qtbot.waitUntil(lambda: desk.jobs.running("workbench"))
    gate = held_register(desk)
    desk.reopening.open(case)
    qtbot.waitUntil(lambda: desk.reopening._waiting is not None)
    engine.mismatch = RegisterError("The models do not match: build it again.")
    engine.gate.set()
    qtbot.waitUntil(lambda: bool(desk.messages.history))
    assert name(desk) == "other.png"
    engine.mismatch = None
    gate.set()
    wait(desk, qtbot)
    assert (desk.session.register_name, name(desk)) == ("Demo register", "case.png")


def test_a_case_that_cannot_be_opened_cuts_nothing_off(
    desk: Desk, qtbot: QtBot, logo_file: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.open_register(Path("demo register"))
    hold = held_finding(monkeypatch, 1)
    desk.case.open([FileSource(logo_file(f"{seed}.png", seed)) for seed in (1, 2, 4)])
    qtbot.waitUntil(lambda: len(desk.images.images) == 1)
    with qtbot.waitSignal(desk.messages.posted):
        desk.reopening.open("nothing")
    hold.set()
    wait(desk, qtbot)
    assert len(desk.images.images) == 3


def test_images_that_come_meanwhile_do_not_stop_a_case(
    case: str, desk: Desk, qtbot: QtBot, logo_file: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold, prepare = threading.Event(), reopening.prepare

    def slow(*arguments: Any) -> Any:
        hold.wait(10)
        return prepare(*arguments)

    monkeypatch.setattr(reopening, "prepare", slow)
    desk.case.add([FileSource(logo_file("more.png", 8))])
    desk.reopening.open(case)
    hold.set()
    wait(desk, qtbot)
    assert name(desk) == "case.png"


def test_the_file_of_a_case_that_is_here_is_said_not_to_be_taken(
    case: str, desk: Desk, kept: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "his.examiner-case"
    store = CaseStore(kept)
    export_case(store, case, file)
    store.close()
    desk.case.open([FileSource(file)])
    wait(desk, qtbot)
    assert name(desk) == "case.png"
    assert "is shown as it is here" in desk.messages.history[-1].text


def test_of_too_many_images_the_shown_one_is_among_those_that_come_back(
    case: str, desk: Desk, kept: Path, qtbot: QtBot, logo_file: Make, monkeypatch: Any
) -> None:
    for module in (reopen_work, images_state):
        monkeypatch.setattr(module, "MOST_IMAGES", 3)
    desk.case.open([FileSource(logo_file(f"{seed}.png", seed)) for seed in (1, 2, 7)])
    wait(desk, qtbot)
    case = desk.log.case
    for _ in range(2):
        desk.case.remove(1)
    desk.case.add([FileSource(logo_file("8.png", 8)), FileSource(logo_file("10.png", 10))])
    wait(desk, qtbot)
    desk.case.show(2)
    wait(desk, qtbot)
    desk.reopening.open(case, desk.log.number)
    wait(desk, qtbot)
    shown = desk.images.shown
    assert shown is not None
    assert (shown.name, name(desk)) == ("10.png", "10.png")
    assert len(desk.images.images) == 3
    assert "no more images" in desk.messages.history[-1].text


def test_images_that_the_desk_had_and_the_store_has_not_are_said(
    case: str, desk: Desk, kept: Path, qtbot: QtBot
) -> None:
    store = CaseStore(kept)
    image = store.read(case).images[0].sha256
    store.keep_desk(case, DeskRecord(images=(image, "9" * 64), shown=image))
    store.close()
    desk.reopening.open(case)
    wait(desk, qtbot)
    assert "1 image of the case is not kept" in desk.messages.history[-1].text
