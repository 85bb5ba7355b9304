"""torchvision's ImageNet VGG-16: fetched, checked, and made into the backbone of a bundle.

The mark-type network was fine-tuned on another trunk's maps, so the new bundle carries that trunk
beside the ImageNet one. Whitening is fitted when a register is built with it. The classifier is
left out, and with it the class maps of Jimenez et al.: such a bundle computes fourteen methods.
"""

from __future__ import annotations

import pickle
import shutil
import struct
from pathlib import Path

import torch
from safetensors.torch import save
from torch import Tensor

from examiner_app.engine.models.assemble import half, write_bundle
from examiner_app.engine.models.at_hand import bundles_folder
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.download import download
from examiner_app.engine.models.fetchable import SOURCES, Source
from examiner_app.engine.models.manifest import (
    Component,
    check_files,
    file_sha256,
    file_size,
    sha256_steps,
)
from examiner_app.engine.models.new_bundle import put_in_place, workplace
from examiner_app.engine.models.vgg16 import STAGES, VGG16Trunk
from examiner_app.engine.progress import BYTES, Progress, Stage, Work
from examiner_app.errors import BundleError, FetchError
from examiner_app.resources import default_bundle
from examiner_app.translation import tr

_LOWER_LAYERS = sum(depth * 2 + 1 for _, depth in STAGES[:4])

# torch's reader of old files meets junk in ways of its own.
_UNREADABLE = (
    OSError,
    RuntimeError,
    pickle.UnpicklingError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    struct.error,
)


def fetch(
    source: Source, *, base: Path | None = None, out: Path | None = None, url: str | None = None
) -> Work[Bundle]:
    """Download VGG-16 and make a bundle with it; closing the generator leaves nothing behind.

    Args:
        source: What is fetched.
        base: Bundle that the other networks come from; the shipped one by default.
        out: Folder of the new bundle; one among those at hand, of the source's name, by default.
        url: Another address of the same file.

    Raises:
        FetchError: The weights cannot be had; the sentence says why.
        BundleError: ``base`` is damaged.
    """
    others = yield from _whole(base)
    folder = out or bundles_folder() / source.name
    with workplace(folder) as place:
        file = yield from download(url or source.url, place / "vgg16.pth", source.sha256_prefix)
        return (yield from import_vgg16(file, folder, others, source))


def take_file(
    file: Path, source: Source | None = None, *, base: Path | None = None, out: Path | None = None
) -> Work[Bundle]:
    """Make a bundle of a VGG-16 weights file that is already here; arguments as ``fetch``.

    Args:
        file: What torchvision saved.
        source: What it holds; by default it is known by its digest.
        base: Bundle that the other networks come from.
        out: Folder of the new bundle.

    Raises:
        FetchError: The file is not the one that ``source`` names, or none that is known.
        BundleError: ``base`` is damaged.
    """
    source = source or (yield from _recognised(file))
    others = yield from _whole(base)
    return (yield from import_vgg16(file, out or bundles_folder() / source.name, others, source))


def import_vgg16(file: Path, out: Path, base: Bundle, source: Source) -> Work[Bundle]:
    """Make a bundle of a torchvision VGG-16 file and the other networks of ``base``.

    Args:
        file: A state dict saved by torchvision (``weights_only``; nothing in it is executed).
        out: Folder of the new bundle; it appears when the bundle is whole.
        base: Where the text mask, the mark type and its trunk come from.
        source: What the file is.

    Raises:
        FetchError: The file is not a VGG-16 state dict, not the one named, or ``out`` is
            ``base`` itself or cannot be written.
    """
    if out.resolve() == base.folder.resolve():
        raise FetchError(
            tr("{out} is the bundle that the other networks come from: name a new one.", out=out)
        )
    yield Progress(tr("Reading the weights"))
    tensors = _read_features(file)
    digest = yield from _digest(file)
    if not digest.startswith(source.sha256_prefix):
        raise FetchError(
            tr(
                "{name} is not torchvision's file of {weights} (its sha256 does not begin with "
                "{sha256_prefix}): say with --name which weights it holds.",
                name=file.name,
                weights=source.name,
                sha256_prefix=source.sha256_prefix,
            )
        )
    with workplace(out) as place:
        made = place / "bundle"
        made.mkdir()
        yield Progress(tr("Making the bundle"))
        backbone = _save_backbone(tensors, made, source, digest)
        _add_networks_of(base, made, backbone)
        problems = yield from check_files(made, tr("Checking the new bundle"))
        if problems:
            raise BundleError(problems[0])
        put_in_place(made, out)
    return Bundle.open(out, verify=False)


