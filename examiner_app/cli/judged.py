"""What was judged in the window, as ``examine`` reads it: options, and the line that counts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from examiner_app.engine.cases.judgements import Judgement, tally
from examiner_app.engine.cases.rows import Rows
from examiner_app.engine.wording import thousands

UNDECIDED: Final = "undecided"
KINDS: Final[dict[str, Judgement | None]] = {one.value: one for one in Judgement} | {
    UNDECIDED: None
}
"""How marks are judged, by the words of the command line."""

JudgementsOption = Annotated[
    bool,
    typer.Option(
        "--judgements/--no-judgements",
        help="Read what was judged and noted in the window for LOGO in this register.",
    ),
]

JudgedOption = Annotated[
    str,
    typer.Option(
        metavar="KIND,…", help=f"Print only marks that are judged so: {', '.join(KINDS)}."
    ),
]


def parse_judged(text: str) -> frozenset[Judgement | None]:
    """Return which judgements are wanted; none stand for every mark.

    Raises:
        typer.BadParameter: One of them is none.
    """
    words = [word.strip().lower() for word in text.split(",") if word.strip()]
    unknown = [word for word in words if word not in KINDS]
    if unknown or bool(text) is not bool(words):
        named = unknown[0] if unknown else text
        raise typer.BadParameter(f"«{named}» is none of {', '.join(KINDS)}.", param_hint="--judged")
    return frozenset(KINDS[word] for word in words)


@dataclass(frozen=True, slots=True)
class Judged:
    """What was judged for a candidate in a register, and what of it is printed.

    Attributes:
        rows: What is held of marks, by their rows.
        wanted: Only marks that are judged so are printed; every mark where it is empty.
    """

    rows: Rows
    wanted: frozenset[Judgement | None] = frozenset()

    @property
    def found(self) -> str:
        """How many judgements and notes there are, in one line."""
        if not self.rows:
            return "No mark of this register is judged for this candidate."
        counts = tally(self.rows.values())
        kinds = [f"{thousands(counts.of(one))} {one.value}" for one in Judgement if counts.of(one)]
        judged = f"{thousands(counts.judged)} judgement{'' if counts.judged == 1 else 's'}"
        notes = f"{thousands(counts.notes)} note{'' if counts.notes == 1 else 's'}"
        listed = f" ({', '.join(kinds)})" if kinds else ""
        return f"Found {judged}{listed} and {notes} for this candidate."

    @property
    def words(self) -> list[str]:
        """How the marks that are printed are judged, by the words of the command line."""
        return [word for word, kind in KINDS.items() if kind in self.wanted]

    def cell(self, row: int) -> str:
        """Return how the mark in a row is judged, and whether it has a note, for a table."""
        known = self.record(row)
        note = {"note": "note"} if "note" in known else {}
        return ", ".join((known | note).values())

    def record(self, row: int) -> dict[str, str]:
        """Return what is held of the mark in a row as a part of a JSON object; often nothing."""
        held = self.rows.get(row)
        if held is None:
            return {}
        judgement = {"judgement": held.judgement.value} if held.judgement else {}
        return judgement | ({"note": held.note} if held.note else {})
