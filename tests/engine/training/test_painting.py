from __future__ import annotations

import numpy as np
import pytest
import torch

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis.figures import FigureLibrary, open_figures
from examiner_app.engine.training.layouts import Box, Layout
from examiner_app.engine.training.painting import Painter
from examiner_app.engine.training.plan_batches import collate
from examiner_app.engine.training.view_plans import (
    Colour,
    Colouring,
    Layer,
    Lettering,
    ViewPlan,
    plan_view,
)
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


@pytest.fixture(scope="module")
def coloured(tmp_path_factory: pytest.TempPathFactory) -> FigureLibrary:
    """One figure of three plain colours."""
    folder = tmp_path_factory.mktemp("coloured") / "bright"
    folder.mkdir()
    (folder / "flag.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">'
        '<path fill="#c22" d="M2 2h20v7H2z"/><path fill="#2a4" d="M2 9h20v6H2z"/>'
        '<path fill="#26d" d="M2 15h20v7H2z"/></svg>'
    )
    return finish(open_figures(folder.parent, size=64, cache=folder.parent / "cache"))


@pytest.mark.parametrize(
    ("colouring", "scale", "blur"),
    [
        (Colouring(), 1.0, None),
        (Colouring(hue=60), 1.0, None),
        (Colouring(hue=133), 1.0, None),
        (Colouring(grey=True), 1.0, None),
        (Colouring(ink=np.array([10, 200, 90], np.float32)), 1.0, None),
        (Colouring(), 1.0, 1.2),
        (Colouring(), 0.3, None),
    ],
)
def test_each_effect_on_a_coloured_figure(
    coloured: FigureLibrary, colouring: Colouring, scale: float, blur: float | None
) -> None:
    assert coloured.figures[0].colour
    index = coloured.figures[0].index
    shift = 32 - 32 * scale
    matrix = np.array([[scale, 0, shift], [0, scale, shift]], np.float64)
    layer = Layer(0, colouring, matrix, scale)
    plan = ViewPlan(_ink(255), None, (layer,), None, False, blur, None)
    image = Painter(coloured, [], CPU).paint(collate([plan], [[index]], [], 64))[0][0].numpy()
    expected, _ = paint_view(plan, [coloured.rgba(index)], [], 64)
    difference = np.abs(expected.astype(float) - image.astype(float))
    assert difference.mean() < (1.5 if scale < 1 else 0.8)
    plain = Layer(0, Colouring(), np.eye(2, 3), 1.0)
    bare = ViewPlan(_ink(255), None, (plain,), None, False, None, None)
    untouched, _ = paint_view(bare, [coloured.rgba(index)], [], 64)
    if colouring.hue or colouring.grey or colouring.ink is not None or scale < 1 or blur:
        assert np.abs(expected.astype(float) - untouched.astype(float)).mean() > 0.3


def test_shrunken_figures_and_words_lose_nothing_at_their_ends(figures: FigureLibrary) -> None:
    # 65 rows and 8 to a cell: the last one must not be spread over eight.
    tall: Pixels = np.zeros((64, 500), np.uint8)
    tall[::16] = tall[1::16] = tall[2::16] = tall[3::16] = 255
    word = Lettering(0, Box(0.1, 0.4, 0.8, 0.2), _ink(0))
    plan = ViewPlan(_ink(255), None, (), word, False, None, None)
    batch = collate([plan], [[]], [tall.shape], 64)
    image = Painter(figures, [tall], CPU).paint(batch)[0][0].numpy()
    expected, _ = paint_view(plan, [], [tall], 64)
    assert np.abs(expected.astype(float) - image.astype(float)).mean() < 3.0


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
