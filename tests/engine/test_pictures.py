from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.attention.text_removal import remove_text
from examiner_app.engine.colour_maps import COLOUR_MAPS, TEXT_COLOUR, ramp
from examiner_app.engine.description import Layers, Plane
from examiner_app.engine.logo import Letterbox, Logo, logo_from_pixels
from examiner_app.engine.pictures import (
    BOX_COLOUR,
    DIM_COLOUR,
    LAYERS,
    Legend,
    blend,
    layer_picture,
    rank_colour,
    rounded_rank,
    value_at,
)


def _candidate(width: int, height: int) -> Logo:
    pixels = np.full((height, width, 3), 255, np.uint8)
    pixels[height // 8 : height // 2, width // 4 : width // 2] = (200, 30, 30)
    pixels[int(height * 0.8) : int(height * 0.9), width // 8 : width * 7 // 8] = 0
    return logo_from_pixels(pixels, "candidate.png")


def _layers(logo: Logo) -> Layers:
    text: Plane = np.zeros((logo.height, logo.width), np.float32)
    text[int(logo.height * 0.78) : int(logo.height * 0.92)] = 0.9
    cam = np.linspace(0, 1, 18 * 18, dtype=np.float32).reshape(18, 18)
    geometry = Letterbox.fit(logo.width, logo.height, 300)
    return Layers(text, remove_text(logo.pixels, text), 1.5 - cam, cam, cam * 100, geometry)


@pytest.mark.parametrize("size", [(301, 197), (40, 1600), (1, 1), (1000, 1000)])
@pytest.mark.parametrize("key", [layer.key for layer in LAYERS])
def test_every_layer_covers_the_mark_exactly_at_its_own_size(
    key: str, size: tuple[int, int]
) -> None:
    logo = _candidate(*size)
    picture = layer_picture(key, logo, _layers(logo), max_side=None)
    assert picture.rgba.shape == (logo.height, logo.width, 4)
    assert picture.rgba.dtype == np.uint8
    assert picture.legend.title


@pytest.mark.parametrize("key", [layer.key for layer in LAYERS])
def test_the_longest_side_is_kept_to_the_limit(key: str) -> None:
    logo = _candidate(2000, 50)
    assert layer_picture(key, logo, _layers(logo), max_side=500).rgba.shape[:2] == (12, 500)


def test_an_unknown_layer_is_a_key_error() -> None:
    logo = _candidate(10, 10)
    with pytest.raises(KeyError):
        layer_picture("nothing", logo, _layers(logo))


def test_text_is_one_strong_colour_as_opaque_as_it_is_likely() -> None:
    logo = _candidate(200, 200)
    rgba = layer_picture("text", logo, _layers(logo)).rgba
    assert tuple(rgba[170, 100, :3]) == TEXT_COLOUR
    assert rgba[170, 100, 3] == round(0.9 * 255)
    assert rgba[20, 20, 3] == 0


def test_heat_goes_from_blue_to_red() -> None:
    colours = ramp()
    assert colours.shape == (256, 3)
    assert colours[0].argmax() == 2
    assert colours[255].argmax() == 0
    logo = _candidate(200, 200)
    rgba = layer_picture("cam", logo, _layers(logo)).rgba
    assert rgba[0, 0, 2] > rgba[0, 0, 0]
    assert rgba[-1, -1, 0] > rgba[-1, -1, 2]
    assert (rgba[..., 3] == 255).all()


def test_a_constant_cam_says_so() -> None:
    logo = _candidate(20, 20)
    layers = _layers(logo)
    flat = Layers(
        layers.text, layers.removal, layers.ssa, layers.cam * 0, layers.camsa, layers.geometry
    )
    assert "no place" in layer_picture("cam", logo, flat).legend.title


def test_the_crop_is_outlined_the_rest_dimmed_and_removed_text_tinted() -> None:
    logo = _candidate(400, 400)
    layers = _layers(logo)
    x, y, width, height = layers.removal.box
    assert not layers.removal.fallback
    picture = layer_picture("atrha", logo, layers)
    assert tuple(picture.rgba[y, x, :3]) == BOX_COLOUR
    assert tuple(picture.rgba[y + height - 1, x + width - 1, :3]) == BOX_COLOUR
    assert picture.rgba[y + height // 2, x + width // 2, 3] == 0
    assert tuple(picture.rgba[2, 2, :3]) == DIM_COLOUR
    assert tuple(picture.rgba[340, 200, :3]) == TEXT_COLOUR
    labels = [label for _, label in picture.legend.colours]
    assert labels[0] == f"Searched: {width}×{height} px at {x}, {y}"
    assert "Text removed" in labels


def test_a_mark_that_is_all_text_is_searched_whole() -> None:
    logo = _candidate(100, 100)
    text = np.ones((100, 100), np.float32)
    layers = _layers(logo)
    whole = Layers(
        text,
        remove_text(logo.pixels, text),
        layers.ssa,
        layers.cam,
        layers.camsa,
        layers.geometry,
    )
    assert whole.removal.fallback
    labels = [label for _, label in layer_picture("atrha", logo, whole).legend.colours]
    assert labels == [
        "Searched: the whole mark (no figure apart from the text)",
        "Text inside the box: stays",
    ]


@pytest.mark.parametrize(("opacity", "expected"), [(0.0, 255), (1.0, 0), (0.5, 128), (7.0, 0)])
def test_blend(opacity: float, expected: int) -> None:
    mark = np.full((4, 6, 3), 255, np.uint8)
    black = np.zeros((4, 6, 4), np.uint8)
    black[..., 3] = 255
    logo = logo_from_pixels(mark, "white.png")
    picture = layer_picture("filed", logo, _layers(_candidate(6, 4)))
    covering = type(picture)("filed", black, Legend("", "", "", ()))
    assert (blend(mark, covering, opacity) == expected).all()


def test_blend_scales_the_picture_to_the_mark() -> None:
    logo = _candidate(300, 200)
    picture = layer_picture("cam", logo, _layers(logo), max_side=60)
    assert blend(logo.pixels, picture, 0.5).shape == (200, 300, 3)


@pytest.mark.parametrize("size", [(301, 197), (600, 20), (17, 640)])
def test_value_at_agrees_with_the_layer_on_the_original(size: tuple[int, int]) -> None:
    logo = _candidate(*size)
    layers = _layers(logo)
    for key, grid in (("cam", layers.cam), ("ssa", layers.ssa)):
        whole = layers.on_original(grid)
        for x, y in ((0, 0), (size[0] // 3, size[1] // 2), (size[0] - 1, size[1] - 1)):
            value = value_at(key, layers, x, y)
            assert value == pytest.approx(float(whole[y, x]), abs=0.01)


def test_value_at_outside_or_without_values_is_none() -> None:
    logo = _candidate(30, 20)
    layers = _layers(logo)
    assert value_at("text", layers, 3, 17) == pytest.approx(0.9)
    assert value_at("text", layers, 30, 0) is None
    assert value_at("text", layers, 0, -1) is None
    assert value_at("atrha", layers, 0, 0) is None
    assert value_at("filed", layers, 0, 0) is None


@pytest.mark.parametrize(
    ("rank", "text"),
    [
        (1, "1"),
        (214, "214"),
        (999, "999"),
        (1_000, "1k"),
        (1_499, "1k"),
        (1_500, "2k"),
        (78_214, "78k"),
        (923_343, "923k"),
        (999_499, "999k"),
        (999_500, "1M"),
        (2_400_000, "2M"),
    ],
)
def test_rounded_rank(rank: int, text: str) -> None:
    assert rounded_rank(rank) == text


def test_rank_colours_go_from_green_to_red_and_get_lighter() -> None:
    ranks = [1, 5, 30, 200, 1_500, 10_000, 100_000, 923_343]
    colours = [rank_colour(rank, 923_343) for rank in ranks]
    assert colours[0][1] > colours[0][0]
    assert colours[-1][0] > colours[-1][1]
    greys = [0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue in colours]
    assert greys == sorted(greys)
    assert rank_colour(1, 1) == colours[0]
    assert rank_colour(10**9, 923_343) == colours[-1]


@pytest.mark.parametrize("colours", COLOUR_MAPS)
@pytest.mark.parametrize("key", ["text", "ssa", "cam"])
def test_legend_and_heat_map_have_the_same_colours(key: str, colours: str) -> None:
    logo = _candidate(200, 200)
    layers = _layers(logo)
    picture = layer_picture(key, logo, layers, colours=colours)
    if (key, colours) == ("text", "paper"):
        assert picture.rgba[..., 3].min() == 0
        return
    assert picture.rgba[..., 3].min() == 255
    ramp_ = {tuple(colour) for colour in np.asarray(picture.legend.colours)}
    assert {tuple(colour) for colour in picture.rgba[..., :3].reshape(-1, 3)} <= ramp_


def test_an_unknown_map_is_a_key_error() -> None:
    logo = _candidate(10, 10)
    with pytest.raises(KeyError):
        layer_picture("cam", logo, _layers(logo), colours="pink")
