"""Nothing of a case is lost, and nothing goes into another one, whatever comes in between."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.case import Case, NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.judgements import Assessment, Judgement
from examiner_app.engine.cases.store import AssessmentStore
from examiner_app.engine.cases.transfer import export_case, import_case
from examiner_app.errors import CaseError
from examiner_app.gui import case_desk, case_images, case_log
from examiner_app.gui.desk import Desk
from examiner_app.gui.jobs import Lane
from examiner_app.gui.sources import FileSource, LogoSource

Make = Callable[..., Path]
REGISTER = "id of Demo register"
LATER_MS = 60_000


@pytest.fixture(autouse=True)
def kept(
    engine: Any, tmp_path: Path, nothing_beforehand: None, monkeypatch: pytest.MonkeyPatch
) -> Path:
    monkeypatch.setattr(case_log, "SETTLE_MS", 1)
    monkeypatch.setattr(case_desk, "SETTLE_MS", 1)
    engine.store = tmp_path / "judgements.sqlite"
    return Path(engine.store)


@pytest.fixture
def ready(desk: Desk, qtbot: QtBot) -> Desk:
    desk.open_register(Path("demo register"))
    wait(desk, qtbot)
    return desk


def wait(desk: Desk, qtbot: QtBot) -> None:
    for _ in range(3):
        qtbot.waitUntil(lambda: not desk.jobs.busy, timeout=10_000)
        qtbot.wait(20)
    qtbot.waitUntil(lambda: not desk.jobs.busy)


def begin(desk: Desk, qtbot: QtBot, *files: Path) -> str:
    desk.case.open([FileSource(file) for file in files])
    wait(desk, qtbot)
    return desk.log.case


def pin(desk: Desk, *indices: int) -> None:
    register = desk.session.register
    assert register is not None
    for mark in register.marks(list(indices)):
        desk.toggle_pin(mark)


def read(kept: Path, case: str) -> Case:
    store = CaseStore(kept)
    found = store.read(case)
    store.close()
    return found


def names(case: Case) -> list[str]:
    return [image.name for image in case.images]


def colleague(kept: Path, case: str, folder: Path, work: Callable[[CaseStore], None]) -> Path:
    """Return the file of a case that somebody else went on with."""
    mine, his = folder / "mine.examiner-case", folder / "his.examiner-case"
    store = CaseStore(kept)
    export_case(store, case, mine)
    store.close()
    other = CaseStore(folder / "other.sqlite")
    import_case(other, mine)
    work(other)
    export_case(other, case, his)
    other.close()
    return his


def slow_finding(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Have the images after the first one found only when the event is set."""
    hold, find = threading.Event(), case_images.find_images

    def slow(sources: Sequence[LogoSource], room: int) -> Generator[Any, None, Any]:
        steps = find(sources, room)
        yield next(steps)
        hold.wait(10)
        return (yield from steps)

    monkeypatch.setattr(case_images, "find_images", slow)
    return hold


