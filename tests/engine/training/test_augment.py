from __future__ import annotations

import numpy as np

from examiner_app.engine.training.augment import augment, background, cut_window


def _mark() -> tuple[np.ndarray, np.ndarray]:
    image = np.full((64, 64, 3), (10, 200, 30), np.uint8)
    truth = np.zeros((64, 64), np.uint8)
    image[24:40, 24:40] = 255
    truth[24:40, 24:40] = 255
    return image, truth


def test_image_and_truth_move_together_over_the_background_colour() -> None:
    for seed in range(20):
        image, truth = augment(np.random.default_rng(seed), *_mark(), 64)
        white = image.min(axis=2) > 150
        both, either = (white & (truth > 0)).sum(), (white | (truth > 0)).sum()
        assert both / either > 0.8
        far = image[truth == 0].astype(int) - (10, 200, 30)
        assert np.median(np.abs(far)) == 0
        assert set(np.unique(truth)) <= {0, 255}


def test_an_untouched_mark_keeps_its_pixels() -> None:
    before, hard = _mark()
    results = [augment(np.random.default_rng(seed), *_mark(), 64) for seed in range(40)]
    same = [np.array_equal(i, before) and np.array_equal(t, hard) for i, t in results]
    assert 3 <= sum(same) <= 20


def test_the_result_has_the_asked_size() -> None:
    image, truth = augment(np.random.default_rng(0), *_mark(), 32)
    assert image.shape == (32, 32, 3)
    assert truth.shape == (32, 32)
    assert 20 < (truth > 0).sum() < 150


def test_the_background_is_the_commonest_border_colour() -> None:
    image, _ = _mark()
    image[0, :20] = 0
    assert background(image).tolist() == [10, 200, 30]


def test_a_window_is_cut_out_of_image_and_truth_alike() -> None:
    rng = np.random.default_rng(0)
    image = np.full((64, 64, 3), 255, np.uint8)
    image[40:60, 8:30] = 0
    truth = np.where(image[..., 0] == 0, 255, 0).astype(np.uint8)
    shown = 0
    for _ in range(20):
        cut, mask = cut_window(rng, image, truth, 32)
        assert cut.shape == (32, 32, 3)
        assert np.array_equal(mask > 0, cut[..., 0] == 0)
        shown += bool(mask.any())
    # One window alone shows something of it in about two of three cases.
    assert shown >= 18


def test_a_window_of_the_whole_is_the_whole() -> None:
    image, truth = np.zeros((16, 16, 3), np.uint8), np.zeros((16, 16), np.uint8)
    cut, mask = cut_window(np.random.default_rng(0), image, truth, 16)
    assert cut is image
    assert mask is truth
