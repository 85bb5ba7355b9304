"""The loop that all three recipes share: step, log, look at held-back data, save, report."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from examiner_app.engine.device import Device
from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.training.run import (
    Budget,
    Clock,
    Record,
    RunFolder,
    pack_state,
    unpack_state,
)
from examiner_app.errors import TrainingError

_SAVE_EVERY = 90.0
_SHARES = 1000

_NOT_FINITE = (
    "The loss is not finite any more: go on with --resume, for a computer may slip once; "
    "if that says the same, start again with a smaller learning rate."
)

Module = TypeVar("Module", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class Session:
    """How and where a recipe is run.

    Attributes:
        budget: How long.
        folder: Where its checkpoint, log and results are kept.
        device: Where it is computed.
        resume: Whether a run in the folder may be gone on with.
        command: The command line, for the record.
    """

    budget: Budget
    folder: RunFolder
    device: Device
    resume: bool = False
    command: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How far a run came.

    Attributes:
        steps: Optimiser steps in all.
        seconds: Of training, in all sittings.
    """

    steps: int
    seconds: float

    @property
    def record(self) -> Record:
        """The entries of ``quality.json`` about it."""
        return {"steps": self.steps, "minutes": round(self.seconds / 60, 1)}


class Trainer(Protocol):
    """What a recipe gives to the loop."""

    @property
    def network(self) -> nn.Module:
        """The network that is trained."""

    @property
    def optimizer(self) -> Optimizer:
        """Its optimiser."""

    def step(self, step: int, position: float) -> dict[str, float]:
        """Make one step at ``position`` in 0…1 of the run; return the losses."""

    def look(self) -> Record:
        """Return a quick measure on held-back data."""


def run_loop(trainer: Trainer, session: Session, stage: str, looks: int = 8) -> Work[Outcome]:
    """Train until the budget ends; cancelled or not, leave a checkpoint to go on from.

    Args:
        trainer: The recipe.
        session: How and where.
        stage: What the user reads.
        looks: How often the run looks at held-back data.

    Raises:
        TrainingError: The run cannot start or go on.
    """
    folder, budget = session.folder, session.budget
    step, clock = 0, Clock()
    if folder.open(resume=session.resume):
        tensors, record = folder.load_checkpoint()
        unpack_state(tensors, trainer.network, trainer.optimizer)
        step, clock = int(record["step"]), Clock(float(record["seconds"]))
    saved, looked = clock.seconds, int(looks * budget.position(step, clock.seconds))
    try:
        while (position := budget.position(step, clock.seconds)) < 1:
            losses = trainer.step(step, position)
            step += 1
            seconds = clock.seconds
            rounded = {key: float(f"{value:.5g}") for key, value in losses.items()}
            line: Record = {"step": step, "seconds": round(seconds, 1), **rounded}
            if int(looks * position) > looked:
                looked = int(looks * position)
                line["held_back"] = trainer.look()
            folder.write_log(line)
            if seconds - saved > _SAVE_EVERY:
                saved = seconds
                _save(trainer, folder, step, seconds)
            detail = ", ".join(f"{key} {value:.4g}" for key, value in losses.items())
            yield Progress(stage, int(_SHARES * min(1.0, position)), _SHARES, detail, seconds)
    finally:
        _save(trainer, folder, step, clock.seconds)
    return Outcome(step, clock.seconds)


def _save(trainer: Trainer, folder: RunFolder, step: int, seconds: float) -> None:
    state = pack_state(trainer.network, trainer.optimizer)
    folder.save_checkpoint(state, {"step": step, "seconds": seconds})


def descend(loss: Tensor, optimizer: Optimizer, prepare: Callable[[], None] | None = None) -> None:
    """Make one optimiser step down ``loss``, after ``prepare`` has seen the gradients.

    Raises:
        TrainingError: The loss or a gradient is not finite; the weights are what they were.
    """
    if not torch.isfinite(loss):
        raise TrainingError(_NOT_FINITE)
    optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward([loss])
    if not _finite_gradients(optimizer):
        raise TrainingError(_NOT_FINITE)
    if prepare is not None:
        prepare()
    optimizer.step()


def _finite_gradients(optimizer: Optimizer) -> bool:
    groups = (group["params"] for group in optimizer.param_groups)
    # With no limit it clips nothing, and returns the norm of all gradients together.
    norm = nn.utils.clip_grad_norm_([each for group in groups for each in group], math.inf)
    return bool(torch.isfinite(norm))


def place(module: Module, device: Device) -> Module:
    """Move ``module`` to ``device``, its convolutions channels-last."""
    moved: Module = module.to(device.torch_device)
    moved.to(memory_format=torch.channels_last)
    return moved


@torch.no_grad()
def estimate_statistics(network: nn.Module, batches: int, forward: Callable[[int], None]) -> None:
    """Average batch-norm statistics anew over ``batches`` calls of ``forward``, dropout off.

    At the momenta of the designs a short run never reaches its own statistics.
    """
    norms = [module for module in network.modules() if isinstance(module, nn.BatchNorm2d)]
    momenta = [norm.momentum for norm in norms]
    network.eval()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
        norm.train()
    for number in range(batches):
        forward(number)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
    network.eval()
