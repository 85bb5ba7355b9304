"""Table 2 as a picture: what is in it, how large it is, that it is light."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtGui import QColor, QImage

from examiner_app.errors import RegisterError, ReportError
from examiner_app.gui.ranks import SORT_KEYS
from examiner_app.gui.table2_export import make_picture
from examiner_app.gui.table2_picture import (
    COLUMN,
    EDGE,
    NAMES,
    SCALE,
    Table2Content,
    scale_ranks,
    table2_image,
)
from examiner_app.gui.theme import Theme

LARGE = 923_343


def plain(colour: str) -> QImage:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def content(pins: int, found: dict[tuple[str, int], int] | None = None) -> Table2Content:
    marks: Any = tuple(
        SimpleNamespace(index=n, id=f"M{n}", words="=WORDS" * (n % 2)) for n in range(pins)
    )
    if found is None:
        found = {(key, n): 1 + n * 70_000 for key in SORT_KEYS for n in range(pins)}
    return Table2Content(
        "candidate.png", plain("#00ff00"), "Office", LARGE, "2026-01-31", marks, found, "rmac"
    )


def colours(image: QImage) -> set[str]:
    steps = [(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)]
    return {image.pixelColor(x, y).name() for x, y in steps}


@pytest.mark.parametrize("shade", ["light", "dark"])
def test_it_is_light_whatever_the_theme(theme: Theme, shade: str) -> None:
    theme.choose(shade)
    image = table2_image(content(2), {0: plain("#ff0000"), 1: plain("#0000ff")})
    theme.choose("light")
    assert image.pixelColor(1, 1).name() == "#ffffff"
    assert {"#ff0000", "#0000ff", "#00ff00"} <= colours(image)


def test_every_mark_has_its_column(theme: Theme) -> None:
    one, many = (table2_image(content(pins), {}) for pins in (1, 12))
    assert many.width() == SCALE * (2 * EDGE + NAMES + 12 * COLUMN)
    assert one.height() == many.height()
    last = SCALE * (EDGE + NAMES + 11 * COLUMN + COLUMN // 2)
    column = many.copy(last - 40, 0, 80, many.height())
    first = many.copy(SCALE * (EDGE + NAMES) + 20, 0, 80, many.height())
    assert colours(column) != colours(first), "ranks 1 and 770 001 have other colours"


def test_missing_ranks_and_pictures_leave_their_places_empty(theme: Theme) -> None:
    empty = table2_image(content(1, {}), {0: QImage()})
    full = table2_image(content(1), {0: QImage()})
    assert empty.size() == full.size()
    green = SCALE * (EDGE + NAMES + 12)
    middle = full.height() // 2
    shades = {full.pixelColor(green, y).name() for y in range(middle, middle + 60)}
    assert shades - {empty.pixelColor(green, y).name() for y in range(middle, middle + 60)}


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, [1]), (1, [1]), (9, [1, 9]), (100, [1, 10, 100]), (1_500, [1, 10, 100, 1_000, 1_500])],
)
def test_the_scale_names_powers_of_ten_and_the_last(count: int, expected: list[int]) -> None:
    assert scale_ranks(count) == expected


def damaged(_index: int) -> bytes:
    raise RegisterError("damaged")


def test_a_damaged_thumbnail_hinders_nothing(theme: Theme, tmp_path: Path) -> None:
    register: Any = SimpleNamespace(thumbnail=damaged)
    path = tmp_path / "table.png"
    image = make_picture(register, content(1), path)
    saved = QImage(str(path))
    assert saved.size() == image.size()
    assert saved.pixelColor(1, 1).name() == "#ffffff"


def test_a_place_that_cannot_be_written_is_told(theme: Theme, tmp_path: Path) -> None:
    register: Any = SimpleNamespace(thumbnail=damaged)
    with pytest.raises(ReportError, match=r"table\.png cannot be written"):
        make_picture(register, content(1), tmp_path / "missing" / "table.png")
