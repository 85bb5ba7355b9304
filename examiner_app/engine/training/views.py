"""Views of a figure: the same figure as a resembling mark would wear it.

Colour, inversion, affine change, mirroring, words below or beside it, a small place beside a long
word, a frame, company of other figures: what the query groups of METU call alike (paper, Figure 1).
Everything is drawn at the size the network sees, so that a core makes hundreds of views a second.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.models.vgg16 import STRIDE
from examiner_app.engine.training.layouts import SHARES, Box, Layout, company, places, repeats

Pixels = NDArray[np.uint8]
Colour = NDArray[np.float32]
Cover = NDArray[np.float32]

View = tuple[Pixels, Pixels]
"""A view (S, S, 3) RGB and its components (2, S/16, S/16), 1 in the cells of the relu5_3 grid
that show figures (first) and lettering (second)."""

_IN_A_CELL = 0.02  # a thin stroke across a cell covers some hundredths of it

_INVERTED = 0.12
_MIRRORED = 0.15
_WHITE_PAPER = 0.75
_SCANNED = 0.2


def draw_view(
    rng: np.random.Generator,
    figure: Pixels,
    words: Sequence[Pixels],
    others: Sequence[Pixels],
    size: int,
    layout: Layout | None = None,
    hardness: float = 1.0,
) -> View:
    """Draw one view of ``figure``, and where it shows figures and lettering.

    Args:
        rng: Source of every choice.
        figure: (S, S, 4) straight-alpha RGBA, tight and centred.
        words: Drawn words as (h, w) coverage.
        others: Further figures that may keep it company.
        size: Side of the view in pixels.
        layout: Where the figure stands; drawn from :data:`SHARES` if not given.
        hardness: 0…1, how often another layout than alone is drawn, and how far it is warped.

    Returns:
        The view; frames count as neither figure nor lettering.
    """
    if layout is None and rng.random() > hardness:
        layout = Layout.ALONE
    if layout is None:
        layout = list(SHARES)[int(rng.choice(len(SHARES), p=list(SHARES.values())))]
    paper, ink = _paper_and_ink(rng)
    canvas = np.empty((size, size, 3), np.float32)
    canvas[:] = paper
    shown = np.zeros((2, size, size), np.float32)
    place, word_place = places(rng, layout)
    if layout is Layout.FRAMED:
        paper, ink = _draw_frame(rng, canvas, paper, ink)
    if layout is Layout.COMPANY:
        for spot in company(rng, place):
            other = others[int(rng.integers(len(others)))]
            _draw_figure(rng, (canvas, shown[0]), other, spot, ink)
    spots = repeats(rng) if layout is Layout.REPEATED else [place]
    colours = _recolour(rng, figure, ink)
    matrix = _affine(rng, hardness)
    for spot in spots:
        _paint(canvas, shown[0], colours, _warp(matrix, spot, figure.shape[0], size))
    if word_place is not None and words:
        word_ink = ink if rng.random() < 0.6 else _ink_on(rng, paper)
        word = words[int(rng.integers(len(words)))]
        _draw_word((canvas, shown[1]), word, word_place, word_ink)
    if rng.random() < _INVERTED:
        canvas = 255 - canvas
    return _scan(rng, np.clip(canvas, 0, 255).astype(np.uint8)), _cells(shown)


def _cells(shown: Cover) -> Pixels:
    side = max(1, shown.shape[1] // STRIDE)
    cells = [cv2.resize(cover, (side, side), interpolation=cv2.INTER_AREA) for cover in shown]
    return (np.stack(cells) > _IN_A_CELL).astype(np.uint8)


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


def _recolour(rng: np.random.Generator, figure: Pixels, ink: Colour) -> NDArray[np.float32]:
    """Return (S, S, 4) premultiplied float, in colours that a resembling mark could have."""
    alpha = figure[..., 3:].astype(np.float32) / 255
    own = figure[..., :3]
    out = np.empty(figure.shape, np.float32)
    out[..., 3:] = alpha * 255
    if not own.any():
        out[..., :3] = alpha * ink
        return out
    kind = rng.random()
    if kind < 0.35:
        hsv = cv2.cvtColor(own, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int32) + int(rng.integers(180))) % 180
        own = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB).astype(np.uint8)
    elif kind < 0.55:
        own = np.repeat(cv2.cvtColor(own, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    out[..., :3] = own * alpha
    if kind > 0.9:  # a silhouette
        out[..., :3] = alpha * ink
    return out


def _paint(
    canvas: NDArray[np.float32],
    shown: Cover,
    colours: NDArray[np.float32],
    warp: tuple[NDArray[np.float64], float],
) -> None:
    matrix, scale = warp
    if scale < 0.5:
        # Bilinear sampling skips pixels below half size.
        half = max(1, round(1 / (2 * scale)) + 1)
        colours = cv2.blur(colours, (half, half)).astype(np.float32)
    size = canvas.shape[0]
    layer = cv2.warpAffine(colours, matrix, (size, size), flags=cv2.INTER_LINEAR)
    cover = layer[..., 3:] / 255
    canvas *= 1 - cover
    canvas += layer[..., :3]
    np.maximum(shown, cover[..., 0], out=shown)


def _draw_figure(
    rng: np.random.Generator,
    sheet: tuple[NDArray[np.float32], Cover],
    figure: Pixels,
    place: Box,
    ink: Colour,
) -> None:
    canvas, shown = sheet
    warp = _warp(_affine(rng), place, figure.shape[0], canvas.shape[0])
    _paint(canvas, shown, _recolour(rng, figure, ink), warp)


def _draw_word(
    sheet: tuple[NDArray[np.float32], Cover], word: Pixels, place: Box, ink: Colour
) -> None:
    canvas, shown = sheet
    size = canvas.shape[0]
    scale = min(place.w * size / word.shape[1], place.h * size / word.shape[0])
    width, height = max(2, int(word.shape[1] * scale)), max(2, int(word.shape[0] * scale))
    x = int(place.x * size + (place.w * size - width) / 2)
    y = int(place.y * size + (place.h * size - height) / 2)
    x, y = min(max(0, x), size - 2), min(max(0, y), size - 2)
    cover = cv2.resize(word, (width, height), interpolation=cv2.INTER_AREA)
    cover = cover[: size - y, : size - x]
    share = cover[..., None].astype(np.float32) / 255
    area = canvas[y : y + cover.shape[0], x : x + cover.shape[1]]
    area *= 1 - share
    area += share * ink
    spot = shown[y : y + cover.shape[0], x : x + cover.shape[1]]
    np.maximum(spot, share[..., 0], out=spot)


def _draw_frame(
    rng: np.random.Generator, canvas: NDArray[np.float32], paper: Colour, ink: Colour
) -> tuple[Colour, Colour]:
    """Draw a ring or a filled shape; return the colours to go on with inside it."""
    size = canvas.shape[0]
    centre, radius = size // 2, int(size * rng.uniform(0.42, 0.49))
    filled = rng.random() < 0.5
    thickness = cv2.FILLED if filled else max(1, int(size * rng.uniform(0.01, 0.05)))
    colour = [float(v) for v in ink]
    shape = rng.random()
    if shape < 0.5:
        cv2.circle(canvas, (centre, centre), radius, colour, thickness, cv2.LINE_AA)
    elif shape < 0.75:
        low, high = centre - radius, centre + radius
        cv2.rectangle(canvas, (low, low), (high, high), colour, thickness, cv2.LINE_AA)
    else:
        sides = int(rng.integers(3, 9))
        turns = 2 * np.pi * (np.arange(sides) / sides + rng.random())
        points = centre + 1.0 * radius * np.column_stack([np.cos(turns), np.sin(turns)])
        if filled:
            cv2.fillPoly(canvas, [points.astype(np.int32)], colour, cv2.LINE_AA)
        else:
            cv2.polylines(canvas, [points.astype(np.int32)], True, colour, thickness, cv2.LINE_AA)
    return (ink, _ink_on(rng, ink)) if filled else (paper, ink)


def _scan(rng: np.random.Generator, image: Pixels) -> Pixels:
    if rng.random() > _SCANNED:
        return image
    if rng.random() < 0.5:
        image = cv2.GaussianBlur(image, (3, 3), rng.uniform(0.4, 1.2)).astype(np.uint8)
    quality = int(rng.integers(25, 90))
    _, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    scanned = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.ascontiguousarray(scanned[..., ::-1])
