"""Where a candidate comes from: files, the bytes of one, the clipboard, or a case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Final, TypeGuard

from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage

from examiner_app.engine.cases.schema import CASE_SUFFIX
from examiner_app.errors import CaseError, LogoError
from examiner_app.gui.images import to_png
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import KeptImage
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.pages import Pages

_ENCODED: Final = {
    "image/png": "png",
    "image/tiff": "tif",
    "image/bmp": "bmp",
    "image/webp": "webp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
}
"""Encoded images, lossless ones first: applications offer the same image in several."""


PASTED: Final = tr("Pasted image")
DROPPED: Final = tr("Dropped image")
"""What images are called that came without a file name."""

_NO_IMAGE: Final = {PASTED: tr("The clipboard holds no image: copy one and paste again.")}


@dataclass(frozen=True, slots=True)
class FileSource:
    """A file, dropped, pasted, chosen or named on the command line."""

    path: Path

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.path.name

    def pages(self) -> Pages:
        """Read it (in a worker). Raises ``LogoError``."""
        from examiner_app.engine.pages import load_pages

        try:
            return load_pages(self.path)
        except (OSError, ValueError) as error:
            # What cannot even be looked at: a name too long, a folder that may not be entered.
            reason = getattr(error, "strerror", None) or tr("no valid file name")
            raise LogoError(
                tr(
                    "{name} cannot be read ({reason}): choose another file.",
                    name=shorten(self.name, 60),
                    reason=reason,
                )
            ) from error


@dataclass(frozen=True, slots=True)
class BytesSource:
    """An encoded image that another application handed over."""

    data: bytes
    name: str

    def pages(self) -> Pages:
        """Find its pages (in a worker). Raises ``LogoError``."""
        from examiner_app.engine.pages import find_pages

        return find_pages(self.data, self.name)


@dataclass(frozen=True, slots=True, eq=False)
class ImageSource:
    """A decoded image that another application handed over."""

    image: QImage
    name: str

    def pages(self) -> Pages:
        """Take its pixels (in a worker). Raises ``LogoError``."""
        return BytesSource(to_png(self.image), self.name).pages()


@dataclass(frozen=True, slots=True, eq=False)
class KeptSource:
    """An image of a case, in the store that cases are kept in.

    Attributes:
        store: Opens the store.
        image: The image.
    """

    store: Callable[[], CaseStore]
    image: KeptImage

    @property
    def name(self) -> str:
        """What the user calls it."""
        return self.image.name

    def pages(self) -> Pages:
        """Read its file (in a worker). Raises ``LogoError``."""
        from examiner_app.engine.cases.kept_logo import kept_pages

        try:
            return kept_pages(self.store(), self.image)
        except CaseError as error:
            raise LogoError(str(error)) from error


LogoSource = FileSource | BytesSource | ImageSource | KeptSource


def is_case_file(source: LogoSource) -> TypeGuard[FileSource]:
    """Whether it is a file that a case was exported to, by its name."""
    return isinstance(source, FileSource) and source.path.suffix.lower() == CASE_SUFFIX


def can_hold_logo(mime: QMimeData) -> bool:
    """Whether a drop is worth a closer look once it is made."""
    return mime.hasUrls() or mime.hasImage() or any(mime.hasFormat(kind) for kind in _ENCODED)


def logo_sources(mime: QMimeData, name: str) -> list[LogoSource]:
    """Return the logos in what was dropped or pasted: every file once, or one image.

    Args:
        mime: What was dropped or pasted.
        name: What to call an image that has no file name.

    Raises:
        LogoError: There is none.
    """
    files = _local_files(mime)
    if files:
        return [FileSource(path) for path in dict.fromkeys(files)]
    for kind, suffix in _ENCODED.items():
        data = bytes(mime.data(kind).data())
        if data:
            return [BytesSource(data, f"{name}.{suffix}")]
    image = mime.imageData() if mime.hasImage() else None
    if isinstance(image, QImage) and not image.isNull():
        return [ImageSource(image, f"{name}.png")]
    if mime.hasUrls():
        raise LogoError(tr("This is a web address: save the image to a file and drop that."))
    raise LogoError(_NO_IMAGE.get(name, tr("What was dropped is no image: drop an image file.")))


def _local_files(mime: QMimeData) -> list[Path]:
    urls = mime.urls()
    if not urls and mime.hasText():
        lines = [line.strip() for line in mime.text().splitlines() if line.strip()]
        # Text is a list of files only where every line of it is one.
        if all(line.startswith("file://") or _is_path(line) for line in lines):
            urls = [
                QUrl(line) if line.startswith("file://") else QUrl.fromLocalFile(line)
                for line in lines
            ]
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def _is_path(text: str) -> bool:
    # Whether it is there is for the worker to find out: a dead mount would stop the window.
    return "\0" not in text and Path(text).is_absolute()
