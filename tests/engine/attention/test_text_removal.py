from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examiner_app.engine.attention.text_removal import (
    Removal,
    close_mask,
    dominant_colour,
    foreground,
    paint_over,
    remove_text,
)
from examiner_app.engine.logo import Letterbox, Pixels


def blank(width: int, height: int, colour: tuple[int, int, int] = (255, 255, 255)) -> Pixels:
    return np.full((height, width, 3), colour, np.uint8)


@settings(deadline=None, max_examples=60)
@given(
    width=st.integers(65, 700),
    height=st.integers(65, 700),
    data=st.data(),
)
def test_the_figures_box_is_exact_to_a_pixel(width: int, height: int, data: st.DataObject) -> None:
    w = data.draw(st.integers(20, width - 40))
    h = data.draw(st.integers(20, height - 40))
    x = data.draw(st.integers(2, width - w - 2))
    y = data.draw(st.integers(2, height - h - 22))
    pixels = blank(width, height)
    pixels[y : y + h, x : x + w] = (200, 30, 40)
    text = np.zeros((height, width), np.float32)
    pixels[height - 8 : height - 4, 4 : width - 4] = 0
    text[height - 9 : height - 3, 3 : width - 3] = 1
    result = remove_text(pixels, text, Removal(closing=0.004, share=0))
    assert not result.fallback
    assert result.box == (x, y, w, h)
    assert np.array_equal(result.crop, pixels[y : y + h, x : x + w])


@pytest.mark.parametrize(("width", "height"), [(1200, 30), (30, 1200), (801, 21), (40, 1)])
def test_extreme_aspect_ratios(width: int, height: int) -> None:
    pixels = blank(width, height)
    long_side = max(width, height)
    w, h = (long_side // 4, height) if width > height else (width, long_side // 4)
    pixels[:h, :w] = (0, 90, 200)
    # A border that is all figure would be taken for the background.
    pixels[0, :], pixels[-1, :], pixels[:, 0], pixels[:, -1] = 255, 255, 255, 255
    result = remove_text(pixels, np.zeros((height, width), np.float32))
    x, y, bw, bh = result.box
    assert 0 <= x <= x + bw <= width
    assert 0 <= y <= y + bh <= height
    assert result.crop.shape == (bh, bw, 3)


@pytest.mark.parametrize("shape", [(255, 397), (30, 1200), (1200, 31), (77, 77)])
def test_mask_to_original_to_crop_keeps_its_place(shape: tuple[int, int]) -> None:
    # A block of the U-Net's square lands on the same block of the original, to a pixel of the
    # square.
    height, width = shape
    geometry = Letterbox.fit(width, height, 256)
    square = np.zeros((256, 256), np.float32)
    left, right = geometry.left + geometry.width // 4, geometry.left + geometry.width // 2
    square[:, left:right] = 1
    text = geometry.undo(square) > 0.5
    columns = np.flatnonzero(text.any(axis=0))
    unit = max(1.0, width / geometry.width)
    assert abs(columns[0] - (left - geometry.left) * width / geometry.width) <= unit
    assert abs(columns[-1] + 1 - (right - geometry.left) * width / geometry.width) <= unit


def test_text_only_marks_come_back_as_the_input() -> None:
    pixels = blank(300, 100)
    pixels[40:60, 20:280] = 0
    probability = np.zeros((100, 300), np.float32)
    probability[36:64, 16:284] = 0.9
    result = remove_text(pixels, probability)
    assert result.fallback
    assert result.box == (0, 0, 300, 100)
    assert result.crop is pixels


def test_text_inside_a_figure_stays() -> None:
    pixels = blank(200, 200)
    pixels[40:160, 40:160] = (0, 120, 60)
    pixels[90:110, 60:140] = 255
    probability = np.zeros((200, 200), np.float32)
    probability[88:112, 58:142] = 1
    result = remove_text(pixels, probability)
    assert result.box == (40, 40, 120, 120)
    assert (result.painted[95:105, 80:120] == (0, 120, 60)).all()
    assert (result.crop[55:65, 40:80] == 255).all()


def test_all_text_is_painted_white() -> None:
    painted = paint_over(blank(20, 10, (9, 9, 9)), np.ones((10, 20), bool))
    assert (painted == 255).all()


def test_a_piece_takes_the_colour_around_it() -> None:
    pixels = blank(100, 50)
    pixels[:, 50:] = (10, 20, 200)
    text = np.zeros((50, 100), bool)
    text[20:30, 10:30] = True
    text[20:30, 70:90] = True
    pixels[text] = 0
    painted = paint_over(pixels, text)
    assert (painted[20:30, 10:30] == 255).all()
    assert (painted[20:30, 70:90] == (10, 20, 200)).all()


def test_closing_joins_letters_and_reaches_the_border() -> None:
    mask = np.zeros((100, 200), bool)
    mask[40:60, 0:40] = True
    mask[40:60, 42:80] = True
    closed = close_mask(mask, 0.03)
    assert closed[50, 40:42].all()
    assert closed[50, 0]
    assert not closed[:35].any()
    assert not close_mask(np.zeros((5, 5), bool), 0.02).any()


def test_specks_are_no_figure() -> None:
    pixels = blank(400, 400)
    pixels[10, 10] = 0
    assert not foreground(pixels, 0.1, 0.0005).any()
    result = remove_text(pixels, np.zeros((400, 400), np.float32))
    assert result.fallback


def test_small_remains_fall_back() -> None:
    pixels = blank(300, 300)
    pixels[20:280, 20:280] = 0
    probability = np.zeros((300, 300), np.float32)
    probability[:, :] = 1
    probability[100:112, 100:112] = 0
    assert remove_text(pixels, probability).fallback


def test_dominant_colour_is_a_colour_of_the_image() -> None:
    colours = np.array([[250, 250, 250]] * 5 + [[0, 0, 0]] * 3, np.uint8)
    assert tuple(dominant_colour(colours)) == (250, 250, 250)


def test_large_images_keep_their_box_to_a_working_pixel() -> None:
    pixels = blank(3000, 2000)
    pixels[500:1200, 700:1900] = (20, 20, 20)
    result = remove_text(pixels, np.zeros((2000, 3000), np.float32))
    x, y, w, h = result.box
    unit = 3000 / 1024
    assert 0 <= 700 - x <= 2 * unit
    assert 0 <= 500 - y <= 2 * unit
    assert 0 <= x + w - 1900 <= 2 * unit
    assert 0 <= y + h - 1200 <= 2 * unit
    assert result.text.shape == (2000, 3000)
    assert result.painted.shape == pixels.shape
