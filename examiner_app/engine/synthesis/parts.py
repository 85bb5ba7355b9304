"""The parts of a synthetic mark as blocks: figures, shapes, frames and lines of lettering."""

from __future__ import annotations

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.canvas import Block, Colour, Item, Mask, overlay, row, stack
from examiner_app.engine.synthesis.concepts import may_be_lettered
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.lettering import (
    Font,
    FontLibrary,
    Layout,
    abbreviation,
    bend,
    brand_words,
    draw_text,
    slogan,
    writable,
)
from examiner_app.engine.synthesis.palettes import WHITE, gradient, palette, strong
from examiner_app.engine.synthesis.shapes import CONTAINERS, SHAPES, draw_shape, hollow

LAYOUTS = tuple(Layout)
_LAYOUT_CHANCES = (0.56, 0.07, 0.03, 0.09, 0.07, 0.07, 0.07, 0.04)
_LATIN_CHANCE = 0.62


@dataclass(slots=True)
class Workshop:
    """What one mark is made with: sources, colours, and one stream of chance.

    Attributes:
        rng: Decides everything.
        figures: Where figures come from; those that may hold lettering are passed over.
        fonts: Where fonts come from.
        colours: Main, second and accent colour of this mark.
        house_font: The font of every name, where one is given.
        house_name: The words of the mark's first name, where they are given.
        house_layout: How every name runs, where that is given.
        shapes: Names of the abstract shapes that may stand as a figure.
        arrangement: How figures and lettering were put together, once they are.
        said: What was written so far, names and letters, without small print.
    """

    rng: np.random.Generator
    figures: FigureLibrary
    fonts: FontLibrary
    colours: tuple[Colour, Colour, Colour]
    house_font: Font | None = None
    house_name: str | None = None
    house_layout: Layout | None = None
    shapes: tuple[str, ...] = tuple(SHAPES)
    arrangement: str = ""
    said: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, rng: np.random.Generator, figures: FigureLibrary, fonts: FontLibrary) -> Workshop:
        """Return a workshop with colours of its own."""
        return cls(rng, figures, fonts, palette(rng))

    def chance(self, probability: float) -> bool:
        """Return true with ``probability``."""
        return bool(self.rng.random() < probability)

    def between(self, low: float, high: float) -> float:
        """Return a number drawn evenly from ``low`` … ``high``."""
        return float(self.rng.uniform(low, high))

    def font(self) -> Font:
        """Return a font: the house's, else Latin mostly, else any script of the library."""
        if self.house_font is not None:
            return self.house_font
        scripts = self.fonts.scripts
        latin = "latin" in scripts and self.chance(_LATIN_CHANCE)
        return self.fonts.pick(self.rng, "latin" if latin else None)

    def name(self, font: Font) -> str:
        """Return words for a mark: the house's first, invented ones after."""
        text, self.house_name = self.house_name, None
        text = brand_words(self.rng, font) if text is None else writable(text, font)
        self.said.append(text)
        return text

    def initials(self, font: Font) -> str:
        """Return one to four letters for a mark."""
        latin = "latin" in font.characters
        text = abbreviation(self.rng) if latin else font.characters[font.scripts[0]][:1]
        self.said.append(text)
        return text

    # Figures

    def figure_index(self) -> int:
        """Return the index of a figure that holds no lettering."""
        figures = self.figures.figures
        figure = figures[int(self.rng.integers(len(figures)))]
        for _ in range(20):
            if not may_be_lettered(figure.family, figure.name):
                break
            figure = figures[int(self.rng.integers(len(figures)))]
        return figure.index

    def figure(self) -> Block:
        """Return a figure or an abstract shape, recoloured, bent or framed: 1 unit tall."""
        if self.chance(0.22):
            alpha = draw_shape(self.rng, self.shapes[int(self.rng.integers(len(self.shapes)))])
            alpha = hollow(self.rng, alpha) if self.chance(0.25) else alpha
            return Block.of(Item(self.transformed(alpha), self.paint(self.colours[1])))
        return self.figure_block(self.figures.rgba(self.figure_index()))

    def figure_block(self, rgba: NDArray[np.uint8]) -> Block:
        """Return a drawn figure as a block, varied, at times knocked out of a shape."""
        alpha, colours = cut(rgba)
        mono = int(cv2.bitwise_and(colours, colours, mask=alpha).max()) <= 8
        if mono and self.chance(0.14):
            holder = Block.of(Item(draw_shape(self.rng, self._container()), self.colours[1]))
            inner = Block.of(Item(alpha, WHITE), 0.55 * min(1.0, holder.w))
            return overlay(holder, inner)
        if mono or self.chance(0.12):
            return Block.of(Item(self.transformed(alpha), self.paint(self.colours[1])))
        if self.chance(0.3):
            colours = shifted(colours, int(self.rng.integers(180)))
        return Block.of(Item(alpha, colours))

    def transformed(self, alpha: Mask) -> Mask:
        """Return a shape mirrored, turned, sheared or stretched now and then."""
        if self.chance(0.25):
            alpha = np.ascontiguousarray(alpha[:, ::-1])
        if self.chance(0.3):
            alpha = warped(alpha, self.between(-25, 25), self.between(-0.25, 0.25))
        return alpha

    def paint(self, colour: Colour) -> Colour | NDArray[np.uint8]:
        """Return a colour, now and then a gradient of it."""
        if self.chance(0.1):
            return gradient(self.rng, colour, strong(self.rng))
        return colour

    def _container(self) -> str:
        return CONTAINERS[int(self.rng.integers(len(CONTAINERS)))]

    # Lettering

    def line(
        self, font: Font, text: str, *, layout: Layout | None = None, colour: Colour | None = None
    ) -> Block:
        """Return one piece of lettering, 1 unit tall."""
        layout = layout or self.house_layout
        if layout is None:
            layout = LAYOUTS[int(self.rng.choice(len(LAYOUTS), p=_LAYOUT_CHANCES))]
        height = 104 if len(text) < 5 else int(self.rng.choice((24, 40, 64, 64)))
        mask = draw_text(self.rng, text, font, height=height, layout=layout)
        if colour is None and self.chance(0.06):
            return self._edged(mask)
        return Block.of(Item(mask, self._letter_paint(colour), text=True))

    def _letter_paint(self, colour: Colour | None) -> Colour | NDArray[np.uint8]:
        if colour is None and self.chance(0.06):
            # One name in two colours, as where two words are run together.
            halves = np.zeros((1, 64, 3), np.uint8)
            at = int(self.rng.integers(16, 48))
            halves[:, :at], halves[:, at:] = self.colours[0], strong(self.rng)
            return halves
        return self.paint(colour or self.colours[0])

    def _edged(self, mask: Mask) -> Block:
        """Return lettering with an edge in another colour (the edge is lettering too)."""
        reach = max(1, mask.shape[0] // 16)
        padded = np.pad(mask, reach)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
        edge = np.asarray(cv2.dilate(padded, kernel), dtype=np.uint8)
        colour = self.colours[0] if self.chance(0.5) else WHITE
        below = Block.of(Item(edge, strong(self.rng), text=True))
        return overlay(below, Block.of(Item(padded, colour, text=True, legible=False)))

    def words(self) -> Block:
        """Return a name in letters, often with small print or ® beside it: about 1 unit tall."""
        font = self.font()
        name = self.line(font, self.name(font))
        if self.chance(0.24):
            other = self.font() if self.chance(0.6) else font
            small = self.line(other, slogan(self.rng, other), layout=Layout.STRAIGHT)
            wide = name.w * self.between(0.45, 1.0) / small.w
            small = small.scaled(max(0.08, min(wide, 0.6)))
            align = float(self.rng.choice([0.0, 0.5, 1.0]))
            parts = (name, small) if self.chance(0.8) else (small, name)
            name = stack(*parts, self.between(0.05, 0.3), align)
        if self.chance(0.08):
            rule = Block.of(Item(draw_shape(self.rng, "bar"), self.colours[2]))
            rule = Block.of(rule.placed[0].item, self.between(0.03, 0.1) * name.h)
            rule = stretched(rule, name.w)
            name = stack(name, rule, 0.08 * name.h)
        return self.registered(name) if self.chance(0.16) else name

    def registered(self, block: Block) -> Block:
        """Return ``block`` with a tiny ® or ™ at its upper or lower right."""
        sign = "®™"[int(self.rng.integers(2))]
        font = self.fonts.pick(self.rng, "latin" if "latin" in self.fonts.scripts else None)
        if sign not in font.extra:
            return block
        mark = self.line(font, sign, layout=Layout.STRAIGHT)
        mark = mark.scaled(block.h * self.between(0.1, 0.28))
        return row(block, mark, 0.04 * block.h, float(self.rng.integers(2)))

    def monogram(self) -> Block:
        """Return one to four letters in a shape: 1 unit tall."""
        font = self.fonts.pick(self.rng, "latin" if "latin" in self.fonts.scripts else None)
        text = self.initials(font)
        alpha = draw_shape(self.rng, self._container())
        framed = self.chance(0.4)
        alpha = hollow(self.rng, alpha) if framed else alpha
        holder = Block.of(Item(alpha, self.paint(self.colours[1])))
        colour = self.colours[0] if framed else WHITE
        letters = self.line(font, text, layout=Layout.STRAIGHT, colour=colour)
        room = min(0.66 * holder.w / letters.w, 0.5)
        return overlay(holder, letters.scaled(room))

    def ring(self, inner: Block | None) -> Block:
        """Return lettering that runs round a circle, with ``inner`` in its middle."""
        font = self.font()
        upper = self.name(font)
        mask = draw_text(self.rng, upper, font, height=40)
        h, w = mask.shape
        inside = max(w / self.between(1.6, 4.6), 1.3 * h)
        bent = bend(mask, inside)
        block = Block.of(Item(bent, self.colours[0], text=True))
        if self.chance(0.5):
            lower = draw_text(self.rng, slogan(self.rng, font), font, height=28)
            room = 2 * np.pi * inside - w
            if lower.shape[1] < room and lower.shape[0] < 1.2 * h:
                low = Block.of(Item(bend(lower, inside, smile=True), self.colours[0], text=True))
                side = (inside + lower.shape[0]) / (inside + h)
                block = overlay(block, low.scaled(side))
        for scale, shown in ((2 * (inside - 0.25 * h), 0.45), (2 * (inside + 1.3 * h), 0.6)):
            if self.chance(shown):
                rim = circle_line(scale / bent.shape[0], self.between(0.006, 0.03))
                rim = Block.of(rim.placed[0].item, rim.h)
                coloured = Item(rim.placed[0].item.alpha, self.colours[2])
                block = overlay(Block.of(coloured, rim.h), block)
        if inner is None:
            return block
        hole = 1.25 * inside / bent.shape[0]
        return overlay(block, inner.scaled(hole / float(np.hypot(inner.w, inner.h)) * 1.25))


def circle_line(height: float, thick: float) -> Block:
    """Return a black circle line, ``height`` units across, ``thick`` as a share of that."""
    side = 192
    alpha = np.zeros((side, side), np.uint8)
    width = max(1, round(thick * side))
    cv2.circle(alpha, (side // 2, side // 2), side // 2 - width, 255, width, cv2.LINE_AA)
    return Block.of(Item(alpha, (0.0, 0.0, 0.0)), height)


def stretched(block: Block, width: float) -> Block:
    """Return a one-item block made ``width`` units wide, its height kept."""
    item = block.placed[0].item
    placed = type(block.placed[0])(item, 0.0, 0.0, width, block.h)
    return Block((placed,), width, block.h)


def cut(rgba: NDArray[np.uint8]) -> tuple[Mask, NDArray[np.uint8]]:
    """Return a figure's alpha (h, w) and colours (h, w, 3), cropped to its ink."""
    alpha = np.asarray(cv2.extractChannel(rgba, 3), dtype=np.uint8)
    x, y, w, h = cv2.boundingRect(alpha)
    if w == 0 or h == 0:
        return np.zeros((1, 1), np.uint8), np.zeros((1, 1, 3), np.uint8)
    where = (slice(y, y + h), slice(x, x + w))
    colours = cv2.cvtColor(rgba[where], cv2.COLOR_RGBA2RGB)
    return np.ascontiguousarray(alpha[where]), np.asarray(colours, dtype=np.uint8)


def shifted(colours: NDArray[np.uint8], hue: int) -> NDArray[np.uint8]:
    """Return colours with their hue turned by ``hue`` (0 … 179, OpenCV's half degrees)."""
    hsv = cv2.cvtColor(colours, cv2.COLOR_RGB2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(np.int32) + hue) % 180
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), dtype=np.uint8)


def warped(pixels: NDArray[np.uint8], degrees: float, shear: float) -> NDArray[np.uint8]:
    """Return an image turned and sheared, its canvas grown so that nothing is cut off."""
    h, w = pixels.shape[:2]
    turn = np.deg2rad(degrees)
    rotation = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    forward = (rotation @ np.array([[1.0, shear], [0.0, 1.0]])).astype(np.float32)
    corners = np.array([[0, 0], [w, 0], [w, h], [0, h]], np.float32) @ forward.T
    low = corners.min(axis=0)
    size = np.ceil(corners.max(axis=0) - low).astype(int) + 1
    matrix = np.hstack([forward, -low[:, None]])
    return np.asarray(cv2.warpAffine(pixels, matrix, (int(size[0]), int(size[1]))), dtype=np.uint8)
