from __future__ import annotations

import numpy as np

from examiner_app.engine.synthesis.lettering import Layout
from examiner_app.engine.training.marks import (
    DrawingPool,
    KindsOfTextMarks,
    TextMark,
    TextMarks,
    TypedMarks,
)
from examiner_app.engine.training.sources import Sources


def test_other_processes_draw_what_this_one_draws(sources: Sources) -> None:
    draw = TextMarks(sources.training_figures, sources.training_fonts)
    with DrawingPool[TextMark](draw, 1) as pool:
        drawn = [future.result() for future in pool.submit([3, 4], 48)]
    for (image, truth), seed in zip(drawn, (3, 4), strict=True):
        again = draw(seed, 48)
        assert np.array_equal(image, again[0])
        assert np.array_equal(truth, again[1])


def test_kinds_go_through_scripts_types_and_layouts(sources: Sources) -> None:
    kinds = KindsOfTextMarks(sources.held_back_figures, {"latin": sources.held_back_fonts})
    seen: set[str] = set()
    for number in range(32):
        image, truth, labels = kinds(number, 64)
        seen.update(labels)
        assert image.shape == (64, 64, 3)
        assert truth.any() == ("type figure-only" not in labels)
        assert any(label.startswith("lettering ") for label in labels) == truth.any()
        assert any(label.startswith("arrangement ") for label in labels) == (
            "type figure-and-text" in labels
        )
    assert {"script latin", "type text-only", "type figure-only", "type figure-and-text"} <= seen
    assert {f"lettering {layout.value}" for layout in Layout} <= seen


def test_typed_marks_have_all_three_types(sources: Sources) -> None:
    draw = TypedMarks(sources.training_figures, sources.training_fonts)
    assert {draw(seed, 48)[1] for seed in range(20)} == {0, 1, 2}
