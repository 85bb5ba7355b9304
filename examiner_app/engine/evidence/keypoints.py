"""Matching keypoints of two marks that agree on one similarity transform.

SIFT keypoints and the ratio test are Lowe's ("Distinctive Image Features from Scale-Invariant
Keypoints", IJCV 2004), the consensus is RANSAC (Fischler and Bolles, CACM 1981). A point (x, y) is
given in pixels, and (0, 0) is the centre of the first pixel, as in OpenCV.

The paper ranks by bags of SIFT words (4.3), which forget where the keypoints lie; this looks at
where they lie, for one pair of marks, and ranks nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.engine.logo import Pixels, resize

COMMON_SIDE: Final = 512
"""Longest side at which both marks are looked at, pixels†: twice a thumbnail's."""

MOST_KEYPOINTS: Final = 2000
"""Keypoints of a mark, the strongest ones†: a drawing seldom has more, a photograph may."""

RATIO: Final = 0.75
"""The nearest descriptor is at most this far of the second nearest† (Lowe 2004, 7.1: 0.8)."""

TOLERANCE: Final = 0.02
"""How far a point may lie from where the transform puts it, a share of the longest side†."""

LEAST_AGREEING: Final = 5
"""Fewer agree by chance: any two pairs of points have a similarity in common†.

Of 990 pairs of unrelated thumbnails of the demo register 2 % have as many (7 % have four, 0.2 %
eight), of 280 pairs of its look-alikes 57 %.
"""

LEAST_SHARE: Final = 0.2
"""Fewer of the matched pairs agree by chance where marks have many alike corners or dots†."""

SCALES: Final = (0.2, 5.0)
"""Scales between the two marks that are believed, both fitted to one side†."""

MIRROR_GAIN: Final = 1.5
"""So many times more have to agree with the mirror image†: a symmetric figure agrees both ways."""

_ITERATIONS: Final = 5000
_CONFIDENCE: Final = 0.999

Points = NDArray[np.float64]
"""Points of shape (n, 2): x, y."""

Transform = NDArray[np.float64]
"""Affine map of shape (2, 3)."""


@dataclass(frozen=True, slots=True, eq=False)
class Keypoints:
    """The keypoints of one mark.

    Attributes:
        points: (n, 2), x, y in the mark's own pixels.
        descriptors: (n, 128) float32, SIFT.
        size: Width and height of the mark, pixels.
    """

    points: Points
    descriptors: NDArray[np.float32]
    size: tuple[int, int]

    def inside(self, box: tuple[float, float, float, float]) -> Keypoints:
        """Return those in a rectangle: first column and row, width, height, shares of the mark."""
        left, top, width, height = np.asarray(box) * (self.size + self.size)
        # The centre of the first pixel is half a pixel from the mark's edge.
        x, y = (self.points + 0.5).T
        kept = (x >= left) & (x <= left + width) & (y >= top) & (y <= top + height)
        return Keypoints(self.points[kept], self.descriptors[kept], self.size)


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """Keypoints of two marks that match, and which of them agree on one similarity transform.

    Attributes:
        candidate: (n, 2) matched points, in the candidate's own pixels.
        match: (n, 2) the points they match, in the other mark's own pixels (never mirrored).
        inliers: (n,) bool, the pairs that agree.
        transform: (2, 3), takes the other mark's pixels to the candidate's; ``None`` where no
            pairs agree. It mirrors where ``mirrored``.
        mirrored: Whether clearly more pairs agree with the other mark's mirror image.
    """

    candidate: Points
    match: Points
    inliers: NDArray[np.bool_]
    transform: Transform | None
    mirrored: bool

    @property
    def count(self) -> int:
        """How many pairs agree."""
        return int(self.inliers.sum())


def find_keypoints(pixels: Pixels) -> Keypoints:
    """Find the SIFT keypoints of a mark (H, W, 3), fitted to ``COMMON_SIDE``."""
    height, width = pixels.shape[:2]
    scale = COMMON_SIDE / max(width, height)
    fitted = resize(pixels, max(1, round(width * scale)), max(1, round(height * scale)))
    grey = cv2.cvtColor(fitted, cv2.COLOR_RGB2GRAY)
    sift = cv2.SIFT.create(nfeatures=MOST_KEYPOINTS)
    found, descriptors = sift.detectAndCompute(grey, None)
    if not found:
        empty = np.zeros((0, 128), np.float32)
        return Keypoints(np.zeros((0, 2)), empty, (width, height))
    points = np.array([keypoint.pt for keypoint in found], np.float64)
    shrunk = np.array([width / fitted.shape[1], height / fitted.shape[0]])
    return Keypoints(
        (points + 0.5) * shrunk - 0.5, np.asarray(descriptors, np.float32), (width, height)
    )


