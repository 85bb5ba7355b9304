from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from examiner_app.engine.models.eight_bit import quantise
from examiner_app.engine.models.weights import read_weights


@pytest.mark.parametrize("dtype", [torch.float16, torch.float32, torch.float64])
def test_weights_are_read_in_float32_and_counters_as_they_are(
    tmp_path: Path, dtype: torch.dtype
) -> None:
    file = tmp_path / "weights.safetensors"
    stored = torch.randn(30, 30).to(dtype)
    save_file({"a": stored, "n": torch.tensor(3)}, file)
    found = read_weights(file)
    assert found["a"].dtype == torch.float32
    assert torch.equal(found["a"], stored.float())
    assert found["n"].dtype == torch.int64


def test_weights_in_eight_bits_are_read_as_numbers(tmp_path: Path) -> None:
    file = tmp_path / "weights.safetensors"
    weights = torch.randn(30, 30)
    save_file(quantise({"a": weights, "b": torch.ones(2).half()}), file)
    found = read_weights(file)
    assert set(found) == {"a", "b"}
    assert {one.dtype for one in found.values()} == {torch.float32}
    assert 0 < float((found["a"] - weights).norm() / weights.norm()) < 0.01


@pytest.mark.parametrize("content", [None, b"", b"no weights"])
def test_a_file_that_is_no_weights_is_refused(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "weights.safetensors"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ValueError, match="is not a file of weights"):
        read_weights(file)


def test_whole_numbers_without_scales_are_no_weights(tmp_path: Path) -> None:
    file = tmp_path / "weights.safetensors"
    save_file({"a": torch.ones(3, 3, dtype=torch.int8)}, file)
    with pytest.raises(ValueError, match="no scales"):
        read_weights(file)
