"""Query groups of synthetic marks: look-alikes of one figure, kind of likeness by kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.arrangements import (
    banded,
    beside,
    figure_as_letter,
    inside,
    over,
    scattered,
    seal,
    text_above,
    text_below,
)
from examiner_app.engine.synthesis.canvas import Block, Colour, Item, overlay
from examiner_app.engine.synthesis.concepts import may_be_lettered
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import Font, FontLibrary
from examiner_app.engine.synthesis.palettes import BLACK, WHITE, palette, strong
from examiner_app.engine.synthesis.parts import Workshop, cut, shifted, warped
from examiner_app.engine.synthesis.shapes import CONTAINERS, draw_shape
from examiner_app.engine.synthesis.words import brand_words
from examiner_app.errors import SourceError

Arrange = Callable[[Workshop, Block], Block]

USUAL: tuple[Arrange, ...] = (text_below, text_below, beside, beside, text_above)
UNUSUAL: tuple[Arrange, ...] = (seal, over, banded, inside, text_above, beside, figure_as_letter)

LIKENESSES = (
    "other-words",
    "other-layout",
    "recoloured",
    "mirrored",
    "part-of-larger",
    "semantic",
    "near-duplicate",
)
"""How a mark is like the first of its group."""

_BARE_CHANCE = 0.12
_LOOK_SIDE = 16
_LEAST_ASPECT = 0.4  # a mere stroke, such as a minus sign, is no figure to look for
_GROUPS_APART = 0.7  # correlation above which two figures could pass for look-alikes
_POOL_APART = 0.85


@dataclass(frozen=True, slots=True)
class Group:
    """What the marks of one query group have in common.

    Attributes:
        concept: What the figure shows.
        drawings: Index of its figure, then those of the same concept drawn by other sets.
        font: The first mark's font.
        name: The first mark's words.
        colours: The first mark's colours.
        vienna: The Vienna codes of the figure.
        seed: Makes the first mark, and so its near-duplicates.
    """

    concept: str
    drawings: tuple[int, ...]
    font: Font
    name: str
    colours: tuple[Colour, Colour, Colour]
    vienna: str
    seed: int


@dataclass(frozen=True, slots=True)
class MarkPlan:
    """A mark to paint: what it is made of and what is written on it.

    Attributes:
        block: The mark.
        words: Its words.
        bare: Whether it is the figure alone.
    """

    block: Block
    words: str
    bare: bool


def choose_concepts(
    rng: np.random.Generator, figures: FigureLibrary, count: int
) -> list[tuple[str, tuple[int, ...]]]:
    """Return ``count`` concepts with their drawings, first those that most sets draw.

    Concepts share no word with one another, so that no group holds another's look-alikes.
    """
    clean = figures.subset(lambda f: not may_be_lettered(f.family, f.name))
    family = {f.index: f.family for f in clean.figures}
    ranked: list[tuple[int, float, str, tuple[int, ...]]] = []
    for concept, indexes in clean.by_concept().items():
        one_each = {family[i]: i for i in reversed(indexes)}
        order = list(one_each.values())
        rng.shuffle(order)
        ranked.append((-min(len(order), 3), float(rng.random()), concept, tuple(order)))
    chosen: list[tuple[str, tuple[int, ...]]] = []
    used: set[str] = set()
    looks = np.zeros((0, _LOOK_SIDE**2), np.float32)
    for _, _, concept, drawings in sorted(ranked):
        if len(chosen) == count:
            break
        tokens = set(concept.split("-"))
        if tokens & used or len(tokens) > 2:
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
    shown = {token for group in groups for token in group.concept.split("-")}
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
    ink = (darkness * (rgba[..., 3] / 255.0)).astype(np.float32)
    small = cv2.resize(ink, (_LOOK_SIDE, _LOOK_SIDE), interpolation=cv2.INTER_AREA).reshape(-1)
    centred = small - small.mean()
    return np.asarray(centred / max(float(np.linalg.norm(centred)), 1e-6), dtype=np.float32)


def member_likenesses(rng: np.random.Generator, size: int) -> list[str]:
    """Return the likeness of each mark of a group of ``size``: the first is ``original``.

    Every kind is there once, the rest at random.
    """
    extra = [LIKENESSES[int(i)] for i in rng.integers(0, 6, max(0, size - 1 - len(LIKENESSES)))]
    kinds = [*LIKENESSES, *extra][: size - 1]
    rng.shuffle(kinds)
    return ["original", *kinds]


def make_member(
    rng: np.random.Generator,
    group: Group,
    likeness: str,
    figures: FigureLibrary,
    fonts: FontLibrary,
) -> MarkPlan:
    """Return one mark of ``group``, like its first mark in the way ``likeness`` says."""
    if likeness in {"original", "near-duplicate"}:
        plan = _first(np.random.default_rng(group.seed), group, figures, fonts)
        if likeness == "original" or rng.random() < 0.6:
            return plan
        shop = Workshop(rng, figures, fonts, group.colours)
        return MarkPlan(shop.registered(plan.block), plan.words, plan.bare)
    shop = Workshop(rng, figures, fonts, group.colours)
    if likeness in {"recoloured", "mirrored", "other-layout"} and shop.chance(0.4):
        shop.house_font, shop.house_name = group.font, group.name
    if likeness == "other-words" and shop.chance(0.5):
        shop.house_font = group.font
    if likeness == "recoloured" or shop.chance(0.4):
        shop.colours = palette(rng)
    rgba = figures.rgba(group.drawings[0])
    if likeness == "semantic" and len(group.drawings) > 1:
        rgba = figures.rgba(group.drawings[1 + int(rng.integers(len(group.drawings) - 1))])
    figure = _figure(shop, rgba, likeness)
    if likeness == "part-of-larger":
        return _plan(shop, (scattered, inside, scattered, seal), figure)
    if likeness != "other-words" and shop.chance(_BARE_CHANCE):
        return MarkPlan(figure, "", bare=True)
    return _plan(shop, UNUSUAL if likeness == "other-layout" else USUAL, figure)


def _first(
    rng: np.random.Generator, group: Group, figures: FigureLibrary, fonts: FontLibrary
) -> MarkPlan:
    shop = Workshop(rng, figures, fonts, group.colours, group.font, group.name)
    figure = _figure(shop, figures.rgba(group.drawings[0]), "original")
    if shop.chance(_BARE_CHANCE):
        return MarkPlan(figure, "", bare=True)
    return _plan(shop, USUAL, figure)


def _plan(shop: Workshop, arrangements: Sequence[Arrange], figure: Block) -> MarkPlan:
    arrange = arrangements[int(shop.rng.integers(len(arrangements)))]
    block = arrange(shop, figure)
    return MarkPlan(block, " ".join(shop.said), bare=False)


def _figure(shop: Workshop, rgba: NDArray[np.uint8], likeness: str) -> Block:
    alpha, colours = cut(rgba)
    own_colours = bool((colours[alpha > 0] > 8).any())
    recoloured = likeness == "recoloured"
    if likeness == "mirrored":
        if shop.chance(0.6):
            alpha, colours = alpha[:, ::-1], colours[:, ::-1]
        turn, shear = shop.between(-30, 30), shop.between(-0.35, 0.35)
        alpha = warped(np.ascontiguousarray(alpha), turn, shear)
        colours = warped(np.ascontiguousarray(colours), turn, shear)
    if own_colours and recoloured:
        if shop.chance(0.4):
            grey = colours.mean(axis=2, keepdims=True).astype(np.uint8)
            colours = np.repeat(grey, 3, axis=2)
        else:
            colours = shifted(np.ascontiguousarray(colours), int(shop.rng.integers(25, 155)))
    if own_colours:
        return Block.of(Item(alpha, colours))
    if recoloured and shop.chance(0.4):
        shape = draw_shape(shop.rng, CONTAINERS[int(shop.rng.integers(len(CONTAINERS)))])
        holder = Block.of(Item(shape, strong(shop.rng)))
        return overlay(holder, Block.of(Item(alpha, WHITE), 0.6 * min(1.0, holder.w)))
    colour = strong(shop.rng) if recoloured else shop.colours[1]
    return Block.of(Item(alpha, shop.paint(colour) if recoloured else colour))


def make_group(
    rng: np.random.Generator,
    concept: str,
    drawings: tuple[int, ...],
    fonts: FontLibrary,
    vienna: str,
) -> Group:
    """Return what a group around ``concept`` has in common."""
    script = "latin" if "latin" in fonts.scripts and rng.random() < 0.85 else None
    font = fonts.pick(rng, script)
    colours = palette(rng) if rng.random() < 0.6 else (BLACK, BLACK, BLACK)
    name = brand_words(rng, font)
    return Group(concept, drawings, font, name, colours, vienna, int(rng.integers(2**31)))
