"""How much of a projection of a mark's region vectors comes from each cell of its maps.

Every aggregation of the paper's section 3.2.3 is a sum over cells once its weights and the places
of its maxima are known: ⟨f_r, x_r⟩ = Σ_p ⟨f_r, x_rp⟩, with x_rp what cell p gives to region r.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from torch import Tensor

from examiner_app.engine.aggregation.crow import channel_weights, spatial_weights
from examiner_app.engine.aggregation.rmac import regions
from examiner_app.engine.aggregation.spoc import centre_prior

Spread = Callable[[Tensor, Tensor, Tensor], Tensor]
"""Maps (C, H, W), class maps (K, H, W), projections f (R, C) → (H, W), its sum Σ⟨f_r, x_r⟩."""


def spread_mac(features: Tensor, _class_maps: Tensor, projections: Tensor) -> Tensor:
    """MAC: each channel's maximum comes from one cell; of equal ones, from the first."""
    return _spread_maxima(features, projections[0])


def spread_rmac(features: Tensor, _class_maps: Tensor, projections: Tensor) -> Tensor:
    """R-MAC: as MAC within each region; cells sum over the regions that they lie in."""
    height, width = features.shape[-2:]
    cells = projections.new_zeros((height, width))
    for (x, y, across, down), projection in zip(regions(width, height), projections, strict=True):
        region = features[:, y : y + down, x : x + across]
        cells[y : y + down, x : x + across] += _spread_maxima(region, projection)
    return cells


def spread_spoc(features: Tensor, _class_maps: Tensor, projections: Tensor) -> Tensor:
    """SPoC: a sum over cells as it stands."""
    return _project(features, projections[0])


def spread_spoc_centre(features: Tensor, _class_maps: Tensor, projections: Tensor) -> Tensor:
    """SPoC PCAwc: a sum weighted by the centre prior."""
    height, width = features.shape[-2:]
    prior = centre_prior(height, width, dtype=features.dtype, device=features.device)
    return _project(features, projections[0]) * prior


def spread_crow(features: Tensor, _class_maps: Tensor, projections: Tensor) -> Tensor:
    """CroW: a sum weighted by cell and by channel."""
    weighted = projections[0] * channel_weights(features)
    return _project(features, weighted) * spatial_weights(features)


def spread_jimenez(features: Tensor, class_maps: Tensor, projections: Tensor) -> Tensor:
    """Jimenez et al.: for each class a sum weighted by its map and by channel."""
    weighted = projections * channel_weights(features)
    by_class = (weighted @ features.flatten(1).to(weighted.dtype)).reshape(class_maps.shape)
    return (by_class * class_maps).sum(dim=0)


SPREADS: Final[dict[str, Spread]] = {
    "mac": spread_mac,
    "spoc": spread_spoc,
    "spoc_centre": spread_spoc_centre,
    "crow": spread_crow,
    "jimenez": spread_jimenez,
    "rmac": spread_rmac,
}
"""By the keys of ``aggregation.table.AGGREGATIONS``."""


def _project(features: Tensor, projection: Tensor) -> Tensor:
    cells = projection @ features.flatten(1).to(projection.dtype)
    return cells.reshape(features.shape[1:])


def _spread_maxima(features: Tensor, projection: Tensor) -> Tensor:
    """Return what each cell gives to ⟨f, max over cells⟩: (C, H, W), (C,) → (H, W)."""
    maxima, places = features.flatten(1).max(dim=1)
    cells = projection.new_zeros(features.shape[1] * features.shape[2])
    cells.index_add_(0, places, projection * maxima.to(projection.dtype))
    return cells.reshape(features.shape[1:])
