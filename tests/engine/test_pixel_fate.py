"""What text removal did with single pixels."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from examiner_app.engine.description import Layers, TextRemoval
from examiner_app.engine.logo import Letterbox, logo_from_pixels
from examiner_app.engine.pixel_fate import Fate, fate_at
from examiner_app.engine.region import Place, Region


def _layers() -> Layers:
    text = np.zeros((40, 60), np.bool_)
    text[30:35, 10:50] = True
    text[10:12, 20:22] = True
    pixels = np.full((40, 60, 3), 255, np.uint8)
    removal = TextRemoval((15, 5, 20, 15), False, text, pixels, pixels[5:20, 15:35])
    grid = np.zeros((18, 18), np.float32)
    return Layers(text.astype(np.float32), removal, grid, grid, grid, Letterbox.fit(60, 40, 300))


def test_every_pixel_has_one_fate() -> None:
    layers = _layers()
    assert fate_at(layers, 15, 5) is Fate.SEARCHED
    assert fate_at(layers, 34, 19) is Fate.SEARCHED
    assert fate_at(layers, 35, 19) is Fate.LEFT_OUT
    assert fate_at(layers, 34, 20) is Fate.LEFT_OUT
    assert fate_at(layers, 20, 10) is Fate.KEPT_TEXT
    assert fate_at(layers, 10, 30) is Fate.REMOVED


def test_outside_the_mark_there_is_none() -> None:
    layers = _layers()
    assert [fate_at(layers, *at) for at in ((-1, 0), (0, -1), (60, 0), (0, 40))] == [None] * 4


def test_a_regions_layers_lie_where_it_lies() -> None:
    region = Region(100, 200, 60, 40)
    logo = logo_from_pixels(np.full((400, 500, 3), 255, np.uint8), "mark.png")
    layers = replace(_layers(), place=Place(region, logo.width, logo.height))
    assert fate_at(layers, 115, 205) is Fate.SEARCHED
    assert fate_at(layers, 110, 230) is Fate.REMOVED
    assert fate_at(layers, 20, 10) is None
    assert fate_at(layers, 160, 200) is None
