"""``examiner-cli examine``: one candidate against a register, as a table, JSON and reports."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import numpy as np
import typer
from numpy.typing import NDArray

from examiner_app.cli.bundles import RegisterBundleOption
from examiner_app.cli.console import print_json, show
from examiner_app.cli.folds import FoldOption
from examiner_app.cli.judged import Judged, JudgedOption, JudgementsOption, parse_judged
from examiner_app.cli.kept import CaseOption, ExaminerOption, images_of_case, keep_search
from examiner_app.cli.questions import (
    RegionOption,
    TextMaskOption,
    question_record,
    read_question,
)
from examiner_app.cli.reports import (
    REPORT_TOP,
    PaperOption,
    ReportChoice,
    ReportKindOption,
    ReportOption,
    ReportTopOption,
    SeparatorOption,
    check_kind,
    report_writer,
)
from examiner_app.cli.tables import print_matches
from examiner_app.engine.cases.judgements import restricted
from examiner_app.engine.cases.listing import Listing, list_marks
from examiner_app.engine.cases.rows import Rows, in_order, kept_rows
from examiner_app.engine.cases.store import store_file
from examiner_app.engine.methods import DEFAULT_METHOD, METHODS
from examiner_app.engine.pages import load_pages
from examiner_app.engine.progress import Work
from examiner_app.engine.ranking.filter_text import FILTER_FIELDS, parse_filter
from examiner_app.engine.ranking.filters import EVERY_MARK
from examiner_app.engine.ranking.folding import Fold
from examiner_app.engine.ranking.ranks import FUSED, RankTable
from examiner_app.engine.ranking.steps import progress_of
from examiner_app.engine.register.catalogue import MARK_TYPES
from examiner_app.engine.register.open import Register
from examiner_app.engine.report.kinds import ReportKind
from examiner_app.errors import RegisterError
from examiner_app.resources import demo_register

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination, Workbench
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.question import Question

SORTS: Final = (*METHODS, FUSED)

FiltersOption = Annotated[
    list[str] | None,
    typer.Option(
        "--filter",
        metavar="FIELD=VALUE",
        help=f"List only marks with FIELD ({', '.join(FILTER_FIELDS)}) = VALUE.",
    ),
]

_RegisterOption = Annotated[
    Path | None, typer.Option(help="Folder of the register; the demo register by default.")
]
_SortOption = Annotated[
    str, typer.Option(metavar="METHOD", help=f"Sort by one of: {', '.join(SORTS)}.")
]
_PinOption = Annotated[
    list[str] | None, typer.Option(metavar="ID", help="Mark for the report's table of ranks.")
]
_DeviceOption = Annotated[
    Literal["auto", "cpu", "cuda"], typer.Option(help="Where the networks run.")
]


def examine(
    logo: Annotated[Path, typer.Argument(metavar="LOGO", help="Image of the candidate.")],
    *,
    page: Annotated[int, typer.Option(min=1, help="Which page of a TIFF with several.")] = 1,
    register: _RegisterOption = None,
    bundle: RegisterBundleOption = None,
    top: Annotated[int, typer.Option(min=1, help="How many of the nearest marks to list.")] = 20,
    sort: _SortOption = DEFAULT_METHOD,
    filters: FiltersOption = None,
    pin: _PinOption = None,
    region: RegionOption = "",
    text_mask: TextMaskOption = None,
    judgements: JudgementsOption = True,
    judged: JudgedOption = "",
    fold: FoldOption = None,
    report: ReportOption = None,
    case: CaseOption = "",
    examiner: ExaminerOption = "",
    report_top: ReportTopOption = REPORT_TOP,
    report_kind: ReportKindOption = ReportKind.WORKING_FILE,
    paper: PaperOption = "a4",
    csv_separator: SeparatorOption = "comma",
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Replace reports.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
    device: _DeviceOption = "auto",
) -> None:
    """Rank every mark of a register by its likeness to LOGO, under every method.

    --filter, --pin and --report may be given several times. Values of a filter are separated by
    commas (nice=9,25), dates by two dots (filed=2015..2019-06), and a Vienna code may be the
    beginning of one (vienna=03.07). Ranks are over the whole register all the same. With --region
    only that part of LOGO is searched; --text-mask stands in for the network's text mask. Reports
    list what was judged and noted in the window, cited marks always; --judged shortens what is
    printed, as --judged cited,considered. With --fold, marks that belong together take the place of
    the nearest, which says for how many. With --case, the search is logged, and reports tell it.
    """
    check_method(sort)
    check_kind(report_kind, judgements=judgements)
    every = Listing(sort, parse_filter(filters or []), how=fold or Fold.NOTHING)
    kinds = parse_judged(judged)
    choice = ReportChoice(report_kind, paper, overwrite, as_json, csv_separator, report_top)
    write = report_writer(report or [], choice)
    candidate = _read(logo, page)
    question = read_question(candidate, region, text_mask)
    # Imports the networks, which wrong arguments and unreadable logos need not wait for.
    from examiner_app.engine.examination import open_workbench

    workbench = show(open_workbench(register or demo_register(), bundle, device), quiet=as_json)
    try:
        pinned = _pinned(workbench.register, pin or [])
        _check_sort(workbench.register, sort)
        seen = Judged(_held(case, candidate, workbench.register) if judgements else {}, kinds)
        if judgements and not as_json:
            typer.echo(seen.found, err=True)
        examination = show(_examined(workbench, candidate, sort, question), quiet=as_json)
        kept = keep_search(case, examiner, logo, examination, every, pinned) if case else None
        write(examination, every, pinned, in_order(seen.rows), kept)
        _print(examination, top, every, seen, None if as_json else fold or Fold.PICTURES)
    finally:
        workbench.register.close()


def _held(case: str, candidate: Logo, register: Register) -> Rows:
    return kept_rows(store_file(), images_of_case(case, candidate.sha256), register)


def _examined(workbench: Workbench, logo: Logo, sort: str, question: Question) -> Work[Examination]:
    steps = workbench.examine(logo, DEFAULT_METHOD if sort == FUSED else sort, question)
    return progress_of(steps, len(workbench.register.methods))


def _print(
    examination: Examination, top: int, listing: Listing, seen: Judged, folded: Fold | None
) -> None:
    """Print the matches that are judged as wanted as a table, ``folded`` so, or as JSON."""
    listing = replace(listing, judged=restricted(seen.rows, seen.wanted))
    if folded is None:
        print_json(record(examination, top, listing, seen))
    else:
        # A screen is small, and the same picture again tells nothing.
        print_matches(examination, top, replace(listing, how=folded), seen)


def check_method(sort: str) -> None:
    """Make sure that there is such a method.

    Raises:
        typer.BadParameter: There is none.
    """
    if sort not in SORTS:
        raise typer.BadParameter(f"«{sort}» is none of {', '.join(SORTS)}.", param_hint="--sort")


def record(
    examination: Examination, top: int, listing: Listing, judged: Judged
) -> dict[str, object]:
    """Return an examination as the command line's JSON object."""
    register, ranks = examination.register, examination.ranks
    found = list_marks(register, ranks, listing, top)
    wanted = listing.wanted or EVERY_MARK
    return {
        "query": {
            **_query(examination, listing.key),
            "filter": wanted.record(),
            "judged": judged.words,
            "fold": listing.how.value,
            "passing": found.passing,
        },
        "register": {
            "id": register.manifest.id,
            "name": register.manifest.name,
            "path": str(register.path),
            "count": ranks.count,
            "updated": register.manifest.updated.isoformat(),
            "models": {"name": examination.bundle_name, "id": examination.bundle_id},
        },
        "methods": [key for key in METHODS if key in ranks.ranks],
        "matches": [
            {
                "id": mark.id,
                "rank": {key: int(values[mark.index]) for key, values in _ranks(ranks).items()},
                "distance": {
                    key: round(float(ranks.distances[key][mark.index]), 6)
                    for key in METHODS
                    if key in ranks.distances
                },
                "type": mark.type,
                "words": mark.words,
                "owner": mark.owner,
                "office": mark.office,
                "number": mark.number,
                "status": mark.status,
                "filed": mark.filed,
                "registered": mark.registered,
                "nice": list(mark.nice),
                "vienna": list(mark.vienna),
                "group": mark.group,
                "file": mark.file,
                **judged.record(mark.index),
                **({"stands_for": size} if listing.how is not Fold.NOTHING else {}),
            }
            for mark, size in zip(
                register.marks(found.folded.order.tolist()),
                found.folded.sizes.tolist(),
                strict=True,
            )
        ],
    }


