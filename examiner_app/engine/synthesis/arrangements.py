"""How trademarks put figures and lettering together, one function per arrangement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from examiner_app.engine.models.vggcam import MarkType
from examiner_app.engine.synthesis.canvas import Block, Item, overlay, row, stack
from examiner_app.engine.synthesis.lettering import Font, Layout
from examiner_app.engine.synthesis.palettes import WHITE
from examiner_app.engine.synthesis.parts import Workshop, stretched
from examiner_app.engine.synthesis.shapes import CONTAINERS, draw_shape, hollow


def text_below(shop: Workshop, figure: Block) -> Block:
    """Lettering under the figure, narrower or far wider than it."""
    words = shop.words()
    words = words.scaled(figure.w * shop.between(0.5, 3.2) / words.w)
    words = words.scaled(min(1.0, 0.8 * figure.h / words.h))
    return stack(figure, words, shop.between(0.03, 0.3), _align(shop))


def text_above(shop: Workshop, figure: Block) -> Block:
    """Lettering over the top of the figure, at times with more of it below."""
    words = shop.words()
    words = words.scaled(min(figure.w * shop.between(0.5, 2.5) / words.w, 0.8 * figure.h / words.h))
    block = stack(words, figure, shop.between(0.03, 0.3), _align(shop))
    return text_below(shop, block) if shop.chance(0.2) else block


def beside(shop: Workshop, figure: Block) -> Block:
    """The figure left or right of the name, as large or small beside a long word mark."""
    words = shop.words()
    words = words.scaled(figure.h * shop.between(0.2, 1.3) / words.h)
    if shop.chance(0.25):
        second = shop.words()
        second = second.scaled(min(words.w / second.w, words.h / second.h) * 0.9)
        words = stack(words, second, 0.1 * words.h, 0.0)
    parts = (figure, words) if shop.chance(0.75) else (words, figure)
    return row(*parts, shop.between(0.05, 0.5), shop.between(0.2, 0.9))


def over(shop: Workshop, figure: Block) -> Block:
    """Lettering across the figure."""
    words = shop.words()
    words = words.scaled(figure.w * shop.between(0.6, 1.8) / words.w)
    words = words.scaled(min(1.0, 0.5 * figure.h / words.h))
    return overlay(figure, words, shop.between(0.4, 0.6), shop.between(0.2, 0.8))


def inside(shop: Workshop, figure: Block) -> Block:
    """Name and figure together in a filled or hollow shape."""
    block = over(shop, figure) if shop.chance(0.3) else text_below(shop, figure)
    return framed(shop, block)


def banded(shop: Workshop, figure: Block) -> Block:
    """The name on a band across, under or above the figure."""
    words = shop.words()
    words = words.scaled(min(figure.w * shop.between(0.7, 1.8) / words.w, 0.45 * figure.h))
    band = stretched(
        Block.of(Item(draw_shape(shop.rng, "bar"), shop.colours[2]), words.h * 1.5),
        words.w * shop.between(1.08, 1.4),
    )
    label = overlay(band, _recoloured(words))
    return overlay(figure, label, 0.5, shop.between(0.4, 1.1))


def seal(shop: Workshop, figure: Block) -> Block:
    """Lettering round the figure in a circle."""
    return shop.ring(figure)


def figure_as_letter(shop: Workshop, figure: Block) -> Block:
    """A logotype with the figure in place of one letter."""
    font = shop.font()
    text = shop.name(font).split()[0]
    at = int(shop.rng.integers(0, len(text) + 1))
    if at == 0 or at >= len(text):
        at = max(1, len(text) // 2)
    tall = shop.between(0.8, 1.3)
    block = row(_letters(shop, font, text[:at]), figure.scaled(tall), 0.08, 1.0)
    return row(block, _letters(shop, font, text[at:]), 0.08, 1.0) if text[at:] else block


def scattered(shop: Workshop, figure: Block) -> Block:
    """Several figures round or between lines of lettering."""
    block = beside(shop, figure) if shop.chance(0.5) else text_below(shop, figure)
    for _ in range(int(shop.rng.integers(1, 3))):
        more = shop.figure().scaled(block.h * shop.between(0.15, 0.5))
        place = stack if shop.chance(0.5) else row
        parts = (block, more) if shop.chance(0.5) else (more, block)
        block = place(*parts, 0.08 * block.h, shop.between(0.0, 1.0))
    return block


def monogram_and_name(shop: Workshop, figure: Block) -> Block:
    """Letters in a shape, beside or above the name; the figure stands small by them."""
    block = stack(shop.monogram(), figure.scaled(shop.between(0.25, 0.6)), 0.08)
    return beside(shop, block) if shop.chance(0.5) else text_below(shop, block)


def framed(shop: Workshop, block: Block) -> Block:
    """Return ``block`` in a filled or hollow shape around it."""
    name = CONTAINERS[int(shop.rng.integers(len(CONTAINERS)))]
    alpha = draw_shape(shop.rng, name)
    filled = shop.chance(0.5)
    alpha = alpha if filled else hollow(shop.rng, alpha)
    room = 1.18 if name == "bar" else shop.between(1.6, 2.0)
    holder = Block.of(Item(alpha, shop.paint(shop.colours[2])), block.h * room)
    holder = stretched(holder, block.w * room)
    return overlay(holder, _recoloured(block) if filled else block)


FIGURE_AND_TEXT: dict[Callable[[Workshop, Block], Block], float] = {
    text_below: 0.24,
    text_above: 0.08,
    beside: 0.24,
    over: 0.09,
    inside: 0.08,
    banded: 0.05,
    seal: 0.08,
    figure_as_letter: 0.05,
    scattered: 0.05,
    monogram_and_name: 0.04,
}
"""Arrangement of a figure with lettering → how often it is taken."""


def figure_and_text(shop: Workshop) -> Block:
    """Return a mark with a figure and lettering, in any of the arrangements."""
    arrange = tuple(FIGURE_AND_TEXT)
    chosen = shop.rng.choice(len(arrange), p=tuple(FIGURE_AND_TEXT.values()))
    shop.arrangement = arrange[int(chosen)].__name__.replace("_", " ")
    block = arrange[int(chosen)](shop, figures(shop) if shop.chance(0.2) else shop.figure())
    return framed(shop, block) if shop.chance(0.05) else block


def text_only(shop: Workshop) -> Block:
    """Return a word mark: one to three lines, a monogram's letters, or lettering in a ring."""
    kind = shop.rng.random()
    if kind < 0.06:
        return shop.ring(None)
    if kind < 0.16:
        font = shop.font()
        text = shop.name(font) if shop.house_name else shop.initials(font)
        return shop.line(font, text, layout=Layout.STRAIGHT)
    block = shop.words()
    if shop.chance(0.22):
        second = shop.words()
        second = second.scaled(min(block.w / second.w, 1.2))
        block = stack(block, second, shop.between(0.05, 0.3), _align(shop))
    if shop.chance(0.08):
        bar = Item(draw_shape(shop.rng, "bar"), shop.colours[2])
        holder = stretched(Block.of(bar, block.h * 1.4), block.w * 1.15)
        return overlay(holder, _recoloured(block))
    return block