def test_images_that_are_found_after_the_first_search_are_kept(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = slow_finding(monkeypatch)
    ready.case.open([FileSource(logo_file(f"{seed}.png", seed)) for seed in (1, 2, 4)])
    qtbot.waitUntil(lambda: ready.log.number == 1)
    hold.set()
    wait(ready, qtbot)
    found = read(kept, ready.log.case)
    assert names(found) == ["1.png", "2.png", "4.png"]
    assert found.desk is not None
    assert found.desk.images == tuple(image.sha256 for image in found.images)


def test_an_image_that_comes_just_before_the_end_is_kept(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make
) -> None:
    case = begin(ready, qtbot, logo_file("1.png", 1))
    ready.case_desk._timer.setInterval(LATER_MS)
    ready.log._timer.setInterval(LATER_MS)
    ready.case.add([FileSource(logo_file("2.png", 2))])
    qtbot.waitUntil(lambda: len(ready.images.images) == 2)
    ready.close()
    assert names(read(kept, case)) == ["1.png", "2.png"]


def test_what_a_colleague_did_is_seen_where_the_case_on_the_desk_is_replaced(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make, tmp_path: Path
) -> None:
    case = begin(ready, qtbot, logo_file())
    image = ready.images.digests[0]
    pin(ready, 7)
    wait(ready, qtbot)

    def work(store: CaseStore) -> None:
        store.change_pins(case, REGISTER, ["M00007", "M00001"], ())
        store.keep_desk(case, read_desk(store, case).model_copy(update={"sort": "spoc"}))
        judged = AssessmentStore(store.database.path)
        note = Assessment(REGISTER, "M00003", Judgement.CITED, "his note", datetime.now(UTC))
        judged.write(image, note)
        judged.close()

    his = colleague(kept, case, tmp_path, work)
    ready.matches.sort_by("mac")
    wait(ready, qtbot)
    ready.cases.take(his, lambda _: None, overwrite=True)
    wait(ready, qtbot)
    assert ready.pins.indices == [7, 1]
    assert ready.matches.sort == "spoc"
    assert ready.judgements.judgement(3) is Judgement.CITED
    pin(ready, 9)
    register = ready.session.register
    assert register is not None
    ready.judgements.set_judgement(register.mark(3), Judgement.CONSIDERED)
    wait(ready, qtbot)
    assert read(kept, case).pins[REGISTER] == ("M00007", "M00001", "M00009")
    assert ready.judgements.note(3) == "his note"


def read_desk(store: CaseStore, case: str) -> Any:
    desk = store.read(case).desk
    assert desk is not None
    return desk


def test_two_cases_of_one_file_do_not_share_their_pins(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make
) -> None:
    file = logo_file()
    mine = begin(ready, qtbot, file)
    pin(ready, 7, 8)
    wait(ready, qtbot)
    store = CaseStore(kept)
    image = NewImage(ready.images.digests[0], file.read_bytes(), 1, "candidate.png")
    his = store.begin([image], "HIS")
    store.change_pins(his, REGISTER, ["M00001"], ())
    ready.reopening.open(his)
    wait(ready, qtbot)
    assert ready.pins.indices == [1]
    store.describe(mine, "MINE", "")
    begin(ready, qtbot, logo_file("other.png", 5))
    begin(ready, qtbot, file)
    assert (ready.log.reference, ready.pins.indices) == ("MINE", [7, 8])
    assert ready.messages.history[-1].text == (
        "The image is in another case too; the search is kept in MINE. Ctrl+E lists the cases."
    )
    pin(ready, 9)
    wait(ready, qtbot)
    assert store.pinned(mine, REGISTER) == ["M00007", "M00008", "M00009"]
    assert store.pinned(his, REGISTER) == ["M00001"]
    store.close()


def test_a_case_whose_first_image_goes_before_it_is_begun_is_one_all_the_same(
    ready: Desk, engine: Any, kept: Path, qtbot: QtBot, logo_file: Make
) -> None:
    engine.workbenches[-1].gate.clear()
    files = [logo_file("one.png", 1), logo_file("two.png", 2)]
    ready.case.open([FileSource(file) for file in files])
    qtbot.waitUntil(lambda: len(ready.images.images) == 2)
    ready.case.remove(0)
    engine.workbenches[-1].gate.set()
    wait(ready, qtbot)
    pin(ready, 7)
    ready.log.describe("REF", "Ada")
    wait(ready, qtbot)
    assert (ready.log.reference, ready.log.number) == ("REF", 1)
    begin(ready, qtbot, files[0])
    assert (ready.log.reference, ready.pins.indices) == ("", [])


def test_who_opens_one_file_again_takes_no_image_off_the_desk(
    ready: Desk, engine: Any, kept: Path, qtbot: QtBot, logo_file: Make
) -> None:
    files = [logo_file(f"{seed}.png", seed) for seed in (1, 2, 4)]
    case = begin(ready, qtbot, *files)
    ready.case.remove(2)
    wait(ready, qtbot)
    later = Desk(engine.as_engine())
    later.open_register(Path("demo register"))
    wait(later, qtbot)
    begin(later, qtbot, files[1])
    assert later.log.case == case
    later.close()
    desk = read(kept, case).desk
    assert desk is not None
    assert desk.images == tuple(ready.images.digests)


def test_in_another_register_than_its_own_a_case_is_only_looked_at(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make
) -> None:
    case = begin(ready, qtbot, logo_file())
    ready.open_register(Path("other register"))
    wait(ready, qtbot)
    assert ready.log.number == 2
    store = CaseStore(kept)
    store.keep_desk(case, read_desk(store, case).model_copy(update={"searched": None}))
    first = store.read(case).searches[0].record
    desk = read_desk(store, case)
    searched = {"id": first.searched.id, "name": "Demo register", "path": "gone"}
    store.keep_desk(case, type(desk).model_validate(desk.model_dump() | {"searched": searched}))
    store.close()
    begin(ready, qtbot, logo_file("other.png", 5))
    ready.reopening.open(case)
    wait(ready, qtbot)
    found = read(kept, case)
    assert len(found.searches) == 2, "nobody asked for another one"
    assert found.desk is not None
    assert found.desk.searched is not None
    assert found.desk.searched.id == REGISTER
    ready.retry()
    wait(ready, qtbot)
    found = read(kept, case)
    assert found.searches[-1].record.searched.name == "Other register"
    assert found.desk is not None
    assert found.desk.searched is not None
    assert found.desk.searched.name == "Other register"


@pytest.mark.parametrize("how", ["file", "case", "export"])
def test_what_was_done_in_the_last_moment_is_kept_before_another_case_comes(
    how: str, ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make, tmp_path: Path
) -> None:
    former = begin(ready, qtbot, logo_file("former.png", 5))
    case = begin(ready, qtbot, logo_file())
    ready.log._timer.setInterval(LATER_MS)
    ready.case_desk._timer.setInterval(LATER_MS)
    if how == "export":
        ready.cases.state.select(case)
        wait(ready, qtbot)
    ready.filters.toggle("types", "figure-only")
    if how == "file":
        ready.case.open([FileSource(logo_file("next.png", 8))])
    elif how == "case":
        ready.reopening.open(former)
        ready.matches.sort_by("spoc")
    else:
        ready.cases.export(tmp_path / "x.examiner-case", lambda _: None)
    wait(ready, qtbot)
    found = read(tmp_path / "x.examiner-case" if how == "export" else kept, case)
    assert [one.record.filter for one in found.searches] == [{}, {"types": ["figure-only"]}]
    assert found.desk is not None
    assert found.desk.filter == {"types": ["figure-only"]}
    if how == "case":
        assert found.desk.sort == "spoc", "what was done while the other one was opened"


def test_at_the_end_one_thing_is_kept_whatever_becomes_of_the_others(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make
) -> None:
    block, one = threading.Event(), logo_file("one.png", 1)
    ready.log._timer.setInterval(LATER_MS)
    begin(ready, qtbot, one)
    ready.jobs.start("wait", Lane.CASES, lambda: block.wait(10))
    pin(ready, 7)
    ready.case.open([FileSource(logo_file("two.png", 2))])
    qtbot.waitUntil(
        lambda: (
            ready.candidate.logo is not None
            and ready.candidate.logo.name == "two.png"
            and ready.candidate.examination is not None
        )
    )
    pin(ready, 9)
    one.unlink()
    threading.Timer(0.3, block.set).start()
    ready.close()
    store = CaseStore(kept)
    (found,) = [store.read(case.id) for case in store.summaries()]
    store.close()
    assert (names(found), len(found.searches)) == (["two.png"], 1)
    assert found.pins == {REGISTER: ("M00009",)}
    assert "one.png" in ready.messages.history[-1].text


def test_what_cannot_be_kept_is_known_and_tried_again(
    ready: Desk, kept: Path, qtbot: QtBot, logo_file: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise CaseError("The disk is full: make room.")

    with monkeypatch.context() as then:
        then.setattr(CaseStore, "log", full)
        begin(ready, qtbot, logo_file())
        assert ready.keeping.unsaved
    ready.keeping.save()
    wait(ready, qtbot)
    assert not ready.keeping.unsaved
    assert len(read(kept, ready.log.case).searches) == 1
