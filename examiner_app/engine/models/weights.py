"""A network's weights as they lie on the disk, read as the numbers that it computes with."""

from __future__ import annotations

from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from examiner_app.engine.models.eight_bit import dequantise


def read_weights(file: Path) -> dict[str, Tensor]:
    """Return the weights of a run or of a bundle by key, floating-point ones in float32.

    Raises:
        ValueError: The file is missing, damaged, or not one of weights.
    """
    try:
        stored = dequantise(load_file(file))
    except (OSError, SafetensorError) as error:
        raise ValueError(f"{file} is not a file of weights: {error}") from error
    return {key: one.float() if one.is_floating_point() else one for key, one in stored.items()}