def figures(shop: Workshop) -> Block:
    """Return one to five figures or shapes in a row, a column or one in another."""
    block = shop.figure()
    if shop.chance(0.55):
        return block
    kind = shop.rng.random()
    if kind < 0.3:
        return overlay(block, shop.figure().scaled(shop.between(0.3, 0.6)))
    if kind < 0.5:
        return framed(shop, block)
    repeated = shop.chance(0.4)
    place = row if shop.chance(0.7) else stack
    for _ in range(int(shop.rng.integers(1, 5))):
        more = block if repeated and block.w < 3 else shop.figure()
        block = place(block, more.scaled(shop.between(0.6, 1.0)), shop.between(0.0, 0.2))
    return block


ARRANGE: dict[MarkType, Callable[[Workshop], Block]] = {
    MarkType.TEXT_ONLY: text_only,
    MarkType.FIGURE_ONLY: figures,
    MarkType.FIGURE_AND_TEXT: figure_and_text,
}
"""Type of mark → what makes one."""


def _align(shop: Workshop) -> float:
    return float(shop.rng.choice([0.5, 0.5, 0.5, 0.0, 1.0]))


def _letters(shop: Workshop, font: Font, text: str) -> Block:
    return shop.line(font, text, layout=Layout.STRAIGHT, colour=shop.colours[0])


def _recoloured(block: Block) -> Block:
    """Return ``block`` with its plain colours white: what stands on a filled shape."""

    def white(item: Item) -> Item:
        return replace(item, paint=WHITE) if isinstance(item.paint, tuple) else item

    placed = tuple(replace(p, item=white(p.item)) for p in block.placed)
    return Block(placed, block.w, block.h)
