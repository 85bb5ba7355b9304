"""Something else is asked of the candidate: the desk with a fake engine, without a window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from examiner_app.engine.question import PLAIN
from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.gui.desk import Desk
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.question import Marking

Make = Callable[..., Path]
Settle = Callable[[], None]

REGION = Region(100, 80, 300, 200)
STROKE = Stroke(True, 40, ((200.0, 100.0), (300.0, 150.0)))
WIPE = Stroke(False, 400, ((0.0, 440.0), (640.0, 440.0)))


@pytest.fixture
def examined(desk: Desk, logo_file: Make, settle: Settle) -> Desk:
    desk.open_register(Path("first register"))
    settle()
    desk.examine(FileSource(logo_file()))
    settle()
    return desk


@pytest.fixture
def answered(examined: Desk, qtbot: QtBot) -> Callable[[], None]:
    """Return a wait until what was asked is searched and shown."""

    def wait() -> None:
        qtbot.waitUntil(
            lambda: (
                not examined.question.pending
                and not examined.jobs.busy
                and examined.candidate.phase is Phase.DONE
            ),
            timeout=10_000,
        )

    return wait


def test_a_region_is_searched_and_the_report_is_of_it(
    examined: Desk, engine: Any, answered: Settle
) -> None:
    workbench = engine.workbenches[0]
    assert workbench.questions == [PLAIN]
    pinned = examined.matches.marks[3]
    examined.pins.toggle(pinned)
    chosen = examined.matches.marks[5]
    examined.matches.select(chosen)
    examined.question.select(REGION)
    assert examined.report_request() is None, "there is no report of what is not asked any more"
    assert len(examined.matches.marks), "the former matches stay in sight meanwhile"
    answered()
    assert [question.region for question in workbench.questions] == [None, REGION]
    request = examined.report_request()
    assert request is not None
    assert request.examination.question.region == REGION
    assert examined.pins.indices == [pinned.index]
    assert examined.matches.selected == chosen
    layers = examined.candidate.layers
    assert layers is not None
    assert layers.place is not None
    assert layers.text.shape == (200, 300)
    view = examined.layers.network_mask
    assert view is not None
    assert view.image.width() * 480 == view.image.height() * 640, "shown on the whole mark"


def test_strokes_become_a_correction_of_the_mask(
    examined: Desk, engine: Any, answered: Settle
) -> None:
    examined.question.draw(STROKE)
    examined.question.draw(WIPE)
    assert examined.question.pending
    answered()
    workbench = engine.workbenches[0]
    assert len(workbench.questions) == 2, "two strokes in a row are one search"
    correction = workbench.questions[1].correction
    assert correction is not None
    assert correction.added > 4000
    assert correction.taken > 640 * 200
    layers = examined.candidate.layers
    assert layers is not None
    assert layers.text[100, 200] == 1
    assert layers.text[300:].max() == 0
    examined.layers.show("text")
    base, mask = examined.layers.network_mask, examined.layers.view
    assert base is not None
    assert mask is not None
    assert base is not mask
    assert base.image.pixelColor(200, 100) != mask.image.pixelColor(200, 100)


def test_taking_everything_back_brings_the_plain_examination(
    examined: Desk, engine: Any, answered: Settle
) -> None:
    examined.question.select(REGION)
    examined.question.draw(STROKE)
    answered()
    examined.question.history.undo()
    examined.question.history.undo()
    answered()
    assert engine.workbenches[0].questions[-1] == PLAIN
    assert examined.candidate.examination is not None
    assert examined.candidate.examination.question == PLAIN


def test_a_changed_question_replaces_the_examination_that_runs(
    examined: Desk, engine: Any, answered: Settle, qtbot: QtBot
) -> None:
    workbench = engine.workbenches[0]
    workbench.gate.clear()
    examined.question.select(REGION)
    qtbot.waitUntil(lambda: len(workbench.questions) == 2)
    examined.question.draw(STROKE)
    workbench.gate.set()
    answered()
    assert len(workbench.abandoned) == 1
    assert workbench.questions[-1].correction is not None
    assert examined.candidate.examination is not None
    assert examined.candidate.examination.question == workbench.questions[-1]


def test_a_new_candidate_begins_with_no_region_and_no_correction(
    examined: Desk, engine: Any, logo_file: Make, answered: Settle, settle: Settle
) -> None:
    examined.question.select(REGION)
    examined.question.draw(STROKE)
    answered()
    examined.examine(FileSource(logo_file("other.png", 5)))
    settle()
    assert examined.question.marking == Marking()
    assert engine.workbenches[0].questions[-1] == PLAIN
    assert not examined.question.history.can_undo


def test_a_new_candidate_before_the_search_began_drops_the_question(
    examined: Desk, engine: Any, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    examined.question.select(REGION)
    examined.examine(FileSource(logo_file("other.png", 5)))
    settle()
    qtbot.wait(400)
    settle()
    assert engine.workbenches[0].questions == [PLAIN, PLAIN]
    assert examined.candidate.phase is Phase.DONE


def test_where_the_search_fails_no_former_matches_are_left(
    examined: Desk, engine: Any, qtbot: QtBot, settle: Settle
) -> None:
    engine.workbenches[0].error = RuntimeError("broken")
    examined.question.select(REGION)
    qtbot.waitUntil(lambda: examined.candidate.phase is Phase.FAILED, timeout=10_000)
    settle()
    assert not len(examined.matches.order)
    assert examined.report_request() is None
    engine.workbenches[0].error = None
    examined.question.history.undo()
    qtbot.waitUntil(lambda: examined.candidate.phase is Phase.DONE, timeout=10_000)
    settle()
    assert len(examined.matches.marks)


def test_sorting_while_something_else_is_asked_ends_in_the_new_order(
    examined: Desk, engine: Any, answered: Settle
) -> None:
    examined.question.select(REGION)
    examined.matches.sort_by("mac")
    answered()
    table = examined.matches.table
    assert table is not None
    assert list(examined.matches.order) == table.order("mac").tolist()


def test_what_is_drawn_before_the_models_are_there_is_searched_when_they_are(
    desk: Desk, engine: Any, logo_file: Make, settle: Settle, qtbot: QtBot
) -> None:
    engine.gate.clear()
    desk.open_register(Path("first register"))
    desk.examine(FileSource(logo_file()))
    qtbot.waitUntil(lambda: desk.candidate.image is not None)
    desk.question.select(REGION)
    qtbot.wait(400)
    assert desk.candidate.phase is Phase.WAITING
    engine.gate.set()
    settle()
    assert [question.region for question in engine.workbenches[0].questions] == [REGION]


def test_another_register_is_asked_the_same(
    examined: Desk, engine: Any, answered: Settle, settle: Settle
) -> None:
    examined.question.select(REGION)
    answered()
    examined.open_register(Path("second register"))
    settle()
    assert engine.workbenches[1].questions[-1].region == REGION
