"""Source: any folder of images; a mark's id is its path inside the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from examiner_app.engine.sources.source import SourceMark, image_files
from examiner_app.errors import SourceError
from examiner_app.translation import tr


class FolderSource:
    """Every image below a folder, in natural order.

    Attributes:
        format: ``folder``.
        name: The folder's name.
    """

    format = "folder"

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise SourceError(
                tr("{folder} is not a folder: choose a folder of images.", folder=folder)
            )
        self.name = folder.resolve().name
        self._folder = folder
        self._files = image_files(folder)
        if not self._files:
            raise SourceError(
                tr(
                    "{folder} holds no images: choose a folder with PNG or JPEG files.",
                    folder=folder,
                )
            )

    def __len__(self) -> int:
        return len(self._files)

    def __iter__(self) -> Iterator[SourceMark]:
        for file in self._files:
            yield SourceMark(self._folder / file, file, file)
