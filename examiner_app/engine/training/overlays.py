"""A stock of drawn words that views of figures carry; drawing each anew would cost too much."""

from __future__ import annotations

import numpy as np

from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.lettering import Layout, draw_text
from examiner_app.engine.synthesis.words import brand_words
from examiner_app.engine.training.views import Pixels

_LATIN_SHARE = 0.5
_LAYOUTS = (Layout.STRAIGHT, Layout.STRAIGHT, Layout.STRAIGHT, Layout.OUTLINED, Layout.ARCHED)
_HEIGHT = 40
_REPORT_EVERY = 100


def draw_words(fonts: FontLibrary, count: int, seed: int) -> Work[list[Pixels]]:
    """Draw ``count`` words, half of them Latin, the rest in every script of ``fonts``.

    Returns:
        Coverage masks, (h, w) bytes each.
    """
    rng = np.random.default_rng([seed, 1])
    stage = Stage("Drawing words", count)
    words: list[Pixels] = []
    for number in range(count):
        latin = "latin" in fonts.scripts and rng.random() < _LATIN_SHARE
        script = "latin" if latin else fonts.scripts[int(rng.integers(len(fonts.scripts)))]
        font = fonts.pick(rng, script)
        text = brand_words(rng, font, script)
        layout = _LAYOUTS[int(rng.integers(len(_LAYOUTS)))]
        words.append(draw_text(rng, text, font, height=_HEIGHT, layout=layout))
        if number % _REPORT_EVERY == _REPORT_EVERY - 1:
            yield stage.step(_REPORT_EVERY)
    return words
