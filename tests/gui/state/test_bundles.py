from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from small_bundles import BROKEN, CPU, FETCHED, GPU, SHIPPED, summary

from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.gui.state.bundles import BundlesState, Use

LOADED = Use(loaded=SHIPPED.id, kind="cpu", wanted=SHIPPED.id, wanted_name="shipped", register="R")


def filled() -> BundlesState:
    state = BundlesState()
    state.begin_use(LOADED)
    state.take([SHIPPED, FETCHED, BROKEN], list(SOURCES.values()), {FETCHED.id: ["A", "B"]})
    return state


def test_nothing_is_known_at_first() -> None:
    state = BundlesState()
    assert (state.bundle, state.device, state.lacking) == (None, None, "")
    state.take([], [], {})
    assert (state.bundle, state.selected) == (None, None)


def test_the_one_in_use_is_looked_at_first_and_the_choice_is_kept() -> None:
    state = BundlesState()
    state.begin_use(Use(loaded=FETCHED.id))
    state.take([SHIPPED, FETCHED], [], {})
    assert state.bundle is FETCHED
    state.select(SHIPPED.folder)
    state.take([FETCHED, SHIPPED], [], {})
    assert state.bundle is SHIPPED
    state.take([FETCHED], [], {})
    assert state.bundle is FETCHED


def test_what_is_said_at_a_glance() -> None:
    state = filled()
    assert [state.badges(one) for one in state.bundles] == [["in use"], [], ["damaged"]]
    state.begin_use(replace(LOADED, wanted=FETCHED.id))
    assert state.badges(FETCHED) == ["needed by the open register"]
    state.begin_use(Use())
    # A bundle without an id is not in use because nothing is.
    assert [state.badges(one) for one in state.bundles] == [[], [], ["damaged"]]


def test_a_check_holds_for_the_files_that_were_checked() -> None:
    state = filled()
    assert state.problems(FETCHED) is None
    state.take_check(FETCHED, [])
    assert state.problems(FETCHED) == []
    state.take_check(FETCHED, ["It differs."])
    assert state.badges(FETCHED) == ["damaged"]
    assert state.problems(summary("fetched", "c")) is None
    assert state.problems(BROKEN) == [BROKEN.problem]
    state.forget_check(FETCHED.folder)
    assert state.problems(FETCHED) is None


def test_what_must_stay() -> None:
    state = filled()
    assert "part of Examiner" in state.why_kept(SHIPPED)
    assert state.why_kept(FETCHED) == state.why_kept(BROKEN) == ""
    state.begin_use(Use(loaded=FETCHED.id))
    assert "in use" in state.why_kept(FETCHED)
    state.begin_use(Use())
    assert state.why_kept(BROKEN) == ""


def test_which_registers_need_it() -> None:
    state = filled()
    assert state.registers_of(FETCHED) == ["A", "B"]
    assert state.registers_of(BROKEN) == state.registers_of(SHIPPED) == []
    # Where there is a copy, nothing is lost.
    copy = replace(FETCHED, folder=Path("/models/copy"))
    state.take([SHIPPED, FETCHED, copy], [], {FETCHED.id: ["A", "B"]})
    assert state.registers_of(FETCHED) == []
    state.take([SHIPPED, FETCHED, replace(copy, problem="x")], [], {FETCHED.id: ["A"]})
    assert state.registers_of(FETCHED) == ["A"]


def test_models_that_are_not_here() -> None:
    state = filled()
    assert state.lacking == ""
    state.begin_use(Use(wanted="0" * 64, wanted_name="vgg16-imagenet", register="R"))
    assert "«R» was built with the models «vgg16-imagenet»" in state.lacking
    assert "fetch them" in state.lacking
    state.begin_use(Use(wanted="0" * 64, wanted_name="mine", register="R"))
    assert "put their folder beside" in state.lacking


def test_the_processor_in_use() -> None:
    state = filled()
    state.take_hardware([GPU, CPU])
    assert state.device is CPU
    state.begin_use(replace(LOADED, kind="cuda"))
    assert state.device is GPU
    state.begin_use(Use())
    assert state.device is GPU


def test_signals_tell_of_changes_only() -> None:
    state = filled()
    told: list[str] = []
    state.changed.connect(lambda: told.append("changed"))
    state.selection_changed.connect(lambda: told.append("selection"))
    state.hardware_changed.connect(lambda: told.append("hardware"))
    state.select(state.selected)
    state.begin_use(LOADED)
    assert told == []
    state.select(FETCHED.folder)
    state.begin_use(Use())
    assert told == ["selection", "changed", "hardware"]
