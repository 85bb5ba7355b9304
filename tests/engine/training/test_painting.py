from __future__ import annotations

import numpy as np
import pytest
import torch

from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.layouts import Box, Layout
from examiner_app.engine.training.painting import Painter
from examiner_app.engine.training.plan_batches import collate
from examiner_app.engine.training.view_plans import Colour, Lettering, ViewPlan, plan_view
from examiner_app.engine.training.views import Pixels, paint_view

CPU = torch.device("cpu")
WORDS: list[Pixels] = [
    np.full((8, 30), 255, np.uint8),
    np.tile(np.repeat(np.array([255, 0], np.uint8), 3), (90, 200)),
]


def _ink(value: float) -> Colour:
    return np.full(3, value, np.float32)


@pytest.mark.parametrize("layout", list(Layout))
def test_each_layout_looks_as_a_core_draws_it(figures: FigureLibrary, layout: Layout) -> None:
    indexes = [figure.index for figure in figures.figures][:3]
    rgba = [figures.rgba(index) for index in indexes]
    coloured = [figure.colour for figure in figures.figures][:3]
    plans = [
        plan_view(np.random.default_rng(seed), coloured, 2, figures.size, 96, layout)
        for seed in range(24)
    ]
    shapes = [word.shape for word in WORDS]
    batch = collate(plans, [indexes] * len(plans), shapes, 96)
    images, cells = Painter(figures, WORDS, CPU).paint(batch)
    for plan, image, shown in zip(plans, images, cells, strict=True):
        expected, components = paint_view(plan, rgba, WORDS, 96)
        # OpenCV draws frames on floats without smoothing their edges.
        most = 8.0 if plan.frame is not None else 5.0
        assert np.abs(expected.astype(float) - image.numpy().astype(float)).mean() < most
        assert (components != shown.numpy()).mean() < 0.06


def test_bare_paper(figures: FigureLibrary) -> None:
    plan = ViewPlan(_ink(37), None, (), None, False, None, None)
    upside = ViewPlan(_ink(37), None, (), None, True, None, None)
    images, cells = Painter(figures, [], CPU).paint(collate([plan, upside], [[], []], [], 32))
    assert images.shape == (2, 32, 32, 3)
    assert np.unique(images[0]).tolist() == [37]
    assert np.unique(images[1]).tolist() == [218]
    assert not cells.any()


def test_a_word_stays_in_its_box(figures: FigureLibrary) -> None:
    word = Lettering(0, Box(0.25, 0.5, 0.5, 0.25), _ink(0))
    plan = ViewPlan(_ink(255), None, (), word, False, None, None)
    batch = collate([plan], [[]], [(8, 30)], 64)
    images, cells = Painter(figures, WORDS[:1], CPU).paint(batch)
    left, top, width, height = (int(v) for v in batch.word_box[0])
    inside = images[0, top : top + height, left : left + width]
    assert int(inside[1:-1, 1:-1].max()) == 0
    outside = images[0].clone()
    outside[top : top + height, left : left + width] = 255
    assert int(outside.min()) >= 240
    assert cells[0, 0].sum() == 0
    assert cells[0, 1].sum() > 0
