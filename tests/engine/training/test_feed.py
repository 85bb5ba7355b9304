from __future__ import annotations

import os
import threading

import pytest
import torch

from examiner_app.engine.training.feed import Feed

Numbers = tuple[int, int, torch.Tensor]


class OddError(Exception):
    def __init__(self, first: int, second: int) -> None:
        super().__init__(f"odd: {first} and {second}")


def _draw(step: int, shape: int) -> Numbers:
    if step == 13:
        raise ValueError("step 13 cannot be drawn")
    if step == 21:
        raise OddError(1, 2)
    if step == 34:
        error = ValueError("it holds a lock")
        error.lock = threading.Lock()  # type: ignore[attr-defined]
        raise error
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


def test_an_error_says_where_in_the_worker_it_came_from() -> None:
    with Feed[int, Numbers](_draw, 1) as feed:
        with pytest.raises(ValueError, match="step 13") as caught:
            feed.get(13, 1)
        assert "in _draw" in "".join(caught.value.__notes__)
        # What cannot be pickled is told in words.
        with pytest.raises(RuntimeError, match="odd: 1 and 2"):
            feed.get(21, 1)
        with pytest.raises(RuntimeError, match="it holds a lock"):
            feed.get(34, 1)


def test_more_workers_than_cores_are_nothing_to_warn_of() -> None:
    with Feed[int, Numbers](_draw, 9) as feed:
        assert feed.get(1, 1)[0] == 1


def test_what_is_drawn_ahead_takes_nothing_from_the_recipes_random_numbers() -> None:
    torch.manual_seed(3)
    expected = torch.rand(2)
    torch.manual_seed(3)
    with Feed[int, Numbers](_draw, 1) as feed:
        feed.get(0, 1)
    assert torch.equal(torch.rand(2), expected)


def test_closed_without_having_begun() -> None:
    Feed[int, Numbers](_draw, 2).close()
