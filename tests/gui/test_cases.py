"""What is asked of the store of cases comes home as state, and late news is dropped."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from search_records import record

from examiner_app.engine.cases.case_store import CaseStore, NewImage
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource

Settle = Callable[[], None]
Make = Callable[..., Path]


@pytest.fixture
def store(engine: Any, tmp_path: Path) -> CaseStore:
    engine.store = tmp_path / "cases.sqlite"
    return CaseStore(engine.store)


@pytest.fixture
def logged(desk: Desk, store: CaseStore, logo_file: Make, settle: Settle) -> Desk:
    """A desk with a search in the log, and the list of cases read."""
    store.begin([NewImage("5" * 64, b"no image", 1, "lost.png")], "EM 5", "Bob")
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    desk.log.flush()
    settle()
    desk.cases.refresh()
    settle()
    store.close()
    return desk


def choose(desk: Desk, name: str, settle: Settle) -> None:
    state = desk.cases.state
    state.select(next(one.id for one in state.cases if name in (one.reference, one.name)))
    settle()


@pytest.fixture
def opened(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    calls: list[tuple[Any, ...]] = []

    def note(case: str, number: int | None = None, *, only_new: bool = False) -> None:
        calls.append((case, number, only_new))

    monkeypatch.setattr(desk.reopening, "open", note)
    return calls


def test_the_case_on_the_desk_is_read_with_its_pictures(logged: Desk, settle: Settle) -> None:
    state = logged.cases.state
    assert state.summary is not None
    assert state.listed is not None
    assert state.listed.opened == state.selected
    assert state.view is not None
    assert state.view.title == "candidate.png"
    assert [one.number for one in state.view.searches] == [1]
    (picture,) = state.pictures.values()
    assert not picture.isNull()
    choose(logged, "EM 5", settle)
    (picture,) = state.pictures.values()
    assert picture.isNull(), "what cannot be decoded is said to be so"


def test_a_file_that_is_not_as_it_was_filed_has_no_picture(
    logged: Desk, store: CaseStore, settle: Settle
) -> None:
    store.database.run(lambda to: to.execute("UPDATE files SET data = 'other'"))
    store.close()
    logged.cases.state.select("")
    choose(logged, "candidate.png", settle)
    assert logged.cases.state.view is not None
    assert [one.isNull() for one in logged.cases.state.pictures.values()] == [True]
    assert logged.messages.history == []


def test_the_newest_words_win(logged: Desk, settle: Settle) -> None:
    lists: list[int] = []
    logged.cases.state.list_changed.connect(lambda: lists.append(len(logged.cases.state.cases)))
    for wanted in ("n", "no", "nobody", "em 5"):
        logged.cases.search(wanted)
    settle()
    assert lists == [1], "the others come too late"
    assert [one.reference for one in logged.cases.state.cases] == ["EM 5"]
    assert logged.cases.state.view is not None
    assert logged.cases.state.view.title == "EM 5"


def test_cases_are_opened_as_asked(
    logged: Desk, opened: list[tuple[Any, ...]], settle: Settle
) -> None:
    cases, case = logged.cases, logged.cases.state.selected
    assert cases.open()
    assert cases.open_search()
    assert not cases.open_search(only_new=True), "nothing came since"
    assert opened == [(case, None, False), (case, 1, False)]
    register: Any = logged.session.register
    register.count += 7
    assert cases.has_new
    assert cases.open_search(only_new=True)
    assert opened[-1] == (case, 1, True)
    register.manifest.id = "another register"
    assert not cases.has_new
    choose(logged, "EM 5", settle)
    assert not cases.open_search(), "its log is empty"
    assert not cases.has_new
    assert len(opened) == 3


def test_a_search_runs_again_on_the_workbench_of_the_window(
    logged: Desk, engine: Any, settle: Settle
) -> None:
    texts: list[str] = []
    state = logged.cases.state
    state.replay_changed.connect(lambda: texts.append(state.replay.progress))
    benches = len(engine.workbenches)
    logged.cases.replay()
    settle()
    assert state.replay.facts[0].title.startswith("Run again: the same result.")
    assert (len(engine.workbenches), engine.workbenches[-1].register.closed) == (benches, False)
    assert texts[0] == "Reading the case"
    assert any(text.startswith("Ranking every mark: ") for text in texts)
    assert logged.log.number == 1, "nothing is added to the log"


def test_another_register_is_opened_for_it_where_it_was(
    logged: Desk, store: CaseStore, engine: Any, settle: Settle, tmp_path: Path
) -> None:
    case = logged.cases.state.selected
    there = tmp_path / "other register"
    there.mkdir()
    kept = store.read(case).searches[0].record
    searched = kept.searched.model_copy(update={"id": "x", "path": str(there)})
    store.log(case, kept.model_copy(update={"searched": searched}))
    store.log(case, kept.model_copy(update={"searched": record().searched}))
    store.close()
    logged.cases.refresh()
    settle()
    logged.cases.state.select_search(2)
    logged.cases.replay()
    settle()
    replay = logged.cases.state.replay
    assert "Another register was searched" in replay.facts[1].text
    assert [one.register.closed for one in engine.workbenches] == [False, True]
    logged.cases.state.select_search(3)
    logged.cases.replay()
    settle()
    assert "is not where it was" in logged.cases.state.replay.problem


def test_who_stops_a_search_hears_nothing_of_it_any_more(
    logged: Desk, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    bench = engine.workbenches[-1]
    bench.gate.clear()
    logged.cases.replay()
    qtbot.waitUntil(lambda: len(bench.examined) == 2)
    assert logged.cases.state.replay.running
    logged.cases.stop()
    assert not logged.cases.state.replay.running
    bench.gate.set()
    settle()
    assert logged.cases.state.replay.facts == ()
    assert bench.abandoned == ["candidate.png"]


def test_a_case_goes_out_and_comes_in(
    logged: Desk, store: CaseStore, settle: Settle, tmp_path: Path
) -> None:
    cases, asked, path = logged.cases, [], tmp_path / "a.examiner-case"
    cases.export(path, asked.append)
    settle()
    assert cases.state.news == f"The case candidate.png is in {path}."
    cases.export(path, asked.append)
    settle()
    cases.take(path, asked.append)
    settle()
    assert asked == ["a.examiner-case", cases.state.selected[:8]]
    case = cases.state.selected
    choose(logged, "EM 5", settle)
    cases.search("em 5")
    cases.take(path, asked.append, overwrite=True)
    settle()
    assert (cases.state.selected, cases.state.wanted, len(asked)) == (case, "", 2)
    assert cases.state.news == "The case candidate.png is here now."
    assert not cases.state.failed
    path.write_text("no case")
    cases.take(path, asked.append)
    settle()
    assert cases.state.failed
    assert "no file with a case" in cases.state.news


def test_what_nobody_expects_is_among_the_messages(
    logged: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("examiner_app.gui.case_reading.list_cases", fail)
    logged.cases.refresh()
    settle()
    assert "ZeroDivisionError" in logged.cases.state.trouble
    assert logged.messages.history[-1].detail


def test_nothing_is_read_on_the_window_s_thread(
    logged: Desk, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    run = CaseStore.summaries

    def noted(self: CaseStore, wanted: str = "") -> Any:
        threads.add(threading.current_thread().name)
        return run(self, wanted)

    monkeypatch.setattr(CaseStore, "summaries", noted)
    logged.cases.refresh()
    settle()
    assert threads
    assert all(name.startswith("examiner-cases") for name in threads)
