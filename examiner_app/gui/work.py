"""What the desk's jobs do in their workers; nothing here touches the window or its states."""

from __future__ import annotations

from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING

from examiner_app.gui.images import to_image
from examiner_app.gui.sources import FileSource, LogoSource
from examiner_app.gui.state.layers import FILED, LAYER_TITLES, LayerView
from examiner_app.gui.state.matches import PAGE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage

    from examiner_app.engine.cases.judgements import JudgedRows
    from examiner_app.engine.description import Layers
    from examiner_app.engine.logo import Logo
    from examiner_app.engine.ranking.filters import FacetCounts, MarkFilter
    from examiner_app.engine.ranking.ranks import RankTable
    from examiner_app.engine.register.catalogue import Mark
    from examiner_app.engine.register.open import Register


REGISTER_FILE = "register.json"
"""What a folder holds that is a register, and not a folder of images dropped by mistake."""


def read(source: LogoSource) -> tuple[Logo, QImage] | Path:
    """Read a logo and make the picture of it that is shown; return a register's folder as it is."""
    if isinstance(source, FileSource) and _is_register(source.path):
        return source.path
    logo = source.read()
    return logo, to_image(logo.pixels)


def _is_register(path: Path) -> bool:
    try:
        return (path / REGISTER_FILE).is_file()
    except (OSError, ValueError):
        return False


def first_page(
    table: RankTable,
    key: str,
    register: Register,
    wanted: MarkFilter | None,
    judged: JudgedRows | None = None,
    least: int = PAGE,
) -> tuple[NDArray[np.int64], list[Mark]]:
    """Return the marks that are wanted, nearest first, and the metadata of the first ``least``.

    Raises:
        FilterError: A condition makes no sense.
    """
    from examiner_app.engine.cases.listing import listed
    from examiner_app.engine.ranking.filters import passing

    within = None if wanted is None else passing(register, wanted)
    if judged is not None:
        seen = listed(judged, table.count)
        within = seen if within is None else within & seen
    order = table.order(key, within=within)
    return order, register.marks(order[:least].tolist())


def count_marks(register: Register, wanted: MarkFilter) -> FacetCounts:
    """Count the marks of every kind, as the conditions on other fields leave them.

    Raises:
        FilterError: A condition makes no sense.
    """
    from examiner_app.engine.ranking.filters import facet_counts

    return facet_counts(register, wanted)


def paint(logo: Logo, layers: Layers, first: str) -> Generator[tuple[str, QImage | LayerView]]:
    """Paint the crop that is searched, then the layers, the one that is looked at first."""
    from examiner_app.engine.pictures import layer_picture

    yield "crop", to_image(layers.removal.crop)
    for key in sorted((key for key in LAYER_TITLES if key != FILED), key=first.__ne__):
        picture = layer_picture(key, logo, layers)
        yield key, LayerView(to_image(picture.rgba), picture.legend)
