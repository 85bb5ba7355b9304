"""A folder of logos becomes a folder of reports, and one table that sums them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from examiner_app.engine.cases.listing import Listing, list_marks
from examiner_app.engine.logo import read_logo
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.progress import Progress, Stage, Work
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.register.catalogue import MARK_TYPES
from examiner_app.engine.report.content import BY_DEFAULT, build_content
from examiner_app.engine.report.csv_lines import Value, csv_file
from examiner_app.engine.report.kinds import Paper, Separator
from examiner_app.engine.report.write import write_report
from examiner_app.errors import LogoError, ReportError

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination, Workbench

NEAREST: Final = 5
"""Marks of each logo that the table names."""

SUMMARY: Final = "summary.csv"


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """How the logos of a folder are reported.

    Attributes:
        suffixes: Formats; a report in each.
        listing: Which marks are listed, and how.
        top: How many of the nearest marks a report lists.
        paper: What reports are laid out for.
        overwrite: Write reports that are there already anew.
        separator: What is between the cells of CSV files.
    """

    suffixes: Sequence[str] = (".pdf",)
    listing: Listing = BY_DEFAULT
    top: int = 50
    paper: Paper = "a4"
    overwrite: bool = False
    separator: Separator = "comma"


@dataclass(frozen=True, slots=True)
class BatchRow:
    """What became of one logo.

    Attributes:
        file: Its name.
        reports: Names of its reports.
        problem: Why there are none; empty where all is well.
        kept: Whether they were there before.
        facts: sha256 and type of the logo, once it was looked at.
        nearest: Id, rank and words of the nearest marks.
    """

    file: str
    reports: tuple[str, ...] = ()
    problem: str = ""
    kept: bool = False
    facts: tuple[str, ...] = ("", "")
    nearest: tuple[tuple[str, int, str], ...] = field(default=())


def report_folder(
    workbench: Workbench, files: Sequence[Path], out: Path, options: BatchOptions
) -> Work[list[BatchRow]]:
    """Report logos one by one; what cannot be read or written is told, and stops nothing.

    Reports that are there already are left as they are, so that a batch that was stopped goes on
    where it was.

    Args:
        workbench: The register and the models.
        files: The logos.
        out: Folder of the reports, which exists.
        options: How they are reported.
    """
    rows: list[BatchRow] = []
    stage = Stage("Reporting logos", len(files))
    yield Progress(stage.name, 0, len(files))
    for file, stem in zip(files, _stems(files), strict=True):
        paths = [out / f"{stem}{suffix}" for suffix in options.suffixes]
        if not options.overwrite and all(path.exists() for path in paths):
            rows.append(BatchRow(file.name, tuple(path.name for path in paths), kept=True))
        else:
            rows.append((yield from _report(workbench, file, paths, options)))
        yield stage.step(detail=file.name)
    return rows


def summary(rows: Sequence[BatchRow], method: str, separator: Separator = "comma") -> bytes:
    """Return the table of a batch as a CSV file.

    Args:
        rows: What became of each logo.
        method: Name of the method that the marks are sorted by.
        separator: What is between the cells.
    """
    heads = [
        f"{what} {number}"
        for number in range(1, NEAREST + 1)
        for what in ("match", f"rank by {method}", "words")
    ]
    lines: list[list[Value]] = [["file", "reports", "state", "problem", "sha256", "type", *heads]]
    for row in rows:
        state = "failed" if row.problem else "there before" if row.kept else "written"
        cells = (cell for mark in row.nearest for cell in mark)
        known = (row.file, " ".join(row.reports), state, row.problem, *row.facts)
        lines.append([*known, *cells])
    return csv_file(lines, separator)


def _stems(files: Sequence[Path]) -> list[str]:
    """Return names without suffix, but where two would be alike."""
    counts = Counter(file.stem.casefold() for file in files)
    return [file.stem if counts[file.stem.casefold()] == 1 else file.name for file in files]


def _report(
    workbench: Workbench, file: Path, paths: Sequence[Path], options: BatchOptions
) -> Generator[Progress, None, BatchRow]:
    try:
        logo = read_logo(file)
    except LogoError as error:
        return BatchRow(file.name, problem=str(error))
    key = options.listing.key
    first = DEFAULT_METHOD if key == FUSED else key
    steps = workbench.examine(logo, first)
    try:
        while True:
            step = next(steps)
            if isinstance(step, Progress):
                yield step
    except StopIteration as stop:
        examination: Examination = stop.value
    finally:
        steps.close()
    content = build_content(
        examination,
        listing=options.listing,
        top=options.top,
        paper=options.paper,
        separator=options.separator,
    )
    try:
        for path in paths:
            # One of several formats may be left from a batch that was stopped.
            write_report(content, path, overwrite=True)
    except ReportError as error:
        return BatchRow(file.name, problem=str(error), facts=_facts(examination))
    return BatchRow(
        file.name,
        tuple(path.name for path in paths),
        facts=_facts(examination),
        nearest=_nearest(examination, options.listing),
    )


def _facts(examination: Examination) -> tuple[str, str]:
    likeliest = int(np.argmax(examination.description.type_probabilities))
    return examination.logo.sha256, MARK_TYPES[likeliest]


def _nearest(examination: Examination, listing: Listing) -> tuple[tuple[str, int, str], ...]:
    register, ranks = examination.register, examination.ranks
    rows = list_marks(register, ranks, listing, NEAREST).folded.order.tolist()
    by = ranks.of(listing.key)
    return tuple((mark.id, int(by[mark.index]), mark.words) for mark in register.marks(rows))
