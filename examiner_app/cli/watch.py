"""``examiner-cli case watch``: what came to a register since a search of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from examiner_app.cli.bundles import RegisterBundleOption
from examiner_app.cli.console import print_json, show
from examiner_app.cli.judged import Judged
from examiner_app.cli.open_cases import (
    CaseArgument,
    RegisterOption,
    logo_of,
    open_cases,
    register_of,
    searches_of,
)
from examiner_app.cli.reports import (
    REPORT_TOP,
    PaperOption,
    ReportChoice,
    ReportKindOption,
    ReportOption,
    ReportTopOption,
    SeparatorOption,
    report_writer,
)
from examiner_app.cli.tables import print_matches
from examiner_app.engine.cases.case import LoggedSearch
from examiner_app.engine.cases.listing import list_marks
from examiner_app.engine.cases.rows import in_order, kept_rows
from examiner_app.engine.cases.search_record import NEAREST, record_search
from examiner_app.engine.cases.watch import new_rows
from examiner_app.engine.cases.watch import watch as watch_steps
from examiner_app.engine.ranking.steps import progress_of
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.engine.wording import thousands

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.cases.case_store import CaseStore
    from examiner_app.engine.cases.judgements import Assessment
    from examiner_app.engine.cases.listing import Listing
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.register.open import Register


_NumberOption = Annotated[
    int | None, typer.Option(min=1, help="Which search; the last one by default.")
]


def watch(
    case: CaseArgument,
    *,
    number: _NumberOption = None,
    top: Annotated[int, typer.Option(min=1, help="How many of the new marks to list.")] = 20,
    register: RegisterOption = None,
    bundle: RegisterBundleOption = None,
    report: ReportOption = None,
    report_top: ReportTopOption = REPORT_TOP,
    report_kind: ReportKindOption = ReportKind.WORKING_FILE,
    paper: PaperOption = "a4",
    csv_separator: SeparatorOption = "comma",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace reports.")] = False,
    device: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Option(help="Where the networks run.")
    ] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run a search again on its register, and list only the marks that came since.

    Ranks are those among all marks. Where the register has grown, the search is added to the log
    with the filter added-after, so that the next watch begins where this one ended, and --report
    writes what it lists; where no mark came, there is no report.
    """
    choice = ReportChoice(report_kind, paper, overwrite, json, csv_separator, report_top)
    write = report_writer(report or [], choice)
    from examiner_app.engine.examination import open_workbench

    with open_cases() as store:
        found = store.read(store.find(case))
        search = searches_of(found, number)[-1]
        logo = logo_of(store, found, search)
        correction = store.correction(found.id, search.number)
        folder = register or register_of(store, search)
        workbench = show(open_workbench(folder, bundle, device), quiet=json)
        try:
            rows = new_rows(workbench.register, search.record)
            if not rows:
                _nothing(found.id, search.number, json=json)
                return
            total = len(workbench.register.methods)
            steps = watch_steps(workbench, logo, search.record, correction)
            examination, listing = show(progress_of(steps, total), quiet=json)
            logged = _with_search(store.read(found.id), examination, listing)
            if report:
                write(examination, listing, *_held(store, logged, workbench.register))
            # After the reports: the next watch would pass over what a failed one did not tell.
            kept = _log(store, logged, correction)
            typer.echo(
                f"{thousands(len(rows))} marks came since search {search.number}; "
                f"this is search {kept}.",
                err=True,
            )
            if json:
                about = {"since": search.number, "search": kept, "new": len(rows)}
                print_json(_record(found.id, about, examination, top, listing))
            else:
                print_matches(examination, top, listing, Judged({}))
        finally:
            workbench.register.close()


def _nothing(case: str, since: int, *, json: bool) -> None:
    if json:
        print_json({"case": case, "since": since, "new": 0, "matches": []})
    else:
        typer.echo(f"No mark came to the register since search {since}.", err=True)


def _with_search(case: Case, examination: Examination, listing: Listing) -> Case:
    """Return a case as it is when the search is logged."""
    seen = list_marks(examination.register, examination.ranks, listing, NEAREST)
    record = record_search(examination, listing, seen)
    number = case.searches[-1].number + 1
    return replace(case, searches=(*case.searches, LoggedSearch(number, record)))


def _log(store: CaseStore, case: Case, correction: bytes | None) -> int:
    last = case.searches[-1]
    return store.log(case.id, last.record, correction, last.number)


def _held(
    store: CaseStore, case: Case, register: Register
) -> tuple[list[int], tuple[Assessment, ...], Case]:
    """Return what a report takes of a case: rows of its pins, its judgements, and itself."""
    marks = map(register.find, case.pins.get(register.manifest.id, ()))
    pinned = [mark.index for mark in marks if mark is not None]
    images = [image.sha256 for image in case.images]
    file = store.database.path
    held = {} if file is None else kept_rows(file, images, register)
    return pinned, in_order(held), case


def _record(
    case: str, about: dict[str, int], examination: Examination, top: int, listing: Listing
) -> dict[str, object]:
    from examiner_app.cli.examine import record

    return {"case": case, **about, **record(examination, top, listing, Judged({}))}
