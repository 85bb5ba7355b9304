"""What is known of every mark at once: read when it is first asked for, then kept.

A large register's columns are kept in a folder inside it too, or in the user's cache where that
cannot be written to, so that the next one to open it need not read a million rows again. Those
files may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from platformdirs import user_cache_path

from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.register.array_file import Arrays, load_arrays, save_arrays
from examiner_app.engine.register.catalogue import CATALOGUE, Catalogue
from examiner_app.engine.register.facets import Facets, pack_facets, read_facets, unpack_facets
from examiner_app.engine.register.groups import (
    Groups,
    owner_groups,
    pack_groups,
    picture_groups,
    unpack_groups,
)
from examiner_app.engine.register.manifest import RegisterManifest
from examiner_app.translation import tr

T = TypeVar("T")

COLUMNS: Final = "columns"
"""Folder of the files, inside the register or the user's cache."""

WORTH_KEEPING: Final = 20_000
"""Marks from which on the columns are kept in files; fewer are read within half a second."""


@dataclass(frozen=True, slots=True)
class _Kind(Generic[T]):
    """How columns are read from a catalogue, and how they are kept.

    Attributes:
        name: Of the file, with a number that changes whenever ``read`` gives something else.
        read: Reads them.
        pack: Makes arrays of them.
        unpack: Makes them of the arrays for so many marks; may raise ``KeyError``,
            ``ValueError`` or ``TypeError``.
    """

    name: str
    read: Callable[[Catalogue], T]
    pack: Callable[[T], Arrays]
    unpack: Callable[[Arrays, int], T]


_FACETS: Final = _Kind("facets-1", read_facets, pack_facets, unpack_facets)
_PICTURES: Final = _Kind("pictures-1", picture_groups, pack_groups, unpack_groups)
_OWNERS: Final = _Kind("owners-1", owner_groups, pack_groups, unpack_groups)
_KINDS: Final[tuple[_Kind[Any], ...]] = (_FACETS, _PICTURES, _OWNERS)


class Columns:
    """The columns of a register; safe to use from several threads."""

    def __init__(self, catalogue: Catalogue, digest: str = "", places: Sequence[Path] = ()) -> None:
        """Prepare to read, which nothing is before it is asked for.

        Args:
            catalogue: Where the marks are.
            digest: Of the marks: columns that were kept of others are not used.
            places: Folders where columns may be kept, the best first.
        """
        self._catalogue = catalogue
        self._digest = digest
        self._places = tuple(places) if catalogue.count >= WORTH_KEEPING else ()
        self._found: dict[str, Any] = {}
        self._locks = {kind.name: threading.Lock() for kind in _KINDS}

    @property
    def facets(self) -> Facets:
        """The fields that marks are filtered by (``RegisterError`` if the catalogue is damaged)."""
        return self._get(_FACETS)

    @property
    def picture_groups(self) -> Groups:
        """Which marks have one picture (``RegisterError`` likewise)."""
        return self._get(_PICTURES)

    @property
    def owner_groups(self) -> Groups:
        """Which marks have one owner (``RegisterError`` likewise)."""
        return self._get(_OWNERS)

    def keep(self) -> Work[None]:
        """Read all columns, so that they are kept where that is worth it.

        Raises:
            RegisterError: The catalogue is damaged.
        """
        for done, kind in enumerate(_KINDS if self._places else ()):
            yield Progress(tr("Keeping what marks are filtered by"), done, len(_KINDS))
            self._get(kind)

    def _get(self, kind: _Kind[T]) -> T:
        # Two workers that ask for one thing at once: the second waits, and has it then.
        with self._locks[kind.name]:
            if kind.name not in self._found:
                self._found[kind.name] = self._find(kind)
            found: T = self._found[kind.name]
            return found

    def _find(self, kind: _Kind[T]) -> T:
        paths = [folder / f"{kind.name}.safetensors" for folder in self._places]
        for path in paths:
            kept = load_arrays(path, self._digest)
            if kept is not None:
                try:
                    return kind.unpack(kept, self._catalogue.count)
                except (KeyError, ValueError, TypeError):
                    pass
        found = kind.read(self._catalogue)
        if paths:
            arrays = kind.pack(found)
            any(save_arrays(path, self._digest, arrays) for path in paths)
        return found


def columns_of(folder: Path, manifest: RegisterManifest, catalogue: Catalogue) -> Columns:
    """Return the columns of the register in ``folder``."""
    committed = manifest.checksums.get(CATALOGUE)
    if committed is None:
        return Columns(catalogue)
    made_of = json.dumps([manifest.id, manifest.count, committed.sha256])
    places = (folder / COLUMNS, _cache() / manifest.id)
    return Columns(catalogue, hashlib.sha256(made_of.encode()).hexdigest(), places)


def keep_columns(folder: Path, manifest: RegisterManifest) -> Work[None]:
    """Keep what the first filter of a large register would have to wait for.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    with closing(Catalogue(folder / CATALOGUE, manifest.count)) as catalogue:
        yield from columns_of(folder, manifest, catalogue).keep()


def _cache() -> Path:
    return user_cache_path("examiner", appauthor=False) / COLUMNS
