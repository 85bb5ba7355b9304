from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn import functional

from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.layouts import Layout
from examiner_app.engine.training.retrieval import (
    average_precision,
    average_precisions,
    held_back_test,
    normalise,
)


def test_average_precision_by_hand() -> None:
    scores = np.array([0.9, 0.8, 0.7, 0.6], np.float32)
    # Relevant at ranks 1 and 3: (1/1 + 2/3) / 2.
    relevant = np.array([True, False, True, False])
    assert average_precision(scores, relevant) == pytest.approx((1 + 2 / 3) / 2)


def test_ties_are_counted_against_the_relevant() -> None:
    scores = np.array([0.5, 0.5, 0.5], np.float32)
    assert average_precision(scores, np.array([True, False, False])) == pytest.approx(1 / 3)


def test_ranks_below_a_hundred_do_not_count() -> None:
    scores = np.linspace(1, 0, 200, dtype=np.float32)
    relevant = np.zeros(200, np.bool_)
    relevant[[99, 150]] = True
    assert average_precision(scores, relevant) == pytest.approx(0.5 / 100)


def test_vectors_that_know_the_groups_score_full_marks(figures: FigureLibrary) -> None:
    test = held_back_test(figures, [], groups=3, distractors=6)
    groups = torch.tensor([entry.group for entry in test.entries])
    kinds = {entry.style for entry in test.entries if entry.group >= 0}
    assert kinds == {True, False}
    known = functional.one_hot(groups + 1).float()
    known[groups < 0] = (
        torch.nn.functional.one_hot(
            torch.arange(int((groups < 0).sum())) % known.shape[1], known.shape[1]
        ).float()
        * -1
    )
    measured = average_precisions(test, functional.normalize(known, dim=1))
    assert measured["layouts"] == measured["styles"] == 100.0
    assert {layout.value for layout in Layout} - {Layout.ALONE.value} <= set(measured)


def test_a_test_is_the_same_each_time(figures: FigureLibrary) -> None:
    tests = [held_back_test(figures, [], groups=2, distractors=2, seed=5) for _ in range(2)]
    images = [test.images(32) for test in tests]
    assert all(np.array_equal(a, b) for a, b in zip(*images, strict=True))


def test_normalise() -> None:
    images = torch.full((1, 2, 2, 3), 255, dtype=torch.uint8)
    found = normalise(images, (0.5, 0.0, 1.0), (0.5, 1.0, 0.25))
    assert found.shape == (1, 3, 2, 2)
    assert found[0, :, 0, 0].tolist() == [1.0, 1.0, 0.0]
