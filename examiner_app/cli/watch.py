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
from examiner_app.cli.steps import progress_of
from examiner_app.cli.tables import print_matches
from examiner_app.engine.cases.listing import list_marks
from examiner_app.engine.cases.search_record import NEAREST, record_search
from examiner_app.engine.cases.watch import new_rows
from examiner_app.engine.cases.watch import watch as watch_steps
from examiner_app.engine.wording import thousands

if TYPE_CHECKING:
    from examiner_app.engine.cases.listing import Listing
    from examiner_app.engine.examination import Examination


def watch(
    case: CaseArgument,
    *,
    number: Annotated[
        int | None, typer.Option(min=1, help="Which search; the last one by default.")
    ] = None,
    top: Annotated[int, typer.Option(min=1, help="How many of the new marks to list.")] = 20,
    register: RegisterOption = None,
    bundle: RegisterBundleOption = None,
    device: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Option(help="Where the networks run.")
    ] = "auto",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Run a search again on its register, and list only the marks that came since.

    Ranks are those among all marks. Where the register has grown, the search is added to the log,
    so that the next watch begins where this one ended.
    """
    from examiner_app.engine.examination import open_workbench

    with open_cases() as store:
        found = store.read(store.find(case))
        search = searches_of(found, number)[-1]
        logo = logo_of(store, found, search)
        correction = store.correction(found.id, search.number)
        folder = register or register_of(search)
        workbench = show(open_workbench(folder, bundle, device), quiet=json)
        try:
            rows = new_rows(workbench.register, search.record)
            if not rows:
                _nothing(found.id, search.number, json=json)
                return
            total = len(workbench.register.methods)
            steps = watch_steps(workbench, logo, search.record, correction)
            examination, listing = show(progress_of(steps, total), quiet=json)
            whole = replace(listing, judged=None)
            seen = list_marks(workbench.register, examination.ranks, whole, NEAREST)
            kept = store.log(found.id, record_search(examination, whole, seen), correction)
            typer.echo(
                f"{thousands(len(rows))} marks came since search {search.number}; "
                f"this is search {kept}.",
                err=True,
            )
            if json:
                print_json(_record(found.id, search.number, kept, examination, top, listing))
            else:
                print_matches(examination, top, listing, Judged({}))
        finally:
            workbench.register.close()


def _nothing(case: str, since: int, *, json: bool) -> None:
    if json:
        print_json({"case": case, "since": since, "new": 0, "matches": []})
    else:
        typer.echo(f"No mark came to the register since search {since}.", err=True)


def _record(
    case: str, since: int, number: int, examination: Examination, top: int, listing: Listing
) -> dict[str, object]:
    from examiner_app.cli.examine import record

    every = record(examination, top, listing, Judged({}))
    new = len(listing.judged.rows) if listing.judged else 0
    return {"case": case, "since": since, "search": number, "new": new, **every}
