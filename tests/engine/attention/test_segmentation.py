from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from examiner_app.engine.attention.segmentation import ssa_weights


def test_eq_3(oracle: Callable[[str], Any]) -> None:
    expected = oracle("attention")["ssa"]
    probability = torch.tensor(expected["I"]).view(1, 1, 5)
    weights = ssa_weights(probability, (1, 5), expected["b"])
    torch.testing.assert_close(weights[0, 0], torch.tensor(expected["alpha"]))


def test_thin_text_is_not_stepped_over() -> None:
    probability = torch.zeros(1, 256, 256)
    probability[0, 128, :] = 1
    weights = ssa_weights(probability, (18, 18))
    assert float((1.5 - weights).sum()) > 0
    # By area nothing is lost: the mean over the grid is the mean over the pixels.
    torch.testing.assert_close((1.5 - weights).mean(), probability.mean(), rtol=0.1, atol=0)
