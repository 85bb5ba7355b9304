"""Convolution and ReLU in one pass over memory, where the processor's library offers that.

Maps at full resolution are far larger than any cache, so a ReLU of its own takes as long as the
convolution before it; oneDNN clips while it writes. In bfloat16 the numbers are the very same, in
float32 they are up to rounding.
"""

from __future__ import annotations

import functools
import itertools
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

_ROUNDING = 1e-5  # relative: another kernel adds up in another order

Geometry = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int]
"""Padding, stride, dilation and groups of a convolution."""


class RectifiedConvolution(nn.Module):
    """A convolution with its ReLU, for inference on the CPU.

    Attributes:
        convolution: The convolution, its padding given in numbers.
    """

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.convolution = convolution

    def forward(self, maps: Tensor) -> Tensor:
        """Map (B, C, H, W) to what ReLU leaves of the convolution."""
        own = self.convolution
        assert not isinstance(own.padding, str)  # noqa: S101 - fuse_relu leaves those alone
        return _rectify(
            maps, own.weight, own.bias, (own.padding, own.stride, own.dilation, own.groups)
        )


def fuse_relu(network: nn.Module) -> None:
    """Join each convolution of ``network`` with the ReLU that follows it, in place.

    A network that is not on the CPU stays as it is, and so does every network where the library
    has no such operator or gives other numbers with it.
    """
    for block in list(network.modules()):
        if isinstance(block, nn.Sequential):
            _fuse_block(block)


def _fuse_block(block: nn.Sequential) -> None:
    # What was folded into a convolution has left an identity behind it.
    steps = [at for at, layer in enumerate(block) if not isinstance(layer, nn.Identity)]
    for at, after in itertools.pairwise(steps):
        convolution = block[at]
        if (
            isinstance(convolution, nn.Conv2d)
            and isinstance(block[after], nn.ReLU)
            and not isinstance(convolution.padding, str)
            and convolution.weight.device.type == "cpu"
            and can_fuse(convolution.weight.dtype)
        ):
            block[at] = RectifiedConvolution(convolution)
            block[after] = nn.Identity()


@functools.cache
def can_fuse(dtype: torch.dtype) -> bool:
    """Return whether the fused operator is there and computes what the two steps do."""
    maps = torch.linspace(-1, 1, 8**3).reshape(1, 8, 8, 8).to(dtype)
    weight = torch.linspace(-1, 1, 9 * 8**2).reshape(8, 8, 3, 3).to(dtype)
    bias = torch.linspace(-1, 1, 8).to(dtype)
    try:
        fused = _rectify(maps, weight, bias, ((1, 1), (1, 1), (1, 1), 1))
    except (AttributeError, RuntimeError):
        return False
    plain = torch.relu(functional.conv2d(maps, weight, bias, padding=1))
    error = float((fused.float() - plain.float()).abs().max())
    return error <= max(_ROUNDING, torch.finfo(dtype).eps) * float(plain.max())


def _rectify(maps: Tensor, weight: Tensor, bias: Tensor | None, geometry: Geometry) -> Tensor:
    operator: Any = torch.ops.mkldnn._convolution_pointwise
    rectified: Tensor = operator(maps, weight, bias, *geometry, "relu", [], "")
    return rectified
