"""What layers say of one pixel, in words."""

from __future__ import annotations

import numpy as np

from examiner_app.engine.description import Layers, TextRemoval
from examiner_app.engine.logo import Letterbox
from examiner_app.engine.pixel_fate import Fate
from examiner_app.gui.layer_readings import FATES, also_shown, joined, reading
from examiner_app.gui.state.layers import OVERLAYS


def _layers() -> Layers:
    text = np.zeros((90, 90), np.float32)
    text[60:] = 0.875
    pixels = np.full((90, 90, 3), 255, np.uint8)
    removal = TextRemoval((10, 10, 30, 30), False, text > 0.5, pixels, pixels[10:40, 10:40])
    ssa = np.full((18, 18), 1.25, np.float32)
    cam = np.full((18, 18), 0.5, np.float32)
    return Layers(text, removal, ssa, cam, cam, Letterbox.fit(90, 90, 300))


def test_every_layer_says_something_of_a_pixel_of_the_mark() -> None:
    layers = _layers()
    said = [reading(key, layers, 20, 70) for key in OVERLAYS]
    assert said == ["ATRHA: text removed", "Text mask 0.88", "SSA 1.25", "CAM 0.50"]
    assert reading("atrha", layers, 20, 20) == "ATRHA: searched"
    assert reading("atrha", layers, 50, 20) == "ATRHA: left out"


def test_outside_the_mark_no_layer_says_anything() -> None:
    assert [reading(key, _layers(), 90, 0) for key in OVERLAYS] == [None] * 4


def test_there_are_words_for_every_fate() -> None:
    assert list(FATES) == [fate.name for fate in Fate]


def test_lines() -> None:
    assert joined([]) == also_shown([]) == ""
    assert joined(["CAM 0.50", "SSA 1.25"]) == "CAM 0.50 · SSA 1.25"
    assert also_shown(["text", "cam"]) == "Also shown: Text mask, CAM"
