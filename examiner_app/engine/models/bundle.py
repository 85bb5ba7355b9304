"""A model bundle: a folder of safetensors and a manifest; opened, verified, and loaded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from examiner_app.engine.device import Device
from examiner_app.engine.models.fused import fuse_relu
from examiner_app.engine.models.manifest import (
    BundleManifest,
    Component,
    Preprocessing,
    Role,
    file_problem,
    read_manifest,
)
from examiner_app.engine.models.unet import ARCHITECTURES, UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.models.weights import read_weights
from examiner_app.errors import BundleError
from examiner_app.translation import tr

Net = TypeVar("Net", bound=nn.Module)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle on disk.

    Attributes:
        folder: Where it lies.
        manifest: What it holds.
    """

    folder: Path
    manifest: BundleManifest

    @classmethod
    def open(cls, folder: Path, *, verify: bool = True) -> Bundle:
        """Open a bundle and, unless told otherwise, check every file against its digest.

        Raises:
            BundleError: It is missing, damaged, or holds other files than its manifest says.
        """
        bundle = cls(folder, read_manifest(folder))
        if verify and (problems := bundle.problems()):
            raise BundleError(problems[0])
        return bundle

    @property
    def name(self) -> str:
        """What the bundle is called."""
        return self.manifest.name

    @property
    def id(self) -> str:
        """Digest over its files and their input constants: the same of both, the same id."""
        return self.manifest.id

    def problems(self) -> list[str]:
        """Return what is wrong with the bundle's files, a sentence each; empty when all is well."""
        found = (file_problem(self.folder, entry) for entry in self.manifest.components)
        return [problem for problem in found if problem is not None]

    def path(self, role: Role) -> Path | None:
        """Return the file that has this role, if there is one."""
        entry = self.manifest.component(role)
        return None if entry is None else self.folder / entry.file

    def require(self, role: Role) -> Component:
        """Return the component of this role.

        Raises:
            BundleError: The bundle has none.
        """
        entry = self.manifest.component(role)
        if entry is None:
            raise BundleError(
                tr(
                    "The model bundle {name} has no {role} model: use another.",
                    name=self.name,
                    role=role,
                )
            )
        return entry


@dataclass(frozen=True, slots=True, eq=False)
class Networks:
    """The networks of a bundle on a device, in evaluation mode.

    Attributes:
        trunk: The backbone up to relu5_3.
        class_head: weight (N, C) and bias (N,) of the backbone's own classifier, if it has one.
        vggcam: The mark-type network over pool4 maps.
        vggcam_lower: conv1 … conv4 of its own; ``None`` where the backbone's serve.
        unet: The text segmentation network.
        preprocessing: Input constants of the backbone.
        vggcam_preprocessing: Input constants of ``vggcam_lower``.
    """

    trunk: VGG16Trunk
    class_head: tuple[Tensor, Tensor] | None
    vggcam: VGGCAM16
    vggcam_lower: nn.Sequential | None
    unet: UNet
    preprocessing: Preprocessing
    vggcam_preprocessing: Preprocessing


def load_networks(bundle: Bundle, device: Device) -> Networks:
    """Load a bundle's networks onto a device, convolutions in the device's number format.

    Raises:
        BundleError: A part is missing, damaged, or does not fit its architecture.
    """
    backbone = bundle.require("backbone")
    tensors = _tensors(bundle, backbone)
    weight, bias = tensors.pop("head.weight", None), tensors.pop("head.bias", None)
    trunk = VGG16Trunk(backbone.width)
    _fill(trunk, tensors, backbone)
    mark_type = bundle.require("mark-type")
    vggcam = VGGCAM16(mark_type.width)
    _fill(vggcam, _tensors(bundle, mark_type), mark_type)
    lower, lower_entry = _own_trunk(bundle, backbone, mark_type)
    mask = bundle.require("text-mask")
    unet = UNet(mask.width, context=ARCHITECTURES.get(mask.architecture, False))
    _fill(unet, _tensors(bundle, mask), mask)
    _fuse(unet)
    place = device.torch_device
    head = None if weight is None or bias is None else (weight.float().to(place), bias.to(place))
    return Networks(
        _ready(trunk, device),
        head,
        _ready(vggcam, device),
        None if lower is None else _ready(lower, device),
        _ready(unet, device),
        _constants(backbone),
        _constants(lower_entry),
    )


def _own_trunk(
    bundle: Bundle, backbone: Component, mark_type: Component
) -> tuple[nn.Sequential | None, Component]:
    if mark_type.shares_trunk == backbone.sha256:
        return None, backbone
    entry = bundle.require("mark-type-trunk")
    if mark_type.shares_trunk != entry.sha256:
        raise BundleError(
            tr(
                "The mark-type model of {name} was trained on another trunk than the bundle "
                "holds: put the bundle together again.",
                name=bundle.name,
            )
        )
    tensors = _tensors(bundle, entry)
    trunk = VGG16Trunk(entry.width)
    _fill(trunk, {name: value for name, value in tensors.items() if "head" not in name}, entry)
    return trunk.lower, entry


def _tensors(bundle: Bundle, entry: Component) -> dict[str, Tensor]:
    try:
        return read_weights(bundle.folder / entry.file)
    except ValueError as error:
        raise BundleError(
            tr(
                "{file} of the model bundle cannot be read: install the bundle again.",
                file=entry.file,
            )
        ) from error


def _fill(network: nn.Module, tensors: dict[str, Tensor], entry: Component) -> None:
    try:
        network.load_state_dict(tensors)
    except RuntimeError as error:
        raise BundleError(
            tr(
                "{file} does not fit the architecture {architecture} of width {width} that its "
                "manifest names: install the bundle again.",
                file=entry.file,
                architecture=entry.architecture,
                width=entry.width,
            )
        ) from error


def _fuse(network: UNet) -> None:
    # Folded in float32, batch normalisation costs nothing and loses nothing in bf16.
    network.eval()
    for block in network.modules():
        if not isinstance(block, nn.Sequential):
            continue
        layers = list(block)
        for index in range(len(layers) - 1):
            conv, norm = layers[index], layers[index + 1]
            if isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d):
                block[index] = fuse_conv_bn_eval(conv, norm)
                block[index + 1] = nn.Identity()


def _ready(network: Net, device: Device) -> Net:
    network.eval().requires_grad_(requires_grad=False)
    for layer in network.modules():
        if isinstance(layer, nn.Conv2d | nn.ConvTranspose2d):
            layer.to(device.torch_device, device.dtype).to(memory_format=torch.channels_last)
    # What follows the convolutions (the classifier's head) stays in float32.
    network.to(device.torch_device)
    fuse_relu(network)
    return network


def _constants(entry: Component) -> Preprocessing:
    if entry.preprocessing is None:
        raise BundleError(
            tr("The manifest gives no preprocessing constants for {name}.", name=entry.name)
        )
    return entry.preprocessing
