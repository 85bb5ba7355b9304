"""The two views of a mark and their maps, in one pass over the networks.

The text mask is computed once, and the trunk sees every different view once: a mark that ATRHA
leaves as it is has one view, not two. VGGCAM-16 shares the backbone's conv1 … conv4 where it was
trained on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from examiner_app.engine.attention.activation import camsa_weights, class_activation_map
from examiner_app.engine.attention.correction import Correction
from examiner_app.engine.attention.segmentation import ssa_weights
from examiner_app.engine.attention.text_mask import MaskMemory, text_probability, unet_input
from examiner_app.engine.attention.text_removal import keep_text, remove_text
from examiner_app.engine.description import Layers, Plane, TextRemoval
from examiner_app.engine.device import Device
from examiner_app.engine.logo import Letterbox, Logo, Pixels, letterbox
from examiner_app.engine.models.bundle import Networks
from examiner_app.engine.models.manifest import Preprocessing
from examiner_app.engine.models.vgg16 import STRIDE
from examiner_app.engine.models.vggcam import MarkType

_WORKERS = 4

NO_CORRECTIONS: Final[Mapping[int, Correction]] = MappingProxyType({})
"""Every text mask as the network has it."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What of the networks' output the methods at hand use; the rest is not computed.

    Attributes:
        trunk: Features of the backbone.
        atrha: The second view.
        text: The text mask, for ATRHA and SSA.
        cam: The class activation map, for CAMSA.
        types: The mark type.
    """

    trunk: bool = True
    atrha: bool = True
    text: bool = True
    cam: bool = True
    types: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """The maps of B marks; V ≥ B views, the B marks as filed first.

    What was not needed is zero: no text, no features, no activation.

    Attributes:
        squares: B marks as filed, letterboxed to the paper's (300, 300, 3): SIFT's.
        geometries: How each mark lies in its square.
        text: B text probabilities (H, W) on the originals' pixels.
        removals: B ATRHA crops.
        atrha: (B,) int64, the view that is each mark's ATRHA crop.
        features: (V, C, h, w) float32, relu5_3 of the backbone.
        cam: (V, h, w) float32 in [0, 1], class activation maps of «figure».
        camsa: (V, h, w) float32, CAMSA weights.
        ssa: (B, h, w) float32, SSA weights of the marks as filed.
        type_probabilities: (B, 3) float32.
        network_text: The network's own text probabilities where they were corrected by hand.
    """

    squares: list[Pixels]
    geometries: list[Letterbox]
    text: list[Plane]
    removals: list[TextRemoval]
    atrha: Tensor
    features: Tensor
    cam: Tensor
    camsa: Tensor
    ssa: Tensor
    type_probabilities: Tensor
    network_text: dict[int, Plane]

    def layers(self, index: int) -> Layers:
        """Return the attention layers of one mark."""
        return Layers(
            self.text[index],
            self.removals[index],
            _plane(self.ssa[index]),
            _plane(self.cam[index]),
            _plane(self.camsa[index]),
            self.geometries[index],
            self.network_text.get(index),
        )


@torch.inference_mode()
def see(
    logos: Sequence[Logo],
    networks: Networks,
    device: Device,
    needs: Needs | None = None,
    corrections: Mapping[int, Correction] = NO_CORRECTIONS,
    memory: MaskMemory | None = None,
) -> Views:
    """Run the networks over a batch of marks.

    Args:
        logos: One mark or more.
        networks: Loaded for ``device``.
        device: Where they run.
        needs: What to compute; everything by default.
        corrections: Which marks' text masks were corrected by hand; everything that follows from
            the mask follows from the corrected one.
        memory: Of the text mask of marks that are looked at again and again.
    """
    needs = needs or Needs()
    images = [logo.pixels for logo in logos]
    batch, fitted = unet_input(images)
    probability = _probability(batch, networks, device, needs, memory)
    # OpenCV lets go of the interpreter: four marks at a time, awaited before the trunk starts.
    with ThreadPoolExecutor(_WORKERS, thread_name_prefix="views") as pool:
        planes = [plane.numpy() for plane in probability.cpu()]
        text = list(pool.map(Letterbox.undo, fitted, planes))
        network_text = {mark: text[mark] for mark in corrections}
        for mark, correction in corrections.items():
            text[mark] = correction.apply(text[mark])
            square = correction.apply_in_square(planes[mark], fitted[mark])
            probability[mark] = torch.from_numpy(square).to(probability.device)
        remove = remove_text if needs.atrha else keep_text
        removals = list(pool.map(remove, images, text))
        crops = [removal.crop for removal in removals if not removal.fallback]
        squares = list(pool.map(letterbox, images))
        inputs = {
            side: _squares(pool, [*images, *crops], side).to(device.torch_device)
            for side in {networks.preprocessing.side, networks.vggcam_preprocessing.side}
        }
    features, cam, logits = _trunk_pass(inputs, len(logos), networks, device, needs)
    return Views(
        [square for square, _ in squares],
        [geometry for _, geometry in squares],
        text,
        removals,
        _atrha_index(removals).to(features.device),
        features,
        cam,
        camsa_weights(cam),
        ssa_weights(probability, (int(features.shape[-2]), int(features.shape[-1]))),
        torch.softmax(logits, dim=-1),
        network_text,
    )


def _probability(
    batch: Tensor, networks: Networks, device: Device, needs: Needs, memory: MaskMemory | None
) -> Tensor:
    if not (needs.text or needs.atrha):
        return torch.zeros(len(batch), *batch.shape[2:], device=device.torch_device)
    known = None if memory is None else memory.recall(batch)
    if known is not None:
        return known
    probability = text_probability(networks.unet, batch, device)
    if memory is not None:
        memory.keep(batch, probability)
    return probability


def _trunk_pass(
    inputs: dict[int, Tensor], marks: int, networks: Networks, device: Device, needs: Needs
) -> tuple[Tensor, Tensor, Tensor]:
    side = networks.preprocessing.side
    grid = (len(inputs[side]), side // STRIDE, side // STRIDE)
    cam = torch.zeros(grid, device=device.torch_device)
    features = cam[:, None].expand(-1, networks.trunk.width, -1, -1)
    logits = torch.zeros(marks, len(MarkType), device=device.torch_device)
    if not (needs.trunk or needs.cam or needs.types):
        return features, cam, logits
    pool4 = networks.trunk.lower(_normalise(inputs[side], networks.preprocessing, device))
    if needs.trunk:
        features = networks.trunk.conv5(pool4).float()
    if not (needs.cam or needs.types):
        return features, cam, logits
    if networks.vggcam_lower is not None:
        constants = networks.vggcam_preprocessing
        pool4 = networks.vggcam_lower(_normalise(inputs[constants.side], constants, device))
    logits, cam_features = networks.vggcam(pool4)
    cam_features = _on_grid(cam_features.float(), grid[1:])
    figure = networks.vggcam.head.weight[MarkType.FIGURE_ONLY]
    return features, class_activation_map(cam_features, figure), logits[:marks]


def _squares(pool: ThreadPoolExecutor, images: list[Pixels], side: int) -> Tensor:
    """Return letterboxed images, (N, 3, side, side) bytes."""
    squares = [square for square, _ in pool.map(partial(letterbox, side=side), images)]
    return torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2)


def _on_grid(maps: Tensor, grid: tuple[int, int]) -> Tensor:
    """Return maps of a trunk that sees marks at another size on the backbone's grid."""
    if tuple(maps.shape[-2:]) == grid:
        return maps
    return functional.interpolate(maps, grid, mode="bilinear", antialias=True)


def _normalise(batch: Tensor, constants: Preprocessing, device: Device) -> Tensor:
    mean = torch.tensor(constants.mean, device=batch.device).view(1, 3, 1, 1)
    std = torch.tensor(constants.std, device=batch.device).view(1, 3, 1, 1)
    values = (batch.float() / 255 - mean) / std
    return values.to(device.dtype, memory_format=torch.channels_last)


def _atrha_index(removals: list[TextRemoval]) -> Tensor:
    index = []
    crops = len(removals)
    for mark, removal in enumerate(removals):
        index.append(mark if removal.fallback else crops)
        crops += not removal.fallback
    return torch.tensor(index, dtype=torch.int64)


def _plane(grid: Tensor) -> Plane:
    values: Plane = grid.float().cpu().numpy()
    return values
