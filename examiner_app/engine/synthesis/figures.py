"""Figures for synthetic marks: any folder of icon sets or drawings as one packed, shared file."""

from __future__ import annotations

import hashlib
import json
import mmap
import os
import struct
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TypedDict

import numpy as np
import platformdirs
from numpy.typing import NDArray

from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.synthesis.concepts import concept_of, is_text_like
from examiner_app.engine.synthesis.drawings import Drawing, read_drawings, source_files
from examiner_app.engine.synthesis.packing import packed
from examiner_app.errors import SourceError

_MAGIC = b"EXFIGS03"
_TAIL = struct.Struct("<Q8s")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a library.

    Attributes:
        index: Its place in the packed file; the same in every subset of the library.
        family: The set that drew it, such as ``tabler``.
        name: Its name in the set.
        concept: What it shows, as a name the sets agree on.
        colour: Whether it has colours of its own; otherwise it is drawn in black.
    """

    index: int
    family: str
    name: str
    concept: str
    colour: bool


class _Index(TypedDict):
    size: int
    skipped: int
    spans: list[tuple[int, int]]
    figures: list[tuple[str, str, str, bool]]


class FigureLibrary:
    """Figures in one memory-mapped file; read-only, safe to fork and to pickle.

    Attributes:
        figures: The figures of this library or subset; pick from these.
        size: Side of the square every figure is drawn in, in pixels.
        skipped: Drawings of the sources that could not be rendered.
        path: The packed file.
    """

    def __init__(self, path: Path, keep: frozenset[int] | None = None) -> None:
        self.path = path
        self._keep = keep
        self._bytes, index = _read_packed(path)
        self.size = index["size"]
        self.skipped = index["skipped"]
        self._spans = index["spans"]
        self._all = tuple(Figure(i, *row) for i, row in enumerate(index["figures"]))
        self.figures = self._all if keep is None else tuple(f for f in self._all if f.index in keep)

    def __len__(self) -> int:
        return len(self.figures)

    def __reduce__(self) -> tuple[type[FigureLibrary], tuple[Path, frozenset[int] | None]]:
        return FigureLibrary, (self.path, self._keep)

    def rgba(self, index: int) -> NDArray[np.uint8]:
        """Return figure ``index`` as (size, size, 4), straight alpha, tight and centred."""
        start, end = self._spans[index]
        flat = np.frombuffer(zlib.decompress(self._bytes[start:end]), np.uint8)
        if self._all[index].colour:
            return flat.reshape(self.size, self.size, 4).copy()
        out = np.zeros((self.size, self.size, 4), np.uint8)
        out[..., 3] = flat.reshape(self.size, self.size)
        return out

    def subset(self, predicate: Callable[[Figure], bool]) -> FigureLibrary:
        """Return the figures that ``predicate`` accepts, over the same file."""
        chosen = tuple(figure for figure in self.figures if predicate(figure))
        other = object.__new__(FigureLibrary)
        other.__dict__.update(self.__dict__)
        other.figures = chosen
        other._keep = frozenset(figure.index for figure in chosen)
        return other

    def by_concept(self) -> dict[str, list[int]]:
        """Return the indexes of this library's figures by concept, in library order."""
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for figure in self.figures:
            groups[figure.concept].append(figure.index)
        return dict(groups)


def open_figures(
    folder: Path,
    *,
    size: int = 160,
    cache: Path | None = None,
    limit_per_family: int | None = None,
    drawings_per_concept: int = 3,
    families: Callable[[str], bool] | None = None,
) -> Work[FigureLibrary]:
    """Open every figure below ``folder``, rendering it the first time.

    Args:
        folder: Any folder; an ``icons.json`` (iconify) or loose SVG/PNG file belongs to the family
            named like its parent folder.
        size: Side of the square, in pixels.
        cache: Folder of packed files; the user's cache folder by default.
        limit_per_family: Take at most so many figures of a family, evenly spread.
        drawings_per_concept: Take at most so many weights and variants of one concept of a family.
        families: Take only the families whose name it accepts; all by default.

    Returns:
        The library (the value of the generator). Figures whose names say letters or digits are
        left out: they would be text.

    Raises:
        SourceError: No usable figure is below ``folder``.
    """
    files = source_files(folder) if folder.is_dir() else []
    if families is not None:
        files = [file for file in files if families(file.parent.name)]
    if not files:
        raise SourceError(f"{folder} holds no figures; give a folder of icons.json, SVG or PNG.")
    settings = (size, limit_per_family, drawings_per_concept)
    path = (cache or _default_cache()) / f"figures-{_key(folder, files, settings)}.bin"
    if not path.is_file():
        drawings = _choose(files, limit_per_family, drawings_per_concept)
        yield from _pack(drawings, size, path)
    library = FigureLibrary(path)
    # Asked again, because a longer list of text-like names must hold for files drawn before it.
    if any(is_text_like(figure.name) for figure in library.figures):
        library = library.subset(lambda figure: not is_text_like(figure.name))
    if not library.figures:
        path.unlink(missing_ok=True)
        raise SourceError(f"None of the figures in {folder} can be drawn; check the SVG files.")
    return library


