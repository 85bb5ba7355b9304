from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from PySide6.QtGui import QImage

from examiner_app.engine.cases.case import CaseSummary
from examiner_app.gui.state.bundle_facts import Fact
from examiner_app.gui.state.cases import CaseList, CasesState, CaseView, Replay, SearchLine

NOW = datetime(2026, 11, 26, tzinfo=UTC)


def summary(case: str, **changes: Any) -> CaseSummary:
    values: dict[str, Any] = {"reference": case, "examiner": "", "changed": NOW, "name": "x.png"}
    return CaseSummary(case, **values | changes, images=1, searches=2, cited=0)


def view(case: str, *numbers: int) -> CaseView:
    lines = tuple(SearchLine(number, "t", "x", (), "r", 5) for number in numbers)
    return CaseView(case, case, (Fact("Examiner", "Ada"),), (), lines)


def listed(*cases: str, opened: str = "") -> CaseList:
    return CaseList([summary(case) for case in cases], any=True, opened=opened)


def heard(state: CasesState) -> list[str]:
    found: list[str] = []
    for name in ("list", "selection", "view", "search", "pictures", "replay", "news"):
        signal = getattr(state, f"{name}_changed")
        signal.connect(lambda name=name: found.append(name))
    return found


def test_the_case_on_the_desk_is_looked_at_first_and_else_the_first_one() -> None:
    state = CasesState()
    state.take_list(listed("a", "b", opened="b"))
    assert state.selected == "b"
    state.take_list(listed("b", "a", opened="a"))
    assert state.selected == "b", "who looks at a case stays with it"
    state.take_list(listed("a", "c"))
    assert state.selected == "a"
    state.take_list(listed())
    assert (state.selected, state.summary) == ("", None)


def test_a_case_is_read_at_its_last_search_and_stays_at_the_one_looked_at() -> None:
    state = CasesState()
    state.take_list(listed("a", "b"))
    state.take_view(view("b", 1))
    assert state.view is None, "what was asked for before comes too late"
    state.take_view(view("a", 1, 2, 3))
    assert state.number == 3
    state.select_search(2)
    state.take_view(view("a", 1, 2, 3, 4))
    assert state.search is not None
    assert state.search.number == 2
    state.select("b")
    assert (state.view, state.number, state.search) == (None, 0, None)


def test_what_is_the_same_is_not_told_again() -> None:
    state = CasesState()
    state.take_list(listed("a"))
    state.take_view(view("a", 1))
    found = heard(state)
    state.take_view(view("a", 1))
    state.select("a")
    state.select_search(1)
    assert found == []
    state.take_view(view("a", 1, 2))
    assert found == ["view", "search"]


def test_a_damaged_case_says_why_and_nothing_else() -> None:
    state = CasesState()
    state.take_list(listed("a", "b"))
    state.take_view(view("a", 1))
    state.fail_view("b", "damaged")
    assert state.problem == ""
    state.fail_view("a", "damaged")
    assert (state.view, state.problem, state.search) == (None, "damaged", None)
    state.take_view(view("a", 1))
    assert state.problem == ""


def test_pictures_are_those_of_the_case() -> None:
    state = CasesState()
    state.take_list(listed("a", "b"))
    state.take_picture("1" * 64, QImage())
    assert list(state.pictures) == ["1" * 64]
    state.select("b")
    assert state.pictures == {}


def test_a_list_that_fails_leaves_the_former_one() -> None:
    state = CasesState()
    state.take_list(listed("a"))
    state.fail_list("no room")
    assert (state.trouble, len(state.cases)) == ("no room", 1)
    state.take_list(listed("a"))
    assert state.trouble == ""


def test_a_replay_runs_until_it_has_nothing_to_do_any_more() -> None:
    state = CasesState()
    assert not state.replay.running
    state.set_replay(Replay(("a", 1), "ranking"))
    assert state.replay.running
    state.set_replay(Replay(("a", 1), facts=(Fact("Same"),)))
    assert not state.replay.running
