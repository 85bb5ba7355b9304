"""A case is opened again as it was left, or as it was at a search of its log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases import registers
from examiner_app.engine.cases.case import Case
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.judgements import Judgement
from examiner_app.engine.cases.transfer import export_case
from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui import case_desk, case_log
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.question import Marking

Settle = Callable[[], None]
Make = Callable[..., Path]
Open = Callable[..., Desk]

STROKE = Stroke(adds=True, size=12.5, points=((40.0, 60.0), (80.5, 62.25)))
REGION = Region(20, 20, 120, 100)


@pytest.fixture(autouse=True)
def kept(
    engine: Any, tmp_path: Path, nothing_beforehand: None, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setattr(case_log, "SETTLE_MS", 1)
    monkeypatch.setattr(case_desk, "SETTLE_MS", 1)
    engine.store = tmp_path / "judgements.sqlite"
    return Path(engine.store)


@pytest.fixture
def left(desk: Desk, logo_file: Make, settle: Settle, qtbot: QtBot) -> str:
    """The id of a case with two images, much asked about, that was left."""
    desk.open_register(Path("demo register"))
    settle()
    desk.case.open([FileSource(logo_file()), FileSource(logo_file("second.png", 8))])
    settle()
    qtbot.waitUntil(lambda: desk.log.number == 1)
    desk.case.show(1)
    settle()
    qtbot.waitUntil(lambda: desk.log.number == 2)
    desk.question.select(REGION)
    desk.question.draw(STROKE)
    qtbot.waitUntil(lambda: desk.log.number == 3, timeout=10_000)
    settle()
    desk.matches.sort_by("spoc")
    desk.filters.toggle("types", "figure-only")
    desk.folding.choose("pictures")
    desk.filters.show(shown=True)
    desk.layers.activate("cam")
    desk.layers.activate("text")
    qtbot.waitUntil(lambda: desk.log.number == 4)
    settle()
    desk.log.describe("EM 1", "Ada")
    desk.judgements.set_judgement(desk.matches.marks[2], Judgement.CITED)
    desk.toggle_pin(desk.matches.marks[3])
    desk.matches.select(desk.matches.marks[5])
    settle()
    case = desk.log.case
    desk.close()
    return case


@pytest.fixture
def begin(engine: Any, qtbot: QtBot) -> Iterator[Open]:
    """Opens desks, as another morning does."""
    made: list[Desk] = []

    def open_desk(register: str = "demo register") -> Desk:
        desk = Desk(engine.as_engine())
        desk.reopening.folders = lambda: [Path("demo register")]
        made.append(desk)
        if register:
            desk.open_register(Path(register))
            qtbot.waitUntil(lambda: not desk.jobs.busy)
        return desk

    yield open_desk
    for desk in made:
        desk.close()


def wait(desk: Desk, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: desk.candidate.examination is not None and not desk.jobs.busy, timeout=10_000
    )
    qtbot.wait(30)
    qtbot.waitUntil(lambda: not desk.jobs.busy)


def read(kept: Path, case: str) -> Case:
    store = CaseStore(kept)
    found = store.read(case)
    store.close()
    return found


def test_a_case_comes_back_as_it_was_left(
    left: str, desk: Desk, begin: Open, qtbot: QtBot, kept: Path
) -> None:
    later = begin()
    later.reopening.open(left)
    wait(later, qtbot)
    assert [image.name for image in later.images.images] == ["candidate.png", "second.png"]
    assert later.images.index == 1
    assert later.candidate.logo is not None
    assert later.candidate.logo.name == "second.png"
    assert later.question.marking == Marking(REGION, (STROKE,))
    assert later.matches.sort == "spoc"
    assert later.filters.present.types == {"figure-only"}
    assert later.filters.shown
    assert later.folding.present.how == "pictures"
    assert (later.layers.shown, later.layers.key) == (desk.layers.shown, "text")
    assert list(later.matches.order) == list(desk.matches.order)
    assert later.matches.selected is not None
    assert later.matches.selected.id == desk.matches.marks[5].id
    assert later.pins.indices == [desk.matches.marks[3].index]
    assert later.judgements.judgement(desk.matches.marks[2].index) is Judgement.CITED
    assert (later.log.reference, later.log.examiner, later.log.case) == ("EM 1", "Ada", left)
    assert later.log.number == 4
    assert later.messages.history == []


def test_to_open_a_case_is_no_search_and_to_go_on_is_one(
    left: str, begin: Open, qtbot: QtBot, kept: Path
) -> None:
    later = begin()
    later.reopening.open(left)
    wait(later, qtbot)
    assert len(read(kept, left).searches) == 4
    later.case.show(0)
    wait(later, qtbot)
    # The first image was never searched with this filter.
    qtbot.waitUntil(lambda: later.log.number == 5)
    later.filters.clear()
    qtbot.wait(50)
    wait(later, qtbot)
    searches = read(kept, left).searches
    assert [one.number for one in searches] == [1, 2, 3, 4, 5, 6]
    later.retry()
    qtbot.waitUntil(lambda: later.log.number == 7)


def test_a_search_of_the_log_comes_back_with_its_corrected_mask(
    left: str, begin: Open, qtbot: QtBot, kept: Path, engine: Any
) -> None:
    later = begin()
    later.reopening.open(left, 3)
    wait(later, qtbot)
    marking = later.question.marking
    assert (marking.region, marking.strokes, marking.kept_from) == (REGION, (), 3)
    assert later.filters.wanted is None
    asked = engine.workbenches[-1].questions[-1]
    record = read(kept, left).searches[2].record
    assert record.mask is not None
    assert asked.correction.sha256 == record.mask.sha256
    assert later.log.number == 4, "it is in the log already"
    later.question.reset_mask()
    assert later.question.marking == Marking(REGION)
    later.history.undo()
    assert later.question.marking.kept_from == 3
    wait(later, qtbot)
    later.case_desk.keep()
    wait(later, qtbot)
    third = begin()
    third.reopening.open(left)
    wait(third, qtbot)
    assert third.question.marking.kept == marking.kept


def test_only_what_is_new_is_listed(left: str, begin: Open, qtbot: QtBot, engine: Any) -> None:
    engine.count = 640
    later = begin()
    later.reopening.open(left, 4, only_new=True)
    wait(later, qtbot)
    assert later.filters.present.added_after == 600
    assert later.filters.present.types == {"figure-only"}
    assert {int(row) for row in later.matches.order} <= set(range(600, 640))
    assert later.matches.count > 0
    assert later.log.number == 5, "it is a search of its own"


def test_the_register_of_the_case_is_opened_first(
    left: str, begin: Open, qtbot: QtBot, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "has_id", lambda path, _: path == Path("demo register"))
    later = begin("other register")
    later.reopening.open(left)
    wait(later, qtbot)
    assert later.session.register_name == "Demo register"
    assert engine.workbenches[-2].examined == [], "nothing is examined in the other register"
    assert later.log.number == 4
    assert later.pins.marks


def test_a_case_is_opened_before_any_register(
    left: str, desk: Desk, begin: Open, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "has_id", lambda path, _: path == Path("demo register"))
    later = begin("")
    later.reopening.open_named("EM 1")
    wait(later, qtbot)
    assert later.session.register_name == "Demo register"
    assert later.log.case == left
    assert later.matches.selected is not None
    assert later.matches.selected.id == desk.matches.marks[5].id


def test_a_register_that_is_gone_is_said_and_the_rest_comes_back(
    left: str, begin: Open, qtbot: QtBot
) -> None:
    later = begin("other register")
    later.reopening.open(left)
    wait(later, qtbot)
    assert "not in demo register any more" in later.messages.history[-1].text
    assert later.question.marking == Marking(REGION, (STROKE,))
    assert later.pins.marks == [], "they are of the register that is gone"


def test_a_register_that_cannot_be_opened_is_said_and_the_rest_comes_back(
    left: str, begin: Open, qtbot: QtBot, engine: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registers, "has_id", lambda path, _: path == Path("demo register"))
    later = begin("other register")

    def refuse(path: Path) -> None:
        raise ValueError(path)

    monkeypatch.setattr(
        later, "_engine", type("Engine", (), {"open_register": staticmethod(refuse)})
    )
    later.reopening.open(left)
    wait(later, qtbot)
    assert later.session.register_name == "Other register"
    assert len(later.images.images) == 2


def test_who_opens_something_else_meanwhile_gets_that(
    left: str, begin: Open, qtbot: QtBot, logo_file: Make
) -> None:
    later = begin()
    later.reopening.open(left)
    later.examine(FileSource(logo_file("third.png", 11)))
    wait(later, qtbot)
    assert [image.name for image in later.images.images] == ["third.png"]
    assert later.log.case != left


def test_a_case_that_is_not_there_changes_nothing(
    left: str, begin: Open, qtbot: QtBot, logo_file: Make
) -> None:
    later = begin()
    later.examine(FileSource(logo_file("third.png", 11)))
    wait(later, qtbot)
    for attempt in (
        lambda: later.reopening.open("nothing"),
        lambda: later.reopening.open(left, 99),
        lambda: later.reopening.open_named("EM 9"),
        lambda: later.reopening.open_named(str(logo_file("no case.png"))),
    ):
        with qtbot.waitSignal(later.messages.posted):
            attempt()
        wait(later, qtbot)
        assert [image.name for image in later.images.images] == ["third.png"]


def test_a_file_that_a_case_was_exported_to_is_opened_as_the_case(
    left: str, begin: Open, qtbot: QtBot, kept: Path, engine: Any, tmp_path: Path
) -> None:
    file = tmp_path / "EM 1.examiner-case"
    store = CaseStore(kept)
    export_case(store, left, file)
    store.close()
    engine.store = tmp_path / "another desk.sqlite"
    later = begin()
    later.case.open([FileSource(file)])
    wait(later, qtbot)
    assert later.log.case == left
    assert later.pins.marks
    assert later.question.marking == Marking(REGION, (STROKE,))
    later.log.describe("EM 2", "")
    wait(later, qtbot)
    later.case.open([FileSource(file)])
    wait(later, qtbot)
    assert later.log.reference == "EM 2", "what was done here is not given up for the file"


def test_an_image_that_is_damaged_is_left_out_and_said(
    left: str, begin: Open, qtbot: QtBot, kept: Path
) -> None:
    store = CaseStore(kept)
    second = store.read(left).images[1].file
    store.database.run(
        lambda to: to.execute("UPDATE files SET data = 'x' WHERE sha256 = ?", (second,))
    )
    later = begin()
    later.reopening.open(left)
    wait(later, qtbot)
    assert [image.name for image in later.images.images] == ["candidate.png"]
    assert "not as it was filed" in later.messages.history[-1].text
    first = store.read(left).images[0].file
    store.database.run(
        lambda to: to.execute("UPDATE files SET data = 'x' WHERE sha256 = ?", (first,))
    )
    store.close()
    later.reopening.open(left)
    qtbot.waitUntil(lambda: len(later.messages.history) == 2)
    wait(later, qtbot)
    assert later.images.images, "nothing is lost from the desk"


def test_what_was_left_within_a_moment_is_kept_all_the_same(
    desk: Desk, begin: Open, logo_file: Make, settle: Settle, qtbot: QtBot, kept: Path
) -> None:
    desk.log._timer.setInterval(600_000)
    desk.case_desk._timer.setInterval(600_000)
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    desk.filters.toggle("nice", 9)
    settle()
    desk.close()
    store = CaseStore(kept)
    (case,) = [store.read(one.id) for one in store.summaries()]
    store.close()
    assert [one.record.filter for one in case.searches] == [{"nice": [9]}]
    assert case.desk is not None
    assert case.desk.filter == {"nice": [9]}
    later = begin()
    later.reopening.open(case.id)
    wait(later, qtbot)
    assert later.filters.present.nice == {9}
    assert later.log.number == 1
