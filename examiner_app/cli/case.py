"""``examiner-cli case``: what was kept of cases, out of the store and into it, and run again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from examiner_app.cli.bundles import RegisterBundleOption
from examiner_app.cli.console import print_json, show
from examiner_app.cli.open_cases import (
    CaseArgument,
    RegisterOption,
    logo_of,
    open_cases,
    register_of,
    searches_of,
)
from examiner_app.cli.watch import watch
from examiner_app.engine.cases.case import Case, CaseSummary, LoggedSearch
from examiner_app.engine.cases.case_store import CaseStore
from examiner_app.engine.cases.replay import Comparison, Verdict, replay
from examiner_app.engine.cases.transfer import export_case, import_case
from examiner_app.engine.ranking.steps import progress_of
from examiner_app.engine.report.log_lines import log_line
from examiner_app.engine.report.text import printable
from examiner_app.engine.wording import thousands

if TYPE_CHECKING:
    from examiner_app.engine.examination import Workbench

app = typer.Typer(
    no_args_is_help=True, help="Cases: list, show, export, import, and run searches again."
)

OverwriteOption = Annotated[bool, typer.Option("--overwrite", help="Replace what is there.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

_VERDICTS = {
    Verdict.SAME: "the same result: every mark has the rank that it had",
    Verdict.SAME_NEAREST: "the same nearest marks; ranks further down are others",
    Verdict.DIFFERENT: "another result",
}


app.command("watch")(watch)


@app.command("list")
def list_cases(
    words: Annotated[
        list[str] | None, typer.Argument(help="Only cases that have all of these somewhere.")
    ] = None,
    *,
    json: JsonOption = False,
) -> None:
    """List cases, the one that was changed last first."""
    with open_cases() as store:
        found = store.summaries(" ".join(words or []))
    if json:
        print_json({"cases": [_summary(one) for one in found]})
        return
    for one in found:
        parts = (
            one.id[:8],
            f"{one.changed:%Y-%m-%d %H:%M}",
            one.reference or "–",
            one.name or "–",
            f"{_counted(one.images, 'image')}, {_counted(one.searches, 'search', 'es')}",
            f"{one.cited} cited",
        )
        typer.echo(printable("  ".join(parts)))
    if not found:
        typer.echo("There is no such case." if words else "There is no case yet.", err=True)


@app.command("show")
def show_case(case: CaseArgument, *, json: JsonOption = False) -> None:
    """Show what is kept of a case: its images, and its numbered search log."""
    with open_cases() as store:
        found = store.read(store.find(case))
    if json:
        print_json(_record(found))
        return
    typer.echo(printable(f"{found.reference or 'Without a reference'}  (id {found.id})"))
    typer.echo(f"Begun {found.created:%Y-%m-%d %H:%M}, changed {found.changed:%Y-%m-%d %H:%M} UTC")
    if found.examiner:
        typer.echo(printable(f"Examiner: {found.examiner}"))
    for image in found.images:
        typer.echo(printable(f"Image: {image.name}  sha256 {image.sha256}"))
    for register, marks in found.pins.items():
        typer.echo(printable(f"Pinned in register {register[:8]}: {', '.join(marks)}"))
    for search in found.searches:
        line = log_line(search)
        typer.echo(f"\nSearch {line.number}, {line.time:%Y-%m-%d %H:%M:%S} UTC")
        for label, value in line.facts:
            typer.echo(f"  {label}: {value}")


@app.command("export")
def export(
    case: CaseArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File to write.")],
    *,
    overwrite: OverwriteOption = False,
) -> None:
    """Write a case, with its images, its log, and its marks and notes, to one file."""
    with open_cases() as store:
        export_case(store, store.find(case), file, overwrite=overwrite)
    typer.echo(f"The case is in {file}.", err=True)


@app.command("import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="File that export wrote.")],
    *,
    overwrite: OverwriteOption = False,
) -> None:
    """Take the case of a file; of two judgements on one mark the later one stands."""
    with open_cases() as store:
        found = store.read(import_case(store, file, overwrite=overwrite))
    typer.echo(printable(f"The case {found.reference or found.id[:8]} is here now."), err=True)


@app.command("replay")
def replay_searches(
    case: CaseArgument,
    *,
    number: Annotated[
        int | None, typer.Option(min=1, help="Which search; all of them by default.")
    ] = None,
    register: RegisterOption = None,
    bundle: RegisterBundleOption = None,
    device: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Option(help="Where the networks run.")
    ] = "auto",
    json: JsonOption = False,
) -> None:
    """Run logged searches again, and say whether the result is the same, and what changed if not.

    Nothing is added to the log.
    """
    with open_cases() as store:
        found = store.read(store.find(case))
        wanted = searches_of(found, number)
        results = _replay_all(store, found, wanted, register, bundle, device, quiet=json)
    if json:
        print_json({"case": found.id, "searches": [_result(*one) for one in results]})
        return
    for search, comparison in results:
        _print(search, comparison)


def _replay_all(
    store: CaseStore,
    case: Case,
    searches: list[LoggedSearch],
    register: Path | None,
    bundle: Path | None,
    device: Literal["auto", "cpu", "cuda"],
    *,
    quiet: bool,
) -> list[tuple[LoggedSearch, Comparison]]:
    from examiner_app.engine.examination import open_workbench

    results: list[tuple[LoggedSearch, Comparison]] = []
    benches: dict[Path, Workbench] = {}
    try:
        for search in searches:
            folder = register or register_of(store, search)
            if folder not in benches:
                benches[folder] = show(open_workbench(folder, bundle, device), quiet=quiet)
            logo = logo_of(store, case, search)
            correction = store.correction(case.id, search.number)
            steps = replay(benches[folder], logo, search.record, correction)
            total = len(benches[folder].register.methods)
            _, _, comparison = show(progress_of(steps, total), quiet=quiet)
            results.append((search, comparison))
    finally:
        for bench in benches.values():
            bench.register.close()
    return results


def _print(search: LoggedSearch, found: Comparison) -> None:
    typer.echo(f"Search {search.number}: {_VERDICTS[found.verdict]}.")
    for reason in found.reasons:
        typer.echo(printable(f"  {reason}"))
    if found.come:
        typer.echo(printable(f"  Among the nearest now: {', '.join(found.come)}"))
    if found.gone:
        typer.echo(printable(f"  Not any more: {', '.join(found.gone)}"))
    if found.moved:
        typer.echo(f"  {thousands(found.moved)} of the others have another rank.")


def _counted(number: int, name: str, ending: str = "s") -> str:
    return f"{thousands(number)} {name}{'' if number == 1 else ending}"


def _summary(one: CaseSummary) -> dict[str, object]:
    return {
        "id": one.id,
        "reference": one.reference,
        "examiner": one.examiner,
        "changed": one.changed.isoformat(),
        "name": one.name,
        "images": one.images,
        "searches": one.searches,
        "cited": one.cited,
    }


def _record(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "reference": case.reference,
        "examiner": case.examiner,
        "created": case.created.isoformat(),
        "changed": case.changed.isoformat(),
        "images": [
            {"name": one.name, "sha256": one.sha256, "file": one.file, "page": one.page}
            for one in case.images
        ],
        "pins": {register: list(marks) for register, marks in case.pins.items()},
        "searches": [
            {"number": one.number, **one.record.model_dump(mode="json")} for one in case.searches
        ],
    }


def _result(search: LoggedSearch, found: Comparison) -> dict[str, object]:
    return {
        "number": search.number,
        "verdict": found.verdict.value,
        "reasons": list(found.reasons),
        "methods": list(found.methods),
        "come": list(found.come),
        "gone": list(found.gone),
        "moved": found.moved,
    }
