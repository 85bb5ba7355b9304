"""The text segmentation network: a classic 4-level U-Net (paper 3.1, 4.3).

Ronneberger et al. 2015 with same padding and batch normalisation. TF's decay 0.997 is torch's
momentum 0.003; its keep-probability 0.9 is a drop probability of 0.1.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

INPUT_SIZE = 256
"""Side of the square input, pixels."""

_LEVELS = 4


class UNet(nn.Module):
    """U-Net with one logit per pixel, text positive.

    Attributes:
        width: Channels of the first level (64 is the paper's).
    """

    def __init__(self, width: int = 64, dropout: float = 0.1) -> None:
        super().__init__()
        self.width = width
        channels = [width * 2**level for level in range(_LEVELS + 1)]
        self.down = nn.ModuleList(
            _double_convolution(inputs, outputs)
            for inputs, outputs in zip([3, *channels[:-2]], channels[:-1], strict=True)
        )
        self.pool = nn.MaxPool2d(2)
        self.bottom = nn.Sequential(
            _double_convolution(channels[-2], channels[-1]), nn.Dropout2d(dropout)
        )
        self.up = nn.ModuleList(
            nn.ConvTranspose2d(outer, inner, 2, stride=2)
            for outer, inner in zip(channels[:0:-1], channels[-2::-1], strict=True)
        )
        self.merge = nn.ModuleList(
            _double_convolution(2 * inner, inner) for inner in channels[-2::-1]
        )
        self.head = nn.Conv2d(width, 1, 1)

    def forward(self, images: Tensor) -> Tensor:
        """Map images (B, 3, H, W) in [0, 1], H and W multiples of 16, to logits (B, 1, H, W)."""
        skips: list[Tensor] = []
        x = images
        for block in self.down:
            x = block(x)
            skips.append(x)
            x = self.pool(x)
        x = self.bottom(x)
        for up, merge in zip(self.up, self.merge, strict=True):
            x = merge(torch.cat((skips.pop(), up(x)), dim=1))
        logits: Tensor = self.head(x)
        return logits


def _double_convolution(inputs: int, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels in (inputs, outputs):
        layers += [
            nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
            nn.BatchNorm2d(outputs, eps=1e-3, momentum=0.003),
            nn.ReLU(inplace=True),
        ]
    return nn.Sequential(*layers)
