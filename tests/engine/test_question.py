from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.attention.correction import Mask
from examiner_app.engine.logo import Logo
from examiner_app.engine.question import (
    PLAIN,
    MaskCorrection,
    Question,
    ask,
    correction_of,
    read_text_mask,
)
from examiner_app.engine.region import Region
from examiner_app.engine.strokes import Stroke
from examiner_app.errors import LogoError, QuestionError

Marks = Callable[..., Logo]


def some_masks(height: int = 37, width: int = 53) -> tuple[Mask, Mask]:
    values = np.random.default_rng(3).integers(0, 3, (height, width))
    return values == 1, values == 2


def test_a_correction_gives_back_what_it_was_made_of() -> None:
    added, taken = some_masks()
    correction = MaskCorrection.of(added, taken)
    back = correction.planes()
    assert (back[0] == added).all()
    assert (back[1] == taken).all()
    assert (correction.width, correction.height) == (53, 37)
    assert (correction.added, correction.taken) == (added.sum(), taken.sum())
    assert not correction.whole
    assert MaskCorrection.of(added, ~added).whole


def test_what_is_in_both_counts_as_added() -> None:
    everywhere = np.ones((4, 5), bool)
    correction = MaskCorrection.of(everywhere, everywhere)
    assert (correction.added, correction.taken) == (20, 0)


def test_equal_corrections_are_one_and_others_have_another_digest() -> None:
    added, taken = some_masks()
    one, same = MaskCorrection.of(added, taken), MaskCorrection.of(added.copy(), taken.copy())
    assert one == same
    assert len(one.sha256) == 64
    others = [
        MaskCorrection.of(taken, added),
        MaskCorrection.of(added.reshape(53, 37), taken.reshape(53, 37)),
        MaskCorrection.of(added, np.zeros_like(taken)),
    ]
    assert len({one.sha256, *(other.sha256 for other in others)}) == 4


def test_a_small_correction_of_a_huge_mark_is_kept_small() -> None:
    added = np.zeros((3000, 4000), bool)
    added[100:200, 100:400] = True
    correction = MaskCorrection.of(added, np.zeros_like(added))
    assert len(correction._bits) < 100_000


def test_nothing_is_asked_beyond_the_mark(mark: Marks) -> None:
    logo = mark(1)
    assert ask(logo) == PLAIN
    assert PLAIN.cut(logo) is logo
    assert PLAIN.place(logo) is None
    assert PLAIN.corrected() is None
    nothing = np.zeros((logo.height, logo.width), bool)
    assert ask(logo, None, MaskCorrection.of(nothing, nothing)) == PLAIN


def test_a_region_is_cut_out(mark: Marks) -> None:
    logo = mark(1)
    question = ask(logo, Region(20, 10, 50, 40))
    part = question.cut(logo)
    assert (part.pixels == logo.pixels[10:50, 20:70]).all()
    assert (part.sha256, part.name) == (logo.sha256, logo.name)
    place = question.place(logo)
    assert place is not None
    assert (place.width, place.height) == (logo.width, logo.height)


def test_of_a_correction_only_what_is_searched_counts(mark: Marks) -> None:
    logo = mark(1)
    added, taken = some_masks(logo.height, logo.width)
    region = Region(20, 10, 50, 40)
    question = ask(logo, region, MaskCorrection.of(added, taken))
    assert question.correction is not None
    inside = added[10:50, 20:70]
    assert question.correction.added == inside.sum()
    corrected = question.corrected()
    assert corrected is not None
    assert (corrected.added == inside).all()
    outside = np.zeros_like(added)
    outside[60:, 100:] = True
    assert ask(logo, region, MaskCorrection.of(outside, outside & False)) == Question(region)


def test_what_does_not_fit_the_mark_is_refused(mark: Marks) -> None:
    logo = mark(1)
    with pytest.raises(QuestionError, match="reaches out of the mark"):
        ask(logo, Region(logo.width - 15, 0, 16, 16))
    with pytest.raises(QuestionError, match="give a mask of the mark's size"):
        ask(logo, None, MaskCorrection.of(*some_masks()))


