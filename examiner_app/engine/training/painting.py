"""Views of figures drawn by a GPU, a whole batch at once: what :mod:`views` draws one by one.

A core draws hundreds of views a second and a GPU learns from thousands. So the figures lie in its
memory, and cores only decide what views look like.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from examiner_app.engine.models.vgg16 import STRIDE
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.pixels import blur, jpeg, to_grey, turn_hue
from examiner_app.engine.training.plan_batches import PlanBatch
from examiner_app.engine.training.views import IN_A_CELL, Pixels

_LOADED_AT_ONCE = 1024
_LARGEST_WORD = (64, 512)
_COARSEST = 3


class Painter:
    """Draws batches of plans; figures and words stay in the device's memory."""

    def __init__(
        self, library: FigureLibrary, words: Sequence[Pixels], device: torch.device
    ) -> None:
        """Load every figure of ``library`` (4 bytes a pixel) and all ``words`` to ``device``."""
        self._device = device
        indexes = [figure.index for figure in library.figures]
        self._row_of = torch.zeros(max(indexes) + 1, dtype=torch.int64)
        self._row_of[torch.tensor(indexes)] = torch.arange(len(indexes))
        self._row_of = self._row_of.to(device)
        self._figures = _load(library, indexes, device)
        self._words, self._word_sizes = _word_bank(words, device)

    @torch.no_grad()
    def paint(self, plans: PlanBatch) -> tuple[Tensor, Tensor]:
        """Draw a batch.

        Returns:
            Views (B, S, S, 3) bytes RGB, and their components (B, 2, S/16, S/16) bytes.
        """
        plans = plans.to(self._device)
        size = plans.size
        canvas = plans.paper[:, :, None, None].expand(-1, -1, size, size).contiguous()
        shown = canvas.new_zeros((len(canvas), 2, size, size))
        if len(plans.frame_view):
            cover = plans.frame_cover[:, None].float() / 255
            _cover(canvas, plans.frame_view, cover, plans.frame_ink)
        top = int(plans.layer_order.max()) if len(plans.layer_order) else -1
        for order in range(top + 1):
            self._paint_layers(canvas, shown, plans, plans.layer_order == order)
        if len(plans.word_view):
            self._paint_words(canvas, shown, plans)
        canvas = torch.where(plans.inverted[:, None, None, None], 255 - canvas, canvas)
        image = _scanned(canvas.clamp(0, 255).floor(), plans)
        cells = functional.adaptive_avg_pool2d(shown, max(1, size // STRIDE)) > IN_A_CELL
        views = image.round().to(torch.uint8).permute(0, 2, 3, 1)
        return views.contiguous(), cells.to(torch.uint8)

    def _paint_layers(
        self, canvas: Tensor, shown: Tensor, plans: PlanBatch, chosen: Tensor
    ) -> None:
        # Level by level: bilinear sampling skips pixels below half size.
        levels = (-torch.log2(plans.layer_scale)).floor().clamp(0, _COARSEST)
        for level in range(_COARSEST + 1):
            rows = torch.nonzero(chosen & (levels == level)).squeeze(1)
            if not len(rows):
                continue
            colours = self._coloured(plans, rows)
            if level:
                colours = functional.avg_pool2d(colours, 2**level, ceil_mode=True)
            side = colours.shape[-1] * 2**level
            grid = _grid(plans.layer_matrix[rows], plans.size, side)
            drawn = functional.grid_sample(colours, grid, align_corners=False)
            cover, views = drawn[:, 3:] / 255, plans.layer_view[rows]
            canvas[views] = canvas[views] * (1 - cover) + drawn[:, :3]
            shown[views, 0] = torch.maximum(shown[views, 0], cover[:, 0])

    def _coloured(self, plans: PlanBatch, rows: Tensor) -> Tensor:
        """Return figures (n, 4, S, S), premultiplied, 0 … 255."""
        rgba = self._figures[self._row_of[plans.layer_figure[rows]]].float()
        own, alpha = rgba[:, :3], rgba[:, 3:]
        turns = plans.layer_hue[rows]
        turned = torch.nonzero(turns > 0).squeeze(1)
        if len(turned):
            own[turned] = turn_hue(own[turned], turns[turned])
        grey = torch.nonzero(plans.layer_grey[rows]).squeeze(1)
        if len(grey):
            own[grey] = to_grey(own[grey])
        ink = plans.layer_ink[rows][:, :, None, None]
        own = torch.where(ink >= 0, ink, own)
        return torch.cat((own * (alpha / 255), alpha), dim=1)

    def _paint_words(self, canvas: Tensor, shown: Tensor, plans: PlanBatch) -> None:
        sizes = self._word_sizes[plans.word_index]
        left, top, width, height = plans.word_box.unbind(dim=1)
        rise, run = sizes[:, 0] / height, sizes[:, 1] / width
        zero = torch.zeros_like(left)
        # Pixel centres of the box onto those of the word.
        rows = torch.stack((run, zero, (0.5 - left) * run - 0.5), dim=1)
        columns = torch.stack((zero, rise, (0.5 - top) * rise - 0.5), dim=1)
        matrix = torch.stack((rows, columns), dim=1)
        levels = torch.log2(torch.maximum(rise, run)).floor().clamp(0, _COARSEST)
        for level in range(_COARSEST + 1):
            chosen = torch.nonzero(levels == level).squeeze(1)
            if not len(chosen):
                continue
            words = self._words[plans.word_index[chosen]][:, None].float()
            grid = _grid(matrix[chosen], plans.size, words.shape[-1], words.shape[-2])
            if level:
                words = functional.avg_pool2d(words, 2**level, ceil_mode=True)
            cover = functional.grid_sample(words, grid, align_corners=False) / 255
            views = plans.word_view[chosen]
            _cover(canvas, views, cover, plans.word_ink[chosen])
            shown[views, 1] = torch.maximum(shown[views, 1], cover[:, 0])


def _cover(canvas: Tensor, views: Tensor, cover: Tensor, ink: Tensor) -> None:
    canvas[views] = canvas[views] * (1 - cover) + cover * ink[:, :, None, None]


def _grid(matrix: Tensor, size: int, width: int, height: int | None = None) -> Tensor:
    """Return where each pixel of a view lies on a source, as ``grid_sample`` counts (N, S, S, 2).

    The same for a source averaged down whose sides the averaging divides: its cells lie where its
    pixels did.
    """
    pixel = torch.arange(size, device=matrix.device, dtype=torch.float32)
    y, x = torch.meshgrid(pixel, pixel, indexing="ij")
    places = torch.stack((x, y, torch.ones_like(x)), dim=-1)
    source = torch.einsum("nij,yxj->nyxi", matrix, places)
    sides = torch.tensor([width, height or width], device=matrix.device)
    return (2 * source + 1) / sides - 1


def _scanned(images: Tensor, plans: PlanBatch) -> Tensor:
    blurred = torch.nonzero(plans.blur > 0).squeeze(1)
    if len(blurred):
        images[blurred] = blur(images[blurred], plans.blur[blurred]).round()
    worn = torch.nonzero(plans.jpeg > 0).squeeze(1)
    if len(worn):
        images[worn] = jpeg(images[worn], plans.jpeg[worn])
    return images


def _load(library: FigureLibrary, indexes: Sequence[int], device: torch.device) -> Tensor:
    side = library.size
    bank = torch.empty((len(indexes), 4, side, side), dtype=torch.uint8, device=device)
    starts = range(0, len(indexes), _LOADED_AT_ONCE)

    def read(start: int) -> Tensor:
        part = indexes[start : start + _LOADED_AT_ONCE]
        figures = np.stack([library.rgba(index) for index in part])
        return torch.from_numpy(figures).permute(0, 3, 1, 2)

    # Decompressing releases the interpreter lock.
    with ThreadPoolExecutor(thread_name_prefix="figures") as pool:
        for start, figures in zip(starts, pool.map(read, starts), strict=True):
            bank[start : start + len(figures)] = figures.to(device)
    return bank


def _word_bank(words: Iterable[Pixels], device: torch.device) -> tuple[Tensor, Tensor]:
    """Return words (W, h, w), each in the upper left corner, and their sizes (W, 2)."""
    shrunk = [_shrink(word) for word in words]
    height = _room(max((word.shape[0] for word in shrunk), default=0))
    width = _room(max((word.shape[1] for word in shrunk), default=0))
    bank = np.zeros((len(shrunk), height, width), np.uint8)
    for place, word in zip(bank, shrunk, strict=True):
        place[: word.shape[0], : word.shape[1]] = word
    sizes = np.array([word.shape for word in shrunk], np.float32).reshape(-1, 2)
    return torch.from_numpy(bank).to(device), torch.from_numpy(sizes).to(device)


def _room(side: int) -> int:
    """Return a side with a bare end, for sampling must find nothing there, that can be halved."""
    coarse: int = 2**_COARSEST
    return (side // coarse + 1) * coarse


def _shrink(word: Pixels) -> Pixels:
    share = min(1.0, *(most / side for most, side in zip(_LARGEST_WORD, word.shape, strict=True)))
    if share == 1.0:
        return word
    height, width = (max(1, round(side * share)) for side in word.shape)
    return cv2.resize(word, (width, height), interpolation=cv2.INTER_AREA).astype(np.uint8)
