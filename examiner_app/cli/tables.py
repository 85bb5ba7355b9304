"""The ranked matches as a table in the terminal: one column per method where there is room."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from examiner_app.cli.folds import cell_text
from examiner_app.cli.judged import Judged
from examiner_app.engine.cases.listing import Listed, Listing, folded_text, list_marks
from examiner_app.engine.methods import METHODS
from examiner_app.engine.pictures import rounded_rank
from examiner_app.engine.ranking.filter_text import filter_text
from examiner_app.engine.ranking.filters import EVERY_MARK
from examiner_app.engine.ranking.ranks import FUSED
from examiner_app.engine.report.text import printable, shorten
from examiner_app.engine.wording import NO_BREAK, thousands

if TYPE_CHECKING:
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.register.catalogue import Mark

WIDE: Final = 182
"""Characters that a column per method needs; also assumed where the output is no terminal."""

NOTE: Final = "Ranks are not a legal finding; 1 is the nearest, ties count against the mark."

_WORDS: Final = 22
_ID: Final = 20
_INDENT: Final = 8
_JUDGED, _MORE = 17, 7
"""Characters that these columns need."""

Row = tuple["Mark", dict[str, int]]
"""A mark and its rank under each method."""

Extras = dict[str, list[str]]
"""Title of a further column → what it says of each row; only those that say anything."""

Condition = tuple[str, str]
"""Label and value of what the marks that are listed have to meet."""


def print_matches(examination: Examination, top: int, listing: Listing, judged: Judged) -> None:
    """Print the nearest marks with their rank under every method on stdout."""
    ranks, register = examination.ranks, examination.register
    found, sort = list_marks(register, ranks, listing, top), listing.key
    folded = folded_text(found, listing.how)
    wide = WIDE + (_JUDGED if judged.rows else 0) + (_MORE if folded else 0)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=wide)
    keys = [key for key in METHODS if key in ranks.ranks]
    keys += [] if ranks.fused is None else [FUSED]
    rows = [
        (mark, {key: int(ranks.of(key)[mark.index]) for key in keys})
        for mark in register.marks(found.folded.order.tolist())
    ]
    extras = _extras(rows, found, judged)
    conditions = [*filter_text(listing.wanted or EVERY_MARK)]
    conditions += [("Judged", ", ".join(judged.words))] if judged.words else []
    console.print(Text(_heading(examination, len(rows), found.passing, sort, conditions)))
    if not rows:
        return
    if console.width >= wide:
        console.print(_wide(rows, keys, sort, extras))
    else:
        console.print(*_narrow(rows, sort, console.width, extras), sep="\n")
    if folded:
        console.print(Text(f"{folded}; +1 is one mark more (--fold nothing lists each)."))
    seconds = examination.seconds_describe + examination.seconds_rank
    console.print(Text(f"{NOTE} Examined in {seconds:.1f} s on {examination.device}."))


def _heading(
    examination: Examination, shown: int, passing: int, sort: str, wanted: Sequence[Condition]
) -> str:
    name = printable(examination.logo.name)
    of = f"{thousands(examination.ranks.count)} marks"
    register = f"«{printable(examination.register.manifest.name)}»"
    if not wanted:
        return f"{name}: the nearest {shown} of {of} in {register} by {_name(sort)}"
    conditions = printable(", ".join(f"{label} {value}" for label, value in wanted))
    if not shown:
        return f"{name}: none of {of} in {register} passes the filter ({conditions})."
    passes = f"{thousands(passing)} of {of} in {register} that pass the filter"
    return f"{name}: the nearest {shown} of the {passes} ({conditions}) by {_name(sort)}"


def _extras(rows: list[Row], found: Listed, judged: Judged) -> Extras:
    columns = {
        "More": [cell_text(size) for size in found.folded.sizes.tolist()],
        "Judged": [judged.cell(mark.index) for mark, _ in rows],
    }
    return {title: cells for title, cells in columns.items() if any(cells)}


def _wide(rows: list[Row], keys: list[str], sort: str, extras: Extras) -> Table:
    """One line per mark, one column per method."""
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), collapse_padding=True)
    table.add_column("Rank", justify="right", style="bold", no_wrap=True)
    for title in ("Id", "Words", "Type"):
        table.add_column(title, no_wrap=True)
    for title in extras:
        table.add_column(title, no_wrap=True)
    for key in keys:
        style = "bold" if key == sort else ""
        table.add_column(_name(key), justify="right", style=style, header_style=style, max_width=8)
    for place, (mark, ranks) in enumerate(rows):
        # Text, not strings: words of a register are no markup of this terminal's.
        about = [thousands(ranks[sort]), _id(mark), _words(mark), mark.type]
        about += [cells[place] for cells in extras.values()]
        numbers = (rounded_rank(rank) for rank in ranks.values())
        table.add_row(*(Text(cell) for cell in (*about, *numbers)))
    return table


def _narrow(rows: list[Row], sort: str, width: int, extras: Extras) -> Iterator[Text | Padding]:
    """A heading per mark, its ranks below it."""
    for place, (mark, ranks) in enumerate(rows):
        head = Text(f"{thousands(ranks[sort]):>6}  ", style="bold")
        more = (cells[place] for cells in extras.values())
        about = (_id(mark), mark.type, _words(mark), *more)
        head.append("  ".join(part for part in about if part))
        yield head
        pairs = (f"{_name(key)} {rounded_rank(rank)}" for key, rank in ranks.items())
        # A method and its rank stay on one line, which rich would not see to.
        every = " · ".join(pair.replace(" ", NO_BREAK) for pair in pairs)
        lines = textwrap.wrap(every, max(20, width - _INDENT), break_on_hyphens=False)
        yield Padding(Text("\n".join(lines), style="dim"), (0, 0, 0, _INDENT))


def _id(mark: Mark) -> str:
    return shorten(printable(mark.id), _ID)


def _words(mark: Mark) -> str:
    return shorten(printable(mark.words), _WORDS)


def _name(key: str) -> str:
    return "Fused" if key == FUSED else METHODS[key].name
