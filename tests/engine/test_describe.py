from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from examiner_app.engine.describe import Describer, open_describer
from examiner_app.engine.device import Device
from examiner_app.engine.logo import Logo, logo_from_pixels
from examiner_app.engine.methods import METHODS, SIFT_BOW, VECTOR_METHODS
from examiner_app.engine.models.bundle import Bundle
from examiner_app.errors import BundleError

Marks = Callable[..., Logo]


def test_every_method_gives_a_unit_vector(describer: Describer, mark: Marks) -> None:
    found = describer.describe([mark(1), mark(2), mark(3)])
    for description in found:
        assert tuple(description.vectors) == VECTOR_METHODS
        for key, vector in description.vectors.items():
            assert vector.shape == (describer.dims[key],)
            assert np.linalg.norm(vector) == pytest.approx(1, abs=1e-5)
        assert description.words.counts.sum() > 0
        assert description.type_probabilities.sum() == pytest.approx(1, abs=1e-5)


def test_one_pass_equals_each_method_alone(bundle: Bundle, cpu: Device, mark: Marks) -> None:
    logos = [mark(4), mark(5)]
    together = open_describer(bundle, cpu).describe(logos)
    for key in METHODS:
        alone = open_describer(bundle, cpu, methods=[key]).describe(logos)
        for one, many in zip(alone, together, strict=True):
            if key == SIFT_BOW:
                assert np.array_equal(one.words.words, many.words.words)
                assert not one.vectors
            else:
                assert list(one.vectors) == [key]
                np.testing.assert_allclose(one.vectors[key], many.vectors[key], atol=1e-5)


def test_a_mark_does_not_depend_on_its_neighbours(describer: Describer, mark: Marks) -> None:
    logos = [mark(seed, 90 + seed, 60) for seed in range(20)]
    together = describer.describe(logos, layers=False)
    for logo, many in zip(logos[::7], together[::7], strict=True):
        alone = describer.describe([logo], layers=False)[0]
        for key in VECTOR_METHODS:
            # Whitening an untrained trunk's nearly equal features enlarges the last bits.
            assert float(alone.vectors[key] @ many.vectors[key]) > 0.999


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (20, 800), (33, 17)])
@pytest.mark.parametrize("value", [0, 127, 255])
def test_blank_marks_give_an_answer_and_no_nan(
    describer: Describer, shape: tuple[int, int], value: int
) -> None:
    logo = logo_from_pixels(np.full((*shape, 3), value, np.uint8), "blank")
    description = describer.describe([logo])[0]
    for vector in description.vectors.values():
        assert np.isfinite(vector).all()
    layers = description.layers
    assert layers is not None
    assert layers.removal.fallback
    assert layers.text.shape == shape
    assert layers.on_original(layers.cam).shape == shape


def test_layers_are_left_out_when_not_wanted(describer: Describer, mark: Marks) -> None:
    assert describer.describe([mark(1)], layers=False)[0].layers is None


def test_no_marks_no_descriptions(describer: Describer) -> None:
    assert describer.describe([]) == []


def test_fingerprint_tells_whitenings_apart(bundle: Bundle, describer: Describer) -> None:
    cpu = Device(torch.device("cpu"), torch.float32, "CPU")
    halved = {key: entry for key, entry in describer.whitening.items() if key != "rmac"}
    halved["rmac"] = halved["spoc"]
    other = open_describer(bundle, cpu, whitening=halved)
    assert other.fingerprint != describer.fingerprint
    assert open_describer(bundle, cpu).fingerprint == describer.fingerprint


def test_a_missing_whitening_is_named(bundle: Bundle, cpu: Device) -> None:
    with pytest.raises(BundleError, match="no whitening for spoc"):
        open_describer(bundle, cpu, whitening={})


def test_huge_marks_go_through_in_small_batches(
    describer: Describer, mark: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    logos = [mark(seed) for seed in range(4)]
    together = describer.describe(logos, layers=False)
    monkeypatch.setattr("examiner_app.engine.describe.BATCH_PIXELS", 160 * 120)
    alone = describer.describe(logos, layers=False)
    for one, many in zip(alone, together, strict=True):
        np.testing.assert_allclose(one.vectors["mac"], many.vectors["mac"], atol=1e-5)
