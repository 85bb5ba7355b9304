from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from examiner_app.engine.aggregation.rmac import region_mac, regions

Oracle = Callable[[str], Any]


def test_regions_are_tolias(oracle: Oracle) -> None:
    for case in oracle("rmac_regions")["cases"]:
        expected = [tuple(region) for region in case["regions_tolias"]]
        assert list(regions(case["W"], case["H"])) == expected


def test_thirty_regions_on_a_square_map() -> None:
    assert len(regions(18, 18)) == 30


def test_bit_equal_to_slicing_each_region() -> None:
    generator = torch.Generator().manual_seed(5)
    for height, width in ((18, 18), (9, 18), (18, 5), (1, 1), (1, 40)):
        features = torch.rand(2, 7, height, width, generator=generator)
        slow = torch.stack(
            [
                features[..., y : y + h, x : x + w].amax((2, 3))
                for x, y, w, h in regions(width, height)
            ],
            dim=1,
        )
        assert torch.equal(region_mac(features), slow)


def test_every_region_lies_on_the_map() -> None:
    for width, height in ((18, 18), (40, 1), (1, 1), (2, 3), (7, 31)):
        found = regions(width, height)
        assert found
        for x, y, w, h in found:
            assert 0 <= x <= x + w <= width
            assert 0 <= y <= y + h <= height
