"""What workers do to find and read the images of a case."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from examiner_app.errors import ExaminerError, LogoError
from examiner_app.gui.images import to_image
from examiner_app.gui.sources import FileSource, LogoSource
from examiner_app.gui.state.case_images import CaseImage
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.logo import Logo
    from examiner_app.engine.pages import Pages

THUMBNAIL: Final = 72
"""Longest side of a thumbnail, pixels: twice of what is shown, for screens that need it."""

REGISTER_FILE: Final = "register.json"
"""What a folder holds that is a register, and not a folder of images dropped by mistake."""

_NAMED: Final = 4
"""So many files are named that cannot be read."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """An image that can be read.

    Attributes:
        image: The image.
        logo: Its pixels, of the first image only.
        picture: The same, to be shown.
    """

    image: CaseImage
    logo: Logo | None = None
    picture: QImage | None = None


Finding = Generator[Found, None, "Path | ExaminerError | None"]
"""Yields images; returns a register's folder, or what was left out, or nothing."""


def find_images(sources: Sequence[LogoSource], room: int) -> Finding:
    """Find the images in some sources, page by page, each decoded once to see that it is whole.

    A register's folder, if it is all there is, is returned as it is.

    Args:
        sources: Where to look.
        room: How many images are taken.

    Raises:
        LogoError: The one source there is cannot be read.
    """
    if len(sources) == 1 and isinstance(sources[0], FileSource) and _is_register(sources[0].path):
        return sources[0].path
    left_out = LeftOut(len(sources))
    first = True
    for source in sources:
        try:
            pages = source.pages()
        except LogoError as error:
            left_out.add_file(source.name, error)
            continue
        damaged: list[LogoError] = []
        for number in range(1, len(pages) + 1):
            if room < 1:
                left_out.full = True
                break
            try:
                logo = pages.read(number)
            except LogoError as error:
                damaged.append(error)
                continue
            room -= 1
            yield _found(source, logo, first=first)
            first = False
        left_out.add_pages(pages, damaged)
    return left_out.error()


def read_image(image: CaseImage) -> tuple[Logo, QImage]:
    """Read an image again, to be looked at.

    Raises:
        LogoError: It cannot be read any more, or is not the same any more.
    """
    logo = image.source.pages().read(image.page)
    if logo.sha256 != image.sha256:
        raise LogoError(tr("{name} was changed since: open it again.", name=image.name))
    return logo, to_image(logo.pixels)


class LeftOut:
    """What was left out of a case, to be told in one message.

    Attributes:
        full: Whether there were more images than a case takes.
    """

    def __init__(self, sources: int) -> None:
        self.full = False
        self._sources = sources
        self._files: list[tuple[str, LogoError]] = []
        self._sentences: list[str] = []

    def add_file(self, name: str, error: LogoError) -> None:
        """Note a file that cannot be read.

        Raises:
            LogoError: It was the only one: this is all there is to say.
        """
        if self._sources == 1:
            raise error
        self._files.append((name, error))

    def add_pages(self, pages: Pages, damaged: Sequence[LogoError]) -> None:
        """Note what is missing of a file.

        Raises:
            LogoError: It was the only one, and nothing of it can be read.
        """
        if damaged and len(damaged) == len(pages):
            error = damaged[0]
            if len(pages) > 1:
                error = LogoError(
                    tr("No page of {name} can be read: save it again.", name=pages.name)
                )
            self.add_file(pages.name, error)
        elif len(damaged) == 1:
            self._sentences.append(tr("{error} It was left out.", error=str(damaged[0])))
        elif damaged:
            sentence = tr(
                "{count} of {pages} pages of {name} cannot be read and were left out.",
                count=len(damaged),
                pages=len(pages),
                name=pages.name,
            )
            self._sentences.append(sentence)
        if pages.more:
            self._sentences.append(
                tr(
                    "{name} has more pages: the first {count} were taken.",
                    name=pages.name,
                    count=len(pages),
                )
            )

    def error(self) -> ExaminerError | None:
        """Return everything as one message, or nothing where nothing was left out."""
        sentences = [*self._of_files(), *self._sentences]
        if self.full:
            sentences.append(tr("A case takes no more images: the rest was left out."))
        return LogoError(" ".join(sentences)) if sentences else None

    def _of_files(self) -> list[str]:
        if not self._files:
            return []
        if len(self._files) == 1:
            return [tr("{error} It was left out.", error=str(self._files[0][1]))]
        names = ", ".join(name for name, _ in self._files[:_NAMED])
        more = len(self._files) - _NAMED
        if more > 0:
            names = trn("{names} and {count} more", "{names} and {count} more", more, names=names)
        count = len(self._files)
        if count == self._sources:
            text = tr("None of the {count} files can be read: {names}.", count=count, names=names)
        else:
            text = tr(
                "{count} of {all} files cannot be read and were left out: {names}.",
                count=count,
                all=self._sources,
                names=names,
            )
        return [text]


def _found(source: LogoSource, logo: Logo, *, first: bool) -> Found:
    thumbnail = to_image(logo.pixels, THUMBNAIL)
    image = CaseImage(source, logo.page, logo.name, logo.sha256, thumbnail)
    return Found(image, logo, to_image(logo.pixels)) if first else Found(image)


def _is_register(path: Path) -> bool:
    try:
        return (path / REGISTER_FILE).is_file()
    except (OSError, ValueError):
        return False
