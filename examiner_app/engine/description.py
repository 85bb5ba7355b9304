"""What the engine knows of one mark: its attention layers and one vector per method."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.logo import Letterbox, Pixels
from examiner_app.engine.region import Box, Place

Plane = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class TextRemoval:
    """The outcome of ATRHA on one mark (paper 3.1, Fig. 3).

    Attributes:
        box: x, y, width, height of the figure in the original's pixels.
        fallback: True where no usable figure was left and the whole mark is searched.
        text: (H, W) bool, the closed text mask that was painted over.
        painted: (H, W, 3) the mark with its text painted over.
        crop: (h, w, 3) what is searched: the original inside ``box``.
    """

    box: tuple[int, int, int, int]
    fallback: bool
    text: NDArray[np.bool_]
    painted: Pixels
    crop: Pixels


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """The attention layers of one mark, or of the region of it that is searched.

    A region's layers are those of a mark of its own; ``place`` says where on the mark they lie.

    Attributes:
        text: (H, W) float32 in [0, 1], text probability on the original's pixels.
        removal: The ATRHA crop.
        ssa: (g, g) float32, the SSA weights α = 1 + b − I on the feature grid.
        cam: (g, g) float32 in [0, 1], the class activation map of «figure», min-max normalised.
        camsa: (g, g) float32, the CAMSA weights α = ±βM.
        geometry: How the mark lies in the square that the grids cover.
        network_text: The text probability before it was corrected by hand; ``None`` where it
            was not.
        place: Where on the mark as filed the searched region lies; ``None`` for all of it.
    """

    text: Plane
    removal: TextRemoval
    ssa: Plane
    cam: Plane
    camsa: Plane
    geometry: Letterbox
    network_text: Plane | None = None
    place: Place | None = None

    @property
    def box(self) -> Box:
        """The ATRHA crop in pixels of the mark as filed."""
        x, y, width, height = self.removal.box
        if self.place is None:
            return x, y, width, height
        return self.place.region.x + x, self.place.region.y + y, width, height

    def on_original(self, grid: Plane) -> Plane:
        """Return a (g, g) layer on the original's pixels (H, W), bilinearly."""
        return self.spread(grid, self.geometry.source_width, self.geometry.source_height)

    def spread(self, grid: Plane, width: int, height: int) -> Plane:
        """Return a (g, g) layer as it lies on the original, straight at another size.

        A 40-megapixel candidate is painted as fast as a small one.
        """
        geometry = replace(self.geometry, source_width=width, source_height=height)
        side = geometry.side
        square = cv2.resize(grid, (side, side), interpolation=cv2.INTER_LINEAR)
        return geometry.undo(square.astype(np.float32, copy=False))

    def sample(self, grid: Plane, x: int, y: int) -> float:
        """Return the value of a (g, g) layer at a pixel of the original, bilinearly."""
        geometry = self.geometry
        across = (x + 0.5) * geometry.width / geometry.source_width - 0.5
        down = (y + 0.5) * geometry.height / geometry.source_height - 0.5
        column = geometry.left + min(max(across, 0.0), geometry.width - 1.0)
        row = geometry.top + min(max(down, 0.0), geometry.height - 1.0)
        across = (column + 0.5) * grid.shape[1] / geometry.side - 0.5
        down = (row + 0.5) * grid.shape[0] / geometry.side - 0.5
        return float(cv2.getRectSubPix(grid, (1, 1), (across, down))[0, 0])


@dataclass(frozen=True, slots=True, eq=False)
class VisualWords:
    """The SIFT bag of words of one mark, sparse.

    Attributes:
        words: (n,) int32, ascending word numbers.
        counts: (n,) int32, keypoints of each word; both empty where there are no keypoints.
    """

    words: NDArray[np.int32]
    counts: NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class Description:
    """One mark as every method sees it.

    Attributes:
        vectors: Method key → (D,) float32, l2-normalised.
        words: SIFT visual words.
        type_probabilities: (3,) float32 in the order of ``MarkType``.
        layers: Attention layers; ``None`` where only vectors were asked for.
    """

    vectors: dict[str, NDArray[np.float32]]
    words: VisualWords
    type_probabilities: NDArray[np.float32]
    layers: Layers | None
