"""The colours of the parts: signs, strengths, scales."""

from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.evidence.answering import WHOLE, Answering, Parts
from examiner_app.engine.evidence.part_pictures import (
    AGAINST,
    ANSWER,
    FAINT_COSINE,
    FOR,
    STRONGEST,
    answer_legend,
    answer_pixels,
    contribution_legend,
    contribution_pixels,
    signed,
    strongest,
)


def answering(here: list[float], there: list[float], similarity: float = 0.5) -> Answering:
    one, other = (
        Parts(np.array(cells, np.float32).reshape(2, 2), WHOLE, WHOLE) for cells in (here, there)
    )
    return Answering("mac", similarity, one, other, np.zeros((4, 4), np.float32))


def test_the_sign_is_a_colour_and_the_strength_is_opacity() -> None:
    found = answering([0.4, -0.4, 0.2, 0], [0, 0, 0, 0.1])
    rgba = contribution_pixels(found.candidate, 0.4)
    assert tuple(rgba[0, 0, :3]) == FOR
    assert tuple(rgba[0, 1, :3]) == AGAINST
    most = round(255 * STRONGEST)
    assert rgba[..., 3].tolist() == [[most, most], [round(most / 2), 0]]


def test_both_marks_have_one_scale() -> None:
    found = answering([0.1, 0, 0, 0], [0, -0.3, 0, 0])
    assert strongest(found) == pytest.approx(0.3)
    legend = contribution_legend(found)
    assert (legend.low, legend.high) == ("−0.300", "0.300")
    assert legend.title == "Adds to the cosine 0.50, MAC"
    assert isinstance(legend.colours, np.ndarray)
    assert legend.colours.shape == (256, 3)
    assert legend.colours[127].min() > 250, "nothing is white"
    assert legend.colours[0, 2] > legend.colours[0, 0]
    assert legend.colours[-1, 0] > legend.colours[-1, 2]


def test_nothing_at_all_has_no_colour() -> None:
    found = answering([0, 0, 0, 0], [0, 0, 0, 0], -0.001)
    assert not contribution_pixels(found.candidate, strongest(found))[..., 3].any()
    assert contribution_legend(found).title == "Adds to the cosine 0.00, MAC"


def test_columns_that_any_two_marks_share_are_not_coloured() -> None:
    rgba = answer_pixels(np.array([[0, FAINT_COSINE], [0.65, 1]], np.float32))
    assert rgba[0, :, 3].tolist() == [0, 0]
    assert 0 < rgba[1, 0, 3] < rgba[1, 1, 3] == round(255 * STRONGEST)
    assert (rgba[..., :3] == ANSWER).all()
    colours = answer_legend().colours
    assert isinstance(colours, np.ndarray)
    assert (colours[: int(255 * FAINT_COSINE)] == 255).all()


@pytest.mark.parametrize(
    ("value", "text"), [(-0.5, "−0.50"), (0.0, "0.00"), (-0.001, "0.00"), (0.999, "1.00")]
)
def test_numbers_have_a_true_minus_and_no_negative_zero(value: float, text: str) -> None:
    assert signed(value, 2) == text
