"""Begin a register, or open one to go on with it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.register.manifest import (
    MANIFEST,
    BundleReference,
    Committed,
    RegisterManifest,
    SourceReference,
    read_manifest,
    sync_folder,
    write_manifest,
)
from examiner_app.engine.register.open import STATE
from examiner_app.engine.register.writer import LOCK, RegisterWriter
from examiner_app.engine.sources.source import Source
from examiner_app.errors import RegisterError, RegisterMismatchError
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.build import BuildOptions, MarkDescriber

_BEFORE_MANIFEST: Final = {STATE, LOCK, f"{MANIFEST}.new"}
"""All that a build killed before its first manifest can have left."""


def open_writer(
    source: Source, out: Path, describer: MarkDescriber, options: BuildOptions
) -> RegisterWriter:
    """Open the register in ``out`` for the marks of ``source``, creating it where there is none.

    Raises:
        RegisterError: ``out`` is something else, in use, damaged, or cannot be written.
        RegisterMismatchError: It was built with other models or methods.
    """
    methods = _methods(describer, options)
    if not (out / MANIFEST).exists():
        check_new(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
        if (out / MANIFEST).exists():
            manifest = _resume(out, describer, methods)
        else:
            manifest = _create(source, out, describer, methods, options)
        reference = SourceReference(format=source.format, name=source.name)
        if reference not in manifest.source:
            manifest.source.append(reference)
        return RegisterWriter(out, manifest)
    except OSError as error:
        reason = error.strerror or tr("output error")
        raise RegisterError(
            tr(
                "{out} cannot be written ({reason}): choose another folder for the register.",
                out=out,
                reason=reason,
            )
        ) from error


def _methods(describer: MarkDescriber, options: BuildOptions) -> dict[str, int]:
    wanted = describer.methods if options.methods is None else options.methods
    if missing := [key for key in wanted if key not in describer.methods]:
        raise RegisterError(
            tr("The models cannot describe marks by «{missing}»: leave it out.", missing=missing[0])
        )
    if not wanted:
        raise RegisterError(tr("A register needs at least one method: name one."))
    dims = {SIFT_BOW: options.vocabulary_size} | describer.dims
    return {key: dims[key] for key in METHODS if key in wanted}


def _resume(out: Path, describer: MarkDescriber, methods: dict[str, int]) -> RegisterManifest:
    manifest = read_manifest(out)
    if manifest.fingerprint != describer.fingerprint:
        raise RegisterMismatchError(
            tr(
                "{out} was built with the models «{name}» and cannot go on with those of "
                "«{bundle_name}»: use its own models, or build a new register.",
                out=out,
                name=manifest.bundle.name,
                bundle_name=describer.bundle_name,
            )
        )
    if manifest.methods != methods:
        raise RegisterMismatchError(
            tr(
                "{out} was built with other methods ({methods}): go on with these, or build a "
                "new register.",
                out=out,
                methods=", ".join(manifest.methods),
            )
        )
    return manifest


def _create(
    source: Source,
    out: Path,
    describer: MarkDescriber,
    methods: dict[str, int],
    options: BuildOptions,
) -> RegisterManifest:
    manifest = RegisterManifest(
        name=options.name or source.name,
        bundle=BundleReference(name=describer.bundle_name, id=describer.bundle_id),
        fingerprint=describer.fingerprint,
        methods=methods,
        state="bundle" if options.state is None else "own",
        checksums=_keep_state(out, options.state or ()),
    )
    # Before any data, so that what a kill leaves behind is always a register.
    write_manifest(out, manifest)
    return manifest


def check_new(out: Path) -> None:
    """Make sure that a register can be begun in the folder ``out``, which need not exist.

    Raises:
        RegisterError: It is no folder, or holds something else.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise RegisterError(tr("{out} is a file: choose a new folder for the register.", out=out))
    if foreign := {path.name for path in out.iterdir()} - _BEFORE_MANIFEST:
        raise RegisterError(
            tr(
                "{out} holds other files ({foreign}) and no register: choose a new folder.",
                out=out,
                foreign=min(foreign),
            )
        )


def _keep_state(out: Path, state: Sequence[Path]) -> dict[str, Committed]:
    folder = out / STATE
    kept: dict[str, Committed] = {}
    if not state:
        return kept
    folder.mkdir(exist_ok=True)
    for path in state:
        target = folder / path.name
        if path.resolve() != target.resolve():
            shutil.copyfile(path, target)
        data = target.read_bytes()
        kept[f"{STATE}/{path.name}"] = Committed(
            bytes=len(data), sha256=hashlib.sha256(data).hexdigest()
        )
    sync_folder(folder)
    return kept