def find_mirrored_keypoints(pixels: Pixels) -> Keypoints:
    """Find the keypoints of the mirror image of a mark (H, W, 3); points are in the mirror image.

    SIFT does not see a figure and its mirror image alike, so both have to be looked at.
    """
    return find_keypoints(np.ascontiguousarray(pixels[:, ::-1]))


def agree(candidate: Keypoints, match: Keypoints, mirrored: Keypoints) -> Agreement:
    """Match a candidate's keypoints with another mark's, as it is and mirrored.

    What is returned is as it is, unless ``MIRROR_GAIN`` times more pairs agree when it is mirrored.
    Equal input gives equal output.

    Args:
        candidate: Of the candidate.
        match: Of the other mark.
        mirrored: Of its mirror image, as ``find_mirrored_keypoints`` returns them.
    """
    upright = _agree(candidate, match)
    flipped = _agree(candidate, mirrored)
    if not flipped.count or flipped.count < MIRROR_GAIN * upright.count:
        return upright
    last = mirrored.size[0] - 1
    points = flipped.match * [-1, 1] + [last, 0]
    transform = None
    if flipped.transform is not None:
        transform = flipped.transform @ np.array([[-1.0, 0, last], [0, 1, 0], [0, 0, 1]])
    return Agreement(flipped.candidate, points, flipped.inliers, transform, mirrored=True)


def _agree(one: Keypoints, other: Keypoints) -> Agreement:
    rows, columns = _pairs(one.descriptors, other.descriptors)
    here, there = _without_repeats(one, other, rows, columns)
    transform, inliers = _consensus(one.size, other.size, here, there)
    return Agreement(here, there, inliers, transform, mirrored=False)


def _pairs(
    one: NDArray[np.float32], other: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return rows of both that are each other's nearest, and clearly nearer than the second."""
    if len(one) < 2 or len(other) < 2:
        return np.zeros(0, np.intp), np.zeros(0, np.intp)
    squares = (one**2).sum(axis=1)[:, None] + (other**2).sum(axis=1) - 2 * one @ other.T
    nearest = squares.argmin(axis=1)
    rows = np.arange(len(one))
    first, second = np.partition(squares, 1, axis=1)[:, :2].T
    clear = first < RATIO**2 * second
    mutual = squares.argmin(axis=0)[nearest] == rows
    chosen = rows[clear & mutual]
    return chosen, nearest[chosen]


def _without_repeats(
    one: Keypoints, other: Keypoints, rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[Points, Points]:
    """Return the matched points; a place with several orientations is one keypoint."""
    here, there = one.points[rows], other.points[columns]
    pairs = np.hstack([_share(here, one.size), _share(there, other.size)])
    _, kept = np.unique(np.rint(pairs * COMMON_SIDE), axis=0, return_index=True)
    kept.sort()
    return here[kept], there[kept]


def _share(points: Points, size: tuple[int, int]) -> Points:
    """Return points as shares of the longest side."""
    shares: Points = (points + 0.5) / max(size)
    return shares


def _consensus(
    size: tuple[int, int], other_size: tuple[int, int], here: Points, there: Points
) -> tuple[Transform | None, NDArray[np.bool_]]:
    """Return the similarity that takes ``there`` to ``here``, and which pairs agree on it."""
    nobody = np.zeros(len(here), np.bool_)
    if len(here) < LEAST_AGREEING:
        return None, nobody
    # OpenCV's RANSAC starts from the same seed at every call.
    found, flags = cv2.estimateAffinePartial2D(
        _share(there, other_size),
        _share(here, size),
        method=cv2.RANSAC,
        ransacReprojThreshold=TOLERANCE,
        maxIters=_ITERATIONS,
        confidence=_CONFIDENCE,
    )
    if found is None or not SCALES[0] <= math.hypot(found[0, 0], found[1, 0]) <= SCALES[1]:
        return None, nobody
    inliers = np.asarray(flags).ravel().astype(np.bool_)
    if inliers.sum() < max(LEAST_AGREEING, LEAST_SHARE * len(here)):
        return None, nobody
    return _in_pixels(np.asarray(found, np.float64), size, other_size), inliers


def _in_pixels(
    transform: Transform, size: tuple[int, int], other_size: tuple[int, int]
) -> Transform:
    """Return a transform between shares of the longest sides as one between pixels."""
    linear = transform[:, :2] * (max(size) / max(other_size))
    shift = transform[:, 2] * max(size) + linear @ [0.5, 0.5] - 0.5
    return np.column_stack([linear, shift])
