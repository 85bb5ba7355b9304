"""The comparison's work on pixels, as the workers do it."""

from __future__ import annotations

import io
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor

from examiner_app.engine.evidence.keypoints import Agreement
from examiner_app.engine.logo import Pixels, logo_from_pixels
from examiner_app.engine.progress import finish
from examiner_app.errors import LogoError
from examiner_app.gui.pair_work import Pair, describe_match, find_agreement, paint_pair, read_pair
from examiner_app.gui.state.comparison import PaintOptions
from examiner_app.gui.state.pair_pictures import PairPictures

MARK: Any = SimpleNamespace(index=3, id="M3", words="")


def picture(width: int, height: int, left: str) -> Pixels:
    """A white picture whose left half has a colour."""
    pixels = np.full((height, width, 3), 255, np.uint8)
    colour = QColor(left)
    pixels[:, : width // 2] = (colour.red(), colour.green(), colour.blue())
    return pixels


PAIR = Pair(MARK, picture(400, 300, "#ff0000"), picture(200, 150, "#0000ff"))


def painted(options: PaintOptions, agreement: Agreement | None = None) -> PairPictures:
    return paint_pair(PAIR, options, None, None, agreement)


def colours(pictures: PairPictures) -> tuple[str, str, str, str]:
    """Colours on the left and right of the candidate, then of the match."""
    found = []
    for one in (pictures.candidate, pictures.match):
        image = one.levels[0]
        found += [
            image.pixelColor(round(image.width() * share), image.height() // 2).name()
            for share in (0.25, 0.75)
        ]
    return tuple(found)  # type: ignore[return-value]


WHITE, BLACK, RED, BLUE = "#ffffff", "#000000", "#ff0000", "#0000ff"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (PaintOptions(), (RED, WHITE, BLUE, WHITE)),
        (PaintOptions(grey=True), ("#4c4c4c", WHITE, "#1d1d1d", WHITE)),
        (PaintOptions(inverted=True), ("#00ffff", BLACK, "#ffff00", BLACK)),
        (PaintOptions(mirrored=True), (RED, WHITE, WHITE, BLUE)),
        (PaintOptions(aligned=True), (RED, WHITE, BLUE, WHITE)),
    ],
)
def test_what_is_done_to_the_pixels(
    options: PaintOptions, expected: tuple[str, str, str, str]
) -> None:
    assert colours(painted(options)) == expected


def agreed() -> Agreement:
    """The match, doubled and mirrored, is the candidate."""
    transform = np.array([[-2.0, 0, 399], [0, 2, 0]])
    points = np.array([[10.0, 10], [100, 20]])
    there = np.array([[194.5, 5], [149.5, 10]])
    return Agreement(points, there, np.array([True, False]), transform, mirrored=True)


def test_alignment_lays_the_match_on_the_candidate() -> None:
    pictures = painted(PaintOptions(aligned=True), agreed())
    assert pictures.match.size == pictures.candidate.size
    assert colours(pictures) == (RED, WHITE, WHITE, BLUE)
    assert pictures.match_size == (200, 150)


def test_lines_end_where_the_keypoints_are_seen() -> None:
    plain = painted(PaintOptions(), agreed()).lines
    assert [line.agrees for line in plain] == [False, True], "those that agree are painted last"
    assert plain[1].candidate == pytest.approx((10.5 / 400, 10.5 / 300))
    assert plain[1].match == pytest.approx((195 / 200, 5.5 / 150))
    mirrored = painted(PaintOptions(mirrored=True), agreed()).lines
    assert mirrored[1].match == pytest.approx((5 / 200, 5.5 / 150))
    aligned = painted(PaintOptions(aligned=True), agreed()).lines
    assert aligned[1].match == pytest.approx((10.5 / 400, 10.5 / 300))
    assert painted(PaintOptions()).lines == ()


def test_levels_halve_until_they_are_small() -> None:
    levels = painted(PaintOptions()).candidate.levels
    assert [image.width() for image in levels] == [400, 200]


def test_a_layer_lies_on_both(qapp: object) -> None:
    describe: Any = SimpleNamespace(describe=lambda logos: [_described(logos[0])])
    layers = describe_match(describe, PAIR)
    plain = colours(painted(PaintOptions()))
    for_both = paint_pair(PAIR, PaintOptions(layer="cam"), layers, layers, None)
    assert all(one != other for one, other in zip(plain, colours(for_both), strict=True))
    one = paint_pair(PAIR, PaintOptions(layer="cam"), layers, None, None)
    assert colours(one)[2:] == plain[2:], "a layer that is not known yet is left out"


def _described(logo: Any) -> Any:
    from examiner_app.engine.description import Layers, TextRemoval
    from examiner_app.engine.logo import Letterbox

    height, width = logo.pixels.shape[:2]
    text = np.zeros((height, width), np.float32)
    removal = TextRemoval((0, 0, width, height), True, text > 1, logo.pixels, logo.pixels)
    cam = np.linspace(0, 1, 18 * 18, dtype=np.float32).reshape(18, 18)
    layers = Layers(text, removal, cam, cam, cam, Letterbox.fit(width, height, 300))
    return SimpleNamespace(layers=layers)


def register(data: bytes) -> Any:
    return SimpleNamespace(thumbnail=lambda _: data)


def test_reading_shrinks_a_huge_candidate_once() -> None:
    buffer = io.BytesIO()
    Image.fromarray(PAIR.match).save(buffer, "WEBP", lossless=True)
    logo = logo_from_pixels(picture(4000, 100, "#ff0000"), "huge.png")
    pair = read_pair(logo, register(buffer.getvalue()), MARK, None)
    assert pair.candidate.shape == (40, 1600, 3)
    assert np.array_equal(pair.match, PAIR.match)
    again = read_pair(logo, register(buffer.getvalue()), MARK, pair.candidate)
    assert again.candidate is pair.candidate


def test_a_damaged_thumbnail_is_refused() -> None:
    with pytest.raises(LogoError, match="thumbnail of M3"):
        read_pair(logo_from_pixels(PAIR.candidate, "a"), register(b"junk"), MARK, None)


def test_the_candidates_keypoints_are_found_once() -> None:
    first = next(find_agreement(PAIR, None))
    work = find_agreement(replace(PAIR, match=PAIR.candidate), first)
    assert next(work) is first
    assert finish(work).count == 0


def test_places_of_the_match_are_found_where_they_are_seen() -> None:
    from PySide6.QtCore import QPointF

    corner = QPointF(0.1, 0.2)
    assert painted(PaintOptions(), agreed()).match_map.map(corner) == corner
    mirrored = painted(PaintOptions(mirrored=True), agreed()).match_map.map(corner)
    assert (mirrored.x(), mirrored.y()) == pytest.approx((0.9, 0.2))
    # The match, mirrored and doubled, covers the candidate exactly: 399 is its last pixel.
    pictures = painted(PaintOptions(aligned=True), agreed())
    for line, place in zip(pictures.lines, ((149.5, 10), (194.5, 5)), strict=True):
        share = QPointF((place[0] + 0.5) / 200, (place[1] + 0.5) / 150)
        seen = pictures.match_map.map(share)
        assert (seen.x(), seen.y()) == pytest.approx(line.match)


def test_parts_lie_on_pale_marks() -> None:
    pale = painted(PaintOptions(layer="parts"))
    for colour in colours(pale):
        shown = QColor(colour)
        assert shown.red() == shown.green() == shown.blue() >= 140
    assert pale.legends == (None, None)
