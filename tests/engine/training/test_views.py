from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.training.layouts import SHARES, Box, Layout, company, places, repeats
from examiner_app.engine.training.views import draw_view


def _square() -> np.ndarray:
    figure = np.zeros((32, 32, 4), np.uint8)
    figure[..., 3] = 255
    return figure


WORD = np.full((10, 40), 255, np.uint8)


def test_the_shares_of_the_layouts_add_up() -> None:
    assert set(SHARES) == set(Layout)
    assert sum(SHARES.values()) == pytest.approx(1.0)


@pytest.mark.parametrize("layout", Layout)
def test_every_layout_shows_the_figure_and_is_the_same_each_time(layout: Layout) -> None:
    for seed in range(5):
        views = [
            draw_view(np.random.default_rng(seed), _square(), [WORD], [_square()], 48, layout)[0]
            for _ in range(2)
        ]
        assert views[0].shape == (48, 48, 3)
        assert views[0].dtype == np.uint8
        assert np.array_equal(views[0], views[1])
        assert int(np.ptp(views[0].astype(int))) > 30


@pytest.mark.parametrize("layout", [Layout.WORD_BELOW, Layout.WORD_BESIDE, Layout.SMALL])
def test_words_stand_on_the_canvas_beside_the_figure(layout: Layout) -> None:
    for seed in range(50):
        figure, word = places(np.random.default_rng(seed), layout)
        assert word is not None
        assert min(figure.x, figure.y, word.x) >= 0
        assert word.y >= -0.2
        apart = (
            word.x >= figure.x + figure.w
            or figure.x >= word.x + word.w
            or word.y >= figure.y + figure.h
            or figure.y >= word.y + word.h
        )
        assert apart


def test_a_small_figure_is_small() -> None:
    sides = [places(np.random.default_rng(seed), Layout.SMALL)[0].w for seed in range(20)]
    assert max(sides) < 0.33


def test_company_and_repeats_stay_on_the_canvas() -> None:
    for seed in range(20):
        rng = np.random.default_rng(seed)
        for box in (*company(rng, Box(0.1, 0.1, 0.5, 0.5)), *repeats(rng)):
            assert min(box.x, box.y) >= 0
            assert max(box.x + box.w, box.y + box.h) <= 1.001


def test_a_figure_without_hardness_stands_alone() -> None:
    view, _ = draw_view(np.random.default_rng(3), _square(), [], [], 64, None, hardness=0.0)
    corner = view[0, 0].astype(int)
    assert np.abs(view[32, 32].astype(int) - corner).max() > 30


def test_components_say_where_figure_and_lettering_are() -> None:
    dark = np.random.default_rng
    seen = 0
    for seed in range(12):
        word_only = draw_view(dark(seed), _square(), [WORD], [], 64, Layout.WORD_BELOW)
        alone = draw_view(dark(seed), _square(), [WORD], [], 64, Layout.ALONE)
        for image, cells in (word_only, alone):
            assert image.shape == (64, 64, 3)
            assert cells.shape == (2, 4, 4)
            assert set(np.unique(cells)) <= {0, 1}
            assert cells[0].any()
        assert not alone[1][1].any()
        figure, lettering = word_only[1]
        assert lettering.any()
        rows = np.arange(4)[:, None] * np.ones(4)
        seen += rows[lettering > 0].mean() > rows[figure > 0].mean()
    assert seen >= 6  # the word stands below in four of five


def test_components_fit_the_grid_of_the_trunk() -> None:
    for size, side in ((300, 18), (160, 10), (8, 1)):
        cells = draw_view(np.random.default_rng(1), _square(), [], [], size)[1]
        assert cells.shape == (2, side, side)
