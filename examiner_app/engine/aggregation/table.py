"""The aggregations by name: one file and one line each.

Every aggregation gives one or more region vectors per mark; all end in the same way (paper
3.2.3): l2, whiten where the method says so, l2, sum over the regions, l2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.crow import crow
from examiner_app.engine.aggregation.jimenez import class_vectors
from examiner_app.engine.aggregation.mac import mac
from examiner_app.engine.aggregation.rmac import region_mac
from examiner_app.engine.aggregation.spoc import spoc, spoc_centre
from examiner_app.engine.whitening import Whitening


@dataclass(frozen=True, slots=True)
class Aggregation:
    """How maps become region vectors.

    Attributes:
        regions: (B, C, H, W) and class maps (B, K, H, W) → (B, R, C), not normalised.
        whitened: Whether region vectors are PCA-whitened.
        sums: Whether cells are summed. Sums are taken in float64: in float32 their order, which
            the size of a batch decides, would show in the stored vectors, and a mark filed twice
            would not be at distance 0 from itself.
        fit_on: How many leading regions of a mark the whitening is fitted on; ``None``: all.
    """

    regions: Callable[[Tensor, Tensor], Tensor]
    whitened: bool
    sums: bool = False
    fit_on: int | None = None


def _single(pool: Callable[[Tensor], Tensor]) -> Callable[[Tensor, Tensor], Tensor]:
    def regions(features: Tensor, _class_maps: Tensor) -> Tensor:
        return pool(features)[:, None, :]

    return regions


def _rmac_regions(features: Tensor, _class_maps: Tensor) -> Tensor:
    return region_mac(features)


AGGREGATIONS: dict[str, Aggregation] = {
    "mac": Aggregation(_single(mac), whitened=False),
    "spoc": Aggregation(_single(spoc), whitened=True, sums=True),
    "spoc_centre": Aggregation(_single(spoc_centre), whitened=True, sums=True),
    "crow": Aggregation(_single(crow), whitened=True, sums=True),
    "jimenez": Aggregation(class_vectors, whitened=True, sums=True, fit_on=1),
    "rmac": Aggregation(_rmac_regions, whitened=True),
}


def finish(regions: Tensor, whitening: Whitening | None) -> Tensor:
    """End an aggregation: region vectors (B, R, C) → (B, D) float64, l2-normalised.

    Args:
        regions: Region vectors, not normalised.
        whitening: PCA whitening C → D; ``None`` for a method that has none.
    """
    vectors = l2(regions.double())
    if whitening is not None:
        vectors = l2(whitening.apply(vectors))
    return l2(vectors.sum(dim=-2))
