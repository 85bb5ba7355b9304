"""A search runs again in workers: what is asked is read first, and what is opened is closed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from search_records import record

from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.replay import Comparison, Verdict
from examiner_app.engine.progress import Progress, Work, finish
from examiner_app.errors import CaseError, RegisterError
from examiner_app.gui.case_replay import (
    Asked,
    comparison_facts,
    read_asked,
    run_again,
)
from examiner_app.gui.state.bundle_facts import Fact
from tests.gui.conftest import FakeRegister, FakeWorkbench, draw_mark, png

DATA = png(draw_mark(2, (640, 480)))
IMAGE = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store() -> Iterator[CaseStore]:
    made = CaseStore()
    yield made
    made.close()


def asked(store: CaseStore, path: Path) -> Asked:
    case = store.begin([NewImage(IMAGE, DATA, 1, "heron.png")])
    there = record().searched.model_copy(update={"path": str(path)})
    store.log(case, record(image=IMAGE, searched=there))
    return read_asked(lambda: store, case, 1)


def never(path: Path, device: str) -> Work[Any]:
    raise AssertionError(path)


def test_what_is_asked_is_read_whole(store: CaseStore) -> None:
    case = store.begin([NewImage(IMAGE, DATA, 1, "heron.png")])
    store.log(case, record(image=IMAGE), b"bits")
    store.log(case, record(image="9" * 64))
    found = read_asked(lambda: store, case, 1)
    assert (found.search.number, found.image.name, found.data) == (1, "heron.png", DATA)
    assert found.correction == b"bits"
    for number in (2, 3):
        with pytest.raises(CaseError, match=f"image of search {number} is not kept"):
            read_asked(lambda: store, case, number)


def test_the_register_of_the_window_is_searched_and_stays_open(
    store: CaseStore, tmp_path: Path
) -> None:
    bench: Any = FakeWorkbench(FakeRegister(tmp_path))
    steps: list[Progress] = []

    def heard() -> Work[tuple[Fact, ...]]:
        work = run_again(asked(store, tmp_path / "gone"), bench, never, "cpu")
        while True:
            try:
                steps.append(next(work))
            except StopIteration as stop:
                facts: tuple[Fact, ...] = stop.value
                return facts
            yield steps[-1]

    facts = finish(heard())
    assert steps[0].stage == "Loading the libraries"
    assert (steps[-1].stage, steps[-1].done) == ("Ranking every mark", steps[-1].total)
    assert facts[0] == Fact("Run again: another result.")
    assert bench.examined == ["heron.png"]
    assert not bench.register.closed
    bench.register.close()


@pytest.mark.parametrize("error", [None, RegisterError("damaged")])
def test_a_register_that_is_opened_for_it_is_closed_again(
    store: CaseStore, tmp_path: Path, error: Exception | None
) -> None:
    bench = FakeWorkbench(FakeRegister(tmp_path), error=error)
    opened: list[tuple[Path, str]] = []

    def open_it(path: Path, device: str) -> Work[Any]:
        opened.append((path, device))
        return bench
        yield

    work = run_again(asked(store, tmp_path), None, open_it, "cpu")
    if error is None:
        finish(work)
    else:
        with pytest.raises(RegisterError):
            finish(work)
    assert opened == [(tmp_path, "cpu")]
    assert bench.register.closed


def test_who_stops_it_leaves_nothing_open(store: CaseStore, tmp_path: Path) -> None:
    bench = FakeWorkbench(FakeRegister(tmp_path))

    def open_it(path: Path, device: str) -> Work[Any]:
        return bench
        yield

    work = run_again(asked(store, tmp_path), None, open_it, "cpu")
    while "Ranking" not in next(work).stage:
        pass
    work.close()
    assert bench.register.closed
    assert bench.abandoned == ["heron.png"]


def test_a_register_that_is_nowhere_is_said(store: CaseStore, tmp_path: Path) -> None:
    found = asked(store, tmp_path / "gone")
    assert found.folder is None
    with pytest.raises(CaseError, match="of search 1 is not where it was"):
        finish(run_again(found, None, never, "cpu"))
    assert asked(store, tmp_path).folder == tmp_path


def test_what_is_other_is_said_in_words(tmp_path: Path) -> None:
    register: Any = FakeRegister(tmp_path)
    come = ("M00001", "<b>unknown</b>", *(f"x{number}" for number in range(20)))
    found = Comparison(
        Verdict.DIFFERENT, ("Grown.", "Other models."), ("mac",), come, ("M00000",), 3
    )
    facts = {fact.title: fact.text for fact in comparison_facts(found, register)}
    assert facts["Why"] == "Grown.\nOther models."
    assert facts["New among the nearest"].startswith("M00001, <b>unknown</b>, x0")
    assert facts["New among the nearest"].endswith("2 more")
    assert facts["No longer among them"] == f"M00000 ({register.mark(0).words})"
    assert facts["Ranks"] == "3 of the others have another rank."
    register.close()


@pytest.mark.parametrize("verdict", Verdict)
def test_there_is_a_sentence_for_every_verdict(verdict: Verdict, tmp_path: Path) -> None:
    register: Any = FakeRegister(tmp_path)
    (fact,) = comparison_facts(Comparison(verdict, (), (), (), (), 0), register)
    assert fact.title.startswith("Run again: ")
    assert fact.text == ""
