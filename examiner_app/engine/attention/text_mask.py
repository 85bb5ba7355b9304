"""The text mask: U-Net probability of text on the pixels of the original (paper 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from examiner_app.engine.device import Device
from examiner_app.engine.logo import Letterbox, Pixels, letterbox
from examiner_app.engine.models.unet import INPUT_SIZE, UNet


def unet_input(images: Sequence[Pixels]) -> tuple[Tensor, list[Letterbox]]:
    """Letterbox images to the U-Net's input: (B, 3, 256, 256) in [0, 1], and the geometries."""
    fitted = [letterbox(image, INPUT_SIZE) for image in images]
    batch = torch.from_numpy(np.stack([square for square, _ in fitted])).permute(0, 3, 1, 2)
    return batch.float().div_(255), [geometry for _, geometry in fitted]


class MaskMemory:
    """Remembers the newest text mask: while it is corrected by hand, the U-Net need not run again.

    What is remembered is what the network would give again, to the bit.
    """

    def __init__(self) -> None:
        self._input: Tensor | None = None
        self._probability: Tensor | None = None

    def recall(self, batch: Tensor) -> Tensor | None:
        """Return the probabilities of an input, if they are the ones that are remembered."""
        if self._input is None or self._probability is None or not torch.equal(self._input, batch):
            return None
        return self._probability.clone()

    def keep(self, batch: Tensor, probability: Tensor) -> None:
        """Remember the probabilities of an input in place of the former ones."""
        self._input, self._probability = batch, probability.clone()


@torch.inference_mode()
def text_probability(network: UNet, batch: Tensor, device: Device) -> Tensor:
    """Run the U-Net on its input (B, 3, 256, 256); return probabilities (B, 256, 256) float32."""
    inputs = batch.to(device.torch_device, device.dtype, memory_format=torch.channels_last)
    return torch.sigmoid(network(inputs).float())[:, 0]
