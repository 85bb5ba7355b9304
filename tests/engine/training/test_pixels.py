from __future__ import annotations

import cv2
import numpy as np
import pytest
import torch

from examiner_app.engine.training.pixels import blur, jpeg, to_grey, turn_hue


def _batch(images: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]) -> torch.Tensor:
    return torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float()


def _random(count: int, side: int) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    rng = np.random.default_rng(0)
    small = rng.integers(256, size=(count, side // 8, side // 8, 3)).astype(np.uint8)
    return [cv2.resize(image, (side, side), interpolation=cv2.INTER_CUBIC) for image in small]


@pytest.mark.parametrize("steps", [0, 1, 30, 60, 77, 90, 120, 179])
def test_hue_turns_as_opencv_turns_it(steps: int) -> None:
    images = _random(3, 32)
    found = turn_hue(_batch(images), torch.full((3,), steps / 180))
    for image, turned in zip(images, found, strict=True):
        hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(np.int32) + steps) % 180
        expected = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB).astype(np.float32)
        # OpenCV rounds hue to two degrees.
        assert np.abs(turned.permute(1, 2, 0).numpy() - expected).max() < 8


def test_grey_has_no_hue_to_turn() -> None:
    grey = to_grey(_batch(_random(2, 16)))
    assert torch.allclose(turn_hue(grey, torch.tensor([0.3, 0.7])), grey)
    white = torch.full((1, 3, 2, 2), 255.0)
    assert torch.allclose(turn_hue(white, torch.tensor([0.5])), white)


def test_grey_is_opencvs_grey() -> None:
    images = _random(2, 16)
    for image, grey in zip(images, to_grey(_batch(images)), strict=True):
        expected = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY).astype(np.float32)
        assert np.abs(grey.numpy() - expected).max() <= 1


@pytest.mark.parametrize("deviation", [0.4, 0.8, 1.2])
def test_blurred_as_opencv_blurs(deviation: float) -> None:
    images = _random(2, 32)
    found = blur(_batch(images), torch.full((2,), deviation))
    for image, blurred in zip(images, found, strict=True):
        expected = cv2.GaussianBlur(image, (3, 3), deviation).astype(np.float32)
        assert np.abs(blurred.permute(1, 2, 0).numpy() - expected).max() <= 1.5


@pytest.mark.parametrize("quality", [25, 49, 50, 75, 89])
def test_what_jpeg_leaves(quality: int) -> None:
    images = _random(4, 64)
    found = jpeg(_batch(images), torch.full((4,), float(quality)))
    for image, left in zip(images, found, strict=True):
        _, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
        expected = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.float32)[..., ::-1]
        error = np.abs(left.permute(1, 2, 0).numpy() - expected)
        # Far nearer to what libjpeg leaves than the image itself is.
        assert error.mean() < 2.0
        assert error.mean() < 0.3 + 0.35 * np.abs(image.astype(np.float32) - expected).mean()


def test_a_plain_ground_stays_plain() -> None:
    white = torch.full((1, 3, 16, 16), 255.0)
    assert torch.allclose(jpeg(white, torch.tensor([30.0])), white, atol=0.5)
