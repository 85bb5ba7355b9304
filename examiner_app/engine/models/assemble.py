"""Put a bundle together from training runs: weights in half precision, and a manifest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor

from examiner_app.engine.logo import INPUT_SIZE
from examiner_app.engine.models.manifest import (
    IMAGENET,
    MANIFEST,
    BundleManifest,
    Component,
    Preprocessing,
    Role,
    file_sha256,
    read_manifest,
)
from examiner_app.errors import BundleError

LICENCE = "Apache-2.0"
"""Licence of the weights trained here."""

_WEIGHTS = "weights.safetensors"
_STATISTICS = ("running_mean", "running_var")
_HOW = frozenset(
    {
        *("command", "data", "seed", "steps", "minutes", "epochs", "classes", "history"),
        *("loss", "losses", "started_from", "backbone_sha256"),
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
) -> BundleManifest:
    """Make a bundle of three training runs.

    Args:
        out: Folder of the bundle; made if it is not there.
        name: What the bundle is called.
        backbone: Run folder of ``train backbone``.
        mark_type: Run folder of ``train mark-type``, on that backbone.
        text_mask: Run folder of ``train text-mask``.
        backbone_name: What the backbone is called.

    Raises:
        BundleError: A run is not finished or not readable, or the mark type was trained on another
            backbone.
    """
    out.mkdir(parents=True, exist_ok=True)
    trunk = component_from_run(
        out, backbone, "backbone", backbone_name, "vgg16", "conv5.4.weight", IMAGENET
    )
    side = trunk.quality.get("side", INPUT_SIZE)
    trunk = trunk.model_copy(update={"preprocessing": IMAGENET.model_copy(update={"side": side})})
    types = component_from_run(
        out, mark_type, "mark-type", "vggcam16", "vggcam16", "conv5.4.weight", None
    )
    _check_trunk(types, backbone)
    types = types.model_copy(update={"shares_trunk": trunk.sha256})
    mask = component_from_run(out, text_mask, "text-mask", "text-unet", "unet", "head.weight", None)
    return write_bundle(out, name, (trunk, types, mask))


def component_from_run(
    out: Path,
    run: Path,
    role: Role,
    name: str,
    architecture: str,
    width_of: str,
    preprocessing: Preprocessing | None,
) -> Component:
    """Copy the weights of a finished run into a bundle, in half precision.

    Raises:
        BundleError: The run is not finished or not readable.
    """
    try:
        tensors = load_file(run / _WEIGHTS)
        record: dict[str, Any] = json.loads((run / "quality.json").read_text(encoding="utf-8"))
        width = _width(architecture, tensors[width_of])
    except (OSError, SafetensorError, ValueError, KeyError) as error:
        raise BundleError(f"{run} is not a finished training run: let it finish first.") from error
    file = f"{role}.safetensors"
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
    # Variances of features square their size, past what half precision holds; they are few.
    return tensor.contiguous() if key.endswith(_STATISTICS) else half(tensor)


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


def _width(architecture: str, tensor: Tensor) -> int:
    return int(tensor.shape[1 if architecture == "unet" else 0])


def _save(path: Path, tensors: dict[str, Tensor]) -> None:
    part = path.with_suffix(".part")
    save_file(tensors, part)
    part.replace(path)
