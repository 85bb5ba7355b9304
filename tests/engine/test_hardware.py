from __future__ import annotations

from pathlib import Path

import pytest
import torch

from examiner_app.engine import hardware
from examiner_app.engine.cores import usable_cores
from examiner_app.engine.hardware import look_at_hardware, processor_name


def test_the_processor_is_always_there() -> None:
    found = look_at_hardware()[-1]
    assert found.kind == "cpu"
    assert found.name
    assert found.arithmetic in {"bfloat16", "float32"}
    assert found.cores == usable_cores() >= 1
    if Path("/proc/meminfo").exists():
        assert 0 < found.own < found.used < found.total


def test_a_gpu_comes_first_with_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda: (60, 80))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda: 15)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "A GPU")
    first, second = look_at_hardware()
    assert (first.kind, first.name, first.arithmetic) == ("cuda", "A GPU", "float16")
    assert (first.used, first.total, first.own, first.cores) == (20, 80, 15, 0)
    assert second.kind == "cpu"


def test_a_driver_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing() -> tuple[int, int]:
        raise RuntimeError("CUDA error: unknown error")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "mem_get_info", failing)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "A GPU")
    first = look_at_hardware()[0]
    assert (first.name, first.used, first.total, first.own) == ("A GPU", 0, 0, 0)


@pytest.mark.parametrize(
    ("cpuinfo", "meminfo", "name", "memory"),
    [
        (
            "processor\t: 0\nmodel name\t: Some  CPU @ 3 GHz\n",
            "MemTotal: 8 kB\nMemAvailable: 5 kB\n",
            "Some CPU @ 3 GHz",
            (3 * 1024, 8 * 1024),
        ),
        ("", "MemTotal: 8 kB\n", None, (0, 8 * 1024)),
        ("model name\t:\nx", "MemTotal\nMemFree: many\n", None, (0, 0)),
        (None, None, None, (0, 0)),
    ],
)
def test_what_the_system_says(
    cpuinfo: str | None,
    meminfo: str | None,
    name: str | None,
    memory: tuple[int, int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for place, text in (("_CPUINFO", cpuinfo), ("_MEMINFO", meminfo), ("_OWN_MEMORY", None)):
        path = tmp_path / place
        if text is not None:
            path.write_text(text)
        monkeypatch.setattr(hardware, place, path)
    monkeypatch.setattr(hardware.platform, "processor", lambda: "")
    monkeypatch.setattr(hardware.platform, "machine", lambda: "riscv64")
    assert processor_name() == (name or "riscv64")
    found = look_at_hardware()[-1]
    assert (found.used, found.total) == memory
    assert found.own == 0
