"""Going on from a finished network, a plain backbone under batch normalisation again."""

from __future__ import annotations

import math
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.weights import read_weights
from examiner_app.errors import TrainingError


def load_weights(network: nn.Module, file: Path, role: str, *, new: str | None = None) -> None:
    """Give ``network`` the weights of a finished run or of a bundle.

    Args:
        network: Is changed.
        file: A ``.safetensors`` file.
        role: What the network is for.
        new: Begins the keys of a part that the file may lack; then that begins anew.

    Raises:
        TrainingError: The file does not hold weights of such a network.
    """
    tensors = _read(file, role)
    if new is not None and not any(key.startswith(new) for key in tensors):
        own = network.state_dict()
        tensors |= {key: value for key, value in own.items() if key.startswith(new)}
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise TrainingError(
            f"{file} is no {role} network such as this recipe trains: give the file of one, "
            "and its width with --width."
        ) from error


def _read(file: Path, role: str) -> dict[str, Tensor]:
    try:
        return read_weights(file)
    except ValueError as error:
        raise TrainingError(
            f"{file} cannot be read as weights: give a {role}.safetensors file."
        ) from error


def start_trunk(trunk: VGG16Trunk, file: Path, images: Tensor) -> None:
    """Give ``trunk`` the weights of a finished backbone: the same maps, up to one factor.

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
    _restore(trunk, _convolutions(plain), images)


def _convolutions(module: nn.Module) -> list[nn.Conv2d]:
    return [layer for layer in module.modules() if isinstance(layer, nn.Conv2d)]


@torch.no_grad()
def _restore(trunk: VGG16Trunk, plain: list[nn.Conv2d], images: Tensor) -> None:
    """Set convolutions and normalisations of ``trunk`` to compute what ``plain`` computes.

    Folding has left weights of any size, but a step of Adam is as large for small weights as for
    large ones. So convolutions get the size of freshly initialised ones, and normalisations a
    scale of about 1; the next convolution makes up for that, ReLU being homogeneous. The maps of
    the last stage are those of the plain trunk up to one factor.

    One pass will do: a layer's inputs are right as soon as the layers before it are.
    """
    norms = [layer for layer in trunk.modules() if isinstance(layer, nn.BatchNorm2d)]
    momenta = [norm.momentum for norm in norms]
    scale = 1.0  # of a layer's inputs beside the plain trunk's
    hooks = []

    def restore(index: int, norm: nn.BatchNorm2d, inputs: tuple[Tensor, ...]) -> None:
        nonlocal scale
        variance, mean = torch.var_mean(inputs[0].float(), dim=(0, 2, 3), correction=0)
        deviation = torch.sqrt(variance + norm.eps) / (sizes[index] * scale)
        mean = mean / (sizes[index] * scale)
        bias = plain[index].bias
        scale = 1.0 / max(float(deviation.square().mean().sqrt()), 1e-6)
        norm.weight.copy_(deviation * scale)
        norm.bias.copy_((mean if bias is None else mean + bias.to(mean.device)) * scale)

    sizes = [_copy_sized(s, t) for s, t in zip(plain, _convolutions(trunk), strict=True)]
    for index, norm in enumerate(norms):
        norm.momentum = 1.0
        hooks.append(norm.register_forward_pre_hook(partial(restore, index)))
    try:
        trunk.train()
        trunk(images)
    finally:
        for hook, norm, momentum in zip(hooks, norms, momenta, strict=True):
            hook.remove()
            norm.momentum = momentum


def _copy_sized(source: nn.Conv2d, target: nn.Conv2d) -> float:
    """Copy weights, multiplied so that they are of the size of He's initialisation."""
    usual = math.sqrt(2 / (source.out_channels * source.kernel_size[0] * source.kernel_size[1]))
    factor = usual / max(float(source.weight.std()), 1e-9)
    target.weight.copy_(source.weight * factor)
    if target.bias is not None:
        target.bias.zero_()
    return factor
