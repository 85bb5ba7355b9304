"""What surrounds and spoils a mark: backgrounds before it is painted, wear after."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.synthesis.canvas import Colour, Pixels
from examiner_app.engine.synthesis.palettes import gradient, pale, strong

Image = NDArray[np.uint8]


def plain_background(h: int, w: int) -> Pixels:
    """Return a white background."""
    return np.full((h, w, 3), 255.0, np.float32)


def background(rng: np.random.Generator, h: int, w: int) -> Pixels:
    """Return a coloured, graded or textured background (h, w, 3), 0 … 255."""
    kind = rng.random()
    if kind < 0.3:
        return _flat(h, w, pale(rng))
    if kind < 0.55:
        return _flat(h, w, strong(rng))
    if kind < 0.75:
        second = pale(rng) if rng.random() < 0.5 else strong(rng)
        graded = gradient(rng, strong(rng), second).astype(np.float32)
        return np.asarray(cv2.resize(graded, (w, h)), dtype=np.float32)
    return _texture(rng, h, w)


def _flat(h: int, w: int, colour: Colour) -> Pixels:
    row = np.full((1, w, 3), colour, np.float32)
    return np.repeat(row, h, axis=0)


def _texture(rng: np.random.Generator, h: int, w: int) -> Pixels:
    """Return something like a photographed label: soft blotches, grain, or a weave."""
    base = np.array(pale(rng) if rng.random() < 0.6 else strong(rng), np.float32)
    side = int(rng.integers(3, 18))
    depth = float(rng.uniform(6, 60))
    blotches = rng.normal(0, depth, (side, side, 3 if rng.random() < 0.5 else 1))
    soft = cv2.resize(blotches.astype(np.float32), (w, h), interpolation=cv2.INTER_CUBIC)
    out = base + (soft if soft.ndim == 3 else soft[..., None])
    kind = rng.random()
    if kind < 0.4:
        out = out + _grain(rng, h, w, 14)[..., None]
    elif kind < 0.7:
        period = float(rng.uniform(3, 24))
        axis = np.arange(w) if rng.random() < 0.5 else np.arange(h)[:, None]
        weave = (np.sin(axis * 2 * np.pi / period) * rng.uniform(3, 22)).astype(np.float32)
        out = out + np.broadcast_to(weave, (h, w))[..., None]
    return np.asarray(np.clip(out, 0, 255), dtype=np.float32)


def _grain(rng: np.random.Generator, h: int, w: int, most: float) -> Pixels:
    noise = rng.standard_normal((h, w), dtype=np.float32)
    return noise * np.float32(rng.uniform(2, most))


def worn(rng: np.random.Generator, image: Image) -> Image:
    """Return ``image`` as a register's file might hold it: JPEG, scanned, small or noisy.

    The geometry stays, so that a truth map drawn before still holds.
    """
    kind = rng.random()
    if kind < 0.2:
        return image
    if kind < 0.36:
        image = _enlarged(rng, image)
    elif kind < 0.5:
        image = _scanned(rng, image)
    elif kind < 0.56:
        sigma = float(rng.uniform(0.4, 1.1))
        image = np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.uint8)
    elif kind < 0.62:
        image = _toned(rng, image)
    return jpeg(image, int(rng.integers(25, 96))) if rng.random() < 0.7 else image


def jpeg(image: Image, quality: int) -> Image:
    """Return ``image`` after JPEG coding at ``quality`` (channel order does not matter)."""
    _, coded = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)


def _enlarged(rng: np.random.Generator, image: Image) -> Image:
    h, w = image.shape[:2]
    factor = float(rng.uniform(0.4, 0.85))
    small = (max(8, int(w * factor)), max(8, int(h * factor)))
    less = cv2.resize(image, small, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(less, (w, h), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _scanned(rng: np.random.Generator, image: Image) -> Image:
    """Grey paper, grain and specks; now and then hard black and white."""
    grey = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), dtype=np.float32)
    grain = _grain(rng, grey.shape[0], grey.shape[1], 16)
    paper, ink = float(rng.uniform(215, 255)), float(rng.uniform(0, 60))
    out = ink + grey * ((paper - ink) / 255.0) + grain
    specks = rng.integers(0, grey.size, int(rng.integers(0, 60)))
    out.reshape(-1)[specks] = rng.choice([0.0, 255.0], len(specks))
    flat = np.clip(out, 0, 255).astype(np.uint8)
    if rng.random() < 0.2:
        # Otsu's threshold keeps the lettering apart from what it stands on, mostly.
        _, flat = cv2.threshold(flat, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_GRAY2RGB), dtype=np.uint8)


def _toned(rng: np.random.Generator, image: Image) -> Image:
    gain, lift = float(rng.uniform(0.75, 1.0)), float(rng.uniform(0, 50))
    return np.asarray(cv2.convertScaleAbs(image, alpha=gain, beta=lift), dtype=np.uint8)
