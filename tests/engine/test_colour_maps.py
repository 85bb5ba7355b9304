from __future__ import annotations

from typing import get_args

import cv2
import numpy as np
import pytest

from examiner_app.engine.colour_maps import (
    COLOUR_MAPS,
    GREY,
    PAPER,
    ColourMap,
    heat,
    levels,
    ramp,
    text_ramp,
    tint,
)
from examiner_app.settings import LAYER_COLOURS

# What a dichromat sees of linear RGB (Viénot, Brettel and Mollon 1999): red-blind, green-blind.
PROTAN = np.array([[0.1124, 0.8876, 0], [0.1124, 0.8876, 0], [0.0040, -0.0040, 1]])
DEUTAN = np.array([[0.2927, 0.7073, 0], [0.2927, 0.7073, 0], [-0.0223, 0.0223, 1]])


def lightness(colours: np.ndarray) -> np.ndarray:
    """CIE L* of linear RGB (n, 3)."""
    light = colours @ np.array([0.2126, 0.7152, 0.0722])
    return np.where(light > 0.008856, 116 * np.cbrt(light) - 16, 903.3 * light)


def linear(colours: np.ndarray) -> np.ndarray:
    share = colours.astype(np.float64) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)


def test_the_names_are_the_same_everywhere() -> None:
    assert tuple(COLOUR_MAPS) == get_args(ColourMap) == LAYER_COLOURS.choices
    assert LAYER_COLOURS.default == PAPER


@pytest.mark.parametrize("eye", [np.eye(3), PROTAN, DEUTAN], ids=["all", "protan", "deutan"])
@pytest.mark.parametrize("colours", [name for name in COLOUR_MAPS if name != PAPER])
def test_maps_get_lighter_throughout_whoever_looks(colours: str, eye: np.ndarray) -> None:
    light = lightness(np.clip(linear(ramp(colours)) @ eye.T, 0, 1))
    # Eight bits a channel cannot do better than a quarter of a unit.
    assert (np.diff(light) > -0.25).all()
    assert (light[16::16] > light[:-16:16] + 1).all()
    assert light[-1] - light[0] > 60


def test_the_papers_map_does_not() -> None:
    light = lightness(linear(ramp(PAPER)))
    assert light[128] > light[0] + 20
    assert light[128] > light[255] + 20


def test_ramps_are_kept_and_cannot_be_changed() -> None:
    assert ramp(GREY) is ramp(GREY)
    with pytest.raises(ValueError, match="read-only"):
        ramp(PAPER)[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        text_ramp()[0] = 0


@pytest.mark.parametrize("colours", COLOUR_MAPS)
def test_heat_takes_its_colours_from_the_ramp(colours: str) -> None:
    values = np.linspace(-1, 2, 90, dtype=np.float32).reshape(9, 10)
    painted = heat(values, 0.0, 1.0, colours)
    assert (painted[..., 3] == 255).all()
    assert np.array_equal(painted[..., :3], ramp(colours)[levels(values, 0.0, 1.0)])
    assert tuple(painted[0, 0, :3]) == tuple(ramp(colours)[0])
    assert tuple(painted[-1, -1, :3]) == tuple(ramp(colours)[255])


def test_the_default_is_the_papers() -> None:
    values = np.arange(256, dtype=np.uint8)[:, None]
    bgr = cv2.applyColorMap(values, cv2.COLORMAP_JET)
    assert np.array_equal(ramp(), bgr[:, 0, ::-1])


def test_a_tint_is_as_opaque_as_it_is_likely() -> None:
    assert tint(np.array([[0, 0.5, 1]], np.float32))[0, :, 3].tolist() == [0, 128, 255]
