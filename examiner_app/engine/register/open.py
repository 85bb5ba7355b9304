"""Open a register: memory-mapped, ready at once whatever its size, without torch or faiss."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import Description, VisualWords
from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.register.catalogue import CATALOGUE, Catalogue, Mark
from examiner_app.engine.register.facets import Facets, read_facets
from examiner_app.engine.register.groups import Groups, owner_groups, picture_groups
from examiner_app.engine.register.manifest import RegisterManifest, read_manifest
from examiner_app.engine.register.sentences import missing
from examiner_app.engine.register.thumbnails import Thumbnails
from examiner_app.engine.register.vectors import (
    Half,
    map_rows,
    norms_file,
    vectors_file,
)
from examiner_app.engine.register.words import SparseWords
from examiner_app.errors import RegisterError
from examiner_app.translation import tr

T = TypeVar("T")

STATE: Final = "state"
"""Folder with the register's own whitening and vocabulary, where it has them."""

WHITENING: Final = "whitening.safetensors"
VOCABULARY: Final = "vocabulary.safetensors"


class Register:
    """An open register.

    What was committed when it was opened stays valid while another process appends to it.

    Attributes:
        path: Its folder.
        manifest: What it says of itself.
        catalogue: Its marks' metadata.
        count: Marks in it.
        methods: Method keys it can be ranked by, in the order of ``METHODS``.
    """

    def __init__(self, path: Path, manifest: RegisterManifest) -> None:
        self.path = path
        self.manifest = manifest
        self.count = manifest.count
        self.methods = tuple(key for key in METHODS if key in manifest.methods)
        self._vectors: dict[str, Half] = {}
        self._norms: dict[str, NDArray[np.float64]] = {}
        for method in self.methods:
            if method == SIFT_BOW:
                continue
            shape = (self.count, manifest.methods[method])
            self._vectors[method] = map_rows(path / vectors_file(method), np.float16, shape)
            self._norms[method] = map_rows(path / norms_file(method), np.float64, shape[:1])
        self._words: SparseWords | None = None
        if SIFT_BOW in self.methods:
            self._words = SparseWords(path, self.count, manifest.methods[SIFT_BOW])
        self._thumbnails = Thumbnails(path, self.count)
        self.catalogue = Catalogue(path / CATALOGUE, self.count)

    def mark(self, index: int) -> Mark:
        """Return the mark in row ``index`` (``IndexError`` if there is none)."""
        return self.catalogue.mark(index)

    def marks(self, indices: Sequence[int]) -> list[Mark]:
        """Return the marks in the given rows, in the given order."""
        return self.catalogue.marks(indices)

    def find(self, external_id: str) -> Mark | None:
        """Return the mark with the given external id, if there is one."""
        return self.catalogue.find(external_id)

    def thumbnail(self, index: int) -> bytes:
        """Return the thumbnail in row ``index`` as WebP bytes, longest side at most 256 pixels."""
        return self._thumbnails.read(index)

    def vectors(self, method: str) -> Half:
        """Return the memory-mapped vectors (N, D) float16 of a vector method.

        Raises:
            RegisterError: The register was built without that method.
        """
        return self._of(self._vectors, method)

    def squared_norms(self, method: str) -> NDArray[np.float64]:
        """Return the exact squared norms (N,) of ``vectors(method)``."""
        return self._of(self._norms, method)

    @functools.cached_property
    def facets(self) -> Facets:
        """The fields that its marks are filtered by; read on first use.

        Raises:
            RegisterError: The catalogue is damaged.
        """
        return read_facets(self.catalogue)

    @functools.cached_property
    def picture_groups(self) -> Groups:
        """Which of its marks have one picture; read on first use.

        Raises:
            RegisterError: The catalogue is damaged.
        """
        return picture_groups(self.catalogue)

    @functools.cached_property
    def owner_groups(self) -> Groups:
        """Which of its marks have one owner; read on first use, seconds for a million.

        Raises:
            RegisterError: The catalogue is damaged.
        """
        return owner_groups(self.catalogue)

    @property
    def words(self) -> SparseWords:
        """The visual words of all marks.

        Raises:
            RegisterError: The register was built without them.
        """
        if self._words is None:
            raise RegisterError(_without(self.path, SIFT_BOW))
        return self._words

    def query(self, index: int) -> Description:
        """Return the mark in row ``index`` as a description that can be ranked (no layers).

        Its vectors are the stored float16 values, so its distance to itself is exactly 0.
        """
        probabilities = np.array(self.mark(index).type_probabilities, np.float32)
        empty = np.empty(0, np.int32)
        words, counts = self._words.row(index) if self._words else (empty, empty)
        vectors = {key: rows[index].astype(np.float32) for key, rows in self._vectors.items()}
        return Description(vectors, VisualWords(words, counts), probabilities, None)

    def state(self, name: str) -> Path | None:
        """Return the register's own file ``state/<name>``; ``None`` where the bundle's serves.

        Raises:
            RegisterError: It is the register's own and missing.
        """
        return state_file(self.path, self.manifest, name)

    def close(self) -> None:
        """Close the catalogue and the thumbnails; vectors go when nobody refers to them."""
        self.catalogue.close()
        self._thumbnails.close()
        self._vectors.clear()
        self._norms.clear()
        self._words = None

    def _of(self, arrays: dict[str, T], method: str) -> T:
        try:
            return arrays[method]
        except KeyError:
            raise RegisterError(_without(self.path, method)) from None


def open_register(path: Path) -> Register:
    """Open the register in the folder ``path``.

    Raises:
        RegisterError: It is missing, damaged, or of another version; one sentence says which.
    """
    return Register(path, read_manifest(path))


def state_file(folder: Path, manifest: RegisterManifest, name: str) -> Path | None:
    """Return a register's own file ``state/<name>``; ``None`` where the bundle's serves.

    Args:
        folder: Folder of the register.
        manifest: What it says of itself.
        name: ``WHITENING`` or ``VOCABULARY``.

    Raises:
        RegisterError: It is the register's own and missing.
    """
    if manifest.state == "bundle":
        return None
    path = folder / STATE / name
    if path.is_file():
        return path
    if f"{STATE}/{name}" in manifest.checksums:
        raise RegisterError(missing(path))
    return None


def _without(path: Path, method: str) -> str:
    name = METHODS[method].name if method in METHODS else method
    return tr(
        "The register {name} was built without {method}: build it again with that method.",
        name=path.name,
        method=name,
    )
