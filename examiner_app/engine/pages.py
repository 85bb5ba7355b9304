"""Pages of an image file: a TIFF may hold several views of one mark.

Only TIFF has pages. GIF and WebP hold the frames of an animation, of which the first is the mark.
"""

from __future__ import annotations

import hashlib
import io
import struct
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

from examiner_app.engine.logo import Limits, Logo, decode_logo, page_suffix, read_image_file
from examiner_app.errors import LogoError
from examiner_app.translation import tr

MOST_PAGES: Final = 100
"""So many pages of one file are taken."""

_NEW_SUBFILE: Final = 254
_OLD_SUBFILE: Final = 255
"""Tags that say what a directory is."""

_REDUCED_OR_MASK: Final = 0b101
"""Of tag 254: a smaller version of another picture, or its transparency."""

_OLD_REDUCED: Final = 2
"""Of tag 255."""

_MOST_DIRECTORIES: Final = 8 * MOST_PAGES
"""So many are looked at: pages with all their smaller versions."""


@dataclass(frozen=True, slots=True)
class _Form:
    """How a TIFF counts: the classic one in 32 bits, BigTIFF in 64."""

    order: str
    big: bool

    @property
    def offset(self) -> str:
        return f"{self.order}{'Q' if self.big else 'I'}"

    @property
    def entries(self) -> str:
        return f"{self.order}{'Q' if self.big else 'H'}"

    @property
    def entry_size(self) -> int:
        return 20 if self.big else 12

    @property
    def first(self) -> int:
        """Where the place of the first directory stands."""
        return 8 if self.big else 4


@dataclass(frozen=True, eq=False)
class Pages:
    """The pages of a file that is in memory; none of them is decoded before it is asked for.

    Attributes:
        name: The file's name, for people.
        data: The file.
        limits: Largest page that is accepted.
        starts: Where the directory of each page begins; empty where the file has one page.
        more: Whether the file has more pages than are taken.
    """

    name: str
    data: bytes
    limits: Limits
    starts: tuple[int, ...]
    more: bool

    def __len__(self) -> int:
        return max(1, len(self.starts))

    @cached_property
    def sha256(self) -> str:
        """Digest of the file's bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()

    def read(self, number: int = 1) -> Logo:
        """Decode a page, from 1.

        Raises:
            LogoError: There is no such page, or it is damaged or too large.
        """
        check_page(self.name, number, len(self))
        if not self.starts:
            return decode_logo(self.data, self.name, self.limits)
        name = self.name + page_suffix(number, len(self))
        logo = decode_logo(self._beginning_with(self.starts[number - 1]), name, self.limits)
        digest = page_digest(self.sha256, number)
        return replace(logo, sha256=digest, page=number, pages=len(self))

    def _beginning_with(self, start: int) -> bytes:
        """Return the file with another page as its first one: a damaged one hides no other."""
        form = _form(self.data)
        if form is None:
            return self.data
        place = struct.pack(form.offset, start)
        return self.data[: form.first] + place + self.data[form.first + len(place) :]


def load_pages(path: Path, limits: Limits | None = None) -> Pages:
    """Read a file, and find out which pages it has.

    Raises:
        LogoError: The file is missing, a folder, or too large.
    """
    return find_pages(read_image_file(path, limits), path.name, limits)


def find_pages(data: bytes, name: str, limits: Limits | None = None) -> Pages:
    """Find out which pages the bytes of a file hold; what is no TIFF has one."""
    starts = _walk(io.BytesIO(data))
    more = len(starts) > MOST_PAGES
    # One page is left to the decoder: it knows more broken files than this module does.
    taken = tuple(starts[:MOST_PAGES]) if len(starts) > 1 else ()
    return Pages(name, data, limits or Limits(), taken, more)


def read_page(path: Path, number: int = 1, limits: Limits | None = None) -> Logo:
    """Read one page of a file, from 1.

    Raises:
        LogoError: The file or the page cannot be read, or there is no such page.
    """
    return load_pages(path, limits).read(number)


def count_pages(path: Path) -> int:
    """Return how many pages of a file are taken, without reading its pictures.

    A file that cannot be read counts as one: whoever reads it says what is wrong with it.
    """
    try:
        with path.open("rb") as file:
            return max(1, min(MOST_PAGES, len(_walk(file))))
    except OSError:
        return 1


def page_digest(sha256: str, number: int) -> str:
    """Return the digest that stands for a page in judgements and reports.

    The first page has that of the file's bytes, as has the mark in a file with one page: what was
    judged when nobody looked at other pages stays found. Any other has the SHA-256 of the text
    «DIGEST page NUMBER», DIGEST being the file's in hexadecimal.
    """
    return sha256 if number == 1 else hashlib.sha256(f"{sha256} page {number}".encode()).hexdigest()


def check_page(name: str, number: int, pages: int) -> None:
    """Check that a file with so many pages has one.

    Raises:
        LogoError: It has not.
    """
    if 1 <= number <= pages:
        return
    if pages == 1:
        raise LogoError(
            tr(
                "{name} has one page and no page {number}: ask for page 1.",
                name=name,
                number=number,
            )
        )
    raise LogoError(
        tr(
            "{name} has {pages} pages and no page {number}: ask for one of 1 to {pages}.",
            name=name,
            pages=pages,
            number=number,
        )
    )


def _form(data: bytes) -> _Form | None:
    order = {b"II": "<", b"MM": ">"}.get(data[:2])
    if order is None or len(data) < 8:
        return None
    magic = struct.unpack_from(f"{order}H", data, 2)[0]
    return _Form(order, magic == 43) if magic in {42, 43} else None


def _walk(file: BinaryIO) -> list[int]:
    """Return where the directories of a TIFF begin that are pages, one more than are taken.

    One that lies outside the file, or ends there, is a page too: a damaged one, and the last.
    """
    header = file.read(16)
    form = _form(header)
    if form is None:
        return []
    if len(header) < form.first + struct.calcsize(form.offset):
        return []
    (start,) = struct.unpack_from(form.offset, header, form.first)
    pages: list[int] = []
    seen: set[int] = set()
    while start and start not in seen and len(seen) < _MOST_DIRECTORIES:
        seen.add(start)
        try:
            is_page, following = _directory(file, form, start)
        except (struct.error, OSError, OverflowError):
            is_page, following = True, 0
        if is_page:
            pages.append(start)
        if len(pages) > MOST_PAGES:
            break
        start = following
    return pages


def _directory(file: BinaryIO, form: _Form, start: int) -> tuple[bool, int]:
    """Return whether a directory is a page, and where the next one begins; 0 where none does."""
    file.seek(start)
    (count,) = struct.unpack(form.entries, file.read(struct.calcsize(form.entries)))
    if count > 0xFFFF:
        raise struct.error("more entries than tags")
    table = file.read(count * form.entry_size)
    (following,) = struct.unpack(form.offset, file.read(struct.calcsize(form.offset)))
    is_page = True
    for at in range(0, len(table), form.entry_size):
        tag, kind = struct.unpack_from(f"{form.order}HH", table, at)
        if tag > _OLD_SUBFILE:
            break
        value_at = at + (12 if form.big else 8)
        # Type 3 is a short one, and then only two bytes of the place are its own.
        letter = "H" if kind == 3 else "I"
        (value,) = struct.unpack_from(f"{form.order}{letter}", table, value_at)
        reduced = value == _OLD_REDUCED if tag == _OLD_SUBFILE else value & _REDUCED_OR_MASK
        if tag in {_NEW_SUBFILE, _OLD_SUBFILE} and reduced:
            is_page = False
    return is_page, int(following)