def _query(examination: Examination, sort: str) -> dict[str, object]:
    logo, description = examination.logo, examination.description
    probabilities = [round(float(value), 6) for value in description.type_probabilities]
    query: dict[str, object] = {
        "file": logo.file,
        "page": logo.page,
        "pages": logo.pages,
        "sha256": logo.sha256,
        "width": logo.width,
        "height": logo.height,
        "type": MARK_TYPES[probabilities.index(max(probabilities))],
        "type_probabilities": dict(zip(MARK_TYPES, probabilities, strict=True)),
        "sort": sort,
        "started": examination.started.isoformat(),
        "seconds": round(examination.seconds_describe + examination.seconds_rank, 4),
        "device": examination.device,
        **question_record(examination.question),
    }
    if (layers := description.layers) is not None:
        query["atrha"] = {"box": list(layers.box), "fallback": layers.removal.fallback}
    return query


def _ranks(ranks: RankTable) -> dict[str, NDArray[np.int32]]:
    found = {key: ranks.ranks[key] for key in METHODS if key in ranks.ranks}
    return found if ranks.fused is None else {**found, FUSED: ranks.fused}


def _read(path: Path, page: int) -> Logo:
    """Read a page of a file, and say where there are others."""
    pages = load_pages(path)
    logo = pages.read(page)
    if len(pages) > 1:
        more = "more than " if pages.more else ""
        typer.echo(
            f"{path.name} has {more}{len(pages)} pages and this is page {page}: "
            "choose another with --page.",
            err=True,
        )
    return logo


def _pinned(register: Register, ids: list[str]) -> list[int]:
    marks = [(external_id, register.find(external_id)) for external_id in ids]
    for external_id, mark in marks:
        if mark is None:
            raise RegisterError(
                f"The register «{register.manifest.name}» has no mark {external_id}: "
                "pin marks by the ids that examine prints."
            )
    return [mark.index for _, mark in marks if mark is not None]


def _check_sort(register: Register, sort: str) -> None:
    if sort != FUSED and sort not in register.methods:
        known = ", ".join(register.methods)
        raise RegisterError(
            f"The register «{register.manifest.name}» was built without {METHODS[sort].name}: "
            f"sort by one of {known} or {FUSED}."
        )
