"""The manifest of a model bundle: what each file is, how it was made and how well it does."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from examiner_app.engine.logo import INPUT_SIZE
from examiner_app.engine.progress import BYTES, Stage, Work, finish
from examiner_app.errors import BundleError
from examiner_app.translation import tr

FORMAT = 1
MANIFEST = "manifest.json"
_CHUNK = 1 << 22

Role = Literal["backbone", "mark-type", "mark-type-trunk", "text-mask", "whitening", "vocabulary"]
"""What a component does; ``mark-type-trunk`` only where the backbone's own trunk cannot serve."""

Precision = Literal["half", "int8"]
"""How weights are stored: in half precision, or in 8 bits with a scale per output channel."""


class Preprocessing(BaseModel):
    """How a mark becomes the network's input: letterboxed, then (x − mean) / std of 0…1.

    Attributes:
        mean: Per channel, RGB.
        std: Per channel, RGB.
        side: Of the square that the network sees, pixels; a network finds best at the size that it
            was trained at (Touvron et al. 2019), the paper's 300 for ImageNet's.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    side: int = Field(default=INPUT_SIZE, ge=64, le=1024)


class Component(BaseModel):
    """One file of a bundle.

    Attributes:
        role: What it does.
        name: What it is called, such as ``vgg16-half-logo``.
        architecture: Such as ``vgg16``, ``unet``, ``vggcam16``.
        width: Channels of conv5_3, or of the U-Net's first level; 0 where there are none.
        file: Name of the safetensors file in the bundle's folder.
        sha256: Digest of the file.
        licence: SPDX expression.
        preprocessing: Input constants; ``None`` for what takes no image.
        precision: ``int8`` where weights are stored so; ``None`` is half precision, and whatever a
            whitening or vocabulary is stored in.
        shares_trunk: For ``mark-type``: sha256 of the trunk on whose pool4 maps it was trained.
        training: Command, data, seed and steps.
        quality: What was measured on data it never saw.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Role
    name: str
    architecture: str
    width: int = Field(ge=0)
    file: str = Field(pattern=r"^[A-Za-z0-9._-]+\.safetensors$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    licence: str
    preprocessing: Preprocessing | None = None
    precision: Literal["int8"] | None = None
    shares_trunk: str | None = None
    training: dict[str, Any] = Field(default_factory=dict)
    quality: dict[str, Any] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What tells one file of a bundle from another.

    Attributes:
        role: What it does.
        file: Its name.
        sha256: Digest of its bytes, which were checked against it when the bundle was opened.
    """

    role: Role
    file: str
    sha256: str


class BundleManifest(BaseModel):
    """All files of a bundle.

    Attributes:
        format: Version of this format.
        name: What the bundle is called.
        created: When it was put together, UTC.
        components: Its files.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: Literal[1]
    name: str
    created: datetime
    components: tuple[Component, ...]

    @property
    def id(self) -> str:
        """Digest over its files and their input constants: the same of both, the same id."""
        lines = sorted(
            f"{entry.role}:{entry.sha256}:{entry.preprocessing}" for entry in self.components
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @property
    def files(self) -> tuple[ModelFile, ...]:
        """Its files with their digests, in order."""
        return tuple(ModelFile(one.role, one.file, one.sha256) for one in self.components)

    def component(self, role: Role) -> Component | None:
        """Return the file that has this role, if any."""
        return next((entry for entry in self.components if entry.role == role), None)


def read_manifest(folder: Path) -> BundleManifest:
    """Read a bundle's manifest.

    Raises:
        BundleError: There is none, or it is not valid.
    """
    try:
        text = (folder / MANIFEST).read_bytes()
    except OSError:
        raise BundleError(
            tr(
                "{folder} holds no model bundle ({manifest} is missing): choose another folder.",
                folder=folder,
                manifest=MANIFEST,
            )
        ) from None
    try:
        return BundleManifest.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "its text"
        raise BundleError(
            tr(
                "The manifest of the model bundle {name} is not valid at {place} ({first}): "
                "install the bundle again.",
                name=folder.name,
                place=place,
                first=first["msg"],
            )
        ) from error


def file_problem(folder: Path, entry: Component) -> str | None:
    """Return what is wrong with a bundle's file in one sentence, or ``None`` if all is well."""
    return finish(_check_file(folder, entry, Stage("")))


def check_files(folder: Path, title: str = "") -> Work[list[str]]:
    """Check every file of a bundle; return what is wrong, a sentence each.

    Args:
        folder: Where the bundle lies.
        title: What the progress is called, by default that files are checked.

    Raises:
        BundleError: There is no bundle, or its manifest is not valid.
    """
    components = read_manifest(folder).components
    size = sum(file_size(folder / entry.file) or 0 for entry in components)
    stage = Stage(title or tr("Checking files"), size, unit=BYTES)
    problems: list[str] = []
    for entry in components:
        problem = yield from _check_file(folder, entry, stage)
        if problem is not None:
            problems.append(problem)
    return problems


def file_size(path: Path) -> int | None:
    """Return a file's size in bytes; ``None`` where there is no such file."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def sha256_steps(path: Path, stage: Stage) -> Work[str]:
    """Return the sha256 of a file's bytes, in hexadecimal; a step for every few megabytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            yield stage.step(len(chunk), path.name)
    return digest.hexdigest()


def _check_file(folder: Path, entry: Component, stage: Stage) -> Work[str | None]:
    path = folder / entry.file
    if not path.is_file():
        return tr("{file} of the model bundle is missing: install it again.", file=entry.file)
    try:
        digest = yield from sha256_steps(path, stage)
    except OSError as error:
        return tr(
            "{file} of the model bundle cannot be read ({reason}): install the bundle again.",
            file=entry.file,
            reason=error.strerror,
        )
    if digest != entry.sha256:
        return tr(
            "{file} of the model bundle is not the file its manifest names (sha256 differs): "
            "install the bundle again.",
            file=entry.file,
        )
    return None


def file_sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


IMAGENET = Preprocessing(mean=(0.485, 0.456, 0.406), std=(0.229, 0.224, 0.225))
"""torchvision's constants for images in [0, 1]; the networks trained here keep them."""
