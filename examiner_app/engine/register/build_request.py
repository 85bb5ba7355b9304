"""What a build is asked for, and what can be told of it before it begins; no networks needed."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal

from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.models.manifest import read_manifest as read_bundle
from examiner_app.engine.register.create import check_new
from examiner_app.engine.register.manifest import MANIFEST, read_manifest
from examiner_app.engine.register.own_models import find_models
from examiner_app.engine.sources.formats import detect_format, open_source
from examiner_app.engine.wording import size_text
from examiner_app.errors import ExaminerError, RegisterError
from examiner_app.resources import default_bundle
from examiner_app.translation import tr

WHITENED: Final = 256
"""Most dimensions of a whitened vector."""

_WORDS_BYTES: Final = 1200
_THUMBNAIL_BYTES: Final = 2600
_CATALOGUE_BYTES: Final = 700
"""What the marks of the demo register take on average, rounded up."""

_UNWHITENED: Final = ("mac",)


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """A register to be begun, gone on with, or appended to.

    Attributes:
        source: Folder of marks, or a table.
        out: Folder of the register; where it is one already, the marks it lacks are added.
        source_format: Key of a format; by the source's looks by default.
        bundle: Models; a register's own, or the shipped ones for a new register, by default.
        device: Where the networks run.
        methods: Methods to store; those it has, or all for a new register, by default.
        whitening: The bundle's, or fitted on the marks.
        name: What the register is called; the source's name by default.
        batch: Marks described at a time; what is best for the device by default.
    """

    source: Path
    out: Path
    source_format: str | None = None
    bundle: Path | None = None
    device: Literal["auto", "cpu", "cuda"] = "auto"
    methods: Sequence[str] | None = None
    whitening: Literal["auto", "bundle", "fit"] = "auto"
    name: str | None = None
    batch: int | None = None

    @property
    def goes_on(self) -> bool:
        """Whether there is a register already."""
        return (self.out / MANIFEST).exists()

    def models(self) -> Path:
        """Return the folder of the models.

        Raises:
            ExaminerError: The models that the register was built with are not at hand.
        """
        if self.bundle is not None:
            return self.bundle
        # A register goes on with its own models; a new one is begun with the shipped ones.
        return find_models(read_manifest(self.out)) if self.goes_on else default_bundle()


@dataclass(frozen=True, slots=True)
class BuildPlan:
    """What a build would do.

    Attributes:
        source_format: Key of the source's format.
        name: What the source is called.
        marks: How many marks the source has.
        present: Marks that the register has already.
        need: Bytes that the new marks may take.
        free: Bytes free on the disk.
        problems: What keeps the build from being begun, a sentence for each of ``source``,
            ``out``, ``methods``, ``bundle`` and ``space``.
    """

    source_format: str = ""
    name: str = ""
    marks: int = 0
    present: int = 0
    need: int = 0
    free: int = 0
    problems: Mapping[str, str] = field(default_factory=dict)


def plan_build(request: BuildRequest) -> BuildPlan:
    """Look at source, target, models and disk; every problem is found at once."""
    problems: dict[str, str] = {}
    name, marks, present, need = "", 0, 0, 0
    key = ""
    try:
        source = open_source(request.source, request.source_format)
        name, marks, key = source.name, len(source), source.format
    except ExaminerError as error:
        problems["source"] = str(error)
        key = request.source_format or detect_format(request.source)
    except OSError as error:
        problems["source"] = f"{request.source} cannot be read ({error.strerror})."
    try:
        present = _check_target(request)
    except RegisterError as error:
        problems["out"] = str(error)
    if request.methods is not None and not request.methods:
        problems["methods"] = "A register needs at least one method: choose one."
    try:
        need = marks * _bytes_of_mark(request)
    except ExaminerError as error:
        problems.setdefault("bundle", str(error))
    free = _free_bytes(request.out)
    if need > free:
        problems["space"] = (
            f"The register may take {size_text(need)}, and {size_text(free)} are free: "
            "free some space, or choose another disk."
        )
    return BuildPlan(key, name, marks, present, need, free, problems)


def _check_target(request: BuildRequest) -> int:
    """Return how many marks the target has already."""
    if request.goes_on:
        return read_manifest(request.out).count
    try:
        check_new(request.out)
    except OSError as error:
        raise RegisterError(
            tr("{out} cannot be looked at ({strerror}).", out=request.out, strerror=error.strerror)
        ) from error
    parent = _nearest(request.out)
    if not parent.is_dir():
        raise RegisterError(
            tr("{parent} is a file: choose another folder for the register.", parent=parent)
        )
    return 0


def _bytes_of_mark(request: BuildRequest) -> int:
    if request.goes_on:
        dims = read_manifest(request.out).methods
    else:
        backbone = read_bundle(request.models()).component("backbone")
        width = backbone.width if backbone else WHITENED
        methods = METHODS if request.methods is None else request.methods
        dims = {key: _dim(key, width) for key in methods}
    request.models()
    vectors = sum(2 * dim + 8 for key, dim in dims.items() if key != SIFT_BOW)
    words = _WORDS_BYTES if SIFT_BOW in dims else 0
    return vectors + words + _THUMBNAIL_BYTES + _CATALOGUE_BYTES


def _dim(key: str, width: int) -> int:
    return width if METHODS[key].aggregation in _UNWHITENED else min(width, WHITENED)


def _free_bytes(out: Path) -> int:
    try:
        return shutil.disk_usage(_nearest(out)).free
    except OSError:
        return 0


def _nearest(path: Path) -> Path:
    """Return the nearest thing above a path that is there."""
    path = path.absolute()
    while not path.exists() and path.parent != path:
        path = path.parent
    return path
