"""A search that ``examine`` keeps: ``--case`` puts it into the log of a case."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from examiner_app.cli.open_cases import open_cases
from examiner_app.engine.cases.case import NewImage
from examiner_app.engine.cases.case_names import ID_SHOWN
from examiner_app.engine.cases.listing import Listing, list_marks
from examiner_app.engine.cases.search_record import NEAREST, record_search
from examiner_app.engine.logo import read_image_file
from examiner_app.engine.report.text import printable

if TYPE_CHECKING:
    from examiner_app.engine.cases.case import Case
    from examiner_app.engine.examination import Examination

CaseOption = Annotated[
    str,
    typer.Option(
        "--case",
        metavar="REFERENCE",
        help="Keep the search in the log of this case, which is begun where there is none. One "
        "that is here may be named by its id, too, or by the first 8 or more digits of it.",
    ),
]

ExaminerOption = Annotated[
    str, typer.Option("--examiner", metavar="NAME", help="Who examines, for case and reports.")
]


def images_of_case(reference: str, candidate: str) -> tuple[str, ...]:
    """Return the digests of the images that marks are judged under: all those of a case.

    Args:
        reference: The office's file number, or an id; empty where there is no case.
        candidate: Digest of the image that is examined.

    Raises:
        CaseError: The case cannot be read, or several may be meant.
    """
    if not reference:
        return (candidate,)
    with open_cases() as store:
        case = store.of_reference(reference)
        images = () if case is None else store.read(case).images
    return tuple(dict.fromkeys([candidate, *(image.sha256 for image in images)]))


def keep_search(
    reference: str,
    examiner: str,
    file: Path,
    examination: Examination,
    listing: Listing,
    pinned: list[int],
) -> Case:
    """Keep a search in the log of the case that the office calls so, and return the case.

    Args:
        reference: The office's file number, or an id.
        examiner: Who examines; empty for whoever did so far.
        file: The file of the candidate.
        examination: What was found.
        listing: How the result is listed.
        pinned: Rows of the marks that are pinned beside those that are.

    Raises:
        CaseError: The case cannot be kept, several may be meant, or the candidate's file was
            changed meanwhile.
        LogoError: The candidate's file is not there any more.
    """
    logo, register = examination.logo, examination.register
    image = NewImage.examined(logo.sha256, read_image_file(file), logo.page, logo.name)
    found = list_marks(register, examination.ranks, listing, NEAREST)
    record = record_search(examination, listing, found)
    correction = examination.question.correction
    with open_cases() as store:
        case = store.of_reference(reference)
        if case is None:
            case = store.begin([image], reference, examiner)
        else:
            store.add_image(case, image)
            if examiner:
                store.describe(case, store.read(case).reference, examiner)
        number = store.log(case, record, None if correction is None else correction.pack())
        if pinned:
            marks = [mark.id for mark in register.marks(pinned)]
            store.change_pins(case, register.manifest.id, marks, ())
        kept = store.read(case)
        name = kept.reference or case[:ID_SHOWN]
        typer.echo(printable(f"This is search {number} of the case {name}."), err=True)
        return kept
