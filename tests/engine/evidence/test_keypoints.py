from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from examiner_app.engine.evidence.keypoints import (
    Agreement,
    agree,
    find_keypoints,
    find_mirrored_keypoints,
)
from examiner_app.engine.logo import Pixels


def drawing(seed: int, width: int = 400, height: int = 300) -> Pixels:
    """A figure without any symmetry: many strokes and blots."""
    rng = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), 255, np.uint8)
    for _ in range(26):
        colour = tuple(int(value) for value in rng.integers(0, 210, 3))
        points = rng.integers([30, 30], [width - 30, height - 30], (3, 2)).astype(np.int32)
        cv2.fillPoly(pixels, [points], colour, cv2.LINE_AA)
        end = (int(points[1, 0]), int(points[1, 1]))
        cv2.circle(pixels, end, int(rng.integers(4, 14)), colour, 2, cv2.LINE_AA)
    return pixels


def compared(candidate: Pixels, match: Pixels) -> Agreement:
    return agree(find_keypoints(candidate), find_keypoints(match), find_mirrored_keypoints(match))


def moved(transform: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    return points @ transform[:, :2].T + transform[:, 2]


def similarity(angle: float, scale: float, shift: tuple[float, float]) -> NDArray[np.float64]:
    """From the candidate's pixels to the match's, turned about its middle."""
    result = cv2.getRotationMatrix2D((200, 150), angle, scale).astype(np.float64)
    result[:, 2] += shift
    return result


def warped(pixels: Pixels, there: NDArray[np.float64], size: tuple[int, int]) -> Pixels:
    white = (255, 255, 255)
    return cv2.warpAffine(pixels, there, size, flags=cv2.INTER_AREA, borderValue=white).astype(
        np.uint8
    )


CORNERS = np.array([[60.0, 60], [340, 60], [340, 240], [60, 240], [200, 150]])


@pytest.mark.parametrize(
    ("angle", "scale", "shift"),
    [(0.0, 1.0, (0.0, 0.0)), (20.0, 0.8, (12.0, -9.0)), (-75.0, 0.7, (0.0, 20.0))],
)
def test_a_known_transform_is_recovered(
    angle: float, scale: float, shift: tuple[float, float]
) -> None:
    there = similarity(angle, scale, shift)
    candidate = drawing(1)
    found = compared(candidate, warped(candidate, there, (400, 340)))
    assert found.count > 30
    assert not found.mirrored
    assert found.transform is not None
    assert moved(found.transform, moved(there, CORNERS)) == pytest.approx(CORNERS, abs=2)
    off = np.linalg.norm(moved(there, found.candidate) - found.match, axis=1)
    assert np.median(off[found.inliers]) < 1
    assert off[found.inliers].max() < 0.02 * 400 * 2


def test_points_are_in_the_pixels_of_each_original() -> None:
    candidate = drawing(2, 1200, 900)
    small = cv2.resize(candidate, (240, 180), interpolation=cv2.INTER_AREA).astype(np.uint8)
    found = compared(candidate, small)
    assert found.count > 20
    assert found.transform is not None
    # The middle of the first small pixel is the middle of the first five large ones.
    ends = np.array([[0.0, 0], [239, 179]])
    assert moved(found.transform, ends) == pytest.approx(ends * 5 + 2, abs=5)
    off = np.linalg.norm(found.candidate - (found.match * 5 + 2), axis=1)[found.inliers]
    assert np.median(off) < 2.5


def test_a_mirrored_mark_is_seen_as_such() -> None:
    candidate = drawing(3)
    there = similarity(15, 0.8, (5, 5))
    mirror = np.ascontiguousarray(warped(candidate, there, (420, 330))[:, ::-1])
    found = compared(candidate, mirror)
    assert found.mirrored
    assert found.count > 30
    assert found.transform is not None
    in_mirror = moved(there, CORNERS) * [-1, 1] + [419, 0]
    assert moved(found.transform, in_mirror) == pytest.approx(CORNERS, abs=2)
    assert np.linalg.det(found.transform[:, :2]) < 0
    off = np.linalg.norm(moved(found.transform, found.match) - found.candidate, axis=1)
    assert off[found.inliers].max() < 0.02 * 400 * 1.1


def test_a_symmetric_mark_is_not_called_mirrored() -> None:
    half = drawing(9)[:, :200]
    symmetric = np.ascontiguousarray(np.hstack([half, half[:, ::-1]]))
    found = compared(symmetric, warped(symmetric, similarity(5, 0.9, (0, 0)), (400, 300)))
    assert found.count > 30
    assert not found.mirrored


@pytest.mark.parametrize("seed", range(4, 8))
def test_unrelated_marks_hardly_agree(seed: int) -> None:
    found = compared(drawing(seed), drawing(seed + 10))
    assert found.count < min(12, 0.5 * len(found.inliers))
    assert found.inliers.shape == (len(found.candidate),) == (len(found.match),)
    assert (found.transform is None) == (found.count == 0)


@pytest.mark.parametrize(
    "plain",
    [
        np.full((1, 1, 3), 0, np.uint8),
        np.full((1, 900, 3), 255, np.uint8),
        np.full((200, 300, 3), 127, np.uint8),
    ],
    ids=["one pixel", "one row", "plain"],
)
def test_nothing_to_see_agrees_with_nothing(plain: Pixels) -> None:
    points = find_keypoints(plain)
    assert points.points.shape == (0, 2)
    assert points.descriptors.shape == (0, 128)
    assert points.size == (plain.shape[1], plain.shape[0])
    for one, other in ((plain, drawing(1)), (drawing(1), plain), (plain, plain)):
        found = compared(one, other)
        assert (found.count, found.transform, found.mirrored) == (0, None, False)
        assert found.candidate.shape == found.match.shape == (0, 2)
        assert found.inliers.shape == (0,)


def test_the_same_marks_agree_in_the_same_way() -> None:
    one, other = drawing(1), warped(drawing(1), similarity(9, 0.9, (3, 3)), (400, 300))
    first, second = compared(one, other), compared(one, other)
    assert np.array_equal(first.inliers, second.inliers)
    assert np.array_equal(first.transform, second.transform)  # type: ignore[arg-type]


def test_a_place_is_counted_once() -> None:
    found = compared(drawing(1), drawing(1))
    places = np.rint((np.hstack([found.candidate, found.match]) + 0.5) * 512 / 400)
    assert len(np.unique(places, axis=0)) == len(places) > 100


def test_keypoints_of_a_region_are_those_that_lie_in_it() -> None:
    found = find_keypoints(drawing(3))
    part = found.inside((0.25, 0.0, 0.5, 0.4))
    wanted = [
        row
        for row, (x, y) in enumerate(found.points)
        if 100 <= x + 0.5 <= 300 and 0 <= y + 0.5 <= 120
    ]
    assert 0 < len(wanted) < len(found.points)
    assert np.array_equal(part.points, found.points[wanted])
    assert np.array_equal(part.descriptors, found.descriptors[wanted])
    assert part.size == found.size
    assert len(found.inside((0.0, 0.0, 1.0, 1.0)).points) == len(found.points)
    nothing = found.inside((0.5, 0.5, 0.0, 0.0))
    assert nothing.points.shape == (0, 2)
    assert agree(nothing, found, found).count == 0
