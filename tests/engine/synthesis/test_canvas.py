from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis.canvas import Block, Canvas, Item, overlay, row, stack


def _item(text: bool, colour: tuple[float, float, float], w: int = 10, h: int = 10) -> Item:
    return Item(np.full((h, w), 255, np.uint8), colour, text=text, legible=False)


def _canvas(grey: float = 200.0) -> Canvas:
    return Canvas(np.full((40, 60, 3), grey, np.float32))


@pytest.mark.parametrize(("step", "is_text"), [(12.0, False), (13.0, True)])
def test_truth_begins_at_five_percent_of_one_channel(*, step: float, is_text: bool) -> None:
    canvas = _canvas()
    canvas.paint(Block.of(_item(True, (200.0, 200.0 + step, 200.0))), (10, 10, 20, 20))
    truth = canvas.truth()
    assert bool(truth.any()) is is_text
    if is_text:
        assert truth[10:30, 10:30].all()
        assert int(truth.sum()) == 400


def test_truth_is_where_the_two_canvases_differ() -> None:
    rng = np.random.default_rng(4)
    for _ in range(30):
        canvas = Canvas(rng.uniform(0, 255, (40, 60, 3)).astype(np.float32))
        for text in rng.permutation([True, True, False]):
            alpha = rng.integers(0, 256, (7, 9)).astype(np.uint8)
            paint = rng.integers(0, 256, (4, 4, 3)).astype(np.uint8)
            x, y = rng.uniform(-5, 40, 2)
            w, h = rng.uniform(1, 40, 2)
            canvas.paint(Block.of(Item(alpha, paint, text=bool(text))), (x, y, w, h))
        differs = (np.abs(canvas.full - canvas.bare) >= 0.05 * 255).any(axis=2)
        np.testing.assert_array_equal(canvas.truth(), differs)


def test_paint_is_mixed_by_its_cover() -> None:
    for paint in ((30.0, 90.0, 250.0), np.full((16, 16, 3), (30, 90, 250), np.uint8)):
        canvas = _canvas()
        alpha = np.arange(256, dtype=np.uint8).reshape(16, 16)
        canvas.paint(Block.of(Item(alpha, paint, legible=False)), (10, 10, 16, 16))
        expected = 200 + (np.array([30, 90, 250]) - 200) * (alpha[..., None] / 255)
        np.testing.assert_allclose(canvas.full[10:26, 10:26], expected, atol=1e-3)
        np.testing.assert_array_equal(canvas.full[26:], 200)


def test_figures_are_on_both_canvases_and_hide_lettering() -> None:
    canvas = _canvas()
    canvas.paint(Block.of(_item(True, (0.0, 0.0, 0.0))), (10, 10, 20, 20))
    canvas.paint(Block.of(_item(False, (90.0, 0.0, 0.0))), (20, 10, 20, 20))
    truth = canvas.truth()
    assert truth[10:30, 10:20].all()
    assert not truth[:, 20:].any()
    assert tuple(canvas.image()[15, 25]) == (90, 0, 0)
    assert tuple(canvas.bare[15, 25]) == (90.0, 0.0, 0.0)


def test_lettering_over_a_figure_of_its_colour_is_not_text() -> None:
    canvas = _canvas()
    canvas.paint(Block.of(_item(False, (0.0, 0.0, 0.0))), (10, 10, 20, 20))
    canvas.paint(Block.of(_item(True, (0.0, 0.0, 0.0))), (20, 10, 20, 20))
    assert not canvas.truth()[:, :30].any()
    assert canvas.truth()[10:30, 30:40].all()


def test_paint_that_could_not_be_seen_is_changed() -> None:
    canvas = _canvas(250.0)
    item = Item(np.full((10, 10), 255, np.uint8), (255.0, 255.0, 255.0), text=True)
    canvas.paint(Block.of(item), (10, 10, 20, 20))
    assert tuple(canvas.image()[15, 15]) == (0, 0, 0)


def test_what_runs_over_the_edge_is_cut() -> None:
    canvas = _canvas()
    canvas.paint(Block.of(_item(True, (0.0, 0.0, 0.0))), (-10, -10, 20, 20))
    assert canvas.truth()[:10, :10].all()
    assert int(canvas.truth().sum()) == 100
    canvas.paint(Block.of(_item(True, (0.0, 0.0, 0.0))), (500, 500, 20, 20))
    assert int(canvas.truth().sum()) == 100


def test_blocks_add_up() -> None:
    wide = Block.of(_item(False, (0.0, 0.0, 0.0), w=30))
    tall = Block.of(_item(False, (0.0, 0.0, 0.0)), 2.0)
    assert (wide.w, wide.h, tall.w, tall.h) == (3.0, 1.0, 2.0, 2.0)
    below = stack(wide, tall, 0.5, align=1.0)
    assert (below.w, below.h) == (3.0, 3.5)
    assert (below.placed[1].x, below.placed[1].y) == (1.0, 1.5)
    beside = row(wide, tall, 0.25, align=0.5)
    assert (beside.w, beside.h) == (5.25, 2.0)
    assert (beside.placed[0].y, beside.placed[1].x) == (0.5, 3.25)
    on = overlay(wide, tall)
    assert (on.w, on.h) == (3.0, 2.0)
    assert (on.placed[0].y, on.placed[1].x, on.placed[1].y) == (0.5, 0.5, 0.0)
    assert wide.scaled(2.0).placed[0].w == 6.0
