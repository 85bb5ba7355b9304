"""What text removal (ATRHA, paper 3.1) did with a pixel of the candidate."""

from __future__ import annotations

from enum import Enum

from examiner_app.engine.description import Layers


class Fate(Enum):
    """What becomes of a pixel; the values are the engine's own words for it."""

    SEARCHED = "searched"
    KEPT_TEXT = "text inside the box, searched too"
    REMOVED = "text removed"
    LEFT_OUT = "left out"


def fate_at(layers: Layers, x: int, y: int) -> Fate | None:
    """Return what became of a pixel of the candidate; ``None`` outside it or its region."""
    removal = layers.removal
    rows, columns = removal.text.shape
    if layers.place is not None:
        x, y = x - layers.place.region.x, y - layers.place.region.y
    if not (0 <= x < columns and 0 <= y < rows):
        return None
    left, top, width, height = removal.box
    inside = left <= x < left + width and top <= y < top + height
    text = bool(removal.text[y, x])
    if inside:
        return Fate.KEPT_TEXT if text else Fate.SEARCHED
    return Fate.REMOVED if text else Fate.LEFT_OUT
