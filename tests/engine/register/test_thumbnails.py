from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.register.thumbnails import encode_thumbnail


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1, 1), (1, 1)),
        ((256, 256), (256, 256)),
        ((257, 100), (256, 100)),
        ((1000, 500), (256, 128)),
        ((500, 1000), (128, 256)),
        ((4000, 100), (256, 6)),
        ((3, 4000), (1, 256)),
    ],
)
def test_longest_side(size: tuple[int, int], expected: tuple[int, int]) -> None:
    pixels = np.full((size[1], size[0], 3), (200, 30, 30), np.uint8)
    with Image.open(io.BytesIO(encode_thumbnail(pixels))) as image:
        assert image.format == "WEBP"
        assert image.size == pytest.approx(expected, abs=1)
        assert max(image.size) <= 256
        assert np.abs(np.asarray(image.convert("RGB")).astype(int) - (200, 30, 30)).max() < 12
