"""What a view of a figure looks like, decided by chance before anything is drawn.

Colour, inversion, affine change, mirroring, words below or beside it, a small place beside a long
word, a frame, company of other figures: what the query groups of METU call alike (paper, Figure 1).
One plan can be drawn by a core (:mod:`views`) or, with hundreds of others, by a GPU
(:mod:`painting`).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.training.layouts import SHARES, Box, Layout, company, places, repeats

Colour = NDArray[np.float32]
"""(3,) RGB, 0 … 255."""

_INVERTED = 0.12
_MIRRORED = 0.15
_WHITE_PAPER = 0.75
_SCANNED = 0.2


@dataclass(frozen=True, slots=True)
class Colouring:
    """Colours that a resembling mark could have.

    Attributes:
        hue: Added to the figure's hue, in OpenCV's 180 steps.
        grey: Without hue.
        ink: Instead of its own colours; ``None`` keeps them.
    """

    hue: int = 0
    grey: bool = False
    ink: Colour | None = None


@dataclass(frozen=True, slots=True)
class Layer:
    """One figure on a view.

    Attributes:
        source: 0 for the figure itself, 1 … for those that keep it company.
        colouring: Its colours.
        matrix: (2, 3), from the figure's pixels to the view's.
        scale: View pixels per pixel of the figure, roughly.
    """

    source: int
    colouring: Colouring
    matrix: NDArray[np.float64]
    scale: float


class FrameShape(enum.Enum):
    """What a frame looks like."""

    RING = "ring"
    BOX = "box"
    POLYGON = "polygon"


@dataclass(frozen=True, slots=True)
class Frame:
    """A ring or a filled shape around the figure.

    Attributes:
        shape: Its kind.
        centre: Of both axes, pixels.
        radius: Pixels.
        points: (n, 2) corners of a polygon, pixels.
        thickness: Of its line, pixels, or ``cv2.FILLED``.
        ink: Its colour.
    """

    shape: FrameShape
    centre: int
    radius: int
    points: NDArray[np.int32]
    thickness: int
    ink: Colour

    @property
    def filled(self) -> bool:
        """Whether the figure stands on it."""
        return self.thickness == cv2.FILLED


@dataclass(frozen=True, slots=True)
class Lettering:
    """A word on a view.

    Attributes:
        word: Which of the drawn words.
        place: Where it is fitted in.
        ink: Its colour.
    """

    word: int
    place: Box
    ink: Colour


@dataclass(frozen=True, slots=True)
class ViewPlan:
    """A view, ready to be drawn; parts are given from the bottom to the top.

    Attributes:
        paper: Colour of the ground.
        frame: Around the figure.
        layers: Figures.
        lettering: A word.
        inverted: Whether all colours are inverted in the end.
        blur: Standard deviation of a 3 × 3 Gaussian blur, pixels.
        jpeg: Quality of a JPEG that the view has been.
    """

    paper: Colour
    frame: Frame | None
    layers: tuple[Layer, ...]
    lettering: Lettering | None
    inverted: bool
    blur: float | None
    jpeg: int | None


def plan_view(
    rng: np.random.Generator,
    coloured: Sequence[bool],
    words: int,
    source: int,
    size: int,
    layout: Layout | None = None,
    hardness: float = 1.0,
) -> ViewPlan:
    """Decide what one view of a figure looks like.

    Args:
        rng: Source of every choice.
        coloured: Whether the figure, and those that may keep it company, have own colours.
        words: How many drawn words there are.
        source: Side of the figures, pixels.
        size: Side of the view, pixels.
        layout: Where the figure stands; drawn from :data:`SHARES` if not given.
        hardness: 0…1, how often another layout than alone is drawn, and how far it is warped.
    """
    if layout is None and rng.random() > hardness:
        layout = Layout.ALONE
    if layout is None:
        layout = list(SHARES)[int(rng.choice(len(SHARES), p=list(SHARES.values())))]
    paper, ink = _paper_and_ink(rng)
    ground, frame = paper, None
    place, word_place = places(rng, layout)
    if layout is Layout.FRAMED:
        frame = _frame(rng, size, ink)
        if frame.filled:
            paper, ink = ink, _ink_on(rng, ink)
    layers: list[Layer] = []
    if layout is Layout.COMPANY:
        for spot in company(rng, place):
            other = 1 + int(rng.integers(len(coloured) - 1))
            matrix = _affine(rng)
            colouring = _colouring(rng, coloured[other], ink)
            layers.append(Layer(other, colouring, *_warp(matrix, spot, source, size)))
    spots = repeats(rng) if layout is Layout.REPEATED else [place]
    colouring = _colouring(rng, coloured[0], ink)
    matrix = _affine(rng, hardness)
    layers += [Layer(0, colouring, *_warp(matrix, spot, source, size)) for spot in spots]
    lettering = None
    if word_place is not None and words:
        word_ink = ink if rng.random() < 0.6 else _ink_on(rng, paper)
        lettering = Lettering(int(rng.integers(words)), word_place, word_ink)
    inverted = bool(rng.random() < _INVERTED)
    blur, jpeg = _scan(rng)
    return ViewPlan(ground, frame, tuple(layers), lettering, inverted, blur, jpeg)


def _paper_and_ink(rng: np.random.Generator) -> tuple[Colour, Colour]:
    paper = np.full(3, 255, np.float32)
    if rng.random() > _WHITE_PAPER:
        paper = rng.uniform(0, 255, 3).astype(np.float32)
    ink = np.zeros(3, np.float32)
    if rng.random() < 0.5 or paper.mean() < 110:
        ink = _ink_on(rng, paper)
    return paper, ink


def _ink_on(rng: np.random.Generator, paper: Colour) -> Colour:
    ink = rng.uniform(0, 255, 3).astype(np.float32)
    for _ in range(8):
        if abs(float(ink.mean() - paper.mean())) > 70:
            break
        ink = rng.uniform(0, 255, 3).astype(np.float32)
    return ink


def _affine(rng: np.random.Generator, hardness: float = 1.0) -> NDArray[np.float64]:
    turned = rng.random() < 0.15 * hardness
    angle = rng.uniform(-np.pi, np.pi) if turned else rng.normal(0, 0.15)
    stretch = np.exp(rng.uniform(-0.25, 0.25))
    shear = rng.normal(0, 0.12)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = turn @ np.array([[1, shear], [0, 1]]) @ np.diag([stretch, 1 / stretch])
    if rng.random() < _MIRRORED * hardness:
        matrix = matrix @ np.diag([-1.0, 1.0])
    reach = np.abs(matrix).sum(axis=1).max()
    unit: NDArray[np.float64] = matrix / max(1.0, 0.5 + 0.5 * reach)
    return unit


def _warp(
    matrix: NDArray[np.float64], place: Box, source: int, size: int
) -> tuple[NDArray[np.float64], float]:
    scale = place.w * size / source
    linear = matrix * scale
    centre = np.array([place.x + place.w / 2, place.y + place.h / 2]) * size
    shift = centre - linear @ np.array([source / 2, source / 2])
    return np.column_stack([linear, shift]), scale


def _colouring(rng: np.random.Generator, coloured: bool, ink: Colour) -> Colouring:
    if not coloured:
        return Colouring(ink=ink)
    kind = rng.random()
    if kind < 0.35:
        return Colouring(hue=int(rng.integers(180)))
    if kind < 0.55:
        return Colouring(grey=True)
    return Colouring(ink=ink) if kind > 0.9 else Colouring()


def _frame(rng: np.random.Generator, size: int, ink: Colour) -> Frame:
    centre, radius = size // 2, int(size * rng.uniform(0.42, 0.49))
    filled = rng.random() < 0.5
    thickness = cv2.FILLED if filled else max(1, int(size * rng.uniform(0.01, 0.05)))
    kind = rng.random()
    shape, points = FrameShape.POLYGON, np.zeros((0, 2))
    if kind < 0.5:
        shape = FrameShape.RING
    elif kind < 0.75:
        shape = FrameShape.BOX
    else:
        sides = int(rng.integers(3, 9))
        turns = 2 * np.pi * (np.arange(sides) / sides + rng.random())
        points = centre + 1.0 * radius * np.column_stack([np.cos(turns), np.sin(turns)])
    return Frame(shape, centre, radius, points.astype(np.int32), thickness, ink)


def _scan(rng: np.random.Generator) -> tuple[float | None, int | None]:
    if rng.random() > _SCANNED:
        return None, None
    blur = float(rng.uniform(0.4, 1.2)) if rng.random() < 0.5 else None
    return blur, int(rng.integers(25, 90))
