"""Check a register from end to end: every byte, row, vector and picture."""

from __future__ import annotations

import hashlib
import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import numpy as np
from PIL import Image, UnidentifiedImageError

from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.progress import Progress, Stage, Work
from examiner_app.engine.register.catalogue import CATALOGUE, MARK_TYPES, canonical
from examiner_app.engine.register.manifest import Committed, RegisterManifest, read_manifest
from examiner_app.engine.register.open import Register, open_register
from examiner_app.engine.register.own_models import model_problems
from examiner_app.engine.register.thumbnails import LONGEST_SIDE, THUMBNAIL_SPANS, THUMBNAILS
from examiner_app.engine.register.vectors import norms_file, squared_norms, vectors_file
from examiner_app.engine.register.words import COUNTS, INDPTR, WORDS
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

NORM_TOLERANCE: Final = 4e-3
"""How far rounding to float16 may take a squared norm from 1 (2^-11 for each factor, and room)."""

_CHUNK: Final = 1 << 22
_ROWS: Final = 4096


def verify_register(path: Path, bundle: Path | None = None) -> Work[list[str]]:
    """Check the register in ``path`` and return what is wrong with it, one sentence each.

    The whitening and vocabulary that it shares with its bundle are checked there.

    Args:
        path: Folder of the register.
        bundle: Folder of its bundle; where it is needed, found among those at hand by default.

    Raises:
        RegisterError: There is no register at all, or its manifest cannot be read.
    """
    manifest = read_manifest(path)
    problems = list(_size_problems(manifest))
    yield from _check_bytes(path, manifest, problems)
    if bundle is not None or manifest.state == "bundle":
        yield Progress(tr("Checking the models"))
        problems += model_problems(manifest, bundle)
    try:
        register = open_register(path)
    except RegisterError as error:
        return [*problems, str(error)]
    try:
        yield from _check_vectors(register, problems)
        yield from _check_marks(register, problems)
    except RegisterError as error:
        problems.append(str(error))
    finally:
        register.close()
    return problems


def _size_problems(manifest: RegisterManifest) -> Iterator[str]:
    count = manifest.count
    expected: dict[str, int | None] = {THUMBNAILS: None, THUMBNAIL_SPANS: 16 * count}
    expected[CATALOGUE] = count
    for method, dim in manifest.methods.items():
        if method == SIFT_BOW:
            expected |= {INDPTR: 8 * (count + 1), WORDS: None, COUNTS: None}
        else:
            expected |= {vectors_file(method): 2 * dim * count, norms_file(method): 8 * count}
    if not count and not manifest.checksums.keys() & expected.keys():
        return
    for name, size in expected.items():
        committed = manifest.checksums.get(name)
        if committed is None:
            yield tr("The manifest does not name {name}.", name=name)
        elif size is not None and committed.bytes != size:
            yield tr(
                "The manifest says {bytes} for {name}, and {count} marks need {size}.",
                bytes=committed.bytes,
                name=name,
                count=count,
                size=size,
            )


def _check_bytes(path: Path, manifest: RegisterManifest, problems: list[str]) -> Work[None]:
    files = {name: entry for name, entry in manifest.checksums.items() if name != CATALOGUE}
    stage = Stage(tr("Checking files"), sum(entry.bytes for entry in files.values()))
    for name, entry in files.items():
        problem = yield from _check_file(path / name, name, entry, stage)
        if problem:
            problems.append(problem)


def _check_file(path: Path, name: str, entry: Committed, stage: Stage) -> Work[str]:
    digest = hashlib.sha256()
    left = entry.bytes
    try:
        with path.open("rb") as file:
            while left and (chunk := file.read(min(left, _CHUNK))):
                digest.update(chunk)
                left -= len(chunk)
                yield stage.step(len(chunk), name)
    except OSError as error:
        return f"{name} cannot be read ({error.strerror})."
    if left:
        return f"{name} is cut off: {left} of {entry.bytes} bytes are missing."
    if digest.hexdigest() != entry.sha256:
        return f"{name} has changed: its bytes are not those that were committed."
    return ""


def _check_vectors(register: Register, problems: list[str]) -> Work[None]:
    vector_methods = [key for key in register.methods if key != SIFT_BOW]
    stage = Stage(tr("Checking vectors"), register.count * len(vector_methods))
    for method in vector_methods:
        wrong = 0
        for start in range(0, register.count, _ROWS):
            rows = slice(start, start + _ROWS)
            norms = squared_norms(register.vectors(method)[rows])
            stored = register.squared_norms(method)[rows]
            # A blank mark has no features and so the zero vector.
            usual = (np.abs(norms - 1) <= NORM_TOLERANCE) | (norms == 0)
            wrong += int(np.count_nonzero(~usual | (norms != stored)))
            yield stage.step(len(norms), METHODS[method].name)
        if wrong:
            problems.append(
                tr(
                    "{wrong} vectors of {name} are not of length 1.",
                    wrong=wrong,
                    name=METHODS[method].name,
                )
            )
    if SIFT_BOW in register.methods:
        problems += _word_problems(register)
    yield Progress(tr("Checking vectors"), stage.total, stage.total)


def _word_problems(register: Register) -> Iterator[str]:
    words = register.words
    if np.any(np.diff(words.indptr) < 0) or words.indptr[0] != 0:
        yield tr("The visual words' rows are out of order.")
        return
    values = np.asarray(words.words)
    if values.size and not 0 <= values.min() <= values.max() < words.size:
        yield tr("There are visual words outside the vocabulary of {size}.", size=words.size)
    if np.any(np.asarray(words.counts) < 1):
        yield tr("There are visual words without keypoints.")


def _check_marks(register: Register, problems: list[str]) -> Work[None]:
    stage = Stage(tr("Checking marks"), register.count)
    digest = hashlib.sha256()
    unreadable = unsound = 0
    for start in range(0, register.count, _ROWS):
        indices = range(start, min(start + _ROWS, register.count))
        try:
            marks = register.marks(indices)
        except IndexError as error:
            problems.append(
                tr("{catalogue} lacks marks: {error}", catalogue=CATALOGUE, error=error)
            )
            return
        for mark in marks:
            digest.update(canonical(mark))
            unreadable += not _is_picture(register.thumbnail(mark.index))
            total = math.fsum(mark.type_probabilities)
            unsound += mark.type not in MARK_TYPES or not math.isclose(total, 1, abs_tol=1e-2)
        yield stage.step(len(marks))
    entry = register.manifest.checksums.get(CATALOGUE)
    if entry is not None and entry.sha256 != digest.hexdigest():
        problems.append(
            tr(
                "{catalogue} has changed: its marks are not those that were committed.",
                catalogue=CATALOGUE,
            )
        )
    if unreadable:
        problems.append(tr("{unreadable} thumbnails cannot be decoded.", unreadable=unreadable))
    if unsound:
        problems.append(tr("{unsound} marks have no sound type.", unsound=unsound))


def _is_picture(data: bytes) -> bool:
    try:
        with Image.open(io.BytesIO(data), formats=["WEBP"]) as image:
            image.load()
            return max(image.size) <= LONGEST_SIDE
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError):
        return False
