"""The window of cases, with cases that were there before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from search_records import record

from examiner_app.engine.cases.case_store import CaseStore, NewImage
from examiner_app.gui.widgets.cases_window import CasesWindow
from examiner_app.gui.widgets.main_window import MainWindow
from tests.gui.conftest import WORDS

Settle = Callable[[], None]


@pytest.fixture
def store(engine: Any, tmp_path: Path) -> CaseStore:
    engine.store = tmp_path / "cases.sqlite"
    return CaseStore(engine.store)


@pytest.fixture
def opened(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    calls: list[tuple[Any, ...]] = []

    def note(case: str, number: int | None = None, *, only_new: bool = False) -> None:
        calls.append((case, number, only_new))

    monkeypatch.setattr(window.desk.reopening, "open", note)
    return calls


@pytest.fixture
def cases(store: CaseStore, examined: MainWindow, settle: Settle) -> CasesWindow:
    """The window of cases: that on the desk before three that were there before."""
    for number in (3, 2, 1):
        image = NewImage(str(number) * 64, b"%d" % number, 1, f"{WORDS[number]}.png")
        case = store.begin([image], f"EM {number}", "Ada & <b>Bob</b>")
        for _ in range(number):
            store.log(case, record(image=image.sha256))
    store.close()
    examined.desk.log.flush()
    settle()
    made = show(examined)
    settle()
    return made


def show(window: MainWindow) -> CasesWindow:
    window.case.show.trigger()
    made = window.case.cases_window
    assert made is not None
    return made
