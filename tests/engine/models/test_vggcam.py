from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from examiner_app.engine.models.vggcam import VGGCAM16, MarkType, fold_batch_norm


def test_head(oracle: Callable[[str], Any]) -> None:
    network = VGGCAM16()
    count = sum(parameter.numel() for parameter in network.head.parameters())
    assert count == oracle("geometry")["vggcam16_head_params_512x3_plus_3"]


def test_the_logit_is_the_mean_of_the_raw_activation_map() -> None:
    torch.manual_seed(0)
    network = VGGCAM16(8).eval()
    with torch.inference_mode():
        logits, features = network(torch.rand(2, 8, 18, 18))
        maps = torch.einsum("bchw,kc->bkhw", features, network.head.weight)
    expected = maps.mean(dim=(2, 3)) + network.head.bias
    torch.testing.assert_close(logits, expected)


def test_labels() -> None:
    assert [kind.label for kind in MarkType] == ["text-only", "figure-only", "figure-and-text"]


def test_folding_batch_norm_changes_nothing() -> None:
    torch.manual_seed(4)
    trained = VGGCAM16(8, batch_norm=True).train()
    maps = torch.rand(6, 8, 9, 9)
    for _ in range(3):
        trained(maps)
    with torch.inference_mode():
        expected, _ = trained.eval()(maps)
        actual, _ = fold_batch_norm(trained)(maps)
    torch.testing.assert_close(actual, expected, rtol=1e-4, atol=1e-5)
