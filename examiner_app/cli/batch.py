"""``examiner-cli batch``: a folder of logos becomes a folder of reports, and one table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from examiner_app.cli.bundles import RegisterBundleOption
from examiner_app.cli.console import complain, show
from examiner_app.cli.describe import SUFFIXES
from examiner_app.cli.examine import FiltersOption, check_method
from examiner_app.cli.folds import FoldOption
from examiner_app.cli.reports import REPORTS, PaperOption, SeparatorOption
from examiner_app.engine.cases.listing import Listing
from examiner_app.engine.methods import DEFAULT_METHOD
from examiner_app.engine.ranking.filter_text import parse_filter
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.register.manifest import write_atomically
from examiner_app.engine.report.batch import SUMMARY, BatchOptions, report_folder, summary
from examiner_app.engine.report.entries import method_name
from examiner_app.errors import LogoError
from examiner_app.resources import demo_register


def batch(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of logos.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the reports.")],
    *,
    register: Annotated[
        Path | None, typer.Option(help="Folder of the register; the demo register by default.")
    ] = None,
    bundle: RegisterBundleOption = None,
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", help=f"Of the reports, any of {', '.join(REPORTS)}; .pdf."),
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many marks a report lists.")] = 50,
    sort: Annotated[str, typer.Option(metavar="METHOD", help="As in examine.")] = DEFAULT_METHOD,
    filters: FiltersOption = None,
    fold: FoldOption = None,
    paper: PaperOption = "a4",
    csv_separator: SeparatorOption = "comma",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Write reports anew.")] = False,
    device: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Option(help="Where the networks run.")
    ] = "auto",
) -> None:
    """Report every logo of FOLDER into OUT, with one table of them all, summary.csv.

    Reports that are there already are left as they are: a batch that was stopped goes on where it
    was. A logo that cannot be read is told and left out; the exit code is then 1.
    """
    suffixes = tuple(dict.fromkeys(f".{one.lower().lstrip('.')}" for one in format_ or ["pdf"]))
    unknown = [one for one in suffixes if one not in REPORTS]
    if unknown:
        raise typer.BadParameter(
            f"{unknown[0]} is none of {', '.join(REPORTS)}.", param_hint="--format"
        )
    check_method(sort)
    listing = Listing(sort, parse_filter(filters or []), how=fold or Fold.NOTHING)
    files = _logos(folder)
    out.mkdir(parents=True, exist_ok=True)
    from examiner_app.engine.examination import open_workbench

    workbench = show(open_workbench(register or demo_register(), bundle, device))
    try:
        options = BatchOptions(suffixes, listing, top, paper, overwrite, csv_separator)
        rows = show(report_folder(workbench, files, out, options))
    finally:
        workbench.register.close()
    write_atomically(out / SUMMARY, summary(rows, method_name(sort), csv_separator))
    failed = [row for row in rows if row.problem]
    for row in failed:
        complain(row.problem)
    kept = sum(row.kept for row in rows)
    typer.echo(
        f"{len(rows) - kept - len(failed)} logos were reported, {kept} had been before, "
        f"{len(failed)} could not be; {out / SUMMARY} lists them.",
        err=True,
    )
    if failed:
        raise typer.Exit(1)


def _logos(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise LogoError(f"{folder} is no folder: give one with logos in it.")
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    if not files:
        raise LogoError(f"{folder} has no images: give a folder with logos in it.")
    return files
