"""Reports, as ``examine`` writes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from examiner_app.cli.console import show
from examiner_app.engine.cases.judgements import Assessment
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.report.kinds import Paper, ReportKind, Separator

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.examination import Examination

ReportKindOption = Annotated[
    ReportKind,
    typer.Option(
        help="How much a report says: all of it, or only the parameters of the search and the "
        "cited marks, for the applicant's file."
    ),
]

REPORTS: Final = (".pdf", ".html", ".docx", ".xlsx", ".csv", ".json")
"""What ``write_report`` can write; to ask it would import what makes the pages."""

ReportOption = Annotated[
    list[Path] | None,
    typer.Option(
        metavar="FILE", help=f"Write a report: {', '.join(REPORTS[:-1])} or {REPORTS[-1]}."
    ),
]

SeparatorOption = Annotated[
    Separator,
    typer.Option(
        help="Between the cells of CSV files. Where Excel opens them in one column, it is "
        "semicolon, which goes with decimal commas."
    ),
]

PaperOption = Annotated[Paper, typer.Option(help="What pages a report is laid out for.")]


REPORT_TOP: Final = 50

ReportTopOption = Annotated[
    int, typer.Option("--report-top", min=1, help="How many of the nearest marks a report lists.")
]


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """How reports are to be.

    Attributes:
        kind: How much they say.
        paper: What they are laid out for.
        overwrite: Replace files that are there already.
        quiet: Show no progress.
        separator: What is between the cells of CSV files.
        top: How many of the nearest marks they list.
    """

    kind: ReportKind
    paper: Paper
    overwrite: bool
    quiet: bool
    separator: Separator = "comma"
    top: int = REPORT_TOP


def check_kind(kind: ReportKind, *, judgements: bool) -> None:
    """Make sure that a file copy knows the cited marks: without them it would say there are none.

    Raises:
        typer.BadParameter: It does not.
    """
    if kind is ReportKind.FILE_COPY and not judgements:
        raise typer.BadParameter(
            "A file copy is of the cited marks: leave out --no-judgements.",
            param_hint="--report-kind",
        )


def report_writer(
    paths: list[Path], choice: ReportChoice
) -> Callable[[Examination, Listing, list[int], tuple[Assessment, ...], Case | None], None]:
    """Return what writes the reports of an examination; that they can be written is checked now.

    Args:
        paths: Where they go.
        choice: How they are to be.

    Raises:
        ReportError: A report cannot go where it is to.
    """
    if not paths:
        return lambda *_: None
    from examiner_app.engine.report.content import build_content
    from examiner_app.engine.report.keypoint_evidence import evidence_rows, keypoint_evidence
    from examiner_app.engine.report.log_lines import log_line
    from examiner_app.engine.report.write import check_target, write_report

    for path in paths:
        check_target(path, choice.overwrite)

    def write(
        examination: Examination,
        listing: Listing,
        pinned: list[int],
        assessments: tuple[Assessment, ...],
        case: Case | None,
    ) -> None:
        rows = evidence_rows(examination.register, pinned, assessments, choice.kind)
        content = build_content(
            examination,
            pinned=pinned,
            top=choice.top,
            listing=listing,
            assessments=assessments,
            reference=case.reference if case else "",
            examiner=case.examiner if case else "",
            log=[log_line(search) for search in case.searches] if case else (),
            kind=choice.kind,
            evidence=show(keypoint_evidence(examination, rows), quiet=choice.quiet),
            paper=choice.paper,
            separator=choice.separator,
        )
        for path in paths:
            write_report(content, path, choice.overwrite)
            typer.echo(f"The report is in {path}.", err=True)

    return write
