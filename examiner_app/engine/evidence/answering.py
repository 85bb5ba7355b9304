"""Which parts of a match answer which parts of the candidate, from the conv5_3 maps of both.

A method's vector is v = (1/N) Σ_r (1/n_r) P (x_r/m_r − μ), with x_r its region vectors, m_r, n_r
and N the lengths that the three l2 normalisations divide by, and P, μ the whitening (the identity
and zero where there is none). With the lengths as they are, the cosine ⟨v, v'⟩ is therefore a sum
over the regions, and by ``cells.SPREADS`` over the cells of either mark: nothing is estimated.

Only the share of the mean μ that each cell bears is a choice†: as much as the cell makes of the
region vector's length, ⟨x_rp, x_r⟩/m_r², so that empty paper, whose maps are zero, bears nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.aggregation.common import l2
from examiner_app.engine.aggregation.table import AGGREGATIONS, finish
from examiner_app.engine.describe import Describer, attended_features, concept_maps, is_whitened
from examiner_app.engine.description import Plane
from examiner_app.engine.evidence.cells import SPREADS
from examiner_app.engine.logo import Letterbox
from examiner_app.engine.methods import METHODS, SIFT_BOW, Method
from examiner_app.engine.models.bundle import Networks
from examiner_app.engine.views import Views
from examiner_app.engine.whitening import Whitening

Box = tuple[float, float, float, float]
"""x, y, width, height as shares of a picture's width and height."""

WHOLE: Box = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """One mark of a pair, by the cells of its maps.

    Attributes:
        contributions: (g, g) float32, what each cell adds to the pair's cosine similarity.
        box: The part of the picture that the trunk saw: all of it, or its ATRHA crop.
        square: Where the square that the cells divide lies; it reaches beyond ``box``.
    """

    contributions: Plane
    box: Box
    square: Box


@dataclass(frozen=True, slots=True, eq=False)
class Answering:
    """How the parts of two marks answer each other under one method.

    Attributes:
        method: Its key.
        similarity: Cosine of the two vectors; the contributions of either mark sum to it.
        candidate: The candidate's parts.
        match: The match's parts.
        cosines: (g², g²) float32, the cosine of each feature column of the candidate with each of
            the match, cells row by row; 0 where a column is empty.
    """

    method: str
    similarity: float
    candidate: Parts
    match: Parts
    cosines: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Pooled:
    """One mark on the way to its vector: maps, class maps, region vectors (R, C), vector (D,)."""

    features: Tensor
    class_maps: Tensor
    regions: Tensor
    vector: Tensor


def can_answer(key: str) -> bool:
    """Whether a method's similarity comes from cells; SIFT's comes from keypoints."""
    return key in METHODS and key != SIFT_BOW


@torch.inference_mode()
def answering_parts(describer: Describer, candidate: Views, match: Views, key: str) -> Answering:
    """Return which parts answer which.

    Args:
        describer: What saw the two.
        candidate: The views of the candidate alone.
        match: The views of the match alone.
        key: A method for which ``can_answer`` holds and which the describer has.
    """
    method = METHODS[key]
    whitening = describer.whitening[key] if is_whitened(key) else None
    pooled = [_pool(views, method, describer.networks, whitening) for views in (candidate, match)]
    here, there = (
        Parts(
            _contributions(one, other.vector, method, whitening),
            *_places(views, method),
        )
        for views, one, other in (
            (candidate, pooled[0], pooled[1]),
            (match, pooled[1], pooled[0]),
        )
    )
    similarity = float(pooled[0].vector @ pooled[1].vector)
    # The columns themselves: weights of attention would cancel, but for CAMSA's sign.
    columns = [l2(_maps(views, method).flatten(1).T) for views in (candidate, match)]
    cosines: NDArray[np.float32] = (columns[0] @ columns[1].T).cpu().numpy()
    return Answering(key, similarity, here, there, cosines)


def _row(views: Views, method: Method) -> int:
    return int(views.atrha[0]) if method.view == "atrha" else 0


def _maps(views: Views, method: Method) -> Tensor:
    return views.features[_row(views, method)].float()


def _pool(views: Views, method: Method, networks: Networks, whitening: Whitening | None) -> _Pooled:
    row = _row(views, method)
    features = attended_features(views, method, slice(row, row + 1))
    class_maps = concept_maps(method, features, networks)
    regions = AGGREGATIONS[method.aggregation].regions(features, class_maps)
    vector = finish(regions, whitening)[0]
    return _Pooled(features[0], class_maps[0], regions[0].double(), vector)


def _contributions(
    mark: _Pooled, other: Tensor, method: Method, whitening: Whitening | None
) -> Plane:
    """Return what each cell of a mark adds to the cosine with another vector (D,)."""
    lengths = torch.linalg.vector_norm(mark.regions, dim=-1, keepdim=True)
    unit = l2(mark.regions)
    inverse = torch.where(lengths > 0, 1 / lengths, 0.0)
    if whitening is None:
        summed = torch.linalg.vector_norm(unit.sum(dim=0))
        projections = (other / summed if summed > 0 else other) * inverse
        loose = projections.new_zeros(())
    else:
        projections, loose = _whitened(unit, inverse, other, whitening)
    cells = SPREADS[method.aggregation](mark.features, mark.class_maps, projections)
    # A region without any feature is the mean alone, which no cell has a part in.
    cells = cells + loose / cells.numel()
    plane: Plane = cells.float().cpu().numpy()
    return plane


def _whitened(
    unit: Tensor, inverse: Tensor, other: Tensor, whitening: Whitening
) -> tuple[Tensor, Tensor]:
    """Return the projections (R, C) of region vectors, and what belongs to no cell."""
    white = whitening.apply(unit)
    scales = torch.linalg.vector_norm(white, dim=-1, keepdim=True)
    scales = torch.where(scales > 0, 1 / scales, 1.0)
    length = torch.linalg.vector_norm((white * scales).sum(dim=0))
    scales = scales / (length if length > 0 else 1.0)
    direction = whitening.projection.double() @ other
    mean = (whitening.mean.double() @ direction) * scales
    projections = (direction * scales - mean * unit) * inverse
    return projections, -mean[inverse == 0].sum()


def _places(views: Views, method: Method) -> tuple[Box, Box]:
    """Return the part of the picture that the trunk saw, and the square around it."""
    whole, removal = views.geometries[0], views.removals[0]
    box = (0, 0, whole.source_width, whole.source_height)
    if method.view == "atrha" and not removal.fallback:
        box = removal.box
    x, y, width, height = box
    fitted = Letterbox.fit(width, height, whole.side)
    across, down = width / fitted.width, height / fitted.height
    square = (
        x - fitted.left * across,
        y - fitted.top * down,
        fitted.side * across,
        fitted.side * down,
    )
    return _shares(box, whole), _shares(square, whole)


def _shares(box: Box, whole: Letterbox) -> Box:
    x, y, width, height = box
    return (
        x / whole.source_width,
        y / whole.source_height,
        width / whole.source_width,
        height / whole.source_height,
    )
