"""Layers over a mark: their colours are mixed as the pixels are worked out here by hand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from examiner_app.gui import images
from examiner_app.gui.widgets.layer_painter import LayerPainter

Colour = tuple[int, int, int]
WHITE, RED, BLUE = (255, 255, 255), (255, 0, 0), (0, 0, 255)


def filled(colour: Colour, alpha: int = 255, size: int = 40) -> QImage:
    image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor(*colour, alpha))
    return image


def mixed(below: Colour, above: Colour, share: float) -> Colour:
    red, green, blue = (a + (b - a) * share for a, b in zip(below, above, strict=True))
    return round(red), round(green), round(blue)


def painted(*layers: tuple[QImage, float], side: int = 40, lasts: bool = True) -> QColor:
    """Return the middle of white paper with layers over it, from the bottom."""
    screen = QImage(side, side, QImage.Format.Format_RGB32)
    screen.fill(0)
    place, layer_painter = QRect(0, 0, side, side), LayerPainter()
    painter = QPainter(screen)
    layer_painter.paint_mark(painter, place, filled(WHITE))
    for picture, opacity in layers:
        layer_painter.paint_layer(painter, place, picture, opacity, lasts=lasts)
    painter.end()
    return screen.pixelColor(side // 2, side // 2)


def near(colour: QColor, expected: Colour) -> bool:
    found = colour.red(), colour.green(), colour.blue()
    return all(abs(a - b) <= 2 for a, b in zip(found, expected, strict=True))


@pytest.mark.parametrize("side", [20, 40, 400])
@pytest.mark.parametrize("lasts", [True, False])
def test_two_layers_mix_from_the_bottom(side: int, lasts: bool) -> None:
    red, blue = filled(RED), filled(BLUE)
    by_hand = mixed(mixed(WHITE, RED, 0.7), BLUE, 0.4)
    assert near(painted((red, 0.7), (blue, 0.4), side=side, lasts=lasts), by_hand)
    other_way = mixed(mixed(WHITE, BLUE, 0.4), RED, 0.7)
    assert near(painted((blue, 0.4), (red, 0.7), side=side, lasts=lasts), other_way)
    assert by_hand != other_way


def test_the_pictures_own_transparency_counts_too() -> None:
    assert near(painted((filled(RED, 128), 0.5)), mixed(WHITE, RED, 128 / 255 * 0.5))
    assert painted((filled(RED, 0), 1.0)) == QColor(*WHITE)


@pytest.mark.parametrize(("opacity", "expected"), [(0.0, WHITE), (0.5, (128, 128, 128))])
def test_the_opacity_of_one_layer(opacity: float, expected: Colour) -> None:
    assert near(painted((filled((0, 0, 0)), opacity)), expected)


def test_opaque_layers_hide_what_is_below() -> None:
    assert painted((filled(RED), 1.0), (filled(BLUE), 1.0)) == QColor(*BLUE)


def test_moving_a_slider_scales_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    scaled: list[QImage] = []
    real = images._scale

    def scale(image: QImage, size: QSize) -> QImage:
        scaled.append(image)
        return real(image, size)

    monkeypatch.setattr(images, "_scale", scale)
    screen, place = QImage(90, 90, QImage.Format.Format_RGB32), QRect(0, 0, 90, 90)
    mark, layers = filled(WHITE, size=160), [filled(RED, size=120) for _ in range(4)]
    layer_painter = LayerPainter()
    for percent in range(0, 100, 10):
        painter = QPainter(screen)
        layer_painter.paint_mark(painter, place, mark)
        for layer in layers:
            layer_painter.paint_layer(painter, place, layer, percent / 100, lasts=True)
        painter.end()
    assert len(scaled) == 5, "each picture once"
