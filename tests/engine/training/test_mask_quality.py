from __future__ import annotations

import numpy as np
import pytest
import torch

from examiner_app.engine.device import Device
from examiner_app.engine.models.unet import UNet
from examiner_app.engine.training.mask_quality import MaskCounts, count_pixels


def test_counts_by_hand() -> None:
    counts = MaskCounts()
    found = np.array([[True, True, False, False]])
    truth = np.array([[True, False, True, False]])
    counts.add(["thai"], found, truth)
    counts.add(["latin"], truth, truth)
    assert counts.f1("thai") == 0.5
    assert counts.f1("latin") == 1.0
    assert counts.f1() == 0.75
    record = counts.record()
    assert record["precision"] == record["recall"] == 0.75
    assert record["text_pixels_by_kind"] == {"latin": 2, "thai": 2}


def test_no_text_anywhere_is_no_score() -> None:
    assert MaskCounts().f1() == 0.0


def test_count_pixels_asks_the_network(cpu: Device) -> None:
    network = UNet(2).eval()
    images = [np.full((32, 32, 3), 128, np.uint8)] * 3
    truths = [np.full((32, 32), 255, np.uint8)] * 3
    for bias, expected in ((50.0, 1.0), (-50.0, 0.0)):
        torch.nn.init.zeros_(network.head.weight)
        torch.nn.init.constant_(network.head.bias, bias)
        counts = count_pixels(network, images, truths, [["a"], ["b"], ["a"]], cpu)
        assert counts.f1("a") == pytest.approx(expected)
        assert counts.record()["f1_by_threshold"] == {
            "0.3": expected,
            "0.4": expected,
            "0.6": expected,
        }
