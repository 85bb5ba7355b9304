from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import torch

from examiner_app.engine.describe import Describer
from examiner_app.engine.logo import Logo, letterbox, logo_from_pixels
from examiner_app.engine.views import see

Marks = Callable[..., Logo]


def test_one_view_for_a_mark_that_atrha_leaves_alone(describer: Describer, mark: Marks) -> None:
    blank = logo_from_pixels(np.full((40, 60, 3), 255, np.uint8), "blank")
    logos = [mark(1), blank, mark(2)]
    views = see(logos, describer.networks, describer.device)
    crops = [removal for removal in views.removals if not removal.fallback]
    assert views.removals[1].fallback
    assert views.features.shape[0] == len(logos) + len(crops)
    assert int(views.atrha[1]) == 1
    assert views.features.shape[1:] == (32, 18, 18)


def test_the_atrha_view_is_the_crop_letterboxed(describer: Describer, mark: Marks) -> None:
    logos = [mark(3), mark(4)]
    views = see(logos, describer.networks, describer.device)
    for index, removal in enumerate(views.removals):
        if removal.fallback:
            continue
        crop = logo_from_pixels(removal.crop, "crop")
        alone = see([crop], describer.networks, describer.device)
        torch.testing.assert_close(
            views.features[int(views.atrha[index])], alone.features[0], rtol=1e-4, atol=1e-4
        )


def test_layers_lie_on_the_original(describer: Describer, mark: Marks) -> None:
    logo = mark(5, 301, 97)
    layers = see([logo], describer.networks, describer.device).layers(0)
    assert layers.text.shape == (97, 301)
    assert 0 <= float(layers.text.min()) <= float(layers.text.max()) <= 1
    assert layers.geometry == letterbox(logo.pixels)[1]
    assert layers.cam.min() == 0
    assert layers.cam.max() == 1
    assert 0.5 <= float(layers.ssa.min()) <= float(layers.ssa.max()) <= 1.5


def test_camsa_and_cam_agree(describer: Describer, mark: Marks) -> None:
    layers = see([mark(6)], describer.networks, describer.device).layers(0)
    assert np.array_equal(layers.camsa > 0, layers.cam > 0.5)
    assert np.abs(layers.camsa) == pytest.approx(100 * layers.cam)
