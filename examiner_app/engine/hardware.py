"""The processors that networks can run on here: what they are, and how full their memory is."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from examiner_app.engine.cores import usable_cores
from examiner_app.engine.device import DeviceChoice, select_device

_KIB: Final = 1024
_MEMINFO: Final = Path("/proc/meminfo")
_CPUINFO: Final = Path("/proc/cpuinfo")
_OWN_MEMORY: Final = Path("/proc/self/statm")


@dataclass(frozen=True, slots=True)
class Hardware:
    """A processor that networks can run on, at one moment.

    Attributes:
        kind: What ``select_device`` calls it.
        name: As its maker calls it.
        arithmetic: Number format of the convolutions on it: ``bfloat16``, ``float16``, ``float32``.
        cores: Cores that work is shared among; 0 for a GPU.
        used: Bytes of its memory that are taken, by whatever program; 0 where that is not known.
        total: Bytes of its memory; 0 where that is not known.
        own: Bytes of it that this program takes; 0 where that is not known.
    """

    kind: DeviceChoice
    name: str
    arithmetic: str
    cores: int = 0
    used: int = 0
    total: int = 0
    own: int = 0


def look_at_hardware() -> list[Hardware]:
    """Return the processors that are here, the one that ``auto`` chooses first."""
    return [*_gpus(), _processor()]


def _gpus() -> list[Hardware]:
    if not torch.cuda.is_available():
        return []
    device = select_device("cuda")
    try:
        free, total = torch.cuda.mem_get_info()
        own = torch.cuda.memory_reserved()
    except RuntimeError:
        # A driver that cannot say it now must not hide which GPU it is.
        free, total, own = 0, 0, 0
    return [Hardware("cuda", device.name, _format(device.dtype), 0, total - free, total, own)]


def _processor() -> Hardware:
    used, total = _memory()
    name, arithmetic = processor_name(), _format(select_device("cpu").dtype)
    return Hardware("cpu", name, arithmetic, usable_cores(), used, total, _own_memory())


def processor_name() -> str:
    """Return what the processor is called, or at least its architecture."""
    for line in _lines(_CPUINFO):
        key, _, value = line.partition(":")
        if key.strip() == "model name" and value.strip():
            return " ".join(value.split())
    return platform.processor() or platform.machine()


def _memory() -> tuple[int, int]:
    """Return bytes of main memory that are taken, and of all of it; zeros where unknown."""
    sizes = _sizes(_lines(_MEMINFO))
    total, available = sizes.get("MemTotal", 0), sizes.get("MemAvailable", 0)
    return max(0, total - available) if available else 0, total


def _sizes(lines: list[str]) -> Mapping[str, int]:
    found = {}
    for line in lines:
        key, _, value = line.partition(":")
        number = value.split()[:1]
        if number and number[0].isdecimal():
            found[key] = int(number[0]) * _KIB
    return found


def _own_memory() -> int:
    fields = " ".join(_lines(_OWN_MEMORY)).split()
    return int(fields[1]) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 1 else 0


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        # Other systems have no such file.
        return []


def _format(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")
