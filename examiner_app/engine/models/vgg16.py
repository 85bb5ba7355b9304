"""VGG-16's convolutional trunk, at any width, with or without batch normalisation.

Simonyan and Zisserman 2015, configuration D; the paper (4.3) takes relu5_3, that is
torchvision's ``features[:30]``: post-ReLU, before pool5.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

STAGES: tuple[tuple[int, int], ...] = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3))
"""Channels at full width and convolutions of each stage; a 2×2 max pool stands between stages."""

STRIDE = 16
"""Input pixels per cell of the relu5_3 grid."""


class VGG16Trunk(nn.Module):
    """VGG-16 up to relu5_3, split after conv4 so that two conv5 stages can share the rest.

    Attributes:
        width: Channels of conv5_3 (512 is the paper's; 256 is half width).
        batch_norm: Whether each convolution is followed by batch normalisation.
        lower: conv1 … conv4 with pool4.
        conv5: conv5_1 … relu5_3.
    """

    def __init__(self, width: int = 512, *, batch_norm: bool = False) -> None:
        super().__init__()
        self.width = width
        self.batch_norm = batch_norm
        channels = [count * width // 512 for count, _ in STAGES]
        lower: list[nn.Module] = []
        inputs = 3
        for outputs, (_, depth) in zip(channels[:4], STAGES[:4], strict=True):
            lower += _stage(inputs, outputs, depth, batch_norm=batch_norm)
            lower.append(nn.MaxPool2d(2, 2))
            inputs = outputs
        self.lower = nn.Sequential(*lower)
        self.conv5 = conv5_stage(inputs, channels[4], batch_norm=batch_norm)

    def forward(self, images: Tensor) -> Tensor:
        """Map images (B, 3, H, W), already normalised, to relu5_3 (B, width, H//16, W//16)."""
        features: Tensor = self.conv5(self.lower(images))
        return features


def conv5_stage(inputs: int, outputs: int, *, batch_norm: bool = False) -> nn.Sequential:
    """Return conv5_1 … relu5_3, the stage that VGGCAM-16 fine-tunes."""
    return nn.Sequential(*_stage(inputs, outputs, STAGES[4][1], batch_norm=batch_norm))


def _stage(inputs: int, outputs: int, depth: int, *, batch_norm: bool) -> list[nn.Module]:
    layers: list[nn.Module] = []
    for _ in range(depth):
        layers.append(nn.Conv2d(inputs, outputs, 3, padding=1))
        if batch_norm:
            layers.append(nn.BatchNorm2d(outputs))
        layers.append(nn.ReLU(inplace=True))
        inputs = outputs
    return layers


def fold_batch_norm(trunk: VGG16Trunk) -> VGG16Trunk:
    """Return a plain VGG-16 trunk that computes what ``trunk`` computes in evaluation mode."""
    plain = VGG16Trunk(trunk.width)
    fold_stage(trunk.lower, plain.lower)
    fold_stage(trunk.conv5, plain.conv5)
    return plain.eval()


@torch.no_grad()
def fold_stage(source: nn.Sequential, target: nn.Sequential) -> None:
    """Write the convolutions of ``source``, batch normalisation folded in, into ``target``.

    Raises:
        ValueError: The batch normalisation has no running statistics.
    """
    convolutions = [layer for layer in source if isinstance(layer, nn.Conv2d)]
    norms = [layer for layer in source if isinstance(layer, nn.BatchNorm2d)]
    targets = [layer for layer in target if isinstance(layer, nn.Conv2d)]
    for index, (conv, plain) in enumerate(zip(convolutions, targets, strict=True)):
        weight, bias = conv.weight, conv.bias
        if bias is None:
            bias = torch.zeros(conv.out_channels)
        if norms:
            norm = norms[index]
            if norm.running_mean is None or norm.running_var is None:
                raise ValueError("batch normalisation without running statistics cannot be folded")
            scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
            weight = weight * scale[:, None, None, None]
            bias = (bias - norm.running_mean) * scale + norm.bias
        plain.weight.copy_(weight)
        if plain.bias is not None:
            plain.bias.copy_(bias)