def slowly(stroke: Stroke, width: int = 110, height: int = 90) -> Mask:
    """Measure the distance of every pixel's middle from a stroke."""
    down, across = np.mgrid[0:height, 0:width] + 0.5
    near = np.full((height, width), np.inf)
    ends = list(pairwise(stroke.points)) or [(stroke.points[0], stroke.points[0])]
    for (x0, y0), (x1, y1) in ends:
        length = (x1 - x0) ** 2 + (y1 - y0) ** 2
        part = ((across - x0) * (x1 - x0) + (down - y0) * (y1 - y0)) / (length or 1)
        part = np.clip(part, 0, 1)
        reach = np.hypot(across - x0 - part * (x1 - x0), down - y0 - part * (y1 - y0))
        near = np.minimum(near, reach)
    within: Mask = near <= stroke.size / 2
    return within


@pytest.mark.parametrize("size", [1.0, 3.0, 8.0, 25.5])
def test_a_stroke_covers_what_is_within_half_its_size(size: float) -> None:
    bent = ((20.3, 30.7), (60.1, 34.2), (61.0, 70.9))
    for points in (bent, ((45.0, 45.0),)):
        covered = correction_of([Stroke(True, size, points)], 110, 90).planes()[0]
        # OpenCV draws the pixels that an outline touches as well: a pixel more all around.
        assert not (slowly(Stroke(True, size - 0.5, points)) & ~covered).any()
        assert not (covered & ~slowly(Stroke(True, size + 2.5, points))).any()


def test_of_strokes_over_each_other_the_later_counts() -> None:
    over = Stroke(True, 20, ((20.0, 45.0), (90.0, 45.0)))
    wipe = Stroke(False, 10, ((55.0, 20.0), (55.0, 70.0)))
    added, taken = correction_of([over, wipe], 110, 90).planes()
    assert added[45, 40]
    assert taken[45, 55]
    assert not added[45, 55]
    added, taken = correction_of([wipe, over], 110, 90).planes()
    assert added[45, 55]
    assert not taken[45, 55]
    assert taken[25, 55]


def test_strokes_may_leave_the_mark_and_be_tiny() -> None:
    out = Stroke(True, 10, ((-500.0, -500.0), (-400.0, -300.0)))
    assert correction_of([out], 20, 20).added == 0
    assert correction_of([], 20, 20).added == 0
    dot = correction_of([Stroke(True, 1, ((7.5, 3.5),))], 20, 20).planes()[0]
    assert dot[3, 7]
    assert dot.sum() <= 5
    across = correction_of([Stroke(True, 4, ((-900.0, 10.0), (900.0, 10.0)))], 20, 20).planes()[0]
    assert across[9:11].all()
    assert not across[:6].any()


def test_a_mask_of_a_file_replaces_the_networks(tmp_path: Path) -> None:
    grey = np.array([[0, 127, 128], [255, 64, 200]], np.uint8)
    path = tmp_path / "mask.png"
    Image.fromarray(grey).save(path)
    correction = read_text_mask(path)
    added, taken = correction.planes()
    assert added.tolist() == [[False, False, True], [True, False, True]]
    assert (taken == ~added).all()
    assert correction.whole


def test_a_mask_that_is_none_is_refused(tmp_path: Path, mark: Marks) -> None:
    path = tmp_path / "mask.png"
    with pytest.raises(LogoError, match=r"mask\.png"):
        read_text_mask(path)
    Image.fromarray(mark(1).pixels).save(path)
    with pytest.raises(QuestionError, match="has colours"):
        read_text_mask(path)


def test_strokes_are_drawn_over_a_correction_that_was_kept() -> None:
    added, taken = np.zeros((40, 60), bool), np.zeros((40, 60), bool)
    added[:20], taken[20:] = True, True
    kept = MaskCorrection.of(added, taken)
    assert correction_of((), 60, 40, kept) == kept
    stroke = Stroke(adds=False, size=10, points=((30.0, 0.0),))
    alone = correction_of((stroke,), 60, 40).planes()[1]
    found = correction_of((stroke,), 60, 40, kept)
    now_added, now_taken = found.planes()
    np.testing.assert_array_equal(now_added, added & ~alone)
    np.testing.assert_array_equal(now_taken, taken | alone)
    with pytest.raises(QuestionError, match="give a mask of the mark's size"):
        correction_of((stroke,), 40, 60, kept)
