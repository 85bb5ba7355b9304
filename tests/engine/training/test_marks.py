from __future__ import annotations

import numpy as np
import torch

from examiner_app.engine.synthesis.lettering import Layout
from examiner_app.engine.training.marks import (
    KindsOfTextMarks,
    MaskBatches,
    TextMarks,
    TypedBatches,
    TypedMarks,
)
from examiner_app.engine.training.sources import Sources
from examiner_app.engine.training.text_mask_recipe import MaskPhase


def test_a_batch_holds_the_marks_of_its_seeds(sources: Sources) -> None:
    draw = TypedMarks(sources.training_figures, sources.training_fonts)
    images, kinds = TypedBatches(draw, first=100, batch=3)(2, 48)
    assert images.shape == (3, 48, 48, 3)
    for image, kind, seed in zip(images, kinds, (106, 107, 108), strict=True):
        expected, number = draw(seed, 48)
        assert np.array_equal(image.numpy(), expected)
        assert int(kind) == number


def test_a_step_of_the_text_mask_is_drawn_from_seed_and_step(sources: Sources) -> None:
    draw = TextMarks(sources.training_figures, sources.training_fonts)
    images, truths = MaskBatches(draw, 7)(5, MaskPhase(1.0, 64, 48, 3))
    assert images.shape == (3, 48, 48, 3)
    assert truths.shape == (3, 48, 48)
    assert images.dtype == truths.dtype == torch.uint8
    again, _ = MaskBatches(draw, 7)(5, MaskPhase(0.5, 64, 48, 3))
    assert torch.equal(images, again)
    for other in (MaskBatches(draw, 8)(5, MaskPhase(1.0, 64, 48, 3)),
                  MaskBatches(draw, 7)(6, MaskPhase(1.0, 64, 48, 3))):  # fmt: skip
        assert not torch.equal(images, other[0])


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
