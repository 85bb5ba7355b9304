from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.describe import Describer, method_regions
from examiner_app.engine.fit import fit
from examiner_app.engine.logo import Logo, logo_from_pixels
from examiner_app.engine.progress import finish
from examiner_app.engine.views import see
from examiner_app.errors import BundleError

Marks = Callable[..., Logo]


def test_each_method_is_fitted_on_its_own_region_vectors(describer: Describer, mark: Marks) -> None:
    logos = [mark(seed) for seed in range(20)]
    networks, device = describer.networks, describer.device
    fitted, vocabulary = finish(fit(logos, 20, networks, device, components=4, words=10))
    assert vocabulary.centres.shape == (10, 128)
    assert set(fitted) == {
        "spoc", "spoc_centre", "crow", "jimenez", "rmac",
        "atrha_spoc", "ssa_spoc", "camsa_spoc", "atrha_rmac",
    }  # fmt: skip
    views = see(logos, networks, device)
    raw = dict(method_regions(views, list(fitted), networks))
    for key, leading in (("rmac", 30), ("jimenez", 1), ("camsa_spoc", 1)):
        rows = l2(raw[key][:, :leading]).flatten(0, 1).numpy().astype(np.float64)
        np.testing.assert_allclose(fitted[key].mean.numpy(), rows.mean(axis=0), atol=1e-5)
        whitened = fitted[key].apply(l2(raw[key][:, :leading])).flatten(0, 1).numpy()
        np.testing.assert_allclose(np.cov(whitened.T, bias=True), np.eye(4), atol=0.02)


def test_a_vocabulary_that_is_there_serves(describer: Describer, mark: Marks) -> None:
    logos = [mark(seed) for seed in range(6)]
    given = describer.vocabulary
    networks, device = describer.networks, describer.device
    work = fit(logos, 6, networks, device, components=2, words=10_000, vocabulary=given)
    fitted, vocabulary = finish(work)
    assert vocabulary is given
    assert "rmac" in fitted


def test_too_few_keypoints_for_the_vocabulary(describer: Describer) -> None:
    blank = [logo_from_pixels(np.full((9, 9, 3), v, np.uint8), "b") for v in (0, 90, 255)]
    work = fit(blank, 3, describer.networks, describer.device, words=10)
    with pytest.raises(BundleError, match="add marks"):
        finish(work)


def test_progress_counts_the_marks(describer: Describer, mark: Marks) -> None:
    logos = [mark(seed) for seed in range(18)]
    work = fit(logos, 18, describer.networks, describer.device, components=2, words=5)
    steps = [step.done for step in work]
    assert steps == [16, 18, 18]
