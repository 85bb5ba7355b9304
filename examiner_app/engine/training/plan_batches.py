"""The plans of a batch of views as tables of numbers, to be drawn together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from examiner_app.engine.training.view_plans import Colouring, ViewPlan
from examiner_app.engine.training.views import draw_frame, word_box


@dataclass(frozen=True, slots=True)
class PlanBatch:
    """Plans of B views with L figures, F frames and W words; ``…_view`` is the row of the view.

    Attributes:
        size: Side of the views, pixels.
        paper: (B, 3) colours, 0 … 255.
        inverted: (B,) booleans.
        blur: (B,) standard deviations, 0 for none.
        jpeg: (B,) qualities, 0 for none.
        layer_view: (L,)
        layer_order: (L,) 0 for the lowest figure of its view.
        layer_figure: (L,) index in the library.
        layer_matrix: (L, 2, 3), from the view's pixels to the figure's.
        layer_scale: (L,) view pixels per figure pixel.
        layer_hue: (L,) to add, in turns.
        layer_grey: (L,) booleans.
        layer_ink: (L, 3) colours; negative where the figure keeps its own.
        frame_view: (F,)
        frame_cover: (F, S, S) bytes.
        frame_ink: (F, 3) colours.
        word_view: (W,)
        word_index: (W,)
        word_box: (W, 4) left, top, width, height, pixels.
        word_ink: (W, 3) colours.
    """

    size: int
    paper: Tensor
    inverted: Tensor
    blur: Tensor
    jpeg: Tensor
    layer_view: Tensor
    layer_order: Tensor
    layer_figure: Tensor
    layer_matrix: Tensor
    layer_scale: Tensor
    layer_hue: Tensor
    layer_grey: Tensor
    layer_ink: Tensor
    frame_view: Tensor
    frame_cover: Tensor
    frame_ink: Tensor
    word_view: Tensor
    word_index: Tensor
    word_box: Tensor
    word_ink: Tensor

    def to(self, device: torch.device) -> Self:
        """Return the tables on ``device``."""
        tables = {
            field.name: getattr(self, field.name).to(device)
            for field in fields(self)
            if field.name != "size"
        }
        return type(self)(size=self.size, **tables)


def collate(
    plans: Sequence[ViewPlan],
    figures: Sequence[Sequence[int]],
    word_shapes: Sequence[tuple[int, int]],
    size: int,
) -> PlanBatch:
    """Put plans together.

    Args:
        plans: One for each view.
        figures: For each view, the library's indexes of the figures that its layers number.
        word_shapes: (h, w) of the drawn words.
        size: Side of the views, pixels.
    """
    layers = [
        (row, order, figures[row][layer.source], layer)
        for row, plan in enumerate(plans)
        for order, layer in enumerate(plan.layers)
    ]
    frames = [(row, plan.frame) for row, plan in enumerate(plans) if plan.frame is not None]
    words = [(row, plan.lettering) for row, plan in enumerate(plans) if plan.lettering is not None]
    covers = np.zeros((len(frames), size, size), np.uint8)
    for cover, (_, frame) in zip(covers, frames, strict=True):
        draw_frame(cover, frame, [255.0])
    boxes = [word_box(word.place, word_shapes[word.word], size) for _, word in words]
    return PlanBatch(
        size=size,
        paper=_table([plan.paper for plan in plans], (3,)),
        inverted=torch.tensor([plan.inverted for plan in plans]),
        blur=_table([plan.blur or 0.0 for plan in plans]),
        jpeg=_table([plan.jpeg or 0 for plan in plans]),
        layer_view=_indexes([row for row, *_ in layers]),
        layer_order=_indexes([order for _, order, *_ in layers]),
        layer_figure=_indexes([figure for _, _, figure, _ in layers]),
        layer_matrix=_table([_inverse(layer.matrix) for *_, layer in layers], (2, 3)),
        layer_scale=_table([layer.scale for *_, layer in layers]),
        layer_hue=_table([layer.colouring.hue / 180 for *_, layer in layers]),
        layer_grey=torch.tensor([layer.colouring.grey for *_, layer in layers], dtype=torch.bool),
        layer_ink=_table([_ink(layer.colouring) for *_, layer in layers], (3,)),
        frame_view=_indexes([row for row, _ in frames]),
        frame_cover=torch.from_numpy(covers),
        frame_ink=_table([frame.ink for _, frame in frames], (3,)),
        word_view=_indexes([row for row, _ in words]),
        word_index=_indexes([word.word for _, word in words]),
        word_box=_table(boxes, (4,)),
        word_ink=_table([word.ink for _, word in words], (3,)),
    )


def _table(rows: Sequence[object], shape: tuple[int, ...] = ()) -> Tensor:
    return torch.from_numpy(np.array(rows, np.float32).reshape(len(rows), *shape))


def _indexes(rows: Sequence[int]) -> Tensor:
    return torch.tensor(rows, dtype=torch.int64)


def _inverse(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return cv2.invertAffineTransform(matrix).astype(np.float64)


def _ink(colouring: Colouring) -> Sequence[float] | NDArray[np.float32]:
    return (-1.0, -1.0, -1.0) if colouring.ink is None else colouring.ink
