from __future__ import annotations

from typing import get_args

import pytest
import torch

from examiner_app.engine.device import CHOICES, DeviceChoice, select_device, training_device
from examiner_app.errors import ExaminerError
from examiner_app.settings import DEVICE


def test_the_cpu_is_always_there() -> None:
    device = select_device("cpu")
    assert device.torch_device.type == "cpu"
    assert device.name.startswith("CPU")
    assert device.dtype in {torch.float32, torch.bfloat16}


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a GPU here")
def test_no_gpu_is_said() -> None:
    assert select_device("auto").torch_device.type == "cpu"
    with pytest.raises(ExaminerError, match="No CUDA GPU"):
        select_device("cuda")


def test_autocast_only_below_float32() -> None:
    device = select_device("cpu")
    with device.autocast:
        product = torch.ones(2, 2) @ torch.ones(2, 2)
    assert product.dtype == device.dtype


@pytest.mark.parametrize(("fast", "dtype"), [(True, torch.bfloat16), (False, torch.float32)])
def test_a_gpu_trains_in_what_small_gradients_survive(
    monkeypatch: pytest.MonkeyPatch, fast: bool, dtype: torch.dtype
) -> None:
    def supported(including_emulation: bool = True) -> bool:
        return fast or including_emulation

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "get_device_name", lambda: "A card")
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", supported)
    monkeypatch.setattr(torch.backends.cudnn, "benchmark", False)
    assert select_device("auto").dtype == torch.float16
    device = training_device("auto")
    assert (device.torch_device.type, device.dtype) == ("cuda", dtype)
    assert torch.backends.cudnn.benchmark
    assert training_device("cpu") == select_device("cpu")


def test_the_choices_are_those_of_the_settings() -> None:
    assert tuple(CHOICES) == tuple(CHOICES.values()) == get_args(DeviceChoice) == DEVICE.choices
