from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.lettering import Layout, bend, draw_text, trim


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("script", ["latin", "hebrew"])
def test_every_layout_draws_every_script(fonts: FontLibrary, layout: Layout, script: str) -> None:
    font = fonts.pick(np.random.default_rng(0), script)
    text = "Balo Kidrum" if script == "latin" else "אבגד הוז"
    masks = [draw_text(np.random.default_rng(5), text, font, layout=layout) for _ in range(2)]
    np.testing.assert_array_equal(masks[0], masks[1])
    mask = masks[0]
    assert mask.dtype == np.uint8
    assert mask.max() > 150
    # Cropped to its ink on every side.
    assert all(edge.any() for edge in (mask[0], mask[-1], mask[:, 0], mask[:, -1]))


def test_height_grows_with_the_asked_height(fonts: FontLibrary) -> None:
    font = fonts.pick(np.random.default_rng(0), "latin")
    heights = [
        draw_text(np.random.default_rng(3), "HILO", font, height=h).shape[0] for h in (24, 40, 104)
    ]
    assert heights[0] < heights[1] < heights[2]


def test_an_outline_is_hollow(fonts: FontLibrary) -> None:
    font = fonts.pick(np.random.default_rng(0), "latin")
    chance = np.random.default_rng(3)
    full = draw_text(chance, "I", font, height=104)
    chance = np.random.default_rng(3)
    hollow = draw_text(chance, "I", font, height=104, layout=Layout.OUTLINED)
    middle = hollow[hollow.shape[0] // 2]
    assert full[full.shape[0] // 2].min() > 0
    assert middle[0] > 0
    assert middle[-1] > 0
    assert middle[len(middle) // 2] == 0


@pytest.mark.parametrize("smile", [False, True])
def test_bending_keeps_the_line_on_its_circle(*, smile: bool) -> None:
    line = np.full((12, 100), 255, np.uint8)
    bent = bend(line, 60.0, smile=smile)
    ys, xs = np.nonzero(bent > 128)
    centre = bent.shape[0] / 2
    radius = np.hypot(xs - centre, ys - centre)
    assert radius.min() == pytest.approx(60.0, abs=1.5)
    assert radius.max() == pytest.approx(72.0, abs=1.5)
    # The line spans 100/60 radians, so 95.5 degrees, on top or at the bottom.
    angle = np.arctan2(xs - centre, (ys - centre) if smile else (centre - ys))
    assert angle.max() - angle.min() == pytest.approx(100 / 60, abs=0.06)
    assert abs(float(angle.mean())) < 0.05


@pytest.mark.parametrize("smile", [False, True])
@pytest.mark.parametrize("span", [0.2, 1.0, 3.0, 3.4, 4.5, 6.0, 9.0])
def test_no_part_of_a_bent_line_is_cut_off(*, smile: bool, span: float) -> None:
    line = np.full((17, 140), 255, np.uint8)
    inner = 140 / span
    bent = bend(line, inner, smile=smile)
    # With enough bare paper at its ends, the same line runs round the whole circle.
    paper = int(np.pi * inner) + 10
    whole = bend(np.pad(line, ((0, 0), (paper, paper))), inner, smile=smile)
    np.testing.assert_allclose(bent.astype(int), whole.astype(int), atol=16)


def test_trim_of_nothing_is_one_empty_pixel() -> None:
    assert trim(np.zeros((5, 9), np.uint8)).tolist() == [[0]]
