"""An ImageNet network whose feature maps a backbone may learn from, and is compared with."""

from __future__ import annotations

import pickle
from pathlib import Path

import torch
from torch import nn
from torch.hub import load_state_dict_from_url
from torchvision.models import SqueezeNet1_1_Weights, squeezenet1_1

from examiner_app.engine.device import Device
from examiner_app.engine.training.loop import place
from examiner_app.errors import TrainingError

TEACHER_CHANNELS = 512
"""Channels of SqueezeNet's last feature maps."""


TEACHERS = ("squeezenet1_1",)
"""Names of the teachers that can be downloaded."""


def download_teacher(name: str) -> Path:
    """Download a teacher's weights by way of torchvision and return the file in torch's cache.

    Raises:
        TrainingError: The name is unknown, or the download failed.
    """
    if name not in TEACHERS:
        raise TrainingError(f"There is no teacher «{name}»: choose {' or '.join(TEACHERS)}.")
    url = SqueezeNet1_1_Weights.IMAGENET1K_V1.url
    try:
        load_state_dict_from_url(url, progress=False, check_hash=True, weights_only=True)
    except (OSError, RuntimeError) as error:
        raise TrainingError(
            f"{name} could not be downloaded ({error}): give its file with --teacher-weights."
        ) from error
    return Path(torch.hub.get_dir()) / "checkpoints" / Path(url).name


def load_teacher(weights: Path, device: Device) -> nn.Module:
    """Return SqueezeNet 1.1 up to its last feature maps, stride 16, from torchvision's own file.

    Raises:
        TrainingError: The file is not a state dict of torchvision's ``squeezenet1_1``.
    """
    network = squeezenet1_1()
    try:
        state = torch.load(weights, map_location="cpu", weights_only=True)
        network.load_state_dict(state)
    except (OSError, RuntimeError, AttributeError, TypeError, pickle.UnpicklingError) as error:
        raise TrainingError(
            f"{weights} does not hold torchvision's squeezenet1_1 weights: give that file."
        ) from error
    features: nn.Module = network.features
    features.eval().requires_grad_(requires_grad=False)
    return place(features, device)
