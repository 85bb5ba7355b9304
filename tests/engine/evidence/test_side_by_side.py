from __future__ import annotations

import numpy as np

from examiner_app.engine.evidence.side_by_side import aligned, faded, greyscale, inverted, mirrored


def coloured() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    pixels = np.full((20, 30, 3), 255, np.uint8)
    pixels[5:10, 2:8] = (255, 0, 0)
    return pixels


def test_greyscale_is_luma() -> None:
    grey = greyscale(coloured())
    assert grey.shape == (20, 30, 3)
    assert grey.dtype == np.uint8
    assert list(grey[7, 4]) == [76, 76, 76]
    assert list(grey[0, 0]) == [255, 255, 255]


def test_the_negative_of_the_negative_is_the_mark() -> None:
    assert list(inverted(coloured())[7, 4]) == [0, 255, 255]
    assert np.array_equal(inverted(inverted(coloured())), coloured())


def test_mirroring() -> None:
    assert list(mirrored(coloured())[7, 29 - 4]) == [255, 0, 0]
    assert np.array_equal(mirrored(mirrored(coloured())), coloured())


def test_alignment_puts_pixels_where_the_transform_says() -> None:
    moved = aligned(coloured(), np.array([[1.0, 0, 10], [0, 1, 4]]), 40, 50)
    assert moved.shape == (50, 40, 3)
    assert list(moved[11, 14]) == [255, 0, 0]
    assert list(moved[7, 4]) == [255, 255, 255]
    assert list(moved[49, 39]) == [255, 255, 255], "white where there is nothing"


def test_faded_marks_are_pale_and_grey() -> None:
    pixels = np.array([[[0, 0, 0], [255, 255, 255], [200, 0, 0]]], np.uint8)
    pale = faded(pixels)
    assert pale[0, 0].tolist() == [140, 140, 140]
    assert pale[0, 1].tolist() == [255, 255, 255]
    assert len(set(pale[0, 2].tolist())) == 1
