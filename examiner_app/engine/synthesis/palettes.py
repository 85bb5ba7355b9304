"""Colours of synthetic marks: mostly black, else the strong few colours that logos use."""

from __future__ import annotations

import colorsys

import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.canvas import Colour

BLACK: Colour = (0.0, 0.0, 0.0)
WHITE: Colour = (255.0, 255.0, 255.0)


def strong(rng: np.random.Generator) -> Colour:
    """Return a saturated or dark colour that reads on white."""
    if rng.random() < 0.25:
        grey = float(rng.uniform(0, 130))
        return (grey, grey, grey)
    r, g, b = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.55, 1.0), rng.uniform(0.35, 0.95))
    return (r * 255, g * 255, b * 255)


def pale(rng: np.random.Generator) -> Colour:
    """Return a light tint, such as paper or a soft background."""
    r, g, b = colorsys.hsv_to_rgb(rng.random(), rng.uniform(0.0, 0.35), rng.uniform(0.82, 1.0))
    return (r * 255, g * 255, b * 255)


def palette(rng: np.random.Generator) -> tuple[Colour, Colour, Colour]:
    """Return three colours for one mark: main, second, accent."""
    kind = rng.random()
    if kind < 0.42:
        return BLACK, BLACK, BLACK
    if kind < 0.55:
        one = strong(rng)
        return one, one, one
    if kind < 0.75:
        return BLACK, strong(rng), strong(rng)
    return strong(rng), strong(rng), strong(rng)


def gradient(rng: np.random.Generator, first: Colour, second: Colour) -> NDArray[np.uint8]:
    """Return (64, 64, 3) running from one colour to the other, straight or round."""
    steps = np.linspace(0.0, 1.0, 64)
    t: NDArray[np.floating]
    kind = rng.random()
    if kind < 0.4:
        t = np.broadcast_to(steps[:, None], (64, 64))
    elif kind < 0.7:
        t = np.broadcast_to(steps[None, :], (64, 64))
    elif kind < 0.85:
        t = (steps[:, None] + steps[None, :]) / 2
    else:
        t = np.minimum(1.0, np.hypot(steps[:, None] - 0.5, steps[None, :] - 0.5) * 1.6)
    a, b = np.array(first, np.float32), np.array(second, np.float32)
    return np.asarray(a + (b - a) * t[..., None]).astype(np.uint8)
