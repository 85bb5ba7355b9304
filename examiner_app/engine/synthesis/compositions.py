"""Compositions of synthetic marks: panels, bands and frames with places for figure and words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.canvas import Block, Colour, Item, Mask, Placed
from examiner_app.engine.synthesis.lettering import brand_words, draw_text, slogan
from examiner_app.engine.synthesis.palettes import WHITE
from examiner_app.engine.synthesis.parts import Workshop, cut
from examiner_app.engine.synthesis.shapes import hollow, regular, shield
from examiner_app.engine.synthesis.textures import polygon_mask

_PIXELS = 240  # a panel's pixels per unit
_CANDIDATES = 8


@dataclass(frozen=True, slots=True)
class Slot:
    """A box, in units of the composition, that something is fitted into.

    Attributes:
        x: Left.
        y: Top.
        w: Width.
        h: Height.
        on_panel: Whether it lies on a filled panel, so that what is in it is white.
        mirrored: Whether a figure in it faces the other way.
    """

    x: float
    y: float
    w: float
    h: float
    on_panel: bool = False
    mirrored: bool = False

    def fitted(self, block: Block) -> tuple[Placed, ...]:
        """Return the items of ``block`` as large as fits, in the middle of the slot."""
        block = block.scaled(min(self.w / block.w, self.h / block.h))
        return block.at(self.x + (self.w - block.w) / 2, self.y + (self.h - block.h) / 2)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the frame.

    Attributes:
        alpha: (h, w) coverage in 0 … 255, stretched to the slot.
        slot: Where it is.
        colour: Which of the mark's three colours it has.
    """

    alpha: Mask
    slot: Slot
    colour: int


@dataclass(frozen=True, slots=True)
class Composition:
    """Where everything of a mark is, whatever figure and words it has.

    Attributes:
        w: Width, in units.
        h: Height, in units.
        panels: Frame, bands and rules, painted in order.
        figures: Where the figure is, once or more.
        name: Where the name is.
        line: Where a line of small print is.
    """

    w: float
    h: float
    panels: tuple[Panel, ...]
    figures: tuple[Slot, ...]
    name: Slot
    line: Slot

    @classmethod
    def pick(cls, rng: np.random.Generator, turn: int) -> Composition:
        """Return the ``turn``-th composition in proportions of its own.

        After the last they begin again, every other time upside down.
        """
        makers = tuple(COMPOSITIONS.values())
        made = makers[turn % len(makers)](rng)
        return made.upside_down() if turn // len(makers) % 2 else made

    def upside_down(self) -> Composition:
        """Return the composition with its panels and places from bottom to top."""

        def moved(slot: Slot) -> Slot:
            return replace(slot, y=self.h - slot.y - slot.h)

        panels = (Panel(np.flipud(p.alpha), moved(p.slot), p.colour) for p in self.panels)
        figures = tuple(moved(slot) for slot in self.figures)
        return Composition(
            self.w, self.h, tuple(panels), figures, moved(self.name), moved(self.line)
        )

    def filled(self, shop: Workshop, rgba: NDArray[np.uint8]) -> Block:
        """Return a mark: this composition with the figure ``rgba`` (h, w, 4) and new words."""
        placed: tuple[Placed, ...] = ()
        for panel in self.panels:
            item = Item(panel.alpha, shop.colours[panel.colour])
            placed += (Placed(item, panel.slot.x, panel.slot.y, panel.slot.w, panel.slot.h),)
        for slot in self.figures:
            placed += slot.fitted(_figure(rgba, slot, shop.colours[1]))
        placed += self.name.fitted(_name(shop, self.name))
        font = shop.font()
        small = draw_text(shop.rng, slogan(shop.rng, font), font, height=40)
        placed += self.line.fitted(_lettering(small, self.line, shop.colours[0]))
        return Block(placed, self.w, self.h)


def _figure(rgba: NDArray[np.uint8], slot: Slot, colour: Colour) -> Block:
    alpha, colours = cut(rgba)
    if slot.mirrored:
        alpha, colours = alpha[:, ::-1], colours[:, ::-1]
    own_colours = bool((colours[alpha > 0] > 8).any())
    if own_colours and not slot.on_panel:
        return Block.of(Item(np.ascontiguousarray(alpha), np.ascontiguousarray(colours)))
    ink = alpha * (1.0 - colours.mean(axis=2) / 255.0)
    mask = np.asarray(ink * (255.0 / max(float(ink.max()), 1.0)), dtype=np.uint8)
    return Block.of(Item(mask, WHITE if slot.on_panel else colour))


def _name(shop: Workshop, slot: Slot) -> Block:
    """Return the name, of several invented ones, that fills the slot best."""
    font = shop.font()
    texts = [brand_words(shop.rng, font) for _ in range(_CANDIDATES)]
    masks = [draw_text(shop.rng, text, font, height=64) for text in texts]
    misses = [abs(np.log(m.shape[1] / m.shape[0] * slot.h / slot.w)) for m in masks]
    best = int(np.argmin(misses))
    shop.said.append(texts[best])
    return _lettering(masks[best], slot, shop.colours[0])


def _lettering(mask: Mask, slot: Slot, colour: Colour) -> Block:
    return Block.of(Item(mask, WHITE if slot.on_panel else colour, text=True))


# Compositions


def _box(slot: Slot, colour: int) -> Panel:
    return Panel(np.full((8, 8), 255, np.uint8), slot, colour)


