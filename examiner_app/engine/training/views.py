"""Views of a figure: the same figure as a resembling mark would wear it, drawn by a core.

Everything is drawn at the size the network sees, so that a core makes hundreds of views a second.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.models.vgg16 import STRIDE
from examiner_app.engine.training.layouts import Box, Layout
from examiner_app.engine.training.view_plans import (
    Colouring,
    Frame,
    FrameShape,
    Layer,
    Lettering,
    ViewPlan,
    plan_view,
)

Pixels = NDArray[np.uint8]
Cover = NDArray[np.float32]

View = tuple[Pixels, Pixels]
"""A view (S, S, 3) RGB and its components (2, S/16, S/16), 1 in the cells of the relu5_3 grid
that show figures (first) and lettering (second)."""

IN_A_CELL = 0.02
"""Share of a cell that shows something: a thin stroke covers some hundredths of it."""


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
        layout: Where the figure stands; drawn by chance if not given.
        hardness: As in :func:`plan_view`.

    Returns:
        The view; frames count as neither figure nor lettering.
    """
    figures = [figure, *others]
    coloured = [bool(each[..., :3].any()) for each in figures]
    side = figure.shape[0]
    plan = plan_view(rng, coloured, len(words), side, size, layout, hardness)
    return paint_view(plan, figures, words, size)


def paint_view(
    plan: ViewPlan, figures: Sequence[Pixels], words: Sequence[Pixels], size: int
) -> View:
    """Draw a plan; ``figures`` are those that its layers number."""
    canvas = np.empty((size, size, 3), np.float32)
    canvas[:] = plan.paper
    shown = np.zeros((2, size, size), np.float32)
    if plan.frame is not None:
        draw_frame(canvas, plan.frame, [float(v) for v in plan.frame.ink])
    for layer in plan.layers:
        colours = _recolour(figures[layer.source], layer.colouring)
        _paint(canvas, shown[0], colours, layer)
    if plan.lettering is not None:
        _draw_word(canvas, shown[1], words[plan.lettering.word], plan.lettering)
    if plan.inverted:
        canvas = 255 - canvas
    image = np.clip(canvas, 0, 255).astype(np.uint8)
    return _scanned(image, plan), _cells(shown)


def _cells(shown: Cover) -> Pixels:
    side = max(1, shown.shape[1] // STRIDE)
    cells = [cv2.resize(cover, (side, side), interpolation=cv2.INTER_AREA) for cover in shown]
    return (np.stack(cells) > IN_A_CELL).astype(np.uint8)


def _recolour(figure: Pixels, colouring: Colouring) -> NDArray[np.float32]:
    """Return (S, S, 4) premultiplied float."""
    alpha = figure[..., 3:].astype(np.float32) / 255
    own = figure[..., :3]
    out = np.empty(figure.shape, np.float32)
    out[..., 3:] = alpha * 255
    if colouring.ink is not None:
        out[..., :3] = alpha * colouring.ink
        return out
    if colouring.grey:
        own = np.repeat(cv2.cvtColor(own, cv2.COLOR_RGB2GRAY)[..., None], 3, axis=2)
    elif colouring.hue:
        hsv = cv2.cvtColor(own, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int32) + colouring.hue) % 180
        own = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB).astype(np.uint8)
    out[..., :3] = own * alpha
    return out


def _paint(
    canvas: NDArray[np.float32], shown: Cover, colours: NDArray[np.float32], layer: Layer
) -> None:
    if layer.scale < 0.5:
        # Bilinear sampling skips pixels below half size.
        half = max(1, round(1 / (2 * layer.scale)) + 1)
        colours = cv2.blur(colours, (half, half)).astype(np.float32)
    size = canvas.shape[0]
    drawn = cv2.warpAffine(colours, layer.matrix, (size, size), flags=cv2.INTER_LINEAR)
    cover = drawn[..., 3:] / 255
    canvas *= 1 - cover
    canvas += drawn[..., :3]
    np.maximum(shown, cover[..., 0], out=shown)


def word_box(place: Box, shape: tuple[int, int], size: int) -> tuple[int, int, int, int]:
    """Return left, top, width, height, in pixels, of a word of ``shape`` fitted into ``place``."""
    scale = min(place.w * size / shape[1], place.h * size / shape[0])
    width, height = max(2, int(shape[1] * scale)), max(2, int(shape[0] * scale))
    x = int(place.x * size + (place.w * size - width) / 2)
    y = int(place.y * size + (place.h * size - height) / 2)
    return min(max(0, x), size - 2), min(max(0, y), size - 2), width, height


def _draw_word(
    canvas: NDArray[np.float32], shown: Cover, word: Pixels, lettering: Lettering
) -> None:
    size = canvas.shape[0]
    x, y, width, height = word_box(lettering.place, word.shape, size)
    cover = cv2.resize(word, (width, height), interpolation=cv2.INTER_AREA)
    cover = cover[: size - y, : size - x]
    share = cover[..., None].astype(np.float32) / 255
    area = canvas[y : y + cover.shape[0], x : x + cover.shape[1]]
    area *= 1 - share
    area += share * lettering.ink
    spot = shown[y : y + cover.shape[0], x : x + cover.shape[1]]
    np.maximum(spot, share[..., 0], out=spot)


def draw_frame(canvas: NDArray[np.float32] | Pixels, frame: Frame, colour: list[float]) -> None:
    """Draw a ring or a filled shape on ``canvas`` (S, S) or (S, S, 3)."""
    centre, radius, thickness = frame.centre, frame.radius, frame.thickness
    if frame.shape is FrameShape.RING:
        cv2.circle(canvas, (centre, centre), radius, colour, thickness, cv2.LINE_AA)
    elif frame.shape is FrameShape.BOX:
        low, high = centre - radius, centre + radius
        cv2.rectangle(canvas, (low, low), (high, high), colour, thickness, cv2.LINE_AA)
    elif frame.filled:
        cv2.fillPoly(canvas, [frame.points], colour, cv2.LINE_AA)
    else:
        cv2.polylines(canvas, [frame.points], True, colour, thickness, cv2.LINE_AA)


def _scanned(image: Pixels, plan: ViewPlan) -> Pixels:
    if plan.blur is not None:
        image = cv2.GaussianBlur(image, (3, 3), plan.blur).astype(np.uint8)
    if plan.jpeg is None:
        return image
    quality = [cv2.IMWRITE_JPEG_QUALITY, plan.jpeg]
    _, data = cv2.imencode(".jpg", image[..., ::-1], quality)
    scanned = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), dtype=np.uint8)
    return np.ascontiguousarray(scanned[..., ::-1])
