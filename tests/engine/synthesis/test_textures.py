from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis.canvas import Canvas
from examiner_app.engine.synthesis.scenes import plain_background
from examiner_app.engine.synthesis.textures import (
    PATTERNS,
    SOLID_SHAPES,
    Texture,
    filled,
    solid_shape,
    textured,
)

RED, WHITE = (200.0, 0.0, 0.0), (255.0, 255.0, 255.0)


@pytest.mark.parametrize("pattern", tuple(PATTERNS))
def test_patterns_ink_a_share_of_the_surface_and_repeat(pattern: str) -> None:
    texture = Texture(pattern, cells=8, degrees=0.0, weight=0.5)
    ink = texture.drawn(160, 160).astype(int)
    assert 0.15 < ink.mean() / 255 < 0.7
    # Two periods on, the same; half a period on, in one direction at least, not.
    assert np.abs(ink[40:, 40:] - ink[:-40, :-40]).mean() < 2
    moved = max(np.abs(ink[10:] - ink[:-10]).mean(), np.abs(ink[:, 10:] - ink[:, :-10]).mean())
    assert moved > 40


def test_eight_groups_in_a_row_have_different_patterns() -> None:
    textures = [Texture.pick(np.random.default_rng(turn), turn) for turn in range(5, 13)]
    assert {texture.pattern for texture in textures} == set(PATTERNS)


def test_outlines_are_filled_and_what_is_outside_stays_empty() -> None:
    ring = np.zeros((60, 60), np.uint8)
    ring[10:50, 10:50] = 255
    ring[14:46, 14:46] = 0
    solid = filled(ring)
    assert (solid[10:50, 10:50] == 255).all()
    assert solid.sum() == 255 * 40 * 40


def test_textured_shapes_show_the_texture_inside_and_nothing_outside() -> None:
    texture = Texture("stripes", cells=6, degrees=0.0, weight=0.5)
    canvas = Canvas(plain_background(192, 192))
    canvas.paint(textured(solid_shape(0), texture, RED, WHITE), (0, 0, 192, 192))
    image = canvas.image().astype(int)
    assert (image[:20, :20] == 255).all()
    assert 0.4 < float((image[86:106, 40:152, 1] < 128).mean()) < 0.6
    columns = image[86:106, 40:152, 1]
    assert np.ptp(columns, axis=0).max() < 40
    assert np.ptp(columns, axis=1).min() > 200


def test_solid_shapes_differ() -> None:
    masks = []
    for number in range(SOLID_SHAPES):
        mask = solid_shape(number)
        square = np.zeros((160, 160), bool)
        square[: mask.shape[0], : mask.shape[1]] = mask > 127
        masks.append(square)
    for i, one in enumerate(masks):
        for other in masks[:i]:
            assert (one & other).sum() < 0.9 * (one | other).sum()
