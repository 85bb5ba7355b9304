"""Which processor the networks run on, and in which number format."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import torch

from examiner_app.errors import ExaminerError
from examiner_app.translation import tr

DeviceChoice = Literal["auto", "cpu", "cuda"]


CHOICES: Final[Mapping[str, DeviceChoice]] = MappingProxyType(
    {"auto": "auto", "cpu": "cpu", "cuda": "cuda"}
)
"""Every choice by its name."""


@dataclass(frozen=True, slots=True)
class Device:
    """A place to run networks.

    Attributes:
        torch_device: Where tensors go.
        dtype: Number format of convolutions; everything after them is float32.
        name: What the user reads.
    """

    torch_device: torch.device
    dtype: torch.dtype
    name: str

    @property
    def autocast(self) -> torch.autocast:
        """Context in which convolutions run in ``dtype`` and the rest in float32."""
        return torch.autocast(
            self.torch_device.type, dtype=self.dtype, enabled=self.dtype != torch.float32
        )


def select_device(choice: DeviceChoice = "auto") -> Device:
    """Return the GPU if there is one (or is asked for), else the CPU.

    Raises:
        ExaminerError: ``cuda`` is asked for and there is none.
    """
    has_cuda = torch.cuda.is_available()
    if choice == "cuda" and not has_cuda:
        raise ExaminerError(tr("No CUDA GPU is available here: choose the device «auto» or «cpu»."))
    if has_cuda and choice != "cpu":
        return Device(torch.device("cuda"), torch.float16, torch.cuda.get_device_name())
    dtype = torch.bfloat16 if _cpu_has_bf16() else torch.float32
    suffix = " (bfloat16)" if dtype == torch.bfloat16 else ""
    return Device(torch.device("cpu"), dtype, f"CPU{suffix}")


def training_device(choice: DeviceChoice = "auto") -> Device:
    """Return where to train: as :func:`select_device`, in a format that small gradients survive.

    Half precision would round them to nothing, bfloat16 does not; cards that only emulate it are
    faster in float32. Convolutions are timed once for
    each shape, for a run meets the same shapes a thousand times.

    Raises:
        ExaminerError: ``cuda`` is asked for and there is none.
    """
    device = select_device(choice)
    if device.torch_device.type != "cuda":
        return device
    torch.backends.cudnn.benchmark = True
    fast = torch.cuda.is_bf16_supported(including_emulation=False)
    return replace(device, dtype=torch.bfloat16 if fast else torch.float32)


@functools.cache
def _cpu_has_bf16() -> bool:
    # oneDNN emulates bf16 without these instructions, several times slower than float32.
    cpuinfo = Path("/proc/cpuinfo")
    if not cpuinfo.exists():
        return False
    flags = cpuinfo.read_text(encoding="utf-8", errors="replace")
    return "avx512_bf16" in flags or "amx_bf16" in flags
