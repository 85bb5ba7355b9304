from __future__ import annotations

import os

import pytest
import torch

from examiner_app.engine.training.feed import Feed

Numbers = tuple[int, int, torch.Tensor]


def _draw(step: int, shape: int) -> Numbers:
    if step == 13:
        raise ValueError("step 13 cannot be drawn")
    return step, os.getpid(), torch.full((shape,), step)


@pytest.mark.parametrize("workers", [0, 2])
def test_batches_come_in_the_order_of_the_steps(workers: int) -> None:
    with Feed[int, Numbers](_draw, workers) as feed:
        for step in range(4, 10):
            number, process, drawn = feed.get(step, 3)
            assert number == step
            assert drawn.tolist() == [step] * 3
            assert (process == os.getpid()) == (workers == 0)


def test_another_shape_or_step_drops_what_was_drawn_ahead() -> None:
    with Feed[int, Numbers](_draw, 1) as feed:
        assert feed.get(0, 2)[2].tolist() == [0, 0]
        assert feed.get(1, 3)[2].tolist() == [1, 1, 1]
        assert feed.get(7, 3)[2].tolist() == [7, 7, 7]
        assert feed.get(2, 1)[2].tolist() == [2]
        assert feed.get(3, 1)[2].tolist() == [3]


def test_an_error_of_a_worker_reaches_whoever_asked() -> None:
    with Feed[int, Numbers](_draw, 1) as feed:
        feed.get(12, 1)
        with pytest.raises(ValueError, match="step 13"):
            feed.get(13, 1)
        assert feed.get(14, 1)[0] == 14


def test_closed_without_having_begun() -> None:
    Feed[int, Numbers](_draw, 2).close()
