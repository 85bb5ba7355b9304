from __future__ import annotations

from collections import Counter

import numpy as np

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.mark_types import mark_type


def test_types_are_balanced(figures: FigureLibrary, fonts: FontLibrary) -> None:
    rng = np.random.default_rng(0)
    counts = Counter(mark_type(rng, figures, fonts, size=48)[1] for _ in range(300))
    assert set(counts) == set(MarkType)
    # Three standard deviations of a fair draw of 300 among three.
    assert all(abs(count - 100) < 25 for count in counts.values())


def test_the_same_seed_gives_the_same_mark(figures: FigureLibrary, fonts: FontLibrary) -> None:
    first, kind = mark_type(np.random.default_rng(3), figures, fonts)
    again, other = mark_type(np.random.default_rng(3), figures, fonts)
    assert first.shape == (300, 300, 3)
    assert kind is other
    np.testing.assert_array_equal(first, again)
