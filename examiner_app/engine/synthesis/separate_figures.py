"""Which figures may stand for what: concepts apart from one another, and a pool apart from them."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.canvas import Mask
from examiner_app.engine.synthesis.concepts import is_brand, may_be_lettered
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.groups import Concept, Group, GroupKind
from examiner_app.engine.synthesis.parts import cut
from examiner_app.engine.synthesis.textures import SOLID_SHAPES, filled, solid_shape
from examiner_app.errors import SourceError

_LOOK_SIDE = 16
_LEAST_ASPECT = 0.4  # a mere stroke, such as a minus sign, is no figure to look for
_GROUPS_APART = 0.7  # correlation above which two figures could pass for look-alikes
_POOL_APART = 0.85
_SOLIDITY = 0.6  # of a heart or a leaf; strokes fill far less of their box, boxes all of it


def choose_concepts(rng: np.random.Generator, figures: FigureLibrary, count: int) -> list[Concept]:
    """Return ``count`` concepts with their drawings, first those that most sets draw.

    Concepts share no word with one another, so that no group holds another's look-alikes.
    """
    drawn = figures.subset(lambda f: not is_brand(f.family, f.name))
    family = {f.index: f.family for f in drawn.figures}
    lettered = {f.index for f in drawn.figures if may_be_lettered(f.family, f.name)}
    ranked: list[tuple[int, float, str, tuple[int, ...]]] = []
    for concept, indexes in drawn.by_concept().items():
        one_each = {family[i]: i for i in reversed(indexes)}
        order = list(one_each.values())
        rng.shuffle(order)
        ranked.append((-min(len(order), 3), float(rng.random()), concept, tuple(order)))
    chosen: list[Concept] = []
    used: set[str] = set()
    looks = np.zeros((0, _LOOK_SIDE**2), np.float32)
    for _, _, concept, drawings in sorted(ranked):
        if len(chosen) == count:
            break
        tokens = set(concept.split("-"))
        if tokens & used or len(tokens) > 2 or not lettered.isdisjoint(drawings):
            continue
        if _is_bar(figures.rgba(drawings[0])):
            continue
        own = np.stack([silhouette(figures.rgba(i)) for i in drawings[:4]])
        if looks.size and float((own @ looks.T).max()) > _GROUPS_APART:
            continue
        used |= tokens
        looks = np.vstack([looks, own])
        chosen.append((concept, drawings))
    return chosen


def _is_bar(rgba: NDArray[np.uint8]) -> bool:
    h, w = cut(rgba)[0].shape
    return bool(min(h, w) < _LEAST_ASPECT * max(h, w))


def pool_figures(figures: FigureLibrary, groups: Sequence[Group]) -> FigureLibrary:
    """Return the figures that show nothing that a group shows, by name or by silhouette.

    Raises:
        SourceError: Nothing is left.
    """
    shown = {
        token for group in groups for concept in group.concepts for token in concept.split("-")
    }
    others = figures.subset(lambda f: shown.isdisjoint(f.concept.split("-")))
    if groups:
        drawn = [i for group in groups for i in group.drawings]
        looks = np.stack([silhouette(figures.rgba(i)) for i in drawn])
        # The same drawing under another name would be a look-alike that nobody counts.
        others = others.subset(
            lambda f: float((looks @ silhouette(others.rgba(f.index))).max()) < _POOL_APART
        )
    if not others.figures:
        raise SourceError("No figures are left for the pool; give more figures or fewer groups.")
    return others


def silhouette(rgba: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return a figure's ink, 16 × 16, as a centred unit vector (256,) for correlations."""
    darkness = 255 - rgba[..., :3].astype(np.uint16).mean(axis=2)
    return _look(darkness * (rgba[..., 3] / 255.0))


def _look(ink: NDArray[np.floating] | Mask) -> NDArray[np.float32]:
    h, w = ink.shape
    side = max(h, w)
    square = np.zeros((side, side), np.float32)
    top, left = (side - h) // 2, (side - w) // 2
    square[top : top + h, left : left + w] = ink
    small = cv2.resize(square, (_LOOK_SIDE, _LOOK_SIDE), interpolation=cv2.INTER_AREA).reshape(-1)
    centred = small - small.mean()
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-6), dtype=np.float32)


def allot(
    figures: FigureLibrary, concepts: Sequence[Concept], needs: Sequence[tuple[GroupKind, int]]
) -> list[list[Concept]]:
    """Share ``concepts`` out to groups, of which each needs so many.

    Figure groups get the first, which most sets draw; of the rest, texture groups get those whose
    silhouettes are neither strokes nor boxes, and unlike one another and the plain shapes, so that
    nothing but the pattern is the same.
    """
    first = sum(need for kind, need in needs if kind is GroupKind.FIGURE)
    front, rest = list(concepts[:first]), list(concepts[first:])
    shares: dict[int, list[Concept]] = {}
    order = sorted(enumerate(needs), key=lambda item: item[1][0] is not GroupKind.TEXTURE)
    for index, (kind, need) in order:
        source = front if kind is GroupKind.FIGURE else rest
        if kind is GroupKind.TEXTURE:
            source = _most_distinct(figures, rest)
        shares[index] = source[:need]
        front, rest = ([c for c in left if c not in shares[index]] for left in (front, rest))
    return [shares[index] for index in range(len(needs))]


def _most_distinct(figures: FigureLibrary, concepts: Sequence[Concept]) -> list[Concept]:
    """Return ``concepts`` by how well their silhouettes differ once they are filled."""
    masks = {concept: filled(cut(figures.rgba(concept[1][0]))[0]) for concept in concepts}
    solid = sorted(
        concepts, key=lambda concept: abs(float((masks[concept] > 127).mean()) - _SOLIDITY)
    )
    looks = [_look(solid_shape(number)) for number in range(SOLID_SHAPES)]
    distinct: list[Concept] = []
    for concept in solid:
        own = _look(masks[concept])
        if max(float(own @ look) for look in looks) < _GROUPS_APART:
            looks.append(own)
            distinct.append(concept)
    return distinct + [concept for concept in solid if concept not in distinct]
