from __future__ import annotations

import time

import numpy as np
import pytest

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.scenes import worn
from examiner_app.engine.synthesis.text_pixels import paint_mark, text_pixels


def test_the_same_seed_gives_the_same_mark(figures: FigureLibrary, fonts: FontLibrary) -> None:
    for seed in range(8):
        first = text_pixels(np.random.default_rng(seed), figures, fonts)
        again = text_pixels(np.random.default_rng(seed), figures, fonts)
        np.testing.assert_array_equal(first[0], again[0])
        np.testing.assert_array_equal(first[1], again[1])
    assert (first[0] != text_pixels(np.random.default_rng(99), figures, fonts)[0]).any()


def test_shapes_and_variety(figures: FigureLibrary, fonts: FontLibrary) -> None:
    rng = np.random.default_rng(4)
    shares = []
    for _ in range(120):
        image, truth = text_pixels(rng, figures, fonts, size=96)
        assert image.shape == (96, 96, 3)
        assert image.dtype == np.uint8
        assert truth.shape == (96, 96)
        assert truth.dtype == np.bool_
        shares.append(float(truth.mean()))
    without = np.mean(np.array(shares) == 0)
    assert 0.07 < without < 0.35
    assert max(shares) > 0.2
    assert 0.02 < float(np.mean(shares)) < 0.25


@pytest.mark.parametrize("kind", list(MarkType))
def test_types_have_the_text_they_should(
    figures: FigureLibrary, fonts: FontLibrary, kind: MarkType
) -> None:
    rng = np.random.default_rng(7)
    for _ in range(30):
        image, truth = paint_mark(rng, figures, fonts, 128, kind)
        assert bool(truth.any()) is (kind is not MarkType.FIGURE_ONLY)
        assert float(image.std()) > 1.0


def test_on_plain_paper_every_text_pixel_shows(figures: FigureLibrary, fonts: FontLibrary) -> None:
    rng = np.random.default_rng(11)
    for _ in range(30):
        image, truth = paint_mark(rng, figures, fonts, 128, MarkType.TEXT_ONLY, plain_chance=1.0)
        # Paper is white; what is pure paper cannot be text unless it is cut out of a shape.
        corner_free = truth & (image == 255).all(axis=2)
        assert float(corner_free.sum()) <= 0.5 * float(truth.sum())
        assert not truth[(image == 255).all(axis=2) & ~truth].any()


def test_wear_keeps_the_geometry() -> None:
    image = np.full((96, 96, 3), 255, np.uint8)
    image[20:50, 30:80] = 0
    rng = np.random.default_rng(0)
    for _ in range(60):
        out = worn(rng, image).astype(float).mean(axis=2)
        assert out.shape == (96, 96)
        assert out[25:45, 35:75].mean() < out[60:90, 5:90].mean() - 80
        across = out[25:45].mean(axis=0)
        middle = (across[:20].mean() + across[40:70].mean()) / 2
        assert 28 <= int((across[:55] < middle).argmax()) <= 32


def test_at_least_sixty_marks_a_second(figures: FigureLibrary, fonts: FontLibrary) -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        text_pixels(rng, figures, fonts)
    rates = []
    for _ in range(3):
        start = time.process_time()
        for _ in range(40):
            text_pixels(rng, figures, fonts)
        rates.append(40 / (time.process_time() - start))
    assert max(rates) >= 60
