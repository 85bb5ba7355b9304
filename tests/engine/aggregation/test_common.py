from __future__ import annotations

import torch

from examiner_app.engine.aggregation.common import l2


def test_unit_length_and_zero_stays_zero() -> None:
    vectors = torch.tensor([[3.0, 4.0], [0.0, 0.0], [1e-30, 0.0]], dtype=torch.float64)
    result = l2(vectors)
    assert torch.equal(result[0], torch.tensor([0.6, 0.8], dtype=torch.float64))
    assert torch.equal(result[1], torch.zeros(2, dtype=torch.float64))
    assert result[2, 0] == 1
