from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from examiner_app.engine.training.run import (
    Budget,
    RunFolder,
    cosine,
    pack_state,
    set_learning_rate,
    step_generator,
    unpack_state,
)
from examiner_app.errors import TrainingError


@pytest.mark.parametrize(("steps", "minutes"), [(None, None), (3, 1.0), (0, None), (None, -1.0)])
def test_a_budget_is_one_positive_number(steps: int | None, minutes: float | None) -> None:
    with pytest.raises(TrainingError):
        Budget(steps, minutes)


def test_a_budget_of_steps_ignores_the_clock_and_one_of_minutes_the_steps() -> None:
    assert Budget(steps=10).position(5, 1e6) == 0.5
    assert Budget(minutes=2).position(10**6, 30.0) == 0.25


def test_state_survives_a_checkpoint(tmp_path: Path) -> None:
    first, second = nn.Linear(3, 2), nn.Linear(3, 2)
    optimizers = [torch.optim.AdamW(model.parameters(), lr=0.1) for model in (first, second)]
    first(torch.ones(1, 3)).sum().backward()
    optimizers[0].step()
    folder = RunFolder(tmp_path)
    folder.save_checkpoint(pack_state(first, optimizers[0]), {"step": 1})
    tensors, record = folder.load_checkpoint()
    unpack_state(tensors, second, optimizers[1])
    assert record == {"step": 1}
    for model, optimizer in zip((first, second), optimizers, strict=True):
        model.zero_grad()
        model(torch.ones(1, 3)).sum().backward()
        optimizer.step()
    assert torch.equal(first.weight, second.weight)


def test_a_checkpoint_of_another_network_is_refused(tmp_path: Path) -> None:
    model, other = nn.Linear(3, 2), nn.Linear(4, 2)
    folder = RunFolder(tmp_path)
    folder.save_checkpoint(pack_state(model, torch.optim.Adam(model.parameters())), {"step": 0})
    with pytest.raises(TrainingError, match="other options"):
        unpack_state(folder.load_checkpoint()[0], other, torch.optim.Adam(other.parameters()))


def test_a_damaged_checkpoint_is_refused(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path)
    (tmp_path / "checkpoint.safetensors").write_bytes(b"no tensors")
    assert folder.open(resume=True)
    with pytest.raises(TrainingError, match="cannot be read"):
        folder.load_checkpoint()


def test_a_folder_with_a_run_needs_resume(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    assert not folder.open(resume=False)
    folder.save_checkpoint({"a": torch.zeros(1)}, {})
    with pytest.raises(TrainingError, match="--resume"):
        folder.open(resume=False)


def test_each_step_has_random_numbers_of_its_own() -> None:
    draws = [step_generator(seed, step).integers(2**60) for seed in (0, 1) for step in (0, 1)]
    assert len(set(draws)) == 4
    assert step_generator(0, 1).integers(2**60) == draws[1]


def test_the_learning_rate_rises_falls_and_ends_at_nothing() -> None:
    assert cosine(0.0) < 0.05
    assert cosine(0.03) > 0.9
    assert cosine(0.5) == pytest.approx(0.5, abs=0.05)
    assert cosine(1.0) == pytest.approx(0.0, abs=1e-9)
    optimizer = torch.optim.SGD([{"params": [nn.Parameter(torch.zeros(1))], "lr": 0.5}], lr=1.0)
    set_learning_rate(optimizer, 0.5)
    set_learning_rate(optimizer, 0.1)
    assert optimizer.param_groups[0]["lr"] == pytest.approx(0.05)
