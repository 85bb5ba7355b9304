from __future__ import annotations

from contextlib import closing

import numpy as np
import pytest
import torch

from examiner_app.engine.device import Device
from examiner_app.engine.training.pairs import BatchShape, FigurePairs
from examiner_app.engine.training.sources import Sources
from examiner_app.engine.training.view_source import DrawnViews, PaintedViews, open_views

WORDS = [np.full((8, 30), 255, np.uint8), np.tile(np.array([255, 0], np.uint8), (30, 60))]
SHAPE = BatchShape(64, 48)


@pytest.fixture
def pairs(sources: Sources) -> FigurePairs:
    return FigurePairs(sources.training_figures, style_share=0.4, families_per_class=3)


@pytest.mark.parametrize("named", [False, True])
def test_a_gpu_paints_what_a_core_draws(
    sources: Sources, pairs: FigurePairs, *, named: bool
) -> None:
    library = sources.training_figures
    where = torch.device("cpu")
    with (
        closing(DrawnViews(library, WORDS, pairs, 5)) as drawn,
        closing(PaintedViews(library, WORDS, pairs, 5, where, 0)) as painted,
    ):
        expected = drawn.batch(3, SHAPE, named=named)
        found = painted.batch(3, SHAPE, named=named)
    assert torch.equal(expected.concepts, found.concepts)
    assert torch.equal(expected.classes, found.classes)
    assert found.images.shape == expected.images.shape
    assert found.images.dtype == torch.uint8
    differences = (expected.images.float() - found.images.float()).abs().mean(dim=(1, 2, 3))
    assert float(differences.median()) < 2
    assert float(differences.max()) < 12
    # Other views than these differ by far more.
    others = (expected.images.float() - found.images.roll(1, 0).float()).abs().mean(dim=(1, 2, 3))
    assert float(others.median()) > 20
    assert float((expected.components != found.components).float().mean()) < 0.02


def test_other_processes_plan_the_same_views(sources: Sources, pairs: FigurePairs) -> None:
    arguments = (sources.training_figures, WORDS, pairs, 5, torch.device("cpu"))
    with (
        closing(PaintedViews(*arguments, 0)) as here,
        closing(PaintedViews(*arguments, 1)) as elsewhere,
    ):
        for number in (2**31, 2**31 + 1, 4):
            expected = here.batch(number, SHAPE)
            found = elsewhere.batch(number, SHAPE)
            assert torch.equal(expected.images, found.images)
            assert torch.equal(expected.components, found.components)


def test_cores_draw_for_cores(sources: Sources, pairs: FigurePairs, cpu: Device) -> None:
    with closing(open_views(sources.training_figures, WORDS, pairs, 0, cpu, 2)) as views:
        assert isinstance(views, DrawnViews)