def _frame(slot: Slot, colour: int, *, lines: int = 1, thick: float = 0.03) -> Panel:
    """Return a rectangle of one or two lines, ``thick`` units wide."""
    h, w = round(slot.h * _PIXELS), round(slot.w * _PIXELS)
    step = max(2, round(thick * _PIXELS))
    alpha = np.full((h, w), 255, np.uint8)
    for line in range(2 * lines - 1):
        inset = step * (line + 1)
        alpha[inset : h - inset, inset : w - inset] = 255 if line % 2 else 0
    return Panel(alpha, slot, colour)


def _roundel(rng: np.random.Generator) -> Composition:
    """A disc with the figure, and the name on a broad band across it."""
    reach, top = float(rng.uniform(1.15, 1.4)), float(rng.uniform(0.5, 0.58))
    deep, left = float(rng.uniform(0.2, 0.26)), (reach - 1) / 2
    panels = (
        Panel(polygon_mask(regular(72, 0.0)), Slot(left, 0, 1, 1), 1),
        _box(Slot(0, top - 0.02, reach, deep + 0.04), 0),
        _box(Slot(0.02, top, reach - 0.04, deep), 2),
    )
    figure = Slot(left + 0.27, 0.1, 0.46, top - 0.16, on_panel=True)
    name = Slot(0.08 * reach, top + 0.18 * deep, 0.84 * reach, 0.64 * deep, on_panel=True)
    return Composition(
        reach, 1, panels, (figure,), name, Slot(left + 0.25, 0.85, 0.5, 0.07, on_panel=True)
    )


def _crest(rng: np.random.Generator) -> Composition:
    """The outline of a shield around the figure, and the name on a band below it."""
    wide, deep = float(rng.uniform(1.2, 1.5)), float(rng.uniform(0.22, 0.28))
    left = (wide - 1) / 2
    panels = (
        Panel(hollow(rng, shield(rng)), Slot(left, 0, 1, 1.1), 1),
        _box(Slot(0, 1.0, wide, deep), 2),
    )
    figure = Slot(left + 0.25, 0.2, 0.5, 0.5)
    name = Slot(0.08, 1.0 + 0.18 * deep, wide - 0.16, 0.64 * deep, on_panel=True)
    return Composition(
        wide, 1.16 + deep, panels, (figure,), name, Slot(0.1, 1.04 + deep, wide - 0.2, 0.1)
    )


def _ticket(rng: np.random.Generator) -> Composition:
    """A wide frame: the figure on a filled panel at one end, name, rule and small print beside."""
    wide, panel = float(rng.uniform(2.2, 2.9)), float(rng.uniform(0.75, 1.0))
    left = panel + 0.14
    room = wide - left - 0.14
    outer = Slot(0, 0, wide, 1)
    panels = (
        _frame(outer, 1),
        _box(Slot(0, 0, panel, 1), 1),
        _box(Slot(left, 0.64, room, 0.03), 2),
    )
    figure = Slot(0.14, 0.16, panel - 0.28, 0.68, on_panel=True)
    return Composition(
        wide, 1, panels, (figure,), Slot(left, 0.2, room, 0.38), Slot(left, 0.72, room, 0.14)
    )


def _label(rng: np.random.Generator) -> Composition:
    """A frame of two lines: the name on top, the figure between two rules, small print."""
    wide, side = float(rng.uniform(1.3, 1.8)), float(rng.uniform(0.36, 0.44))
    left = (wide - side) / 2
    rules = tuple(_box(Slot(x, 0.57, left - 0.24, 0.025), 2) for x in (0.14, left + side + 0.1))
    panels = (_frame(Slot(0, 0, wide, 1), 1, lines=2, thick=0.02), *rules)
    name, line = Slot(0.15, 0.13, wide - 0.3, 0.2), Slot(0.2, 0.82, wide - 0.4, 0.08)
    return Composition(wide, 1, panels, (Slot(left, 0.38, side, 0.4),), name, line)


def _supporters(rng: np.random.Generator) -> Composition:
    """The name on a bar between the figure and its mirror image, with rules above and below."""
    room, tall = float(rng.uniform(1.2, 1.8)), float(rng.uniform(0.36, 0.48))
    top = (1 - tall) / 2
    panels = (
        _box(Slot(1.06, top, room, tall), 2),
        _box(Slot(1.06, top - 0.1, room, 0.04), 1),
        _box(Slot(1.06, top + tall + 0.06, room, 0.04), 1),
    )
    figures = (Slot(0, 0.05, 1, 0.9), Slot(1.12 + room, 0.05, 1, 0.9, mirrored=True))
    name = Slot(1.14, top + 0.2 * tall, room - 0.16, 0.6 * tall, on_panel=True)
    line = Slot(1.06, top + tall + 0.14, room, 0.11)
    return Composition(2.12 + room, 1, panels, figures, name, line)


def _tiles(rng: np.random.Generator) -> Composition:
    """Three filled tiles with the figure in each, and the name along below them."""
    gap, tall = float(rng.uniform(0.04, 0.14)), float(rng.uniform(0.3, 0.45))
    wide = 3 + 2 * gap
    tiles = [Slot(i * (1 + gap), 0, 1, 1) for i in range(3)]
    panels = tuple(_box(tile, 1 + i % 2) for i, tile in enumerate(tiles))
    figures = tuple(Slot(tile.x + 0.2, 0.2, 0.6, 0.6, on_panel=True) for tile in tiles)
    name = Slot(0, 1.14, wide, tall)
    return Composition(wide, 1.36 + tall, panels, figures, name, Slot(0, 1.22 + tall, wide, 0.14))


COMPOSITIONS: dict[str, Callable[[np.random.Generator], Composition]] = {
    "roundel": _roundel,
    "crest": _crest,
    "ticket": _ticket,
    "label": _label,
    "supporters": _supporters,
    "tiles": _tiles,
}
"""Name of a composition → what makes one, in proportions drawn by chance."""
