"""A text mask that was corrected by hand: what was added is text, what was taken away is not."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.description import Plane
from examiner_app.engine.logo import Letterbox

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Correction:
    """Where the network's text probability is overruled, on the pixels of what is searched.

    Attributes:
        added: (H, W), text whatever the network says.
        taken: (H, W), not text whatever the network says; nowhere where ``added`` is.
    """

    added: Mask
    taken: Mask

    def apply(self, probability: Plane) -> Plane:
        """Correct text probabilities (H, W) on the same pixels."""
        corrected = probability.copy()
        corrected[self.added] = 1
        corrected[self.taken] = 0
        return corrected

    def apply_in_square(self, probability: Plane, geometry: Letterbox) -> Plane:
        """Correct text probabilities (side, side) on the U-Net's letterboxed input.

        p' = p (1 − a − t) + a, with the shares a and t of each pixel that were added and taken:
        the mean of what ``apply`` gives, as far as p is even over the pixel.
        """
        corrected = probability.copy()
        rows = slice(geometry.top, geometry.top + geometry.height)
        columns = slice(geometry.left, geometry.left + geometry.width)
        size = (geometry.width, geometry.height)
        added, taken = _shares(self.added, size), _shares(self.taken, size)
        corrected[rows, columns] *= 1 - added - taken
        corrected[rows, columns] += added
        return corrected


def _shares(mask: Mask, size: tuple[int, int]) -> Plane:
    shrinks = size[0] * size[1] < mask.size
    method = cv2.INTER_AREA if shrinks else cv2.INTER_NEAREST
    covered = cv2.resize(mask.view(np.uint8) * np.uint8(255), size, interpolation=method)
    return covered.astype(np.float32) / np.float32(255)
