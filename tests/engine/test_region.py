from __future__ import annotations

import pytest

from examiner_app.engine.region import Place, Region
from examiner_app.errors import QuestionError


@pytest.mark.parametrize("box", [(0, 0, 16, 16), (84, 44, 16, 16), (0, 0, 100, 60)])
def test_what_can_be_searched(box: tuple[int, int, int, int]) -> None:
    region = Region(*box)
    region.check(100, 60)
    assert region.box == box


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ((0, 0, 15, 40), "at least 16 pixels"),
        ((0, 0, 40, 0), "at least 16 pixels"),
        ((85, 0, 16, 16), "inside 100×60"),
        ((0, 45, 16, 16), "inside 100×60"),
        ((-1, 0, 30, 30), "inside 100×60"),
        ((0, 0, 10**9, 10**9), "inside 100×60"),
    ],
)
def test_what_cannot(box: tuple[int, int, int, int], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        Region(*box).check(100, 60)


def test_the_place_in_a_picture_of_another_size() -> None:
    place = Place(Region(10, 20, 50, 30), 100, 60)
    assert place.inside(100, 60) == (10, 20, 50, 30)
    assert place.inside(200, 120) == (20, 40, 100, 60)
    assert place.inside(10, 6) == (1, 2, 5, 3)
    # However small the picture, something of the region is to be seen.
    assert place.inside(1, 1) == (0, 0, 1, 1)
    thin = Place(Region(3000, 0, 16, 4000), 4000, 4000)
    assert thin.inside(100, 100) == (75, 0, 1, 100)
