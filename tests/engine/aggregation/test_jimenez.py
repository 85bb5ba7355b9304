from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.jimenez import class_maps, class_vectors, top_class_weights
from examiner_app.engine.whitening import Covariance

Oracle = Callable[[str], Any]
Tensors = Callable[..., torch.Tensor]


def _inputs(fixed: Tensors) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    features = torch.stack([fixed(5, 4, 4, mod) for mod in (11, 13, 7, 17)])
    cam_features = torch.stack([fixed(6, 4, 4, mod) for mod in (5, 9, 13, 15)])
    c, k = torch.meshgrid(torch.arange(6.0), torch.arange(3.0), indexing="ij")
    weights = torch.sin(1.3 * c.double() + 2.1 * k.double()).T
    return features, cam_features, weights.expand(4, 3, 6)


def test_class_maps(oracle: Oracle, fixed: Tensors) -> None:
    _, cam_features, weights = _inputs(fixed)
    expected = torch.tensor(oracle("jimenez")["cams_image0"], dtype=torch.float64)
    torch.testing.assert_close(class_maps(cam_features, weights)[0], expected, rtol=1e-5, atol=1e-6)


def test_class_vectors_and_their_sum(oracle: Oracle, fixed: Tensors) -> None:
    features, cam_features, weights = _inputs(fixed)
    expected = oracle("jimenez")
    vectors = l2(class_vectors(features, class_maps(cam_features, weights)))
    wanted = torch.tensor(expected["class_vectors_l2"], dtype=torch.float64)
    torch.testing.assert_close(vectors.reshape(wanted.shape), wanted, rtol=1e-5, atol=1e-6)
    final = l2(vectors.sum(dim=1))
    wanted = torch.tensor(expected["final_without_pca"], dtype=torch.float64)
    torch.testing.assert_close(final, wanted, rtol=1e-5, atol=1e-6)


def test_whitened_on_the_top_class(oracle: Oracle, fixed: Tensors) -> None:
    features, cam_features, weights = _inputs(fixed)
    vectors = l2(class_vectors(features, class_maps(cam_features, weights)))
    covariance = Covariance(5)
    covariance.add(vectors[:, 0].numpy())
    whitening = covariance.fit(2)
    final = l2(l2(whitening.apply(vectors.float())).sum(dim=1))
    expected = torch.tensor(oracle("jimenez")["final_pca2_gram"])
    torch.testing.assert_close(final @ final.T, expected, rtol=1e-4, atol=1e-4)


def test_a_class_without_positive_evidence_gives_no_nan() -> None:
    maps = class_maps(torch.ones(1, 2, 3, 3), torch.tensor([[[-1.0, -1.0]]]))
    assert torch.equal(maps, torch.zeros(1, 1, 3, 3))


def test_top_classes_are_the_images_own() -> None:
    features = torch.zeros(2, 3, 1, 1)
    features[0, 1], features[1, 2] = 1, 1
    weight = torch.eye(3)
    top = top_class_weights(features, weight, torch.zeros(3))
    assert torch.equal(top[0, 0], weight[1])
    assert torch.equal(top[1, 0], weight[2])
    assert top.shape == (2, 3, 3)
