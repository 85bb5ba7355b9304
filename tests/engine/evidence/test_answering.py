"""Which part answers which: the cells against the vectors that the register keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch

from examiner_app.engine.describe import Describer, attended_features
from examiner_app.engine.description import TextRemoval
from examiner_app.engine.evidence.answering import WHOLE, answering_parts, can_answer
from examiner_app.engine.logo import Logo, logo_from_pixels
from examiner_app.engine.methods import METHODS, SIFT_BOW, VECTOR_METHODS
from examiner_app.engine.question import PLAIN
from examiner_app.engine.views import Views

Marks = Callable[..., Logo]


@pytest.fixture(scope="module")
def logos(mark: Marks) -> tuple[Logo, Logo]:
    return mark(3), mark(7, 90, 200)


@pytest.fixture(scope="module")
def views(describer: Describer, logos: tuple[Logo, Logo]) -> tuple[Views, Views]:
    here, there = (describer.look(logo, PLAIN) for logo in logos)
    return here, there


def test_only_methods_with_maps_answer() -> None:
    assert [key for key in METHODS if not can_answer(key)] == [SIFT_BOW]
    assert not can_answer("fused")


@pytest.mark.parametrize("key", VECTOR_METHODS)
def test_either_marks_cells_sum_to_the_cosine_of_the_real_vectors(
    describer: Describer, logos: tuple[Logo, Logo], views: tuple[Views, Views], key: str
) -> None:
    here, there = (describer.describe([logo])[0].vectors[key] for logo in logos)
    found = answering_parts(describer, *views, key)
    assert found.method == key
    assert found.similarity == pytest.approx(float(here @ there), abs=1e-5)
    for parts in (found.candidate, found.match):
        assert parts.contributions.dtype == np.float32
        assert parts.contributions.sum() == pytest.approx(found.similarity, abs=1e-5)
        assert np.abs(parts.contributions).max() > 0


@pytest.mark.parametrize("key", VECTOR_METHODS)
def test_a_mark_is_one_with_itself(
    describer: Describer, views: tuple[Views, Views], key: str
) -> None:
    found = answering_parts(describer, views[1], views[1], key)
    assert found.similarity == pytest.approx(1, abs=1e-6)
    assert found.candidate.contributions == pytest.approx(found.match.contributions, abs=1e-6)
    diagonal = np.diag(found.cosines)
    assert np.all((np.abs(diagonal - 1) < 1e-5) | (diagonal == 0))


@pytest.mark.parametrize("key", ["ssa_spoc", "camsa_spoc", "spoc"])
def test_a_cell_of_a_sum_is_what_the_vector_owes_it(
    describer: Describer, views: tuple[Views, Views], key: str
) -> None:
    here, there = views
    method, whitening = METHODS[key], describer.whitening[key]
    mean, projection = whitening.mean.double(), whitening.projection.double()
    features = attended_features(here, method, slice(0, 1))[0].double()
    total = features.sum(dim=(1, 2))
    length = total.norm()
    white = (total / length - mean) @ projection
    from examiner_app.engine.aggregation.table import AGGREGATIONS, finish

    other = AGGREGATIONS[method.aggregation].regions(
        attended_features(there, method, slice(0, 1)), features.new_zeros(1, 0, 1, 1)
    )
    vector = finish(other, whitening)[0]
    found = answering_parts(describer, here, there, key).candidate.contributions
    for row, column in ((0, 0), (5, 9), (17, 3), (9, 9)):
        cell = features[:, row, column]
        share = cell @ total / length**2
        owed = ((cell / length - share * mean) @ projection / white.norm()) @ vector
        assert found[row, column] == pytest.approx(float(owed), abs=1e-7)


def test_columns_are_compared_as_they_are(describer: Describer, views: tuple[Views, Views]) -> None:
    found = answering_parts(describer, *views, "camsa_mac")
    here, there = (one.features[0].double() for one in views)
    grid = here.shape[-1]
    assert found.cosines.shape == (grid**2, grid**2)
    for one, other in ((0, 0), (170, 44), (323, 200)):
        left = here[:, one // grid, one % grid]
        right = there[:, other // grid, other % grid]
        expected = torch.nn.functional.cosine_similarity(left, right, dim=0)
        assert found.cosines[one, other] == pytest.approx(float(expected), abs=1e-5)


def test_the_square_reaches_beyond_a_mark_that_is_not_square(
    describer: Describer, views: tuple[Views, Views]
) -> None:
    found = answering_parts(describer, *views, "mac")
    assert found.match.box == WHOLE
    x, y, width, height = found.match.square
    # 90 × 200 fills the square's height, and 45 % of its width.
    assert (y, height) == (0, 1)
    assert width == pytest.approx(300 / 135)
    assert x == pytest.approx(-82 / 135)


def test_a_crop_lies_in_its_box(describer: Describer, views: tuple[Views, Views]) -> None:
    here, there = views
    removal = here.removals[0]
    cropped = TextRemoval((40, 12, 80, 60), False, removal.text, removal.painted, removal.crop)
    moved = replace(
        here,
        removals=[cropped],
        features=torch.cat([here.features, there.features[:1]]),
        camsa=torch.cat([here.camsa, there.camsa[:1]]),
        atrha=torch.tensor([len(here.features)]),
    )
    found = answering_parts(describer, moved, there, "atrha_mac")
    assert found.candidate.box == pytest.approx((0.25, 0.1, 0.5, 0.5))
    assert found.candidate.square == pytest.approx((0.25, 0.1 - 10 / 120, 0.5, 80 / 120), abs=0.01)
    assert answering_parts(describer, moved, there, "mac").candidate.box == WHOLE


@pytest.mark.parametrize("key", ["spoc", "rmac", "mac", "crow"])
def test_a_mark_without_features_still_sums_up(
    describer: Describer, views: tuple[Views, Views], key: str
) -> None:
    here, there = views
    empty = replace(here, features=here.features * 0)
    found = answering_parts(describer, empty, there, key)
    for parts in (found.candidate, found.match):
        assert np.isfinite(parts.contributions).all()
        assert parts.contributions.sum() == pytest.approx(found.similarity, abs=1e-5)
    assert not found.cosines.any()


def test_one_pixel_is_enough(describer: Describer, views: tuple[Views, Views]) -> None:
    dot = describer.look(logo_from_pixels(np.zeros((1, 1, 3), np.uint8), "dot"), PLAIN)
    found = answering_parts(describer, dot, views[1], "atrha_rmac")
    assert found.candidate.contributions.sum() == pytest.approx(found.similarity, abs=1e-5)
