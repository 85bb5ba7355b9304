"""The register's manifest, ``register.json``: what is committed, and what it was made with."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from examiner_app.errors import RegisterError
from examiner_app.translation import tr

MANIFEST: Final = "register.json"
FORMAT: Final = 1


class _Record(BaseModel):
    model_config = ConfigDict(extra="forbid")


class BundleReference(_Record):
    """The models a register was described with.

    Attributes:
        name: For people.
        id: SHA-256 over the weights, in hexadecimal.
    """

    name: str
    id: str


class SourceReference(_Record):
    """Where the marks came from.

    Attributes:
        format: Key of the source's format, such as ``metu``.
        name: Folder or file name, without its path.
    """

    format: str
    name: str


class Committed(_Record):
    """The part of a file that is whole; whatever follows it is the tail of an interrupted build.

    Attributes:
        bytes: Length of that part (rows for the catalogue).
        sha256: Its digest, in hexadecimal.
    """

    bytes: int = Field(ge=0)
    sha256: str


class Coverage(_Record):
    """What the register covers, for the search parameters of a report.

    Attributes:
        offices: Office → marks; the empty name stands for «not stated».
        types: Mark type → marks.
        statuses: Status → marks.
        filed_first: Earliest filing date that is stated, as filed; empty when none is.
        filed_last: Latest filing date that is stated.
        queries: Marks that belong to a query group (METU layout).
        repeats: Marks whose file has the same bytes as an earlier mark's.
    """

    offices: dict[str, int] = {}
    types: dict[str, int] = {}
    statuses: dict[str, int] = {}
    filed_first: str = ""
    filed_last: str = ""
    queries: int = 0
    repeats: int = 0


class RegisterManifest(_Record):
    """Everything about a register except its marks.

    Attributes:
        format: Version of the folder's layout.
        id: Random name of the register, kept for life.
        name: For people.
        created: When it was begun, UTC.
        updated: When it was last committed to, UTC.
        bundle: The models it was described with.
        fingerprint: Digest of models, whitening and vocabulary; queries must match it.
        methods: Method key → dimensions (vocabulary size for the visual words).
        state: Whose whitening and vocabulary its marks were described with: its ``own``, which it
            carries, or the ``bundle``'s.
        count: Marks committed.
        coverage: What they cover.
        source: Where they came from, in order.
        checksums: Committed part of each file.
        rejects: Files that could not be used, listed in ``rejects.csv``.
        complete: False while a build is interrupted.
    """

    format: Literal[1] = FORMAT
    id: str = Field(default_factory=lambda: uuid4().hex)
    name: str
    created: datetime = Field(default_factory=lambda: datetime.now(UTC))
    updated: datetime = Field(default_factory=lambda: datetime.now(UTC))
    bundle: BundleReference
    fingerprint: str
    methods: dict[str, int]
    # Registers made before this field was there all carry their own.
    state: Literal["own", "bundle"] = "own"
    count: int = Field(default=0, ge=0)
    coverage: Coverage = Coverage()
    source: list[SourceReference] = []
    checksums: dict[str, Committed] = {}
    rejects: int = 0
    complete: bool = False


def read_manifest(folder: Path) -> RegisterManifest:
    """Read and validate the manifest of the register in ``folder``.

    Raises:
        RegisterError: There is no register, or its manifest is damaged or of another version.
    """
    path = folder / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        raise RegisterError(
            tr(
                "{folder} is not a register (it has no {manifest}): choose the folder of a "
                "register.",
                folder=folder,
                manifest=MANIFEST,
            )
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise RegisterError(
            tr("{path} cannot be read: check its permissions, or restore the register.", path=path)
        ) from error
    try:
        return RegisterManifest.model_validate_json(text)
    except ValidationError as error:
        if any(item["loc"] == ("format",) for item in error.errors()):
            raise RegisterError(
                tr(
                    "{folder} is a register of another version than {format}: open it with the "
                    "Examiner that made it, or build it again.",
                    folder=folder,
                    format=FORMAT,
                )
            ) from None
        raise RegisterError(
            tr(
                "{path} is damaged ({error_count} faults): restore it or build it again.",
                path=path,
                error_count=error.error_count(),
            )
        ) from None


def write_manifest(folder: Path, manifest: RegisterManifest) -> None:
    """Replace the manifest of the register in ``folder`` in one step that a kill cannot split."""
    write_atomically(folder / MANIFEST, manifest.model_dump_json(indent=1).encode() + b"\n")


def write_atomically(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a reader or a kill sees the old or the new, never half."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames and new files in ``folder`` survive a power cut, where the system can."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