def _whole(base: Path | None) -> Work[Bundle]:
    """Return the bundle that the other networks come from, once all of its files are checked."""
    title = tr("Checking the shipped models") if base is None else tr("Checking the models")
    bundle = Bundle.open(base or default_bundle(), verify=False)
    problems = yield from check_files(bundle.folder, title)
    if problems:
        raise BundleError(problems[0])
    return bundle


def _recognised(file: Path) -> Work[Source]:
    digest = yield from _digest(file)
    for source in SOURCES.values():
        if digest.startswith(source.sha256_prefix):
            return source
    raise FetchError(
        tr(
            "{file} is no file of weights that is known here (its sha256 begins with {digits}): "
            "choose one of torchvision's, {known}.",
            file=file.name,
            digits=digest[:8],
            known=", ".join(source.file for source in SOURCES.values()),
        )
    )


def _digest(file: Path) -> Work[str]:
    stage = Stage(tr("Checking the file"), file_size(file) or 0, unit=BYTES)
    try:
        return (yield from sha256_steps(file, stage))
    except FileNotFoundError:
        raise _not_there(file) from None
    except OSError as error:
        raise FetchError(
            tr(
                "{file} cannot be read ({reason}): choose a file of VGG-16 weights.",
                file=file,
                reason=error.strerror,
            )
        ) from error


def _not_there(file: Path) -> FetchError:
    return FetchError(tr("{file} is not there: choose a file of VGG-16 weights.", file=file))


def _save_backbone(
    tensors: dict[str, Tensor], made: Path, source: Source, digest: str
) -> Component:
    path = made / "backbone.safetensors"
    path.write_bytes(save(tensors))
    return Component(
        role="backbone",
        name=source.name,
        architecture="vgg16",
        width=int(tensors["conv5.4.weight"].shape[0]),
        file=path.name,
        sha256=file_sha256(path),
        licence=source.licence,
        preprocessing=source.preprocessing,
        training={"data": "ImageNet-1k", "source": source.url, "file_sha256": digest},
    )


def _add_networks_of(base: Bundle, made: Path, backbone: Component) -> None:
    trunk = base.manifest.component("mark-type-trunk") or base.require("backbone")
    own = trunk.model_copy(
        update={"role": "mark-type-trunk", "file": "mark-type-trunk.safetensors"}
    )
    kept = [backbone, own, base.require("mark-type"), base.require("text-mask")]
    shutil.copyfile(base.folder / trunk.file, made / own.file)
    for entry in kept[2:]:
        shutil.copyfile(base.folder / entry.file, made / entry.file)
    vocabulary = base.manifest.component("vocabulary")
    if vocabulary is not None:
        shutil.copyfile(base.folder / vocabulary.file, made / vocabulary.file)
        kept.append(vocabulary)
    write_bundle(made, backbone.name, kept)


def _read_features(file: Path) -> dict[str, Tensor]:
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise _not_there(file) from None
    except _UNREADABLE as error:
        raise FetchError(
            tr("{name} is not a file of PyTorch weights: fetch it again.", name=file.name)
        ) from error
    features = {
        _trunk_key(key): half(value)
        for key, value in (state.items() if isinstance(state, dict) else ())
        if key.startswith("features.") and isinstance(value, Tensor)
    }
    width = features["conv5.4.weight"].shape[0] if "conv5.4.weight" in features else 0
    expected = VGG16Trunk(width).state_dict() if width else {}
    if not expected or {k: v.shape for k, v in features.items()} != {
        k: v.shape for k, v in expected.items()
    }:
        raise FetchError(
            tr("{name} does not hold VGG-16's convolutions: fetch it again.", name=file.name)
        )
    return features


def _trunk_key(key: str) -> str:
    _, index, name = key.split(".", 2)
    place = int(index) - _LOWER_LAYERS
    return f"lower.{index}.{name}" if place < 0 else f"conv5.{place}.{name}"
