"""What every training run shares: its budget, its folder, its checkpoints and its log.

A checkpoint is one safetensors file (weights, buffers, optimiser state) and one JSON file (step,
time gone by), never a pickle. Each step draws its random numbers from (seed, step), so a resumed
run continues exactly where it stopped.
"""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file, save
from torch import Tensor, nn
from torch.optim import Optimizer

from examiner_app.errors import TrainingError

Record = dict[str, Any]
"""A JSON object."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How long a run may last: a number of steps, or of minutes.

    With ``steps`` a run is exactly reproducible; with ``minutes`` its schedule follows the clock,
    so that it ends with a finished learning-rate decay on any machine.

    Attributes:
        steps: Optimiser steps, or ``None`` when the clock decides.
        minutes: Minutes of training, resumed runs included, or ``None``.
    """

    steps: int | None = None
    minutes: float | None = None

    def __post_init__(self) -> None:
        if (self.steps is None) == (self.minutes is None):
            raise TrainingError("Give a training run either a number of steps or of minutes.")
        if (self.steps or self.minutes or 0) <= 0:
            raise TrainingError("A training run needs a positive number of steps or minutes.")

    def position(self, step: int, seconds: float) -> float:
        """Return how much of the run is behind, 0 at its start, 1 (or more) at its end."""
        if self.steps is not None:
            return step / self.steps
        return seconds / (60 * (self.minutes or 1.0))


@dataclass(slots=True)
class Clock:
    """Seconds of training, the time before an interruption included.

    Attributes:
        before: Seconds used by earlier sittings of the same run.
    """

    before: float = 0.0
    _start: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Seconds of training so far."""
        return self.before + time.monotonic() - self._start


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Where a run keeps its checkpoint, log and results.

    Attributes:
        path: The folder.
    """

    path: Path

    @property
    def weights(self) -> Path:
        """The finished network."""
        return self.path / "weights.safetensors"

    @property
    def branch(self) -> Path:
        """A mark-type network that was taught beside a backbone, to go on from."""
        return self.path / "mark-type-branch.safetensors"

    @property
    def quality(self) -> Path:
        """What was measured on the finished network, and how it was made."""
        return self.path / "quality.json"

    @property
    def log(self) -> Path:
        """One JSON object per line: losses and held-back quality as training goes."""
        return self.path / "log.jsonl"

    @property
    def _tensors(self) -> Path:
        return self.path / "checkpoint.safetensors"

    def open(self, *, resume: bool) -> bool:
        """Make the folder ready; return whether there is a checkpoint to go on from.

        Raises:
            TrainingError: The folder holds a run and ``resume`` is not asked for.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        exists = self._tensors.exists()
        if exists and not resume:
            raise TrainingError(
                f"{self.path} holds a training run already: add --resume to go on with it, "
                "or choose another folder."
            )
        if not exists:
            self.log.unlink(missing_ok=True)
        return exists

    def write_log(self, values: Record) -> None:
        """Append one line to the log."""
        with self.log.open("a", encoding="utf-8") as file:
            file.write(json.dumps(values) + "\n")

    def read_quality(self) -> Record:
        """Return what :meth:`save_result` wrote.

        Raises:
            TrainingError: The run is not finished, or its file is damaged.
        """
        try:
            record: Record = json.loads(self.quality.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise TrainingError(
                f"{self.path} holds no finished training run: finish it first (--resume)."
            ) from error
        return record

    def save_checkpoint(self, tensors: dict[str, Tensor], record: Record) -> None:
        """Write a checkpoint; a kill at any moment leaves the old one or the new one whole."""
        _replace(self._tensors, tensors, record)

    def load_checkpoint(self) -> tuple[dict[str, Tensor], Record]:
        """Return the tensors and the record of the last checkpoint.

        Raises:
            TrainingError: The checkpoint cannot be read.
        """
        try:
            with safe_open(self._tensors, "pt") as file:
                record: Record = json.loads(file.metadata()["record"])
            return load_file(self._tensors), record
        except (OSError, SafetensorError, KeyError, TypeError, ValueError) as error:
            raise TrainingError(
                f"The checkpoint in {self.path} cannot be read ({error}): "
                "start the run again in an empty folder."
            ) from error

    def save_branch(self, weights: dict[str, Tensor]) -> None:
        """Write the mark-type network that was taught beside a backbone."""
        _replace(self.branch, weights)

    def save_result(self, weights: dict[str, Tensor], quality: Record) -> None:
        """Write the finished network and what was measured on it."""
        _replace(self.weights, weights)
        text = json.dumps(quality, indent=2, ensure_ascii=False)
        self.quality.write_text(text + "\n", encoding="utf-8")


def _replace(file: Path, tensors: dict[str, Tensor], record: Record | None = None) -> None:
    """Write ``tensors``; a kill at any moment leaves the old file or the new one whole."""
    part = file.with_suffix(".part")
    metadata = None if record is None else {"record": json.dumps(record)}
    # Safetensors accepts neither views that share memory nor gaps between elements.
    plain = {key: value.contiguous().clone() for key, value in tensors.items()}
    part.write_bytes(save(plain, metadata))
    part.replace(file)


def pack_state(model: nn.Module, optimizer: Optimizer) -> dict[str, Tensor]:
    """Return everything that training changes as one flat table of tensors."""
    tensors = {f"model.{key}": value.detach() for key, value in model.state_dict().items()}
    for index, state in optimizer.state_dict()["state"].items():
        for key, value in state.items():
            tensors[f"optimizer.{index}.{key}"] = torch.as_tensor(value).detach()
    return tensors


def unpack_state(tensors: dict[str, Tensor], model: nn.Module, optimizer: Optimizer) -> None:
    """Put a table of :func:`pack_state` back.

    Raises:
        TrainingError: The table is of another network.
    """
    weights = {
        key.removeprefix("model."): value
        for key, value in tensors.items()
        if key.startswith("model.")
    }
    state: dict[int, dict[str, Tensor]] = {}
    for key, value in tensors.items():
        if key.startswith("optimizer."):
            _, index, name = key.split(".", 2)
            state.setdefault(int(index), {})[name] = value
    try:
        model.load_state_dict(weights)
        optimizer.load_state_dict({**optimizer.state_dict(), "state": state})
    except (RuntimeError, ValueError) as error:
        raise TrainingError(
            "The checkpoint is of a run with other options: repeat the options of that run, "
            "or start in an empty folder."
        ) from error


def step_generator(seed: int, step: int) -> np.random.Generator:
    """Return the random numbers that the data of one step are drawn with."""
    return np.random.default_rng([seed, step])


def seed_step(seed: int, step: int) -> None:
    """Seed torch's own random numbers (dropout) for one step."""
    torch.manual_seed((seed << 32) + step)


def cosine(position: float, warm_up: float = 0.03) -> float:
    """Return the learning-rate factor at ``position`` in 0…1: linear rise, then half a cosine."""
    if position < warm_up:
        return position / warm_up + 1e-2
    return 0.5 * (1 + float(np.cos(np.pi * min(1.0, (position - warm_up) / (1 - warm_up)))))


def set_learning_rate(optimizer: Optimizer, factor: float) -> None:
    """Set every parameter group to ``factor`` times its initial learning rate."""
    for group in optimizer.param_groups:
        group["lr"] = factor * group.setdefault("initial_lr", group["lr"])
