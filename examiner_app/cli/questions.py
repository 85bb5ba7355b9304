"""What is asked about a logo: options of ``examine``, and their record in its JSON object."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final

import typer

from examiner_app.engine.logo import Logo
from examiner_app.engine.question import Question, ask, read_text_mask
from examiner_app.engine.region import Region
from examiner_app.errors import QuestionError

RegionOption = Annotated[
    str,
    typer.Option(
        metavar="X,Y,W,H", help="Search only this part of LOGO, in pixels from its top left."
    ),
]

TextMaskOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Text mask in place of the network's: grey, of LOGO's size, text at 128 and above.",
    ),
]

_REGION: Final = re.compile(r"\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*,\s*(\d{1,9})\s*")


def read_question(logo: Logo, region: str, text_mask: Path | None) -> Question:
    """Make a question about a logo of the options.

    Raises:
        QuestionError: The region or the mask does not fit the logo.
        LogoError: The mask cannot be read.
    """
    mask = None if text_mask is None else read_text_mask(text_mask)
    return ask(logo, _region(region) if region else None, mask)


def question_record(question: Question) -> dict[str, object]:
    """Return a question as a part of a JSON object; without one, nulls."""
    region, correction = question.region, question.correction
    return {
        "region": None if region is None else list(region.box),
        "text_mask": None
        if correction is None
        else {
            "added": correction.added,
            "taken": correction.taken,
            "sha256": correction.sha256,
        },
    }


def _region(text: str) -> Region:
    match = _REGION.fullmatch(text)
    if match is None:
        raise QuestionError(
            f"«{text}» is no region: give four whole numbers, X,Y,WIDTH,HEIGHT, as in 10,20,120,80."
        )
    x, y, width, height = (int(number) for number in match.groups())
    return Region(x, y, width, height)
