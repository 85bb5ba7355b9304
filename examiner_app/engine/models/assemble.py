"""Put a bundle together from training runs: weights in 16 or 8 bits, and a manifest."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save
from torch import Tensor, nn

from examiner_app.engine.logo import INPUT_SIZE
from examiner_app.engine.models.eight_bit import SCALE, quantise, transposed_weights
from examiner_app.engine.models.manifest import (
    IMAGENET,
    MANIFEST,
    BundleManifest,
    Component,
    Precision,
    Preprocessing,
    Role,
    file_sha256,
    read_manifest,
)
from examiner_app.engine.models.unet import ARCHITECTURES, CONTEXT, UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.errors import BundleError

LICENCE = "Apache-2.0"
"""Licence of the weights trained here."""

_WEIGHTS = "weights.safetensors"
# Few, and past what half precision holds: variances of features square their size.
_WHOLE = ("running_mean", "running_var", SCALE)
_NETWORKS: dict[str, Callable[[int], nn.Module]] = {
    "vgg16": VGG16Trunk,
    "vggcam16": VGGCAM16,
    **{name: partial(UNet, context=context) for name, context in ARCHITECTURES.items()},
}
_HOW = frozenset(
    {
        *("command", "data", "seed", "steps", "minutes", "epochs", "classes", "history"),
        *("loss", "losses", "started_from", "backbone_sha256", "temperature"),
    }
)


def assemble(
    out: Path,
    name: str,
    backbone: Path,
    mark_type: Path,
    text_mask: Path,
    *,
    backbone_name: str = "vgg16-half-logo",
    precision: Precision = "half",
) -> BundleManifest:
    """Make a bundle of three training runs.

    Args:
        out: Folder of the bundle; made if it is not there.
        name: What the bundle is called.
        backbone: Run folder of ``train backbone``.
        mark_type: Run folder of ``train mark-type``, on that backbone.
        text_mask: Run folder of ``train text-mask``.
        backbone_name: What the backbone is called.
        precision: How weights are stored.

    Raises:
        BundleError: A run is not finished or not readable, or the mark type was trained on another
            backbone.
    """
    out.mkdir(parents=True, exist_ok=True)
    trunk = component_from_run(
        out, backbone, "backbone", backbone_name, "vgg16", IMAGENET, precision=precision
    )
    side = trunk.quality.get("side", INPUT_SIZE)
    trunk = trunk.model_copy(update={"preprocessing": IMAGENET.model_copy(update={"side": side})})
    types = component_from_run(
        out, mark_type, "mark-type", "vggcam16", "vggcam16", precision=precision
    )
    _check_trunk(types, backbone)
    types = types.model_copy(update={"shares_trunk": trunk.sha256})
    mask = component_from_run(out, text_mask, "text-mask", "text-unet", "unet", precision=precision)
    return write_bundle(out, name, (trunk, types, mask))


def component_from_run(
    out: Path,
    run: Path,
    role: Role,
    name: str,
    architecture: str,
    preprocessing: Preprocessing | None = None,
    *,
    precision: Precision = "half",
) -> Component:
    """Copy the weights of a finished run into a bundle.

    Raises:
        BundleError: The run is not finished or not readable, or its weights are past what half
            precision holds, in which GPUs compute.
    """
    try:
        tensors = load_file(run / _WEIGHTS)
        if architecture == "unet" and any(key.startswith(CONTEXT) for key in tensors):
            architecture = "unet-context"
        record: dict[str, Any] = json.loads((run / "quality.json").read_text(encoding="utf-8"))
        width = _width(architecture, tensors)
    except (OSError, SafetensorError, ValueError, KeyError) as error:
        raise BundleError(f"{run} is not a finished training run: let it finish first.") from error
    file = f"{role}.safetensors"
    if precision == "int8":
        for key, value in tensors.items():
            _stored(key, value)  # a GPU computes in half precision whatever the file holds
        tensors = quantise(tensors, _transposed(architecture, width))
    _save(out / file, {key: _stored(key, value) for key, value in tensors.items()})
    return Component(
        role=role,
        name=name,
        architecture=architecture,
        width=width,
        file=file,
        sha256=file_sha256(out / file),
        licence=LICENCE,
        preprocessing=preprocessing,
        precision="int8" if precision == "int8" else None,
        training={key: value for key, value in record.items() if key in _HOW},
        quality={key: value for key, value in record.items() if key not in _HOW},
    )


def _check_trunk(types: Component, backbone: Path) -> None:
    trained_on = types.training.get("backbone_sha256")
    if trained_on and trained_on != file_sha256(backbone / _WEIGHTS):
        raise BundleError(
            f"The mark type was trained on another backbone than {backbone}: train it on this one."
        )


def _stored(key: str, tensor: Tensor) -> Tensor:
    return tensor.contiguous() if key.endswith(_WHOLE) else half(tensor)


def half(tensor: Tensor) -> Tensor:
    """Return floating-point weights in half precision, everything else as it is."""
    kept = tensor.half() if tensor.is_floating_point() else tensor
    if tensor.is_floating_point() and not bool(torch.isfinite(kept).all()):
        raise BundleError("These weights do not fit into half precision: train again.")
    return kept.contiguous()


def add_file(out: Path, role: Role, name: str, training: dict[str, Any]) -> BundleManifest:
    """Enter a file that was written as ``<role>.safetensors`` into a bundle's manifest.

    Raises:
        BundleError: The bundle is not valid.
    """
    manifest = read_manifest(out)
    file = f"{role}.safetensors"
    entry = Component(
        role=role,
        name=name,
        architecture=role,
        width=0,
        file=file,
        sha256=file_sha256(out / file),
        licence=LICENCE,
        training=training,
    )
    others = [kept for kept in manifest.components if kept.role != role]
    return write_bundle(out, manifest.name, (*others, entry))


def write_bundle(out: Path, name: str, components: Iterable[Component]) -> BundleManifest:
    """Write a bundle's manifest, whole or not at all."""
    manifest = BundleManifest(
        format=1, name=name, created=datetime.now(UTC), components=tuple(components)
    )
    part = out / f"{MANIFEST}.part"
    part.write_text(manifest.model_dump_json(indent=2, exclude_none=True) + "\n", encoding="utf-8")
    part.replace(out / MANIFEST)
    return manifest


def _width(architecture: str, tensors: dict[str, Tensor]) -> int:
    if architecture in ARCHITECTURES:
        return int(tensors["head.weight"].shape[1])
    return int(tensors["conv5.4.weight"].shape[0])


def _transposed(architecture: str, width: int) -> frozenset[str]:
    # Of the network its layers are asked for and nothing else, so it need not have weights.
    with torch.device("meta"):
        return transposed_weights(_NETWORKS[architecture](width))


def _save(path: Path, tensors: dict[str, Tensor]) -> None:
    part = path.with_suffix(".part")
    # ``save_file`` makes files that only their owner may read.
    part.write_bytes(save(tensors))
    part.replace(path)
