"""Models behind the window: listed, checked, fetched, stopped, imported, removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from small_bundles import BROKEN, FETCHED, SHIPPED, Calls

from examiner_app.errors import BundleError, FetchError
from examiner_app.gui.bundles import Bundles
from examiner_app.gui.desk import Desk
from examiner_app.gui.messages import Level
from examiner_app.gui.registers import Registers

Settle = Callable[[], None]


@pytest.fixture
def calls() -> Iterator[Calls]:
    made = Calls()
    yield made
    made.go_on.set()


@pytest.fixture
def bundles(desk: Desk, calls: Calls, settle: Settle) -> Bundles:
    made = Bundles(desk, Registers(desk), calls.as_calls())
    made.refresh()
    made.refresh_hardware()
    settle()
    return made


def said(desk: Desk) -> tuple[Level, str]:
    message = desk.messages.current
    assert message is not None
    return message.level, message.text


def test_models_and_processors_are_known(bundles: Bundles) -> None:
    assert bundles.state.bundles == [SHIPPED, FETCHED, BROKEN]
    assert bundles.state.sources[0].name == "vgg16-imagenet"
    assert [one.kind for one in bundles.state.hardware] == ["cpu"]


def test_what_is_in_use_follows_the_session(bundles: Bundles, desk: Desk, settle: Settle) -> None:
    assert bundles.state.use.loaded == ""
    desk.open_register(Path("demo register"))
    settle()
    use = bundles.state.use
    assert (use.loaded, use.kind, use.wanted, use.wanted_name) == ("0", "cpu", "0", "Fake models")
    assert use.register == "Demo register"


def test_the_models_of_a_register_that_could_not_be_opened_are_still_wanted(
    bundles: Bundles, desk: Desk, engine: object, settle: Settle
) -> None:
    engine.mismatch = BundleError("They are not here.")  # type: ignore[attr-defined]
    desk.open_register(Path("demo register"))
    settle()
    assert desk.session.register is None
    assert (bundles.state.use.loaded, bundles.state.use.wanted) == ("", "0")
    assert "«Demo register» was built with the models «Fake models»" in bundles.state.lacking


def test_a_check_is_remembered(bundles: Bundles, calls: Calls, desk: Desk, settle: Settle) -> None:
    assert bundles.verify(FETCHED)
    assert bundles.working
    settle()
    assert not bundles.working
    assert bundles.state.problems(FETCHED) == []
    assert said(desk) == (Level.SUCCESS, "The models «fetched» are what their manifest says.")
    calls.damage = ["backbone.safetensors differs."]
    bundles.verify(FETCHED)
    settle()
    assert bundles.state.problems(FETCHED) == calls.damage
    # Bad news is no success, in green.
    text = "The models «fetched» are damaged. backbone.safetensors differs."
    assert said(desk) == (Level.ERROR, text)
    calls.damage.append("Another.")
    bundles.verify(FETCHED)
    settle()
    assert said(desk)[1] == f"{text} (and 1 more)"


def test_fetched_models_are_looked_at(bundles: Bundles, calls: Calls, settle: Settle) -> None:
    assert bundles.fetch("vgg16-imagenet")
    settle()
    assert calls.asked == ["vgg16-imagenet"]
    assert bundles.state.bundle is not None
    assert bundles.state.bundle.name == "vgg16-imagenet"


def test_a_fetch_that_is_cancelled_changes_nothing(
    bundles: Bundles, calls: Calls, desk: Desk, qtbot: QtBot, settle: Settle
) -> None:
    calls.go_on.clear()
    bundles.fetch("vgg16-imagenet")
    qtbot.waitUntil(lambda: desk.tasks.state.progress is not None)
    assert desk.tasks.state.pace == "Downloading: 1.0 MB of 5.0 MB, 500 kB a second, 8 s left"
    assert not bundles.take_file(Path("a.pth"))
    assert bundles.working
    desk.tasks.cancel()
    calls.go_on.set()
    settle()
    assert calls.closed.is_set()
    assert (calls.asked, bundles.working) == ([], False)
    assert desk.tasks.state.outcome is not None
    assert desk.tasks.state.outcome.text == "Cancelled. Everything is as it was before."
    assert bundles.state.bundle is SHIPPED


def test_a_fetch_that_fails_says_what_to_do(
    bundles: Bundles, calls: Calls, desk: Desk, settle: Settle
) -> None:
    calls.error = FetchError("It cannot be reached: import the weights from a file.")
    bundles.fetch("vgg16-imagenet")
    settle()
    assert said(desk) == (Level.ERROR, str(calls.error))
    assert not bundles.working
    assert bundles.state.bundles == [SHIPPED, FETCHED, BROKEN]


def test_a_file_is_imported(bundles: Bundles, calls: Calls, desk: Desk, settle: Settle) -> None:
    bundles.take_file(Path("/x/vgg.pth"))
    assert desk.tasks.state.title == "Importing «vgg.pth»"
    settle()
    assert calls.asked == [Path("/x/vgg.pth")]
    assert said(desk)[0] is Level.SUCCESS


def test_closing_ends_a_fetch(bundles: Bundles, calls: Calls, desk: Desk, qtbot: QtBot) -> None:
    bundles.fetch("vgg16-imagenet")
    desk.tasks.pause()
    desk.close()
    assert calls.closed.is_set()


def test_only_what_need_not_stay_is_removed(
    bundles: Bundles, calls: Calls, desk: Desk, settle: Settle
) -> None:
    bundles.remove(SHIPPED)
    settle()
    assert calls.asked == []
    assert said(desk) == (Level.ERROR, "These models are part of Examiner.")
    bundles.remove(FETCHED)
    settle()
    assert calls.asked == [FETCHED.folder]
    assert said(desk) == (Level.SUCCESS, "The models «fetched» are deleted.")
    assert bundles.state.bundles == [SHIPPED, BROKEN]
    calls.error = BundleError("It cannot be deleted: delete it by hand.")
    bundles.remove(BROKEN)
    settle()
    assert said(desk) == (Level.ERROR, str(calls.error))
    assert bundles.state.bundles == [SHIPPED, BROKEN]


def test_processors_are_looked_at_once_at_a_time(
    bundles: Bundles, calls: Calls, settle: Settle
) -> None:
    before = calls.looks
    for _ in range(5):
        bundles.refresh_hardware()
    settle()
    assert calls.looks == before + 1
    calls.hardware = [replace(calls.hardware[0], used=9)]
    bundles.refresh_hardware()
    settle()
    assert bundles.state.hardware[0].used == 9