def _default_cache() -> Path:
    return Path(platformdirs.user_cache_dir("examiner")) / "figures"


def _key(folder: Path, files: Sequence[Path], settings: tuple[object, ...]) -> str:
    digest = hashlib.sha256(repr((_MAGIC, settings)).encode())
    for file in files:
        stat = file.stat()
        line = (file.relative_to(folder).as_posix(), file.parent.name, stat.st_size)
        digest.update(repr((*line, stat.st_mtime_ns)).encode())
    return digest.hexdigest()[:20]


def _choose(files: Sequence[Path], limit: int | None, per_concept: int) -> list[Drawing]:
    families: defaultdict[str, list[Drawing]] = defaultdict(list)
    seen: Counter[tuple[str, str]] = Counter()
    for file in files:
        own_file = list(read_drawings(file))
        names = {drawing.name for drawing in own_file}
        for drawing in own_file:
            # A logo that has an -icon version is itself the version with the name written out.
            if is_text_like(drawing.name) or f"{drawing.name}-icon" in names:
                continue
            key = (drawing.family, concept_of(drawing.family, drawing.name))
            if seen[key] < per_concept:
                seen[key] += 1
                families[drawing.family].append(drawing)
    chosen: list[Drawing] = []
    for family in sorted(families):
        own = families[family]
        step = 1.0 if limit is None else max(1.0, len(own) / limit)
        chosen.extend(own[int(i * step)] for i in range(int(len(own) / step)))
    return chosen


def _pack(drawings: Sequence[Drawing], size: int, path: Path) -> Work[None]:
    stage = Stage("Drawing figures", len(drawings))
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(f".{os.getpid()}.partial")
    figures: list[Figure] = []
    spans: list[tuple[int, int]] = []
    try:
        with partial.open("wb") as out, closing(packed(drawings, size)) as chunks:
            for chunk in chunks:
                own = drawings[stage.done : stage.done + len(chunk)]
                for drawing, pixels in zip(own, chunk, strict=True):
                    if pixels is not None:
                        spans.append((out.tell(), out.tell() + len(pixels.pixels)))
                        out.write(pixels.pixels)
                        figures.append(_figure(len(figures), drawing, colour=pixels.colour))
                yield stage.step(len(chunk), own[-1].family)
            _close(out, size, len(drawings) - len(figures), figures, spans)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _figure(index: int, drawing: Drawing, *, colour: bool) -> Figure:
    concept = concept_of(drawing.family, drawing.name)
    return Figure(index, drawing.family, drawing.name, concept, colour)


def _close(
    out: BinaryIO,
    size: int,
    skipped: int,
    figures: Sequence[Figure],
    spans: Sequence[tuple[int, int]],
) -> None:
    index: _Index = {
        "size": size,
        "skipped": skipped,
        "spans": list(spans),
        "figures": [(f.family, f.name, f.concept, f.colour) for f in figures],
    }
    blob = zlib.compress(json.dumps(index).encode(), 6)
    out.write(blob)
    out.write(_TAIL.pack(len(blob), _MAGIC))


def _read_packed(path: Path) -> tuple[mmap.mmap, _Index]:
    damaged = f"The figure cache {path} is damaged; delete it and try again."
    try:
        with path.open("rb") as file:
            data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        length, magic = _TAIL.unpack(data[-_TAIL.size :])
        index: _Index = json.loads(zlib.decompress(data[-_TAIL.size - length : -_TAIL.size]))
    except (OSError, ValueError, struct.error, zlib.error) as error:
        raise SourceError(damaged) from error
    if magic != _MAGIC:
        raise SourceError(damaged)
    return data, index
