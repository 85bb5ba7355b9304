"""What the engine knows of one mark: its attention layers and one vector per method."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.logo import Letterbox, Pixels

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
    """The attention layers of one mark.

    Attributes:
        text: (H, W) float32 in [0, 1], text probability on the original's pixels.
        removal: The ATRHA crop.
        ssa: (g, g) float32, the SSA weights α = 1 + b − I on the feature grid.
        cam: (g, g) float32 in [0, 1], the class activation map of «figure», min-max normalised.
        camsa: (g, g) float32, the CAMSA weights α = ±βM.
        geometry: How the mark lies in the square that the grids cover.
    """

    text: Plane
    removal: TextRemoval
    ssa: Plane
    cam: Plane
    camsa: Plane
    geometry: Letterbox

    def on_original(self, grid: Plane) -> Plane:
        """Return a (g, g) layer on the original's pixels (H, W), bilinearly."""
        side = self.geometry.side
        square = cv2.resize(grid, (side, side), interpolation=cv2.INTER_LINEAR)
        return self.geometry.undo(square.astype(np.float32, copy=False))


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
