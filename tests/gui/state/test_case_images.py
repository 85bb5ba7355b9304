from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from examiner_app.engine.region import Region
from examiner_app.gui.sources import FileSource
from examiner_app.gui.state.case_images import MOST_IMAGES, CaseImage, CaseImagesState
from examiner_app.gui.state.question import Marking


def image(name: str) -> CaseImage:
    return CaseImage(FileSource(Path(name)), 1, name, f"digest of {name}", QImage())


@pytest.fixture
def state(qapp: QApplication) -> CaseImagesState:
    made = CaseImagesState()
    made.begin(image("a"))
    made.add(image("b"))
    made.add(image("c"))
    return made


def names(state: CaseImagesState) -> list[str]:
    return [one.name for one in state.images]


def test_nothing_to_begin_with(qapp: QApplication) -> None:
    state = CaseImagesState()
    assert (state.shown, state.several, state.neighbour(1), state.digests) == (
        None,
        False,
        None,
        [],
    )
    assert not state.remove(0)
    state.show(0)
    assert state.index == -1


def test_each_image_is_there_once(state: CaseImagesState) -> None:
    assert not state.add(image("b"))
    assert names(state) == ["a", "b", "c"]
    assert (state.index, state.several, state.key) == (0, True, "case 1")


def test_no_more_than_a_hundred(state: CaseImagesState) -> None:
    added = [state.add(image(str(number))) for number in range(MOST_IMAGES)]
    assert added.count(True) == MOST_IMAGES - 3
    assert state.room == 0


def test_leafing_ends_at_the_ends(state: CaseImagesState) -> None:
    assert (state.neighbour(-1), state.neighbour(1)) == (None, 1)
    state.show(2)
    assert (state.neighbour(-1), state.neighbour(1)) == (1, None)
    state.show(3)
    assert state.index == 2


@pytest.mark.parametrize(
    ("shown", "gone", "then", "told"),
    [(0, 0, "b", 1), (1, 1, "c", 1), (2, 2, "b", 1), (2, 0, "c", 0), (0, 2, "a", 0)],
)
def test_another_is_shown_where_the_shown_one_is_removed(
    state: CaseImagesState, shown: int, gone: int, then: str, told: int
) -> None:
    state.show(shown)
    calls: list[int] = []
    state.shown_changed.connect(lambda: calls.append(1))
    assert state.remove(gone)
    assert state.shown is not None
    assert (state.shown.name, len(calls)) == (then, told)


def test_the_last_image_stays(state: CaseImagesState) -> None:
    assert [state.remove(0) for _ in range(3)] == [True, True, False]
    assert names(state) == ["c"]
    # It is still the same case.
    assert state.key == "case 1"


def test_what_was_drawn_belongs_to_its_image(state: CaseImagesState) -> None:
    drawn = Marking(Region(1, 2, 30, 40))
    state.keep_marking("digest of b", drawn)
    state.keep_marking("digest of nothing", drawn)
    assert state.marking("digest of b") is drawn
    assert state.marking("digest of nothing") == state.marking("digest of a") == Marking()
    state.remove(1)
    state.add(image("b"))
    assert state.marking("digest of b") == Marking()
    state.keep_marking("digest of b", drawn)
    state.begin(image("b"))
    assert state.marking("digest of b") == Marking()
