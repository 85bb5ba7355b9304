from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch.nn import functional

from examiner_app.engine.describe import Describer
from examiner_app.engine.logo import Logo, letterbox, logo_from_pixels
from examiner_app.engine.views import Needs, see

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


@pytest.mark.parametrize("side", [96, 300])
def test_the_trunk_sees_marks_at_the_size_of_its_manifest(
    describer: Describer, mark: Marks, side: int
) -> None:
    constants = describer.networks.preprocessing.model_copy(update={"side": side})
    networks = replace(describer.networks, preprocessing=constants, vggcam_preprocessing=constants)
    logo = mark(3)
    views = see([logo], networks, describer.device, Needs(atrha=False))
    square = torch.from_numpy(letterbox(logo.pixels, side)[0]).permute(2, 0, 1)[None].float() / 255
    mean, std = (torch.tensor(v)[None, :, None, None] for v in (constants.mean, constants.std))
    torch.testing.assert_close(
        views.features, networks.trunk((square - mean) / std), rtol=1e-4, atol=1e-4
    )
    assert views.cam.shape == (1, side // 16, side // 16)
    assert views.squares[0].shape == (300, 300, 3)
    assert views.layers(0).geometry == letterbox(logo.pixels)[1]


def test_class_maps_of_a_trunk_of_another_size_lie_on_the_backbones_grid(
    describer: Describer, mark: Marks
) -> None:
    networks = describer.networks
    smaller = networks.preprocessing.model_copy(update={"side": 192})
    mixed = replace(networks, vggcam_lower=networks.trunk.lower, vggcam_preprocessing=smaller)
    both = replace(networks, preprocessing=smaller, vggcam_preprocessing=smaller)
    logo = mark(2)
    views = see([logo], mixed, describer.device)
    alone = see([logo], both, describer.device)
    assert views.cam.shape[1:] == views.features.shape[2:] == (18, 18)
    torch.testing.assert_close(views.type_probabilities, alone.type_probabilities)
    wide = functional.interpolate(alone.cam[:, None], (18, 18), mode="bilinear")[:, 0]
    inside = torch.corrcoef(torch.stack([views.cam[0].flatten(), wide[0].flatten()]))[0, 1]
    assert inside > 0.98


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
