from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from examiner_app.engine.logo import Logo
from examiner_app.gui.state.examined_images import Examined, ExaminedImages

TABLE = 4 * 1000


def examined(name: str, methods: int = 3) -> Examined:
    ranks = SimpleNamespace(
        ranks={str(key): np.ones(1000, np.int32) for key in range(methods)},
        distances={str(key): np.ones(1000, np.float32) for key in range(methods)},
        fused=None,
    )
    examination: Any = SimpleNamespace(ranks=ranks, description=SimpleNamespace(layers=None))
    return Examined(
        Logo(np.zeros((1, 1, 3), np.uint8), name, name), QImage(), examination, None, None
    )


def test_the_size_is_that_of_its_tables() -> None:
    assert examined("a").size == 6 * TABLE + 3


def test_those_not_looked_at_for_longest_make_room() -> None:
    images = ExaminedImages(most_bytes=3 * examined("a").size)
    for name in "abc":
        images.keep(examined(name))
    assert images.get("a") is not None
    images.keep(examined("d"))
    assert [name in images for name in "abcd"] == [True, False, True, True]
    assert images.size <= images.most_bytes


def test_one_that_is_too_large_is_not_kept() -> None:
    images = ExaminedImages(most_bytes=10)
    images.keep(examined("a"))
    assert images.get("a") is None
    assert images.size == 0


def test_the_newest_of_an_image_is_kept_once() -> None:
    images = ExaminedImages()
    images.keep(examined("a"))
    newest = examined("a", 5)
    images.keep(newest)
    assert images.get("a") is newest
    assert images.size == newest.size
    images.clear()
    assert "a" not in images
