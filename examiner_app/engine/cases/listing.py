"""Which marks are listed, in which order: by the filter, by how they are judged, and folded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.cases.judgements import JudgedRows
from examiner_app.engine.ranking.filters import MarkFilter, passing
from examiner_app.engine.ranking.folding import FOLD_REASONS, Fold, Folded, fold, groups_of
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.engine.register.open import Register
from examiner_app.engine.wording import thousands


@dataclass(frozen=True, slots=True)
class Listing:
    """What a list of matches is to be.

    Attributes:
        key: What it is sorted by, a method or ``fused``.
        wanted: Which marks are in it; ``None`` for all.
        judged: Which rows are in it by how they are judged; ``None`` for all.
        how: Which of them take one place.
        unfolded: Rows of marks whose groups are listed mark by mark.
    """

    key: str
    wanted: MarkFilter | None = None
    judged: JudgedRows | None = None
    how: Fold = Fold.NOTHING
    unfolded: Iterable[int] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """A list of matches.

    Attributes:
        folded: Rows of the marks, nearest first, and for how many each stands.
        passing: How many marks there are in it, those that are folded away included.
        places: How many places they take with every group folded.
    """

    folded: Folded
    passing: int
    places: int


def list_marks(
    register: Register, table: RankTable, listing: Listing, limit: int | None = None
) -> Listed:
    """Return the marks that are wanted.

    Args:
        register: The marks.
        table: Their ranks.
        listing: Which are wanted, and how.
        limit: Return no more places than this.

    Raises:
        FilterError: A condition makes no sense.
        KeyError: The marks were not ranked by the listing's key.
        RegisterError: The catalogue is damaged.
    """
    within = passing(register, listing.wanted) if listing.wanted else None
    if listing.judged is not None:
        seen = listed(listing.judged, table.count)
        within = seen if within is None else within & seen
    groups = groups_of(register, listing.how)
    # Where nothing is folded, no more marks need to be sorted than there are places.
    order = table.order(listing.key, limit if groups is None else None, within)
    folded = fold(order, groups, listing.unfolded)
    count = table.count if within is None else int(np.count_nonzero(within))
    places = count if groups is None else folded.places
    return Listed(Folded(folded.order[:limit], folded.sizes[:limit]), count, places)


def folded_text(found: Listed, how: Fold) -> str:
    """Say what was folded; nothing where nothing was."""
    if found.places == found.passing:
        return ""
    marks, places = thousands(found.passing), thousands(found.places)
    return f"{FOLD_REASONS[how]} take one place: {marks} marks are in {places} places"


def listed(judged: JudgedRows, count: int) -> NDArray[np.bool_]:
    """Return which of ``count`` rows are listed; rows beyond are passed over.

    Returns:
        (N,) whether each row is listed.
    """
    mask = np.full(count, judged.left_out)
    rows = np.fromiter(judged.rows, np.int64, len(judged.rows))
    mask[rows[rows < count]] = not judged.left_out
    return mask
