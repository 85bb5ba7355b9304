"""Going on from a finished network, a plain backbone under batch normalisation again."""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.errors import TrainingError


def load_weights(network: nn.Module, file: Path, role: str) -> None:
    """Give ``network`` the weights of a finished run or of a bundle.

    Raises:
        TrainingError: The file does not hold weights of such a network.
    """
    tensors = _read(file, role)
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise TrainingError(
            f"{file} is no {role} network of this width: give its width with --width."
        ) from error


def _read(file: Path, role: str) -> dict[str, Tensor]:
    try:
        tensors = load_file(file)
    except (OSError, SafetensorError) as error:
        raise TrainingError(
            f"{file} cannot be read as weights: give a {role}.safetensors file."
        ) from error
    return {k: v.float() if v.is_floating_point() else v for k, v in tensors.items()}


def start_trunk(trunk: VGG16Trunk, file: Path, images: Tensor) -> None:
    """Give ``trunk`` the weights of a finished backbone, so that it computes the same.

    Args:
        trunk: Has batch normalisation, and the file's width.
        file: A backbone's ``.safetensors``, of a run or of a bundle; its head is left out.
        images: (B, 3, H, W), normalised; each normalisation begins with their statistics.

    Raises:
        TrainingError: The file is no plain VGG-16 trunk of that width.
    """
    tensors = _read(file, "backbone")
    plain = VGG16Trunk(trunk.width)
    try:
        plain.load_state_dict(
            {key: v for key, v in tensors.items() if key.startswith(("lower.", "conv5."))}
        )
    except RuntimeError as error:
        raise TrainingError(
            f"{file} is not a plain VGG-16 trunk whose conv5_3 has {trunk.width} channels: "
            "give its width with --width."
        ) from error
    for ours, theirs in ((trunk.lower, plain.lower), (trunk.conv5, plain.conv5)):
        sources = [layer for layer in theirs if isinstance(layer, nn.Conv2d)]
        targets = [layer for layer in ours if isinstance(layer, nn.Conv2d)]
        for source, target in zip(sources, targets, strict=True):
            target.load_state_dict(source.state_dict())
    _insert_statistics(trunk, images)


@torch.no_grad()
def _insert_statistics(trunk: VGG16Trunk, images: Tensor) -> None:
    """Set scale and shift of each normalisation to undo it on ``images``, from the first on.

    One pass will do: a layer's inputs are right as soon as the layers before it are.
    """

    def undo(norm: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        assert isinstance(norm, nn.BatchNorm2d)  # noqa: S101 - registered on nothing else
        rows = inputs[0].float()
        variance, mean = torch.var_mean(rows, dim=(0, 2, 3), correction=0)
        norm.weight.copy_(torch.sqrt(variance + norm.eps))
        norm.bias.copy_(mean)

    norms = [layer for layer in trunk.modules() if isinstance(layer, nn.BatchNorm2d)]
    hooks = [norm.register_forward_pre_hook(undo) for norm in norms]
    momenta = [norm.momentum for norm in norms]
    try:
        for norm in norms:
            norm.momentum = 1.0
        trunk.train()
        trunk(images)
    finally:
        for hook in hooks:
            hook.remove()
        for norm, momentum in zip(norms, momenta, strict=True):
            norm.momentum = momentum
