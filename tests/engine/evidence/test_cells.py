"""Spreading a projection over cells, against the aggregations themselves and by hand."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor

from examiner_app.engine.aggregation.rmac import regions
from examiner_app.engine.aggregation.table import AGGREGATIONS
from examiner_app.engine.evidence.cells import SPREADS, spread_mac, spread_rmac, spread_spoc

CHANNELS, SIDE, CLASSES = 6, 9, 3


def maps(seed: int, *, signed: bool = False) -> Tensor:
    made = torch.randn(CHANNELS, SIDE, SIDE, generator=torch.Generator().manual_seed(seed)).double()
    return made if signed else made.clamp(min=0)


def class_maps(seed: int) -> Tensor:
    return torch.rand(CLASSES, SIDE, SIDE, generator=torch.Generator().manual_seed(seed)).double()


def pooled(name: str, features: Tensor, classes: Tensor) -> Tensor:
    return AGGREGATIONS[name].regions(features[None], classes[None])[0]


def test_every_aggregation_has_one() -> None:
    assert SPREADS.keys() == AGGREGATIONS.keys()


@pytest.mark.parametrize("name", SPREADS)
@pytest.mark.parametrize("seed", range(3))
def test_cells_sum_to_the_projection_of_the_region_vectors(name: str, seed: int) -> None:
    # CAMSA's weights have two signs, SSA's and no weights at all have one.
    features = maps(seed, signed=seed == 2 and name in {"mac", "spoc", "rmac"})
    found = pooled(name, features, class_maps(seed))
    projections = torch.randn(found.shape, generator=torch.Generator().manual_seed(9)).double()
    cells = SPREADS[name](features, class_maps(seed), projections)
    assert cells.shape == (SIDE, SIDE)
    assert cells.sum().item() == pytest.approx((projections * found).sum().item(), rel=1e-9)


@pytest.mark.parametrize("name", SPREADS)
def test_empty_maps_give_nothing(name: str) -> None:
    empty = maps(0) * 0
    shape = pooled(name, empty, class_maps(0)).shape
    assert not SPREADS[name](empty, class_maps(0), torch.ones(shape).double()).any()


@pytest.mark.parametrize("name", ["spoc", "spoc_centre", "crow", "jimenez"])
def test_an_empty_cell_gives_nothing(name: str) -> None:
    features = maps(4)
    features[:, 2, 5] = 0
    shape = pooled(name, features, class_maps(4)).shape
    cells = SPREADS[name](features, class_maps(4), torch.ones(shape).double())
    assert cells[2, 5] == 0
    assert cells[4, 4] != 0


def test_maxima_belong_to_the_cells_that_hold_them() -> None:
    features, projection = maps(5), torch.arange(1.0, CHANNELS + 1).double()
    expected = torch.zeros(SIDE, SIDE).double()
    for channel in range(CHANNELS):
        flat = features[channel].flatten().tolist()
        place = flat.index(max(flat))
        expected[place // SIDE, place % SIDE] += projection[channel] * max(flat)
    assert torch.allclose(spread_mac(features, class_maps(0), projection[None]), expected)


def test_a_cell_gathers_what_it_gives_to_every_region() -> None:
    features = maps(6)
    boxes = regions(SIDE, SIDE)
    projections = torch.rand(len(boxes), CHANNELS).double()
    expected = torch.zeros(SIDE, SIDE).double()
    for (x, y, width, height), projection in zip(boxes, projections, strict=True):
        for channel in range(CHANNELS):
            part = features[channel, y : y + height, x : x + width]
            place = int(part.flatten().argmax())
            row, column = y + place // width, x + place % width
            expected[row, column] += projection[channel] * features[channel, row, column]
    assert torch.allclose(spread_rmac(features, class_maps(0), projections), expected)


def test_sums_are_taken_cell_by_cell() -> None:
    features, projection = maps(7), torch.rand(1, CHANNELS).double()
    cells = spread_spoc(features, class_maps(0), projection)
    for row in range(SIDE):
        for column in range(SIDE):
            expected = float(projection[0] @ features[:, row, column])
            assert float(cells[row, column]) == pytest.approx(expected)
