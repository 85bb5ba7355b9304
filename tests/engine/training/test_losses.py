from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
import torch

from examiner_app.engine.training.losses import (
    concept_loss,
    feature_regression,
    focal,
    info_nce,
    overlap,
    vector_losses,
)
from examiner_app.engine.training.pairs import NO_CLASS


def test_focal_is_the_mean_of_the_oracles_values(oracle: Callable[[str], Any]) -> None:
    known = oracle("focal")
    logits = torch.tensor(known["logits"], dtype=torch.float64)
    for target in (0, 1):
        values = known[f"torchvision_target{target}"]
        for logit, value in zip(logits, values, strict=True):
            found = focal(logit[None], torch.full((1,), float(target), dtype=torch.float64))
            assert float(found) == pytest.approx(value, rel=1e-9)
        every = focal(logits, torch.full_like(logits, float(target)))
        assert float(every) == pytest.approx(sum(values) / len(values), rel=1e-9)


def test_overlap_by_hand() -> None:
    # Probabilities 0.8 on text and 0.2 beside it.
    logits = torch.tensor([math.log(4.0), -math.log(4.0)])
    found = overlap(logits, torch.tensor([1.0, 0.0]))
    dice = 1 - (2 * 0.8 + 1) / (0.8 + 0.2 + 1 + 1)
    assert float(found) == pytest.approx(-math.log(0.8) + dice, rel=1e-5)


@pytest.mark.parametrize("truth", [torch.zeros(4), torch.ones(4)])
def test_overlap_of_a_sure_network_is_nothing(truth: torch.Tensor) -> None:
    sure = 60 * (2 * truth - 1)
    assert float(overlap(sure, truth)) == pytest.approx(0.0, abs=1e-6)
    assert float(overlap(-sure, truth)) > 50


def test_info_nce_by_hand() -> None:
    # Two pairs along two axes: each row meets its partner at cosine 1 and two others at 0.
    vectors = torch.tensor([[2.0, 0.0], [0.0, 3.0], [1.0, 0.0], [0.0, 1.0]])
    expected = torch.log(1 + 2 * torch.exp(torch.tensor(-1 / 0.5)))
    found = info_nce(vectors, torch.arange(2).repeat(2), temperature=0.5)
    assert float(found) == pytest.approx(float(expected), rel=1e-6)


def test_info_nce_spares_other_pairs_of_the_same_concept() -> None:
    vectors = torch.tensor([[1.0, 0.0], [1.0, 0.0], [1.0, 0.0], [1.0, 0.0]])
    alike = info_nce(vectors, torch.zeros(4, dtype=torch.int64))
    assert float(alike) == pytest.approx(0.0, abs=1e-6)
    assert float(info_nce(vectors, torch.tensor([0, 1, 0, 1]))) > 1.0


def test_centring_spreads_vectors_that_point_one_way() -> None:
    generator = torch.Generator().manual_seed(0)
    own = torch.randn(8, 16, generator=generator)
    vectors = 100 + torch.cat([own, own])
    concepts = torch.arange(8).repeat(2)
    assert float(info_nce(vectors, concepts)) > 2.0
    assert float(info_nce(vectors, concepts, centring=1.0)) < 0.1


def test_feature_regression_is_zero_for_the_standardised_teacher() -> None:
    generator = torch.Generator().manual_seed(0)
    teacher = torch.rand(3, 5, 4, 4, generator=generator)
    mean = teacher.mean(dim=(0, 2, 3), keepdim=True)
    deviation = teacher.std(dim=(0, 2, 3), keepdim=True)
    same = (teacher - mean) / deviation
    assert float(feature_regression(same, teacher)) == pytest.approx(0.0, abs=1e-6)
    assert float(feature_regression(torch.zeros_like(same), 7 * teacher)) == pytest.approx(
        1, abs=0.05
    )


def test_vector_losses_are_those_of_peaks_and_means() -> None:
    features = torch.rand(6, 4, 3, 2, generator=torch.Generator().manual_seed(0))
    concepts = torch.arange(3).repeat(2)
    found = vector_losses(features, concepts, centring=0.5)
    peaks = torch.tensor([[float(c.max()) for c in image] for image in features])
    means = torch.tensor([[float(c.sum()) / 6 for c in image] for image in features])
    assert float(found["mac"]) == pytest.approx(float(info_nce(peaks, concepts, centring=0.5)))
    assert float(found["spoc"]) == pytest.approx(
        float(info_nce(means, concepts, centring=0.5)), rel=1e-5
    )


def test_concept_loss_is_the_mean_over_those_that_have_a_class() -> None:
    logits = torch.randn(5, 3, generator=torch.Generator().manual_seed(0))
    classes = torch.tensor([2, NO_CLASS, 0, NO_CLASS, 1])
    expected = 0.0
    for row, name in zip(logits, classes.tolist(), strict=True):
        if name != NO_CLASS:
            share = torch.full((3,), 0.1 / 3)
            share[name] += 0.9
            expected -= float((share * torch.log_softmax(row, 0)).sum()) / 3
    assert float(concept_loss(logits, classes)) == pytest.approx(expected, rel=1e-5)


def test_concept_loss_of_a_batch_without_classes_is_nothing() -> None:
    logits = torch.randn(2, 3, requires_grad=True)
    loss = concept_loss(logits, torch.full((2,), NO_CLASS))
    loss.backward()
    assert float(loss.detach()) == 0.0
    assert logits.grad is not None
    assert not logits.grad.any()
