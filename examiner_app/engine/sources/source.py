"""What every source of marks gives: an iterable of marks, with a length."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

IMAGE_SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".jpe", ".webp", ".gif", ".bmp", ".tif", ".tiff"}
)


@dataclass(frozen=True, slots=True)
class SourceMark:
    """One mark as its source states it; empty where the source says nothing.

    Attributes:
        path: Its image file.
        file: The same, relative to the source, with forward slashes.
        id: The source's name for it, unique in the source.
        words: Its verbal elements.
        owner: Applicant or holder.
        office: Office code.
        number: Application or registration number.
        status: As the source states it.
        filed: Filing date.
        registered: Registration date.
        nice: Nice classes.
        vienna: Vienna codes.
        type: ``text-only``, ``figure-only``, ``figure-and-text``; empty to have it predicted.
        group: METU query group, or ``None``.
    """

    path: Path
    file: str
    id: str
    words: str = ""
    owner: str = ""
    office: str = ""
    number: str = ""
    status: str = ""
    filed: str = ""
    registered: str = ""
    nice: tuple[int, ...] = ()
    vienna: tuple[str, ...] = ()
    type: str = ""
    group: int | None = None


class Source(Protocol):
    """Marks in a stable order, so that an interrupted build can go on.

    Attributes:
        format: Key of the format.
        name: Folder or file name, for people.
    """

    @property
    def format(self) -> str:
        """Key of the format."""

    @property
    def name(self) -> str:
        """Folder or file name, for people."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[SourceMark]: ...


def natural_key(text: str) -> list[tuple[int, int, str]]:
    """Return a sort key in which ``mark9`` comes before ``mark10``."""
    parts = re.split(r"(\d+)", text)
    return [(0, int(part), part) if part.isdecimal() else (1, 0, part) for part in parts if part]


def image_files(folder: Path) -> list[str]:
    """Return the images below ``folder``, relative to it, in natural order; no hidden ones."""
    found: list[str] = []
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        base = Path(parent).relative_to(folder)
        found += [
            (base / name).as_posix()
            for name in files
            if not name.startswith(".") and Path(name).suffix.lower() in IMAGE_SUFFIXES
        ]
    return sorted(found, key=natural_key)
