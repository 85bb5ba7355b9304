"""Marks of query groups: look-alikes of a figure, sound-alikes, shared textures and layouts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.models.vggcam import MarkType
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
    text_only,
)
from examiner_app.engine.synthesis.canvas import Block, Item, overlay, row, stack
from examiner_app.engine.synthesis.compositions import Composition
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import Font, FontLibrary
from examiner_app.engine.synthesis.groups import (
    NEAR_DUPLICATE,
    ORIGINAL,
    Group,
    GroupKind,
    MarkPlan,
    Member,
)
from examiner_app.engine.synthesis.mark_records import vienna_codes
from examiner_app.engine.synthesis.palettes import WHITE, palette, strong
from examiner_app.engine.synthesis.parts import Workshop, cut, shifted, warped
from examiner_app.engine.synthesis.phonetics import script_of, sound_alikes
from examiner_app.engine.synthesis.shapes import CONTAINERS, draw_shape
from examiner_app.engine.synthesis.textures import (
    PLAIN_SHAPES,
    Texture,
    filled,
    solid_shape,
    textured,
)
from examiner_app.engine.synthesis.words import cased

Arrange = Callable[[Workshop, Block], Block]

USUAL: tuple[Arrange, ...] = (text_below, text_below, beside, beside, text_above)
UNUSUAL: tuple[Arrange, ...] = (seal, over, banded, inside, text_above, beside, figure_as_letter)

MOST_MARKS = 14
"""Most marks that a group may have."""


def make_member(
    rng: np.random.Generator,
    group: Group,
    member: Member,
    figures: FigureLibrary,
    fonts: FontLibrary,
) -> MarkPlan:
    """Return one mark of ``group``.

    Args:
        rng: Decides everything but originals and what near-duplicates copy.
        group: What the group's marks have in common.
        member: Which mark it is, less than ``MOST_MARKS``, and how it is drawn.
        figures: Where figures come from that are not the group's own.
        fonts: Where fonts come from.
    """
    shop = Workshop(rng, figures, fonts, group.colours, shapes=PLAIN_SHAPES)
    if not member.copies:
        return _MAKERS[group.kind](shop, group, member)
    again = replace(shop, rng=np.random.default_rng(group.seed), said=[])
    plan = _MAKERS[group.kind](again, group, replace(member, number=0, variety=ORIGINAL))
    if member.variety == NEAR_DUPLICATE and shop.chance(0.4):
        return replace(plan, block=shop.registered(plan.block))
    return plan


# Figure groups


def _figure_mark(shop: Workshop, group: Group, member: Member) -> MarkPlan:
    variety = member.variety
    if variety == ORIGINAL:
        shop.house_font, shop.house_name = group.font, group.name
    if variety in {"recoloured", "mirrored", "other-layout"} and shop.chance(0.4):
        shop.house_font, shop.house_name = group.font, group.name
    if variety == "other-words" and shop.chance(0.5):
        shop.house_font = group.font
    if variety == "recoloured" or (variety != ORIGINAL and shop.chance(0.4)):
        shop.colours = palette(shop.rng)
    rgba = shop.figures.rgba(group.drawings[0])
    if variety == "semantic":
        rgba = shop.figures.rgba(group.drawings[int(shop.rng.integers(1, len(group.drawings)))])
    figure = _figure(shop, rgba, variety)
    if member.bare:
        return MarkPlan(figure, "", MarkType.FIGURE_ONLY)
    if variety == "part-of-larger":
        return _with_words(shop, (scattered, inside, scattered, seal), figure)
    return _with_words(shop, UNUSUAL if variety == "other-layout" else USUAL, figure)


def _with_words(shop: Workshop, arrangements: Sequence[Arrange], figure: Block) -> MarkPlan:
    arrange = arrangements[int(shop.rng.integers(len(arrangements)))]
    block = arrange(shop, figure)
    return MarkPlan(block, " ".join(shop.said), MarkType.FIGURE_AND_TEXT)


def _figure(shop: Workshop, rgba: NDArray[np.uint8], variety: str) -> Block:
    alpha, colours = cut(rgba)
    own_colours = bool((colours[alpha > 0] > 8).any())
    recoloured = variety == "recoloured"
    if variety == "mirrored":
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


# Groups that share something else than a figure


def _phonetic_mark(shop: Workshop, group: Group, member: Member) -> MarkPlan:
    """A name that sounds like the group's; every third stands by a figure of its own."""
    name, shop.house_font = group.name, group.font
    if member.variety != ORIGINAL:
        rng = np.random.default_rng(group.seed)
        name = sound_alikes(rng, group.name, group.font, MOST_MARKS)[member.number]
        shop.house_font = _font_for(shop, name, group.font)
        shop.colours = palette(shop.rng)
    shop.house_name = cased(shop.rng, [name])
    if member.number % 3 != 2:
        return MarkPlan(text_only(shop), " ".join(shop.said), MarkType.TEXT_ONLY)
    rgba = shop.figures.rgba(group.drawings[member.number // 3])
    plan = _with_words(shop, USUAL, shop.figure_block(rgba))
    return replace(plan, vienna=vienna_codes(shop.rng))


def _font_for(shop: Workshop, name: str, known: Font) -> Font:
    """Return any font that has all the letters of ``name``: ``known`` has them."""
    script = script_of(name)
    for _ in range(8):
        font = shop.fonts.pick(shop.rng, script)
        if set(name) <= set(font.characters[script]):
            return font
    return known


def _texture_mark(shop: Workshop, group: Group, member: Member) -> MarkPlan:
    """The group's texture in a figure's silhouette, or in every other mark in a plain shape."""
    texture = Texture.pick(np.random.default_rng(group.seed), group.turn)
    if member.variety == ORIGINAL:
        shop.house_font, shop.house_name = group.font, group.name
    elif shop.chance(0.6):
        shop.colours = palette(shop.rng)
    if member.number % 2:
        mask = solid_shape(member.number // 2)
    else:
        mask = filled(cut(shop.figures.rgba(group.drawings[member.number // 2]))[0])
    figure = textured(mask, texture, shop.colours[1], WHITE)
    if member.bare:
        return MarkPlan(figure, "", MarkType.FIGURE_ONLY)
    return _with_words(shop, (_captioned,), figure)


def _captioned(shop: Workshop, figure: Block) -> Block:
    """Lettering by a figure that stays large enough for its texture to be seen."""
    words = shop.words()
    words = words.scaled(min(shop.between(0.8, 1.8) / words.w, shop.between(0.3, 0.7) / words.h))
    parts = (figure, words) if shop.chance(0.7) else (words, figure)
    place = stack if shop.chance(0.6) else row
    return place(*parts, shop.between(0.05, 0.2))


def _layout_mark(shop: Workshop, group: Group, member: Member) -> MarkPlan:
    """The group's composition with a figure and words of its own."""
    composition = Composition.pick(np.random.default_rng(group.seed), group.turn)
    if member.variety == ORIGINAL or shop.chance(0.4):
        shop.house_font = group.font
    if member.variety != ORIGINAL and shop.chance(0.5):
        shop.colours = palette(shop.rng)
    block = composition.filled(shop, shop.figures.rgba(group.drawings[member.number]))
    codes = vienna_codes(shop.rng)
    return MarkPlan(block, " ".join(shop.said), MarkType.FIGURE_AND_TEXT, codes)


_MAKERS: dict[GroupKind, Callable[[Workshop, Group, Member], MarkPlan]] = {
    GroupKind.FIGURE: _figure_mark,
    GroupKind.PHONETIC: _phonetic_mark,
    GroupKind.TEXTURE: _texture_mark,
    GroupKind.LAYOUT: _layout_mark,
}
