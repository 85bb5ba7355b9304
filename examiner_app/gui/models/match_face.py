"""All that a cell of the grid shows of a match, in one answer."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.cases.judgements import Judgement
    from examiner_app.engine.register.catalogue import Mark


class Face(NamedTuple):
    """What the painting of a match depends on; whatever is added here is part of its key.

    Attributes:
        image: The thumbnail; ``None`` while it is on its way.
        mark: The match.
        rank: Its rank by the chosen method.
        pinned: Whether it is pinned.
        judgement: How it is judged.
        noted: Whether there is a note on it.
        stands_for: For how many marks it stands; 0 where another one stands for it.
        unfolded: Whether the others follow it.
    """

    image: QImage | None
    mark: Mark
    rank: int | None
    pinned: bool
    judgement: Judgement | None
    noted: bool
    stands_for: int
    unfolded: bool

    @property
    def key(self) -> Hashable:
        """All that is painted."""
        image, mark = self.image, self.mark
        texts = (mark.words, mark.id, mark.number, mark.status, mark.type)
        return (image.cacheKey() if image is not None else 0, *texts, *self[2:])
