"""The formats that marks can be read from, and which of them a path is in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from examiner_app.engine.sources.folder import FolderSource
from examiner_app.engine.sources.metu import POOL, QUERIES, MetuSource
from examiner_app.engine.sources.source import Source
from examiner_app.engine.sources.table import TABLE, TableSource
from examiner_app.errors import SourceError
from examiner_app.translation import tr

FORMATS: Final[dict[str, Callable[[Path], Source]]] = {
    FolderSource.format: FolderSource,
    TableSource.format: TableSource,
    MetuSource.format: MetuSource,
}
"""Format key → how to open it; the command line takes its choices from here."""


def open_source(path: Path, source_format: str | None = None) -> Source:
    """Open marks in the given format, or in the one that ``path`` looks like.

    Raises:
        SourceError: There is nothing, or it is not in that format.
    """
    if not path.exists():
        raise SourceError(
            tr("{path} is not there: choose a folder of marks or a table.", path=path)
        )
    key = source_format or detect_format(path)
    if key not in FORMATS:
        raise SourceError(
            tr(
                "«{key}» is no format of marks: use one of {formats}.",
                key=key,
                formats=", ".join(FORMATS),
            )
        )
    return FORMATS[key](path)


def detect_format(path: Path) -> str:
    """Return the format that ``path`` is in, by its looks."""
    if (path / QUERIES).is_dir() and (path / POOL).is_dir():
        return MetuSource.format
    if path.is_file() or (path / TABLE).is_file():
        return TableSource.format
    return FolderSource.format
