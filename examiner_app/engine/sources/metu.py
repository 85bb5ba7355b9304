"""Source: the layout of the METU trademark data set, ``queries/`` and ``pool/``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from examiner_app.engine.sources.source import SourceMark, image_files
from examiner_app.engine.sources.table import TABLE, TableSource
from examiner_app.errors import SourceError
from examiner_app.translation import tr

QUERIES: Final = "queries"
POOL: Final = "pool"

_LONGEST_GROUP: Final = 18
"""Digits of a group's number; more do not fit into the catalogue."""


class MetuSource:
    """Query marks, which come in groups of look-alikes, and the pool that they are hidden in.

    The number right before a query's extension is its group. What else is known of the marks is
    taken from ``marks.csv`` beside the two folders, where there is one.

    Attributes:
        format: ``metu``.
        name: The folder's name.
    """

    format = "metu"

    def __init__(self, folder: Path) -> None:
        for part in (QUERIES, POOL):
            if not (folder / part).is_dir():
                raise SourceError(
                    tr(
                        "{folder} has no folder «{part}»: the METU layout has queries/ and pool/.",
                        folder=folder,
                        part=part,
                    )
                )
        self.name = folder.resolve().name
        self._folder = folder
        self._groups = {
            f"{QUERIES}/{file}": query_group(file) for file in image_files(folder / QUERIES)
        }
        if not self._groups:
            raise SourceError(
                tr(
                    "{folder} holds no images: put the query marks there.",
                    folder=folder / QUERIES,
                )
            )
        self._pool = [f"{POOL}/{file}" for file in image_files(folder / POOL)]

    def __len__(self) -> int:
        return len(self._groups) + len(self._pool)

    def __iter__(self) -> Iterator[SourceMark]:
        known: dict[str, SourceMark] = {}
        if (self._folder / TABLE).is_file():
            known = {mark.file: mark for mark in TableSource(self._folder)}
        for file in (*self._groups, *self._pool):
            mark = known.get(file) or SourceMark(self._folder / file, file, file)
            yield replace(mark, group=self._groups.get(file))


def query_group(file: str) -> int:
    """Return the group of a query mark: the number right before the extension of its file.

    Raises:
        SourceError: There is no number.
    """
    found = re.search(r"(\d+)$", Path(file).stem)
    if found is None or len(found.group(1)) > _LONGEST_GROUP:
        raise SourceError(
            tr(
                "The query {file} names no group: METU queries end in the group's number, such "
                "as 0123-7.jpg.",
                file=file,
            )
        )
    return int(found.group(1))
