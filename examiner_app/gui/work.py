"""What the desk's jobs do in their workers; nothing here touches the window or its states."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from examiner_app.gui.images import to_image
from examiner_app.gui.sources import LogoSource
from examiner_app.gui.state.layers import LayerView
from examiner_app.gui.state.matches import LIMIT, PAGE

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.description import Layers
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.ranking.ranks import RankTable
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.engine.register.open import Register


def read(source: LogoSource) -> tuple[Logo, QImage]:
    """Read a logo and make the picture of it that is shown."""
    logo = source.read()
    return logo, to_image(logo.pixels)


def first_page(table: RankTable, key: str, register: Register) -> tuple[list[int], list[Mark]]:
    """Return the nearest marks by ``key`` and the metadata of the first page of them."""
    order: list[int] = table.order(key, LIMIT).tolist()
    return order, register.marks(order[:PAGE])


def paint(logo: Logo, layers: Layers, keys: list[str]) -> Generator[tuple[str, QImage | LayerView]]:
    """Paint the crop that is searched, then the layers in the given order."""
    from examiner_app.engine.pictures import layer_picture

    yield "crop", to_image(layers.removal.crop)
    for key in keys:
        picture = layer_picture(key, logo, layers)
        yield key, LayerView(to_image(picture.rgba), picture.legend)
