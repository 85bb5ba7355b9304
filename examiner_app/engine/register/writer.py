"""Appends to a register so that a kill at any moment loses at most what was not committed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.methods import SIFT_BOW
from examiner_app.engine.register.catalogue import CATALOGUE, CatalogueWriter, Mark, canonical
from examiner_app.engine.register.manifest import (
    Committed,
    Coverage,
    RegisterManifest,
    sync_folder,
    write_manifest,
)
from examiner_app.engine.register.rejects import Rejects
from examiner_app.engine.register.thumbnails import THUMBNAIL_SPANS, THUMBNAILS
from examiner_app.engine.register.vectors import (
    Half,
    norms_file,
    squared_norms,
    vectors_file,
)
from examiner_app.engine.register.words import COUNTS, INDPTR, WORDS
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

LOCK: Final = "build.lock"

_CHUNK: Final = 1 << 22


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """What is stored of one mark besides its catalogue entry.

    Attributes:
        vectors: Vector method → (D,) float16.
        words: (n,) int32, ascending visual words.
        counts: (n,) int32, keypoints of each.
        thumbnail: WebP bytes, or the index of the mark whose picture it shares.
    """

    vectors: dict[str, Half]
    words: NDArray[np.int32]
    counts: NDArray[np.int32]
    thumbnail: bytes | int


class _Tail:
    """A file that grows; knows how much of it is committed, and the digest of all of it."""

    def __init__(self, path: Path, committed: Committed | None) -> None:
        path.parent.mkdir(exist_ok=True)
        path.touch()
        self.path = path
        self._file = path.open("r+b")
        self._digest = hashlib.sha256()
        self.size = committed.bytes if committed else 0
        left = self.size
        while left and (chunk := self._file.read(min(left, _CHUNK))):
            self._digest.update(chunk)
            left -= len(chunk)
        if left or (committed and self._digest.hexdigest() != committed.sha256):
            self._file.close()
            raise RegisterError(
                tr("{path} is damaged: restore the register or build it again.", path=path)
            )
        # What an interrupted build left behind was never promised to anybody.
        self._file.truncate(self.size)
        self._file.seek(self.size)

    def append(self, data: bytes) -> None:
        self._file.write(data)
        self._digest.update(data)
        self.size += len(data)

    def read(self, start: int, length: int) -> bytes:
        self._file.seek(start)
        data = self._file.read(length)
        self._file.seek(self.size)
        return data

    def sync(self) -> Committed:
        self._file.flush()
        os.fsync(self._file.fileno())
        return Committed(bytes=self.size, sha256=self._digest.hexdigest())

    def close(self) -> None:
        self._file.close()


class RegisterWriter:
    """Write access to the register in a folder; one at a time.

    Opening drops the tail that an interrupted build left, after checking what is committed.

    Attributes:
        manifest: As last committed.
        count: Marks appended so far, committed or not.
        catalogue: Look-up of marks by id and digest.
        rejects: Files that could not be used.
    """

    def __init__(self, folder: Path, manifest: RegisterManifest) -> None:
        self._folder = folder
        self._lock = _lock(folder / LOCK)
        self.manifest = manifest
        self.count = manifest.count
        self._coverage = manifest.coverage.model_copy(deep=True)
        self._vector_methods = [key for key in manifest.methods if key != SIFT_BOW]
        self._tails: dict[str, _Tail] = {}
        try:
            for name in self._names():
                self._tails[name] = _Tail(folder / name, manifest.checksums.get(name))
            self.catalogue = CatalogueWriter(folder / CATALOGUE, self.count)
        except BaseException:
            self._release()
            raise
        self._rows_digest = self.catalogue.digest()
        if SIFT_BOW in manifest.methods and not self._tails[INDPTR].size:
            self._tails[INDPTR].append(np.zeros(1, np.int64).tobytes())
        self.rejects = Rejects(folder)

    def append(self, marks: Sequence[Mark], rows: Sequence[Row]) -> None:
        """Add marks; the index of each is set to its row.

        Raises:
            RegisterError: The disk is full or the folder cannot be written.
        """
        try:
            numbered = [
                replace(mark, index=self.count + place, repeat=_repeat(mark, self.count + place))
                for place, mark in enumerate(marks)
            ]
            self._append_vectors(rows)
            if SIFT_BOW in self.manifest.methods:
                self._append_words(rows)
            self._append_thumbnails(rows)
            self.catalogue.append(numbered)
        except (OSError, sqlite3.Error) as error:
            raise RegisterError(_unwritable(self._folder, error)) from error
        for mark in numbered:
            self._rows_digest.update(canonical(mark))
            _cover(self._coverage, mark)
        self.count += len(numbered)

    def row(self, index: int) -> Row:
        """Return what is stored of the mark in row ``index``, committed or not."""
        vectors = {}
        for key in self._vector_methods:
            width = 2 * self.manifest.methods[key]
            data = self._tails[vectors_file(key)].read(index * width, width)
            vectors[key] = np.frombuffer(data, np.float16)
        words, counts = np.empty(0, np.int32), np.empty(0, np.int32)
        if SIFT_BOW in self.manifest.methods:
            start, stop = np.frombuffer(self._tails[INDPTR].read(8 * index, 16), np.int64).tolist()
            words, counts = (
                np.frombuffer(self._tails[name].read(4 * start, 4 * (stop - start)), np.int32)
                for name in (WORDS, COUNTS)
            )
        return Row(vectors, words, counts, index)

    def commit(self, *, complete: bool = False) -> RegisterManifest:
        """Make everything so far permanent and return the new manifest.

        Raises:
            RegisterError: The disk is full or the folder cannot be written.
        """
        # The manifest comes last: whatever it names is on the disk by then.
        try:
            checksums = {name: tail.sync() for name, tail in self._tails.items()}
            self.catalogue.commit()
            checksums[CATALOGUE] = Committed(bytes=self.count, sha256=self._rows_digest.hexdigest())
            self.rejects.save()
            for folder in {tail.path.parent for tail in self._tails.values()}:
                sync_folder(folder)
            kept = {
                name: committed
                for name, committed in self.manifest.checksums.items()
                if name not in checksums
            }
            self.manifest = self.manifest.model_copy(
                update={
                    "updated": datetime.now(UTC),
                    "count": self.count,
                    "coverage": self._coverage.model_copy(deep=True),
                    "checksums": kept | checksums,
                    "rejects": len(self.rejects),
                    "complete": complete,
                }
            )
            write_manifest(self._folder, self.manifest)
        except (OSError, sqlite3.Error) as error:
            raise RegisterError(_unwritable(self._folder, error)) from error
        return self.manifest

    def close(self) -> None:
        """Close all files; what was not committed is dropped by whoever opens them next."""
        self.catalogue.close()
        self._release()

    def _release(self) -> None:
        for tail in self._tails.values():
            tail.close()
        # While it is still locked, so that nobody's lock is taken away; Windows keeps the file.
        with contextlib.suppress(OSError):
            (self._folder / LOCK).unlink()
        self._lock.close()

    def _names(self) -> list[str]:
        names = [THUMBNAILS, THUMBNAIL_SPANS]
        for key in self._vector_methods:
            names += [vectors_file(key), norms_file(key)]
        if SIFT_BOW in self.manifest.methods:
            names += [INDPTR, WORDS, COUNTS]
        return names

    def _append_vectors(self, rows: Sequence[Row]) -> None:
        for key in self._vector_methods:
            block = np.stack([row.vectors[key] for row in rows])
            self._tails[vectors_file(key)].append(block.tobytes())
            self._tails[norms_file(key)].append(squared_norms(block).tobytes())

    def _append_words(self, rows: Sequence[Row]) -> None:
        start = self._tails[WORDS].size // 4
        for row in rows:
            self._tails[WORDS].append(row.words.astype(np.int32).tobytes())
            self._tails[COUNTS].append(row.counts.astype(np.int32).tobytes())
        ends = start + np.cumsum([len(row.words) for row in rows], dtype=np.int64)
        self._tails[INDPTR].append(ends.tobytes())

    def _append_thumbnails(self, rows: Sequence[Row]) -> None:
        pictures, table = self._tails[THUMBNAILS], self._tails[THUMBNAIL_SPANS]
        for row in rows:
            if isinstance(row.thumbnail, bytes):
                table.append(np.array([pictures.size, len(row.thumbnail)], np.int64).tobytes())
                pictures.append(row.thumbnail)
            else:
                table.append(table.read(16 * row.thumbnail, 16))


def _repeat(mark: Mark, index: int) -> int:
    return index if mark.repeat is None else mark.repeat


def _cover(coverage: Coverage, mark: Mark) -> None:
    for counts, key in (
        (coverage.offices, mark.office),
        (coverage.types, mark.type),
        (coverage.statuses, mark.status),
    ):
        counts[key] = counts.get(key, 0) + 1
    if mark.filed:
        coverage.filed_first = min(coverage.filed_first or mark.filed, mark.filed)
        coverage.filed_last = max(coverage.filed_last, mark.filed)
    coverage.queries += mark.group is not None
    coverage.repeats += mark.repeat != mark.index


def _lock(path: Path) -> sqlite3.Connection:
    # SQLite's lock works on every system and goes with the process, however that ends.
    connection = sqlite3.connect(path, timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        connection.close()
        raise RegisterError(
            tr(
                "{parent} is being built by another Examiner: wait until that has finished.",
                parent=path.parent,
            )
        ) from error
    return connection


def _unwritable(folder: Path, error: Exception) -> str:
    return tr(
        "{folder} cannot be written ({error}): free some space or check its permissions.",
        folder=folder,
        error=error,
    )
