"""Fonts for synthetic marks: any folders of font files, by the scripts each file can write."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fontTools.ttLib import TTCollection, TTFont, TTLibError
from PIL import ImageFont

from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.synthesis.scripts import CHARACTERS, FEW, LATIN_EXTRA
from examiner_app.errors import SourceError

_SUFFIXES = (".ttf", ".otf", ".ttc", ".woff", ".woff2")
_WEB_FONT = re.compile(
    r"^(?P<font>.+?)-(?P<part>\d+|[a-z][a-z-]*)-(?P<weight>\d00)-(?P<style>\w+)$"
)
_KEPT_SLICES = 3
_WEIGHTS = re.compile(
    r"\b(thin|hairline|extra|semi|demi|light|regular|book|roman|medium|bold|black|heavy|italic|"
    r"oblique|ultra|normal)\b",
    re.IGNORECASE,
)
_SYMBOLS = re.compile(r"symbol|dingbat|d050000l|math|emoji|icon", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Font:
    """One face of a font file.

    Attributes:
        path: The file.
        face: Index of the face in a collection (.ttc); 0 otherwise.
        family: Family name without weights, in lower case, such as ``playfair display``.
        characters: Script → the characters of it that the face has; only scripts it can write.
        extra: Digits, signs and accented Latin letters that it has.
    """

    path: str
    face: int
    family: str
    characters: dict[str, str]
    extra: frozenset[str]

    @property
    def scripts(self) -> tuple[str, ...]:
        """The scripts that this face can write."""
        return tuple(self.characters)


class FontLibrary:
    """Fonts by script; read-only, safe to fork and to pickle.

    Attributes:
        fonts: Every face.
        scripts: The scripts that at least one face can write, in a fixed order.
    """

    def __init__(self, fonts: Sequence[Font]) -> None:
        self.fonts = tuple(fonts)
        families: defaultdict[str, defaultdict[str, list[Font]]]
        families = defaultdict(lambda: defaultdict(list))
        for font in self.fonts:
            for script in font.characters:
                families[script][font.family].append(font)
        self._families = {s: [tuple(f) for f in by.values()] for s, by in families.items()}
        self.scripts = tuple(script for script in CHARACTERS if script in self._families)

    def __len__(self) -> int:
        return len(self.fonts)

    def subset(self, predicate: Callable[[Font], bool]) -> FontLibrary:
        """Return the fonts that ``predicate`` accepts."""
        return FontLibrary([font for font in self.fonts if predicate(font)])

    def pick(self, rng: np.random.Generator, script: str | None = None) -> Font:
        """Return a face that can write ``script`` (any when ``None``), each family as likely.

        Raises:
            SourceError: No font of the library can write the script.
        """
        if script is None:
            script = self.scripts[int(rng.integers(len(self.scripts)))] if self.scripts else ""
        families = self._families.get(script)
        if not families:
            raise SourceError(f"No font can write {script or 'anything'}; give a folder with one.")
        family = families[int(rng.integers(len(families)))]
        return family[int(rng.integers(len(family)))]


def open_fonts(*folders: Path) -> Work[FontLibrary]:
    """Open every font file below ``folders`` (.ttf, .otf, .ttc, .woff, .woff2).

    Of web fonts that come as one file per subset and weight, the upright 400 and 700 files of
    each named subset are taken, and the last slices (the commonest characters) of numbered ones.

    Returns:
        The library (the value of the generator).

    Raises:
        SourceError: No usable font is below the folders.
    """
    files = _font_files(folders)
    stage = Stage("Reading fonts", len(files))
    fonts: list[Font] = []
    for file in files:
        fonts.extend(_faces(file))
        yield stage.step(1, file.name)
    if not fonts:
        names = ", ".join(str(folder) for folder in folders)
        raise SourceError(f"No usable fonts are in {names}; give a folder of .ttf or .otf files.")
    return FontLibrary(fonts)


def _font_files(folders: Sequence[Path]) -> list[Path]:
    found: set[Path] = set()
    for folder in folders:
        for root, _, names in os.walk(folder, followlinks=True):
            found.update(Path(root) / name for name in names if name.lower().endswith(_SUFFIXES))
    # Of a .woff and its .woff2 twin, the first opens everywhere.
    found = {f for f in found if f.suffix != ".woff2" or f.with_suffix(".woff") not in found}
    slices: defaultdict[tuple[Path, str], list[tuple[int, Path]]] = defaultdict(list)
    kept: list[Path] = []
    for file in found:
        web = _WEB_FONT.match(file.stem) if file.suffix.startswith(".woff") else None
        if web is None:
            kept.append(file)
        elif web["weight"] in {"400", "700"} and web["style"] == "normal":
            if web["part"].isdigit():
                slices[file.parent, web["font"]].append((int(web["part"]), file))
            else:
                kept.append(file)
    for numbered in slices.values():
        kept.extend(file for _, file in sorted(numbered)[-_KEPT_SLICES:])
    return sorted(kept)


def _faces(file: Path) -> list[Font]:
    if _SYMBOLS.search(file.name):
        return []
    try:
        # Opened here, because fontTools leaves a file open that turns out to be no font.
        with file.open("rb") as data:
            if file.suffix.lower() == ".ttc":
                faces = list(TTCollection(data, lazy=True).fonts)
            else:
                faces = [TTFont(data, lazy=True)]
            found = [_face(file, number, face) for number, face in enumerate(faces)]
    except (TTLibError, OSError, ValueError, KeyError, AssertionError, ImportError):
        return []  # a damaged file, or .woff2 without brotli, is no reason to refuse the folder
    return [font for font in found if font is not None]


def _face(file: Path, number: int, face: TTFont) -> Font | None:
    cmap = face.getBestCmap() or {}
    characters: dict[str, str] = {}
    for script, wanted in CHARACTERS.items():
        present = "".join(c for c in wanted if ord(c) in cmap)
        if len(present) >= (FEW if len(wanted) > 1000 else 0.9 * len(wanted)):
            characters[script] = present
    characters = {s: c for s, c in characters.items() if _draws(file, number, c)}
    if not characters:
        return None
    names = face["name"]
    name = str(names.getBestFamilyName() or file.stem)
    family = " ".join(_WEIGHTS.sub(" ", name).split()).lower()
    extra = frozenset(c for c in LATIN_EXTRA if ord(c) in cmap)
    return Font(str(file), number, family, characters, extra)


def _draws(file: Path, number: int, characters: str) -> bool:
    # Some files map characters to the empty box: then all of them look the same.
    try:
        face = ImageFont.truetype(str(file), 20, index=number)
        shapes = {bytes(face.getmask(c)) for c in characters[:12]}
    except (OSError, ValueError):
        return False
    return len(shapes) > 6
