"""Marks that belong together take one place in a list; their ranks stay what they are.

What is folded away is legally as much an earlier mark as what it is folded under: a place says for
how many marks it stands, and is unfolded where somebody wants to see them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.register.groups import Groups, joined
from examiner_app.engine.register.open import Register


class Fold(StrEnum):
    """Which marks take one place."""

    NOTHING = "nothing"
    PICTURES = "pictures"
    OWNERS = "owners"


FOLD_REASONS: Final = {
    Fold.NOTHING: "No marks",
    Fold.PICTURES: "Marks with the same picture",
    Fold.OWNERS: "Marks with the same picture or owner",
}
"""Which marks take one place, for people."""


@dataclass(frozen=True, slots=True, eq=False)
class Folded:
    """A folded list.

    Attributes:
        order: (P,) rows of the marks that are listed, nearest first; the others of a group that
            is unfolded follow its nearest.
        sizes: (P,) int32, for how many marks of the list each stands, itself included; 0 for those
            that are there because their group is unfolded.
    """

    order: NDArray[np.int64]
    sizes: NDArray[np.int32]

    @property
    def places(self) -> int:
        """How many places there are with every group folded."""
        return int(np.count_nonzero(self.sizes))


def groups_of(register: Register, how: Fold) -> Groups | None:
    """Return which marks of a register belong together; ``None`` where none do.

    Raises:
        RegisterError: The catalogue is damaged.
    """
    if how is Fold.NOTHING:
        return None
    repeats = register.manifest.coverage.repeats > 0
    if how is Fold.PICTURES:
        return register.picture_groups if repeats else None
    owners = register.owner_groups
    return joined(owners, register.picture_groups) if repeats else owners


def fold(order: NDArray[np.int64], groups: Groups | None, unfolded: Iterable[int] = ()) -> Folded:
    """Fold a list of marks.

    Args:
        order: (N,) rows of marks, nearest first, each once.
        groups: What belongs together, by row of the register; ``None`` for nothing.
        unfolded: Rows of marks whose groups are listed mark by mark.
    """
    count = len(order)
    if groups is None or not count:
        return Folded(order, np.ones(count, np.int32))
    group = groups[order]
    members = np.bincount(group)
    nearest = np.empty(len(members), np.int64)
    # Of several that are written to one place the last one stays: the nearest.
    nearest[group[::-1]] = np.arange(count)[::-1]
    places = np.flatnonzero(nearest[group] == np.arange(count))
    sizes = members[group[places]].astype(np.int32)
    listed = order[places]
    wanted = {int(groups[row]) for row in unfolded if 0 <= row < len(groups)}
    for number in wanted:
        rows = order[group == number]
        if len(rows) > 1:
            at = int(np.flatnonzero(listed == rows[0])[0]) + 1
            listed = np.insert(listed, at, rows[1:])
            sizes = np.insert(sizes, at, np.zeros(len(rows) - 1, np.int32))
    return Folded(listed, sizes)
