from __future__ import annotations

import io

import numpy as np
from PIL import Image

from examiner_app.engine.report.images import Picture, png


def test_a_png_comes_back_as_it_was() -> None:
    pixels = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
    picture = png(pixels)
    assert (picture.width, picture.height, picture.media_type) == (6, 4, "image/png")
    assert np.array_equal(np.asarray(picture.decode()), pixels)
    assert picture.uri.startswith("data:image/png;base64,")


def test_transparent_pictures_lie_on_white() -> None:
    buffer = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(buffer, "WEBP", lossless=True)
    picture = Picture(buffer.getvalue(), "image/webp", 2, 2)
    assert (np.asarray(picture.decode()) == 255).all()
