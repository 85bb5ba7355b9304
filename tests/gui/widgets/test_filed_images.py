from __future__ import annotations

from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from examiner_app.engine.cases.case import KeptImage
from examiner_app.gui.theme import Theme
from examiner_app.gui.widgets.filed_images import SIDE, FiledImages


def kept(number: int) -> KeptImage:
    return KeptImage(str(number) * 64, "f", 1, f"<b>logo {number}</b>")


def red(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    return image


def colour(images: FiledImages, row: int, x: int, y: int) -> str:
    return images.item(row).icon().pixmap(SIDE, SIDE).toImage().pixelColor(x, y).name()


def test_pictures_lie_on_white_paper_in_both_themes(theme: Theme, qtbot: QtBot) -> None:
    images = FiledImages(theme)
    qtbot.addWidget(images)
    images.show_images([kept(1), kept(2), kept(3)])
    images.show_pictures({kept(1).sha256: red(192, 96), kept(2).sha256: red(10, 10)})
    for choice in ("light", "dark"):
        theme.choose(choice)
        assert [colour(images, row, 48, 48) for row in range(3)] == [
            "#ff0000",
            "#ff0000",
            "#ffffff",
        ]
        assert colour(images, 0, 48, 8) == "#ffffff"
        assert colour(images, 1, 30, 48) == "#ffffff", "what is small stays so"
    theme.choose("light")


def test_a_picture_that_cannot_be_shown_says_so(theme: Theme, qtbot: QtBot) -> None:
    images = FiledImages(theme)
    qtbot.addWidget(images)
    images.show_images([kept(1), kept(2)])
    images.show_pictures({kept(1).sha256: QImage(), kept(2).sha256: red(5, 5)})
    assert images.item(0).toolTip() == "<qt>&lt;b&gt;logo 1&lt;/b&gt; cannot be shown</qt>"
    assert images.item(1).toolTip() == "<qt>&lt;b&gt;logo 2&lt;/b&gt;</qt>"
    assert colour(images, 0, 8, 8) == theme.colour("sunken").name()


def test_it_takes_no_more_room_than_it_is_given(theme: Theme, qtbot: QtBot) -> None:
    images = FiledImages(theme)
    qtbot.addWidget(images)
    images.give_room(330)
    images.show_images([kept(1)])
    one = images.width()
    images.show_images([kept(number) for number in range(9)])
    assert images.width() == 3 * one
    images.give_room(100)
    assert images.width() == 2 * one
