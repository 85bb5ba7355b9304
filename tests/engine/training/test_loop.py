from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor, nn
from torch.optim import SGD

from examiner_app.engine.device import Device
from examiner_app.engine.progress import finish
from examiner_app.engine.training.loop import Session, descend, run_loop
from examiner_app.engine.training.run import Budget, Record, RunFolder
from examiner_app.errors import TrainingError


class _Spoilt(torch.autograd.Function):
    """Passes a number on, and gives a gradient that is none."""

    @staticmethod
    def forward(_ctx: object, value: Tensor) -> Tensor:
        return value.clone()

    @staticmethod
    def backward(_ctx: object, *gradients: Tensor) -> Tensor:
        return torch.full_like(gradients[0], float("nan"))


class _Trainer:
    """Learns one number; steps in ``spoilt`` come out with a gradient that is not finite."""

    def __init__(self, spoilt: set[int]) -> None:
        self.network: nn.Module = nn.Linear(1, 1, bias=False)
        nn.init.ones_(self.network.get_parameter("weight"))
        self.optimizer = SGD(self.network.parameters(), lr=0.1)
        self._spoilt = spoilt

    def step(self, step: int, position: float) -> dict[str, float]:
        assert 0 <= position < 1
        loss = self.network(torch.ones(1, 1)).square().sum()
        spoilt = step in self._spoilt
        descend(_Spoilt.apply(loss) if spoilt else loss, self.optimizer)
        return {"loss": float(loss.detach())}

    def look(self) -> Record:
        return {}


def _session(folder: Path, *, resume: bool = False) -> Session:
    device = Device(torch.device("cpu"), torch.float32, "CPU")
    return Session(Budget(4), RunFolder(folder), device, resume)


def test_a_step_goes_down_the_loss_and_shows_its_gradients_first() -> None:
    weight = nn.Parameter(torch.tensor([3.0]))
    seen: list[float] = []

    def look() -> None:
        assert weight.grad is not None
        seen.append(float(weight.grad))

    descend(weight.square().sum(), SGD([weight], lr=0.1), look)
    assert seen == [6.0]
    assert float(weight.detach()) == pytest.approx(3.0 - 0.6)


@pytest.mark.parametrize("factor", [float("nan"), float("inf")])
def test_a_loss_that_is_not_finite_changes_nothing(factor: float) -> None:
    weight = nn.Parameter(torch.tensor([3.0]))
    with pytest.raises(TrainingError, match="--resume"):
        descend(factor * weight.sum(), SGD([weight], lr=0.1))
    assert float(weight.detach()) == 3.0


def test_a_gradient_that_is_not_finite_changes_nothing() -> None:
    weight, free = nn.Parameter(torch.tensor([3.0])), nn.Parameter(torch.tensor([1.0]))
    with pytest.raises(TrainingError, match="--resume"):
        descend(_Spoilt.apply(weight.sum()) + free.sum(), SGD([weight, free], lr=0.1))
    assert (float(weight.detach()), float(free.detach())) == (3.0, 1.0)


def test_a_run_that_slipped_once_goes_on_from_where_it_was(tmp_path: Path) -> None:
    whole = _Trainer(set())
    finish(run_loop(whole, _session(tmp_path / "whole"), "Learning"))
    slipped = _Trainer({2})
    with pytest.raises(TrainingError, match="not finite"):
        finish(run_loop(slipped, _session(tmp_path / "run"), "Learning"))
    sound = _Trainer(set())
    outcome = finish(run_loop(sound, _session(tmp_path / "run", resume=True), "Learning"))
    assert outcome.steps == 4
    weights = [each.network.get_parameter("weight") for each in (sound, whole)]
    assert torch.equal(*weights)
