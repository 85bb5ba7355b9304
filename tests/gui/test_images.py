from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QImage

from examiner_app.gui.images import Fitted, fit, read_image, to_image, to_png


def test_pixels_keep_their_colours() -> None:
    pixels = np.zeros((3, 5, 3), np.uint8)
    pixels[1, 4] = (10, 20, 30)
    image = to_image(pixels)
    assert (image.width(), image.height()) == (5, 3)
    assert image.pixelColor(4, 1) == QColor(10, 20, 30)


def test_strided_pixels_and_alpha() -> None:
    pixels = np.zeros((4, 12, 4), np.uint8)
    pixels[2, 6] = (200, 100, 50, 255)
    image = to_image(pixels[::2, ::3])
    assert image.pixelColor(2, 1) == QColor(200, 100, 50, 255)
    assert image.pixelColor(0, 0).alpha() == 0


def test_extreme_shapes_are_shrunk_to_at_least_a_pixel() -> None:
    image = to_image(np.zeros((1, 4000, 3), np.uint8), 1000)
    assert (image.width(), image.height()) == (1000, 1)
    small = to_image(np.zeros((5, 7, 3), np.uint8), 10)
    assert (small.width(), small.height()) == (7, 5)


def test_colours_that_cannot_be_seen_do_not_mix_in_when_shrunk() -> None:
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, ::2] = (200, 100, 50, 255)
    pixels[:, 1::2] = (0, 255, 255, 0)
    colour = to_image(pixels, 20).pixelColor(10, 10)
    assert abs(colour.alpha() - 128) <= 1
    assert abs(colour.red() - 200) <= 3
    assert abs(colour.green() - 100) <= 3


def test_png_round_trip() -> None:
    image = QImage(2, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("#336699"))
    assert QImage.fromData(to_png(image)).pixelColor(1, 1).name() == "#336699"


def test_fitting_keeps_aspect_and_centre() -> None:
    assert fit(QSize(200, 100), QRect(10, 10, 100, 100)) == QRect(10, 35, 100, 50)
    assert fit(QSize(4000, 1), QRect(0, 0, 100, 100)).height() == 1


def test_scaled_images_are_kept_up_to_a_number() -> None:
    fitted = Fitted(1)
    image = QImage(40, 40, QImage.Format.Format_RGB32)
    first = fitted.get(image, QSize(10, 10), 2.0)
    assert (first.width(), first.devicePixelRatio()) == (20, 2.0)
    assert fitted.get(image, QSize(10, 10), 2.0) is first
    fitted.get(image, QSize(11, 10), 2.0)
    assert fitted.get(image, QSize(10, 10), 2.0) is not first


@pytest.mark.parametrize("size", [QSize(20, 10), QSize(100, 50), QSize(170, 85)])
def test_scaled_images_look_the_same_at_every_size(size: QSize) -> None:
    image = QImage(200, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for x in range(100):
        for y in range(100):
            image.setPixelColor(x, y, QColor("#c03020"))
    fitted = Fitted(1)
    for _ in range(2):
        small = fitted.get(image, size, 1.0)
        assert small.size() == size
        left, right = small.width() // 4, small.width() * 3 // 4
        assert small.pixelColor(left, size.height() // 2).name() == "#c03020"
        assert small.pixelColor(right, size.height() // 2).name() == "#ffffff"
        fitted.get(QImage(64, 64, QImage.Format.Format_RGB32), QSize(8, 8), 1.0)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG", "GIF"])
def test_a_thumbnail_is_read_as_it_was_written(kind: str) -> None:
    buffer = io.BytesIO()
    Image.new("RGB", (31, 17), (200, 40, 10)).save(buffer, kind, lossless=True)
    found = read_image(buffer.getvalue())
    assert found.size().toTuple() == (31, 17)
    red, green, blue, _ = found.pixelColor(15, 8).getRgb()  # type: ignore[misc]
    assert max(abs(red - 200), abs(green - 40), abs(blue - 10)) <= 6


@pytest.mark.parametrize("data", [b"", b"no picture", b"RIFF\x00\x00\x00\x00WEBPVP8 "])
def test_what_is_no_picture_is_a_null_image(data: bytes) -> None:
    assert read_image(data).isNull()
