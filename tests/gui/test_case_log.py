"""Searches of the window are in the log of their case, each once, and reports tell them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.case import Case
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.gui import case_log
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource

Settle = Callable[[], None]
Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def soon(nothing_beforehand: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(case_log, "SETTLE_MS", 1)


@pytest.fixture
def kept(engine: Any, tmp_path: Path) -> Path:
    engine.store = tmp_path / "judgements.sqlite"
    return Path(engine.store)


@pytest.fixture
def logged(kept: Path, desk: Desk, logo_file: Make, settle: Settle, qtbot: QtBot) -> Desk:
    """A desk with a finished examination that is in the log."""
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    qtbot.waitUntil(lambda: desk.log.number == 1)
    settle()
    return desk


def read(kept: Path) -> list[Case]:
    store = CaseStore(kept)
    found = [store.read(one.id) for one in store.summaries()]
    store.close()
    return found


def test_the_first_search_begins_the_case(logged: Desk, kept: Path, logo_file: Make) -> None:
    (case,) = read(kept)
    assert [image.name for image in case.images] == ["candidate.png"]
    assert [one.number for one in case.searches] == [1]
    record = case.searches[0].record
    assert record.searched.count == 600
    assert record.image == logged.images.images[0].sha256
    store = CaseStore(kept)
    assert store.file(case.images[0].file) == logo_file().read_bytes()
    store.close()


def test_a_filter_is_a_search_and_an_order_is_none(
    logged: Desk, kept: Path, settle: Settle, qtbot: QtBot
) -> None:
    logged.matches.sort_by("mac")
    settle()
    qtbot.wait(30)
    assert logged.log.number == 1
    logged.filters.toggle("types", "figure-only")
    qtbot.waitUntil(lambda: logged.log.number == 2)
    settle()
    (case,) = read(kept)
    assert case.searches[1].record.filter == {"types": ["figure-only"]}
    assert case.searches[1].record.passing == 200
    assert case.searches[1].record.sort == "mac"


def test_who_comes_back_goes_on_in_the_same_log(
    logged: Desk, kept: Path, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    logged.examine(FileSource(logo_file("other.png", 5)))
    settle()
    qtbot.waitUntil(lambda: logged.log.number == 1 and len(read(kept)) == 2)
    logged.examine(FileSource(logo_file()))
    settle()
    qtbot.waitUntil(lambda: logged.log.number == 2)
    settle()
    numbers = sorted(len(case.searches) for case in read(kept))
    assert numbers == [1, 2]


def test_images_of_one_case_are_in_one_log(
    logged: Desk, kept: Path, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    logged.case.add([FileSource(logo_file("second.png", 8))])
    settle()
    qtbot.waitUntil(lambda: logged.log.number == 2)
    settle()
    (case,) = read(kept)
    assert [image.name for image in case.images] == ["candidate.png", "second.png"]
    assert {one.record.image for one in case.searches} == {image.sha256 for image in case.images}


def test_to_leaf_from_image_to_image_asks_nothing_new(
    logged: Desk, kept: Path, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    logged.case.add([FileSource(logo_file("second.png", 8))])
    settle()
    qtbot.waitUntil(lambda: logged.log.number == 2)
    for at in (0, 1, 0):
        logged.case.show(at)
        settle()
        qtbot.wait(20)
    settle()
    (case,) = read(kept)
    assert len(case.searches) == 2


def test_a_report_tells_the_case_with_its_last_search(
    logged: Desk, engine: Any, tmp_path: Path, settle: Settle
) -> None:
    logged.log.describe("EM 1", " Ada  Lovelace ")
    settle()
    logged.log._timer.setInterval(600_000)
    logged.filters.toggle("types", "figure-only")
    settle()
    logged.export(tmp_path / "report.pdf", logged.report_request(file_copy=True))
    settle()
    ((copy, case),) = engine.report_cases
    assert copy
    assert (case.reference, case.examiner) == ("EM 1", "Ada Lovelace")
    assert len(case.searches) == 2, "what was not kept yet is kept before"


def test_a_log_that_cannot_be_written_is_said_and_tried_again(
    kept: Path, desk: Desk, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    kept.mkdir()
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    qtbot.waitUntil(lambda: bool(desk.messages.history))
    settle()
    assert "cannot be kept" in desk.messages.history[-1].text
    assert desk.log.number == 0
    kept.rmdir()
    desk.log.flush()
    qtbot.waitUntil(lambda: desk.log.number == 1)
    settle()


def test_without_a_candidate_nothing_is_kept(desk: Desk, kept: Path, settle: Settle) -> None:
    desk.log.flush()
    desk.log.describe("EM 1", "Ada")
    settle()
    assert desk.log.reader()() is None
    assert read(kept) == []


def test_a_file_that_was_changed_since_is_not_kept_for_what_was_examined(
    kept: Path,
    desk: Desk,
    logo_file: Make,
    settle: Settle,
    qtbot: QtBot,
) -> None:
    desk.log._timer.setInterval(600_000)
    desk.open_register(Path("demo register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    logo_file(seed=9)
    desk.log.flush()
    qtbot.waitUntil(lambda: bool(desk.messages.history))
    settle()
    assert "was changed after it was examined" in desk.messages.history[-1].text
    assert read(kept) == []
