"""The text segmentation network: a classic 4-level U-Net (paper 3.1, 4.3), and one that sees more.

Ronneberger et al. 2015 with same padding and batch normalisation. TF's decay 0.997 is torch's
momentum 0.003; its keep-probability 0.9 is a drop probability of 0.1.

A cell of the classic network's coarsest grid sees 140 of the mark's 256 pixels. Whether a stroke
that crosses it all is a letter can hardly be told from that: such letters were found in patches.
Dilated convolutions on that grid let every cell see the whole mark.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

INPUT_SIZE = 256
"""Side of the square input, pixels."""

ARCHITECTURES = {"unet": False, "unet-context": True}
"""Name in a manifest → whether the network has a context."""

CONTEXT = "context."
"""Begins the keys of a context's weights."""

_LEVELS = 4
_DILATIONS = (2, 4, 8)  # together they reach 14 cells to each side, of a grid of 16


class UNet(nn.Module):
    """U-Net with one logit per pixel, text positive.

    Attributes:
        width: Channels of the first level (64 is the paper's).
        context: Lets the coarsest maps look at the whole mark; nothing in the paper's network.
    """

    def __init__(self, width: int = 64, dropout: float = 0.1, *, context: bool = False) -> None:
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
        dilations = _DILATIONS if context else ()
        self.context = nn.Sequential(*(DilatedUnit(channels[-1], each) for each in dilations))
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
        x = self.context(self.bottom(x))
        for up, merge in zip(self.up, self.merge, strict=True):
            x = merge(torch.cat((skips.pop(), up(x)), dim=1))
        logits: Tensor = self.head(x)
        return logits


class DilatedUnit(nn.Module):
    """A bottleneck whose 3 × 3 convolution is dilated (Yu & Koltun 2016), added to its input.

    It begins as the identity (Goyal et al. 2017, 5.1), so that a network which has learnt without
    it can go on with it.

    Attributes:
        layers: What is added.
    """

    def __init__(self, channels: int, dilation: int) -> None:
        super().__init__()
        inner = channels // 2
        last = _norm(channels)
        nn.init.zeros_(last.weight)
        self.layers = nn.Sequential(
            *(nn.Conv2d(channels, inner, 1, bias=False), _norm(inner), nn.ReLU(inplace=True)),
            nn.Conv2d(inner, inner, 3, padding=dilation, dilation=dilation, bias=False),
            *(_norm(inner), nn.ReLU(inplace=True)),
            *(nn.Conv2d(inner, channels, 1, bias=False), last),
        )

    def forward(self, maps: Tensor) -> Tensor:
        """Map (B, channels, h, w) to the same shape."""
        more: Tensor = self.layers(maps)
        return maps + more


def _double_convolution(inputs: int, outputs: int) -> nn.Sequential:
    layers: list[nn.Module] = []
    for channels in (inputs, outputs):
        layers += [
            nn.Conv2d(channels, outputs, 3, padding=1, bias=False),
            _norm(outputs),
            nn.ReLU(inplace=True),
        ]
    return nn.Sequential(*layers)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.003)
