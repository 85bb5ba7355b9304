"""What the layers say of one pixel of the candidate, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from examiner_app.gui.state.layers import LAYER_TITLES
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.description import Layers

FATES: Final = {
    "SEARCHED": tr("searched"),
    "KEPT_TEXT": tr("text, searched too"),
    "REMOVED": tr("text removed"),
    "LEFT_OUT": tr("left out"),
}
"""What became of a pixel in the ATRHA crop, by the engine's names."""


def reading(key: str, layers: Layers, x: int, y: int) -> str | None:
    """Return what a layer says of a pixel, such as «CAM 0.83»; ``None`` where it says nothing."""
    from examiner_app.engine.pictures import value_at
    from examiner_app.engine.pixel_fate import fate_at

    title = LAYER_TITLES[key]
    if key == "atrha":
        fate = fate_at(layers, x, y)
        return None if fate is None else tr("{layer}: {what}", layer=title, what=FATES[fate.name])
    value = value_at(key, layers, x, y)
    return None if value is None else tr("{layer} {value}", layer=title, value=f"{value:.2f}")


def joined(parts: Sequence[str]) -> str:
    """Return readings as one line."""
    return " · ".join(parts)


def also_shown(keys: Sequence[str]) -> str:
    """Return which layers are shown besides the one that is explained; nothing without any."""
    if not keys:
        return ""
    names = ", ".join(LAYER_TITLES[key] for key in keys)
    return tr("Also shown: {layers}", layers=names)
