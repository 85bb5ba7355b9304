from __future__ import annotations

import cv2
import numpy as np
import torch

from examiner_app.engine.training.layouts import Layout
from examiner_app.engine.training.plan_batches import PlanBatch, collate
from examiner_app.engine.training.view_plans import ViewPlan, plan_view

_SHAPES = [(8, 30), (40, 200)]


def _plans(layouts: list[Layout | None]) -> list[ViewPlan]:
    coloured = [True, False, True]
    return [
        plan_view(np.random.default_rng(seed), coloured, len(_SHAPES), 160, 64, layout)
        for seed, layout in enumerate(layouts)
    ]


def test_every_part_of_every_plan_is_in_the_tables() -> None:
    plans = _plans([*Layout, *Layout, None, None])
    figures = [[10 * row, 10 * row + 1, 10 * row + 2] for row in range(len(plans))]
    batch = collate(plans, figures, _SHAPES, 64)
    rows = iter(range(len(batch.layer_view)))
    for view, plan in enumerate(plans):
        assert np.allclose(batch.paper[view], plan.paper)
        assert bool(batch.inverted[view]) == plan.inverted
        for order, layer in enumerate(plan.layers):
            row = next(rows)
            assert int(batch.layer_view[row]) == view
            assert int(batch.layer_order[row]) == order
            assert int(batch.layer_figure[row]) == 10 * view + layer.source
            back = np.vstack([batch.layer_matrix[row], [0, 0, 1]])
            there = np.vstack([layer.matrix, [0, 0, 1]])
            assert np.allclose(back @ there, np.eye(3), atol=1e-3)
            own = layer.colouring.ink is None
            assert bool((batch.layer_ink[row] < 0).all()) == own
    assert next(rows, None) is None
    framed = [view for view, plan in enumerate(plans) if plan.frame is not None]
    assert batch.frame_view.tolist() == framed
    assert framed
    lettered = [view for view, plan in enumerate(plans) if plan.lettering is not None]
    assert batch.word_view.tolist() == lettered
    assert len(lettered) >= 6


def test_frames_are_drawn_in_one_ink() -> None:
    for seed in range(40):
        rng = np.random.default_rng(seed)
        plan = plan_view(rng, [True, True], 0, 160, 64, Layout.FRAMED)
        assert plan.frame is not None
        batch = collate([plan], [[0, 1]], [], 64)
        cover = batch.frame_cover[0]
        assert int(cover.max()) > 200
        assert plan.frame.filled == (plan.frame.thickness == cv2.FILLED)
        assert bool(cover[32, 32] == 255) == plan.frame.filled


def test_a_batch_of_nothing_and_of_bare_paper() -> None:
    assert len(collate([], [], _SHAPES, 32).paper) == 0
    bare = ViewPlan(np.full(3, 9, np.float32), None, (), None, False, None, None)
    batch = collate([bare], [[]], [], 32)
    assert isinstance(batch, PlanBatch)
    assert batch.layer_matrix.shape == (0, 2, 3)
    assert batch.to(torch.device("cpu")).size == 32
