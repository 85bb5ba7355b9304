"""torchvision's ImageNet VGG-16: fetched, checked, and made into the backbone of a bundle.

The mark-type network was fine-tuned on another trunk's maps, so the new bundle carries that trunk
beside the ImageNet one. Whitening is fitted when a register is built with it. The classifier is
left out, and with it the class maps of Jimenez et al.: such a bundle computes fourteen methods.
"""

from __future__ import annotations

import pickle
import shutil
import ssl
import struct
import tempfile
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import torch
from safetensors.torch import save_file
from torch import Tensor

from examiner_app.engine.models.assemble import half, write_bundle
from examiner_app.engine.models.at_hand import bundles_folder
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.fetchable import Source
from examiner_app.engine.models.manifest import Component, file_sha256
from examiner_app.engine.models.vgg16 import STAGES, VGG16Trunk
from examiner_app.engine.progress import Progress, Stage, Work
from examiner_app.errors import FetchError
from examiner_app.resources import default_bundle
from examiner_app.translation import tr

_CHUNK = 1 << 20
_TIMEOUT = 30.0
_LOWER_LAYERS = sum(depth * 2 + 1 for _, depth in STAGES[:4])

# A ValueError says that the address is none.
_NO_TRANSFER = (URLError, TimeoutError, ConnectionError, ssl.SSLError, HTTPException, ValueError)

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
    yield Progress(tr("Checking the shipped models") if base is None else tr("Checking the models"))
    others = Bundle.open(base or default_bundle())
    folder = out or bundles_folder() / source.name
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Beside the bundle, which is of the same size, so that nothing is left unless it is made.
    with tempfile.TemporaryDirectory(prefix="fetch-", dir=folder.parent) as place:
        file = Path(place) / "vgg16.pth"
        yield from download(url or source.url, file, source.sha256_prefix)
        yield Progress(tr("Making the bundle"))
        return import_vgg16(file, folder, others, source)


def take_file(
    file: Path, source: Source, *, base: Path | None = None, out: Path | None = None
) -> Work[Bundle]:
    """Make a bundle of a VGG-16 weights file that is already here; arguments as ``fetch``.

    Raises:
        FetchError: The file is not the one that ``source`` names.
        BundleError: ``base`` is damaged.
    """
    yield Progress(tr("Checking the shipped models") if base is None else tr("Checking the models"))
    others = Bundle.open(base or default_bundle())
    yield Progress(tr("Making the bundle"))
    return import_vgg16(file, out or bundles_folder() / source.name, others, source)


def download(url: str, path: Path, sha256_prefix: str) -> Work[Path]:
    """Download a file and check its digest; nothing is left behind unless it is right.

    Raises:
        FetchError: There is no network, the transfer broke off, or the digest differs.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    try:
        yield from _transfer(url, part)
        digest = file_sha256(part)
        if not digest.startswith(sha256_prefix):
            raise FetchError(
                tr(
                    "The file from {url} is not the expected one (sha256 {digest}…, not "
                    "{sha256_prefix}…): try again later, or import it from a file.",
                    url=url,
                    digest=digest[:8],
                    sha256_prefix=sha256_prefix,
                )
            )
        part.replace(path)
    except OSError as error:
        raise FetchError(
            tr(
                "{path} cannot be written ({strerror}): free some space.",
                path=path,
                strerror=error.strerror,
            )
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return path


def _transfer(url: str, part: Path) -> Work[None]:
    try:
        with urlopen(url, timeout=_TIMEOUT) as response, part.open("wb") as file:  # noqa: S310
            total = int(response.headers.get("Content-Length", 0))
            stage = Stage("Downloading", total)
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                yield stage.step(len(chunk))
    except HTTPError as error:
        raise FetchError(
            tr("{url} answers {code}: import the weights from a file.", url=url, code=error.code)
        ) from error
    except _NO_TRANSFER as error:
        raise FetchError(
            tr(
                "{url} cannot be reached or broke off ({error}): check the network, or import "
                "the weights from a file.",
                url=url,
                error=error,
            )
        ) from error
    if total and stage.done != total:
        raise FetchError(tr("The transfer from {url} broke off: try again.", url=url))


def import_vgg16(file: Path, out: Path, base: Bundle, source: Source) -> Bundle:
    """Make a bundle of a torchvision VGG-16 file and the other networks of ``base``.

    Args:
        file: A state dict saved by torchvision (``weights_only``; nothing in it is executed).
        out: Folder of the new bundle.
        base: Where the text mask, the mark type and its trunk come from.
        source: What the file is.

    Raises:
        FetchError: The file is not a VGG-16 state dict, not the one named, or ``out`` is
            ``base`` itself.
    """
    if out.resolve() == base.folder.resolve():
        raise FetchError(
            tr("{out} is the bundle that the other networks come from: name a new one.", out=out)
        )
    tensors = _read_features(file)
    if not file_sha256(file).startswith(source.sha256_prefix):
        raise FetchError(
            tr(
                "{name} is not torchvision's file of {weights} (its sha256 does not begin with "
                "{sha256_prefix}): say with --name which weights it holds.",
                name=file.name,
                weights=source.name,
                sha256_prefix=source.sha256_prefix,
            )
        )
    out.mkdir(parents=True, exist_ok=True)
    part = out / "backbone.part"
    save_file(tensors, part)
    part.replace(out / "backbone.safetensors")
    width = int(tensors["conv5.4.weight"].shape[0])
    backbone = Component(
        role="backbone",
        name=source.name,
        architecture="vgg16",
        width=width,
        file="backbone.safetensors",
        sha256=file_sha256(out / "backbone.safetensors"),
        licence=source.licence,
        preprocessing=source.preprocessing,
        training={"data": "ImageNet-1k", "source": source.url, "file_sha256": file_sha256(file)},
    )
    return _with_networks_of(base, out, backbone)


def _with_networks_of(base: Bundle, out: Path, backbone: Component) -> Bundle:
    trunk = base.manifest.component("mark-type-trunk") or base.require("backbone")
    own = trunk.model_copy(
        update={"role": "mark-type-trunk", "file": "mark-type-trunk.safetensors"}
    )
    kept = [backbone, own, base.require("mark-type"), base.require("text-mask")]
    shutil.copyfile(base.folder / trunk.file, out / own.file)
    for entry in kept[2:]:
        shutil.copyfile(base.folder / entry.file, out / entry.file)
    vocabulary = base.manifest.component("vocabulary")
    if vocabulary is not None:
        shutil.copyfile(base.folder / vocabulary.file, out / vocabulary.file)
        kept.append(vocabulary)
    write_bundle(out, backbone.name, kept)
    return Bundle.open(out)


def _read_features(file: Path) -> dict[str, Tensor]:
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except FileNotFoundError:
        raise FetchError(
            tr("{file} is not there: choose a file of VGG-16 weights.", file=file)
        ) from None
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
