"""The answering parts follow pair, method and models; nothing is computed twice or shown late."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from pytestqt.qtbot import QtBot

from examiner_app.engine.evidence.answering import WHOLE, Answering, Parts
from examiner_app.engine.evidence.part_pictures import answer_legend, contribution_legend
from examiner_app.engine.question import PLAIN
from examiner_app.engine.region import Region
from examiner_app.gui import part_finder as module
from examiner_app.gui.comparisons import Comparisons
from examiner_app.gui.desk import Desk
from examiner_app.gui.images import to_image
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.candidate import Phase
from examiner_app.gui.state.parts import PARTS, PaintedParts, PartsPicture

Settle = Callable[[], None]


class Work:
    """The workers' part, without networks: what was seen and compared, in order."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.questions: list[Any] = []
        self.places: list[Any] = []
        self.compared: list[tuple[Any, Any, str]] = []
        self.gate = threading.Event()
        self.gate.set()
        self.error: Exception | None = None

    def see(self, _describer: Any, logo: Any, question: Any, pair: Any, known: Any) -> Any:
        self.questions.append(question)
        self.gate.wait(10)
        if self.error is not None:
            raise self.error
        self.seen.append(("" if known else logo.name, pair.mark.id))
        return known or logo.name, pair.mark.id

    def paint(
        self, _describer: Any, candidate: Any, match: Any, method: str, place: Any
    ) -> PaintedParts:
        self.places.append(place)
        self.compared.append((candidate, match, method))
        parts = Parts(np.full((2, 2), 0.1, np.float32), WHOLE, WHOLE)
        found = Answering(method, 0.4, parts, parts, np.eye(4, dtype=np.float32))
        whole = QRectF(0, 0, 1, 1)
        one = PartsPicture(to_image(np.zeros((2, 2, 4), np.uint8)), whole, whole)
        return PaintedParts(found, (one, one), contribution_legend(found), answer_legend())


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    made = Work()
    monkeypatch.setattr(module, "see_pair", made.see)
    monkeypatch.setattr(module, "paint_parts", made.paint)
    return made


@pytest.fixture
def comparisons(
    desk: Desk, engine: Any, logo_file: Callable[..., Path], settle: Settle, work: Work
) -> Comparisons:
    desk.open_register(Path("demo register"))
    settle()
    engine.workbenches[0].describer.methods = ("mac", "rmac", "atrha_rmac", "sift_bow")
    desk.examine(FileSource(logo_file()))
    settle()
    made = Comparisons(desk, desk)
    made.state.show(shown=True)
    settle()
    return made


def test_nothing_is_computed_before_it_is_wanted(
    comparisons: Comparisons, desk: Desk, work: Work, settle: Settle
) -> None:
    comparisons.step(1)
    comparisons.state.show_layer("cam")
    settle()
    assert not work.seen
    comparisons.state.show_layer(PARTS)
    settle()
    assert work.seen == [("candidate.png", desk.matches.marks[1].id)]
    assert [method for *_, method in work.compared] == ["atrha_rmac"]
    assert comparisons.finder.state.painted is not None


def test_marks_are_seen_once_and_compared_by_each_method(
    comparisons: Comparisons, desk: Desk, work: Work, settle: Settle
) -> None:
    comparisons.state.show_layer(PARTS)
    settle()
    desk.matches.sort_by("mac")
    settle()
    selected = desk.matches.selected
    assert selected is not None
    assert work.compared[-1] == ("candidate.png", selected.id, "mac")
    assert len(work.compared) == 1 + len({mark for _, mark in work.seen})
    comparisons.step(1)
    settle()
    assert desk.matches.selected is not selected
    assert [name for name, _ in work.seen].count("candidate.png") == 1, "the candidate is kept"
    assert work.compared[-1] == ("candidate.png", desk.matches.selected.id, "mac")


def test_going_away_and_back_computes_nothing(
    comparisons: Comparisons, work: Work, settle: Settle
) -> None:
    comparisons.state.show_layer(PARTS)
    settle()
    before = comparisons.finder.state.painted
    comparisons.state.show_layer("filed")
    settle()
    comparisons.state.show_layer(PARTS)
    settle()
    assert len(work.compared) == 1
    assert comparisons.finder.state.painted is before


@pytest.mark.parametrize(("key", "says"), [("fused", "by one method"), ("sift_bow", "keypoints")])
def test_methods_without_parts_say_so(
    comparisons: Comparisons, desk: Desk, settle: Settle, key: str, says: str
) -> None:
    comparisons.state.show_layer(PARTS)
    settle()
    desk.matches.sort_by(key)
    settle()
    assert comparisons.finder.state.painted is None
    assert says in comparisons.finder.state.note
    desk.matches.sort_by("mac")
    settle()
    assert comparisons.finder.state.painted is not None


def test_a_method_that_the_models_lack_says_so(
    comparisons: Comparisons, desk: Desk, work: Work, settle: Settle
) -> None:
    comparisons.state.show_layer(PARTS)
    desk.matches.sort_by("spoc")
    settle()
    assert "SPoC" in comparisons.finder.state.note
    assert all(method != "spoc" for *_, method in work.compared)


def test_who_leafs_on_sees_no_stale_parts(
    comparisons: Comparisons, desk: Desk, work: Work, settle: Settle
) -> None:
    work.gate.clear()
    comparisons.state.show_layer(PARTS)
    assert comparisons.finder.state.note == module.COMPUTING
    for _ in range(3):
        comparisons.step(1)
    work.gate.set()
    settle()
    assert {match for _, match, _ in work.compared} == {desk.matches.marks[3].id}


def test_a_failure_is_told(
    comparisons: Comparisons, desk: Desk, work: Work, settle: Settle
) -> None:
    work.error = MemoryError("no room")
    comparisons.state.show_layer(PARTS)
    settle()
    assert comparisons.finder.state.note == module.FAILED
    assert "parts" in desk.messages.waiting[-1].text
    assert not desk.jobs.busy


def test_another_candidate_is_seen_anew(
    comparisons: Comparisons,
    desk: Desk,
    work: Work,
    logo_file: Callable[..., Path],
    settle: Settle,
) -> None:
    comparisons.state.show_layer(PARTS)
    settle()
    desk.examine(FileSource(logo_file("other.png", 5)))
    settle()
    assert work.seen[-1][0] == "other.png"


def test_the_parts_are_those_of_what_is_searched(
    comparisons: Comparisons, desk: Desk, work: Work, settle: Settle, qtbot: QtBot
) -> None:
    comparisons.state.show_layer(PARTS)
    settle()
    assert work.questions[-1] == PLAIN
    assert work.places[-1] is None
    desk.question.select(Region(10, 20, 60, 40))
    qtbot.waitUntil(lambda: desk.candidate.phase is Phase.DONE)
    settle()
    # Seen anew, for the maps of the whole mark are not those of its region.
    assert work.questions[-1].region == Region(10, 20, 60, 40)
    assert work.seen[-1][0] == "candidate.png"
    assert work.places[-1].region == Region(10, 20, 60, 40)
    assert comparisons.finder.state.painted is not None
    desk.question.select(None)
    # Until it is examined there is nothing to compare.
    assert comparisons.finder.state.painted is None
    qtbot.waitUntil(lambda: desk.candidate.phase is Phase.DONE)
    settle()
    assert work.questions[-1] == PLAIN
    assert work.places[-1] is None
