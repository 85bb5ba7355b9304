"""Source: a CSV or TSV table with one row per mark and the column ``file``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TextIO

from examiner_app.engine.sources.source import SourceMark
from examiner_app.errors import SourceError
from examiner_app.translation import tr

TABLE: Final = "marks.csv"
"""The table that is looked for inside a folder."""

_COLUMNS: Final = (
    "file", "id", "words", "owner", "office", "number", "status", "filed", "registered",
    "nice", "vienna", "type", "group",
)  # fmt: skip
_ALIASES: Final = {"filing_date": "filed", "registration_date": "registered"}
_TYPES: Final = ("text-only", "figure-only", "figure-and-text")
_LAST_NICE_CLASS: Final = 45


class TableSource:
    """The rows of a table; image files are given relative to it.

    The first line names the columns. Besides ``file`` they may be ``id`` (the file otherwise),
    ``words``, ``owner``, ``office``, ``number``, ``status``, ``filed`` (or ``filing_date``),
    ``registered`` (or ``registration_date``), ``nice`` and ``vienna`` (several values separated by
    spaces, commas, semicolons or bars), ``type`` and ``group``; others are ignored. The whole table
    is checked at once and read again for each pass, so that a table of millions needs no memory.

    Attributes:
        format: ``table``.
        name: The table's file name.
    """

    format = "table"

    def __init__(self, path: Path) -> None:
        self._path = path / TABLE if path.is_dir() else path
        if not self._path.is_file():
            raise SourceError(
                tr("{path} is not there: choose a CSV or TSV table of marks.", path=self._path)
            )
        self.name = self._path.name
        self._count = sum(1 for _ in self)
        if not self._count:
            raise SourceError(tr("{path} has no rows: it needs one row per mark.", path=self._path))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[SourceMark]:
        try:
            with self._path.open(encoding="utf-8-sig", newline="") as file:
                yield from self._read(file)
        except UnicodeDecodeError:
            raise SourceError(
                tr("{path} is not in UTF-8: save it as UTF-8 CSV.", path=self._path)
            ) from None
        except csv.Error as error:
            raise SourceError(
                tr("{path} is not a readable table ({error}).", path=self._path, error=error)
            ) from None
        except OSError as error:
            reason = error.strerror or tr("input error")
            raise SourceError(
                tr("{path} cannot be read ({reason}).", path=self._path, reason=reason)
            ) from error

    def _read(self, file: TextIO) -> Iterator[SourceMark]:
        header = file.readline()
        delimiter = max("\t;,", key=header.count)
        titles = next(csv.reader([header], delimiter=delimiter), [])
        names = [_ALIASES.get(name, name) for name in (title.strip().lower() for title in titles)]
        if "file" not in names:
            raise SourceError(
                tr(
                    "{path} has no column «file»: name the column of the images so.",
                    path=self._path,
                )
            )
        if twice := {name for name in names if name in _COLUMNS and names.count(name) > 1}:
            raise SourceError(
                tr(
                    "{path} has the column «{pop}» twice: keep one.",
                    path=self._path,
                    pop=twice.pop(),
                )
            )
        rows = csv.reader(file, delimiter=delimiter)
        for row in rows:
            if any(cell.strip() for cell in row):
                cells = {name: cell.strip() for name, cell in zip(names, row, strict=False)}
                yield self._mark(cells, rows.line_num + 1)

    def _mark(self, cells: dict[str, str], line: int) -> SourceMark:
        file = cells.get("file", "").replace("\\", "/")
        if not file:
            raise SourceError(tr("{path}, line {line}, names no file.", path=self._path, line=line))
        kind = cells.get("type", "")
        if kind and kind not in _TYPES:
            raise SourceError(
                tr(
                    "{path}, line {line}: the type «{kind}» is none of {types}.",
                    path=self._path,
                    line=line,
                    kind=kind,
                    types=", ".join(_TYPES),
                )
            )
        nice = tuple(self._number(part, "nice", line) for part in _split(cells.get("nice", "")))
        if any(not 1 <= number <= _LAST_NICE_CLASS for number in nice):
            raise SourceError(
                tr("{path}, line {line}: Nice classes go from 1 to 45.", path=self._path, line=line)
            )
        group = cells.get("group", "")
        return SourceMark(
            self._path.parent / file,
            file,
            cells.get("id") or file,
            words=cells.get("words", ""),
            owner=cells.get("owner", ""),
            office=cells.get("office", ""),
            number=cells.get("number", ""),
            status=cells.get("status", ""),
            filed=cells.get("filed", ""),
            registered=cells.get("registered", ""),
            nice=nice,
            vienna=tuple(_split(cells.get("vienna", ""))),
            type=kind,
            group=self._number(group, "group", line) if group else None,
        )

    def _number(self, text: str, column: str, line: int) -> int:
        if not re.fullmatch(r"\d{1,9}", text):
            raise SourceError(
                tr(
                    "{path}, line {line}: «{text}» in the column «{column}» is not a number.",
                    path=self._path,
                    line=line,
                    text=text,
                    column=column,
                )
            )
        return int(text)


def _split(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;|]+", text) if part]
