from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.attention.correction import Correction
from examiner_app.engine.logo import Letterbox


def test_added_is_text_taken_is_not_and_the_rest_stays() -> None:
    probability = np.array([[0.2, 0.9], [0.6, 0.1]], np.float32)
    added = np.array([[True, False], [False, False]])
    taken = np.array([[False, True], [False, False]])
    before = probability.copy()
    corrected = Correction(added, taken).apply(probability)
    assert corrected.tolist() == [[1, 0], [np.float32(0.6), np.float32(0.1)]]
    assert (probability == before).all(), "the network's own is kept"


@pytest.mark.parametrize(("width", "height"), [(640, 320), (40, 90), (256, 256), (16, 16)])
def test_in_the_square_it_is_the_mean_over_the_originals_pixels(width: int, height: int) -> None:
    chance = np.random.default_rng(width)
    geometry = Letterbox.fit(width, height, 256)
    square = chance.random((256, 256)).astype(np.float32)
    coarse = chance.integers(0, 3, (8, 8)).repeat(height // 8 + 1, 0).repeat(width // 8 + 1, 1)
    values = coarse[:height, :width]
    correction = Correction(np.ascontiguousarray(values == 1), np.ascontiguousarray(values == 2))
    corrected = correction.apply_in_square(square, geometry)
    rows = slice(geometry.top, geometry.top + geometry.height)
    columns = slice(geometry.left, geometry.left + geometry.width)
    outside = np.ones((256, 256), bool)
    outside[rows, columns] = False
    assert (corrected[outside] == square[outside]).all()
    # Far from the edges of what was corrected every pixel is one or the other.
    down = np.minimum((np.arange(geometry.height) + 0.5) * height / geometry.height, height - 1)
    across = np.minimum((np.arange(geometry.width) + 0.5) * width / geometry.width, width - 1)
    nearest = values[down.astype(int)][:, across.astype(int)]
    wanted = np.where(nearest == 1, 1, np.where(nearest == 2, 0, square[rows, columns]))
    alike = np.isclose(corrected[rows, columns], wanted, atol=1e-5)
    assert alike.mean() > 0.75
    assert corrected.min() >= 0
    assert corrected.max() <= 1 + 1e-6


def test_what_is_corrected_nowhere_stays_to_the_bit() -> None:
    square = np.random.default_rng(1).random((256, 256)).astype(np.float32)
    none = np.zeros((100, 50), bool)
    same = Correction(none, none).apply_in_square(square, Letterbox.fit(50, 100, 256))
    assert (same == square).all()
