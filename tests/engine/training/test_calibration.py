from __future__ import annotations

import pytest
import torch

from examiner_app.engine.training.calibration import temperature


def _drawn(heat: float, count: int = 20_000) -> tuple[torch.Tensor, torch.Tensor]:
    """Return logits that are ``heat`` times as large as those that the types were drawn by."""
    generator = torch.Generator().manual_seed(0)
    honest = torch.randn(count, 3, generator=generator) * 2
    types = torch.multinomial(honest.softmax(dim=1), 1, generator=generator)[:, 0]
    return honest * heat, types


@pytest.mark.parametrize("heat", [0.5, 1.0, 3.0])
def test_it_undoes_what_logits_were_multiplied_by(heat: float) -> None:
    assert temperature(*_drawn(heat)) == pytest.approx(heat, rel=0.05)


def test_afterwards_a_network_is_as_sure_as_it_is_right() -> None:
    logits, types = _drawn(4.0)
    sure, found = (logits / temperature(logits, types)).softmax(dim=1).max(dim=1)
    right = (found == types).float().mean()
    assert float(sure.mean()) == pytest.approx(float(right), abs=0.01)
    assert float(logits.softmax(dim=1).amax(dim=1).mean()) > float(right) + 0.05


def test_without_marks_nothing_is_changed() -> None:
    assert temperature(torch.zeros(0, 3), torch.zeros(0, dtype=torch.int64)) == 1.0


def test_what_is_always_right_may_be_as_sure_as_it_can() -> None:
    logits = 3 * torch.eye(3)
    assert temperature(logits, torch.arange(3)) == pytest.approx(0.25)
    assert temperature(logits, torch.tensor([1, 2, 0])) == pytest.approx(16)
