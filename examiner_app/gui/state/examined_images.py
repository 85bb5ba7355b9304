"""Finished examinations of a case's images: what was looked at before comes back at once."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.examination import Examination
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.register.catalogue import Mark

MOST_BYTES: Final = 500_000_000
"""Of memory for all of them: four tables of ranks of a million marks by fifteen methods."""


@dataclass(frozen=True, slots=True, eq=False)
class Examined:
    """An image as it was when it was looked at last.

    Attributes:
        logo: The image as filed.
        picture: The same, to be shown.
        examination: What was found out.
        crop: What is searched, to be shown, where it was painted.
        selected: The match that was compared.
    """

    logo: Logo
    picture: QImage
    examination: Examination
    crop: QImage | None
    selected: Mark | None

    @property
    def size(self) -> int:
        """Bytes of memory, nearly."""
        ranks, layers = self.examination.ranks, self.examination.description.layers
        tables = [*ranks.ranks.values(), *ranks.distances.values(), ranks.fused]
        size = sum(table.nbytes for table in tables if table is not None) + self.logo.pixels.nbytes
        if layers is not None:
            removal = layers.removal
            size += layers.text.nbytes + removal.text.nbytes + removal.painted.nbytes
            size += 0 if layers.network_text is None else layers.network_text.nbytes
        pictures = (self.picture, self.crop)
        return size + sum(one.sizeInBytes() for one in pictures if one is not None)


class ExaminedImages:
    """The images that were looked at last, within a limit of memory.

    Attributes:
        most_bytes: The limit.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self._kept: OrderedDict[str, Examined] = OrderedDict()

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self._kept

    @property
    def size(self) -> int:
        """Bytes of memory of all, nearly."""
        return sum(one.size for one in self._kept.values())

    def get(self, sha256: str) -> Examined | None:
        """Return an image by its digest, where it is still known."""
        found = self._kept.get(sha256)
        if found is not None:
            self._kept.move_to_end(sha256)
        return found

    def keep(self, one: Examined) -> None:
        """Keep an image; those that were not looked at for longest make room."""
        self.drop(one.logo.sha256)
        self._kept[one.logo.sha256] = one
        while self._kept and self.size > self.most_bytes:
            self._kept.popitem(last=False)

    def drop(self, sha256: str) -> None:
        """Forget one, if it is known."""
        self._kept.pop(sha256, None)

    def clear(self) -> None:
        """Forget all, as when another register is searched."""
        self._kept.clear()
