"""Fixtures of the engine's tests: oracles, formula tensors, untrained bundles."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from untrained import bundle, cpu, describer, fetched, mark, marks_folder, register_folder, runs

__all__ = [
    "bundle",
    "cpu",
    "describer",
    "fetched",
    "mark",
    "marks_folder",
    "register_folder",
    "runs",
]

ORACLES = Path(__file__).parent.parent / "oracles"


@pytest.fixture(scope="session")
def oracle() -> Callable[[str], Any]:
    """Read an oracle: numbers of the original reference implementations."""

    def read(name: str) -> Any:
        return json.loads((ORACLES / f"{name}.json").read_text(encoding="utf-8"))

    return read


@pytest.fixture(scope="session")
def fixed() -> Callable[..., torch.Tensor]:
    """The oracles' formula tensor ``fixed(C, H, W, mod)``."""

    def make(channels: int, height: int, width: int, mod: int = 11) -> torch.Tensor:
        c, y, x = np.indices((channels, height, width))
        values = np.maximum(0, (7 * c + 3 * y + 5 * x + c * y * x) % mod - 3) / 4
        return torch.from_numpy(values.astype(np.float64))

    return make


@pytest.fixture(scope="session")
def fixed_b() -> Callable[..., torch.Tensor]:
    """The oracles' formula tensor ``fixed_b(C, H, W)``."""

    def make(channels: int, height: int, width: int) -> torch.Tensor:
        c, y, x = np.indices((channels, height, width))
        values = np.maximum(0, (31 * c + 17 * y * y + 23 * x * x + 7 * c * y * x) % 97 - 80) / 4
        return torch.from_numpy(values.astype(np.float64))

    return make
