"""The columns of the table of matches: the mark, its ranks under every method, what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from examiner_app.gui import ranks
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.state.candidate import MARK_TYPES
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.catalogue import Mark

MARK, JUDGED, SPREAD = "mark", "judged", "spread"
TYPE, STATUS, OFFICE, OWNER = "type", "status", "office", "owner"

COLUMNS: Final[tuple[str, ...]] = (MARK, JUDGED, SPREAD, *SORT_KEYS, TYPE, STATUS, OFFICE, OWNER)
"""What the columns show, from left to right. The first one is all that a grid shows."""

_TITLES: Final = {
    MARK: tr("Mark"),
    JUDGED: tr("Judged"),
    SPREAD: tr("Spread"),
    TYPE: tr("Type"),
    STATUS: tr("Status"),
    OFFICE: tr("Office"),
    OWNER: tr("Owner"),
}
_TIPS: Final = {
    MARK: tr("The mark, with its rank by the chosen method"),
    JUDGED: tr("How you judge the mark: cited (C), considered (K) or rejected (R)"),
    SPREAD: tr("How far the methods disagree: the worst rank of the mark divided by its best"),
    TYPE: tr("Text, figure, or both"),
    STATUS: tr("Where its registration stands"),
    OFFICE: tr("Office that keeps the mark"),
    OWNER: tr("Owner of the mark"),
}


def title(column: str) -> str:
    """Return the title of a column."""
    return _TITLES.get(column) or ranks.rank_name(column)


def explanation(column: str) -> str:
    """Return one line on what a column shows."""
    return _TIPS.get(column) or f"{ranks.rank_name(column)}: {ranks.rank_explanation(column)}"


def fact(column: str, mark: Mark) -> str:
    """Return what a register knows of a mark, or nothing."""
    if column == TYPE:
        return type_name(mark)
    return str(getattr(mark, column))


def subtitle(mark: Mark) -> str:
    """Return the number of a mark, for the line under its words."""
    return mark.number or (mark.id if mark.words else "")


def badge(mark: Mark) -> str:
    """Return the status of a mark where it is worth a word: not where it is simply registered."""
    return "" if mark.status.casefold() == "registered" else mark.status


def type_name(mark: Mark) -> str:
    """Return the type of a mark, for people."""
    return MARK_TYPES.get(mark.type, mark.type)
