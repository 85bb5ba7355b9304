"""Describing what is asked about a mark, against slower ways to the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from examiner_app.engine import views
from examiner_app.engine.attention.segmentation import ssa_weights
from examiner_app.engine.attention.text_mask import MaskMemory
from examiner_app.engine.attention.text_removal import remove_text
from examiner_app.engine.describe import Describer
from examiner_app.engine.description import Description
from examiner_app.engine.examination import open_workbench
from examiner_app.engine.logo import Logo, letterbox, logo_from_pixels
from examiner_app.engine.methods import METHODS, SIFT_BOW
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.pictures import DIM_COLOUR, LAYERS, layer_picture, value_at
from examiner_app.engine.progress import finish
from examiner_app.engine.question import PLAIN, MaskCorrection, ask
from examiner_app.engine.region import Region

Marks = Callable[..., Logo]

REGION = Region(40, 8, 96, 80)


def assert_same(one: Description, other: Description) -> None:
    for key in METHODS:
        if key != SIFT_BOW:
            assert (one.vectors[key] == other.vectors[key]).all(), key
    assert (one.words.words == other.words.words).all()
    assert (one.type_probabilities == other.type_probabilities).all()
    assert one.layers is not None
    assert other.layers is not None
    for plane in ("text", "ssa", "cam", "camsa"):
        assert (getattr(one.layers, plane) == getattr(other.layers, plane)).all(), plane
    assert one.layers.removal.box == other.layers.removal.box


def test_the_plain_question_changes_nothing(describer: Describer, mark: Marks) -> None:
    logo = mark(4)
    assert_same(describer.answer(logo, PLAIN), describer.describe([logo])[0])


def test_a_region_is_described_as_the_cropped_mark(describer: Describer, mark: Marks) -> None:
    logo = mark(4)
    cropped = logo_from_pixels(logo.pixels[8:88, 40:136].copy(), "cropped")
    answer = describer.answer(logo, ask(logo, REGION))
    assert_same(answer, describer.describe([cropped])[0])
    assert answer.layers is not None
    x, y, width, height = answer.layers.removal.box
    assert answer.layers.box == (40 + x, 8 + y, width, height)


def test_what_follows_from_the_mask_follows_from_the_corrected_one(
    describer: Describer, mark: Marks
) -> None:
    logo = mark(4)
    added = np.zeros((logo.height, logo.width), bool)
    added[:60] = True
    correction = MaskCorrection.of(added, ~added)
    plain = describer.answer(logo, PLAIN)
    answer = describer.answer(logo, ask(logo, None, correction))
    assert answer.layers is not None
    assert plain.layers is not None
    assert (answer.layers.text == added).all()
    assert answer.layers.network_text is not None
    assert (answer.layers.network_text == plain.layers.text).all()
    assert answer.layers.removal.box == remove_text(logo.pixels, answer.layers.text).box
    # The grid of the SSA weights, from the whole replaced mask.
    white = np.repeat(added[..., None], 3, axis=2).astype(np.uint8) * 255
    square = letterbox(white, 256)[0][..., 0].astype(np.float32) / 255
    fitted = letterbox(logo.pixels, 256)[1]
    inside = slice(fitted.top, fitted.top + fitted.height)
    grid = answer.layers.ssa.shape
    wanted = ssa_weights(torch.from_numpy(square)[None], (grid[0], grid[1]))[0].numpy()
    rows = slice(fitted.top * grid[0] // 256 + 1, inside.stop * grid[0] // 256)
    # The picture was enlarged smoothly, the mask is not.
    assert answer.layers.ssa[rows] == pytest.approx(wanted[rows], abs=0.02)
    # The maps of the mark as filed do not depend on its text mask.
    assert (answer.layers.cam == plain.layers.cam).all()
    for key, method in METHODS.items():
        if key == SIFT_BOW:
            continue
        same = bool((answer.vectors[key] == plain.vectors[key]).all())
        follows = method.attention == "ssa" or method.view == "atrha"
        assert same is not follows, key


def test_the_network_runs_once_while_its_mask_is_corrected(
    describer: Describer, mark: Marks, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[int] = []
    run = views.text_probability
    monkeypatch.setattr(
        views, "text_probability", lambda net, batch, on: (runs.append(1), run(net, batch, on))[1]
    )
    fresh = replace(describer, memory=MaskMemory())
    logo = mark(7)
    added = np.zeros((logo.height, logo.width), bool)
    added[20:50, 50:90] = True
    correction = MaskCorrection.of(added, np.zeros_like(added))
    first = fresh.answer(logo, PLAIN)
    corrected = fresh.answer(logo, ask(logo, None, correction))
    again = fresh.answer(logo, PLAIN)
    assert len(runs) == 1
    assert_same(first, again)
    forgetful = replace(describer, memory=MaskMemory())
    assert_same(corrected, forgetful.answer(logo, ask(logo, None, correction)))
    fresh.answer(mark(8), PLAIN)
    fresh.answer(logo, ask(logo, REGION))
    assert len(runs) == 4


def test_region_and_mask_together(describer: Describer, mark: Marks) -> None:
    logo = mark(4)
    added = np.zeros((logo.height, logo.width), bool)
    added[20:50, 50:90] = True
    correction = MaskCorrection.of(added, np.zeros_like(added))
    cropped = logo_from_pixels(logo.pixels[8:88, 40:136].copy(), "cropped")
    inside = MaskCorrection.of(added[8:88, 40:136], np.zeros((80, 96), bool))
    together = describer.answer(logo, ask(logo, REGION, correction))
    assert_same(together, describer.answer(cropped, ask(cropped, None, inside)))


def test_the_layers_of_a_region_are_shown_where_it_lies(describer: Describer, mark: Marks) -> None:
    logo = mark(4)
    layers = describer.answer(logo, ask(logo, REGION)).layers
    assert layers is not None
    cropped = logo_from_pixels(logo.pixels[8:88, 40:136].copy(), "cropped")
    for info in LAYERS[1:]:
        whole = layer_picture(info.key, logo, layers).rgba
        part = layer_picture(info.key, cropped, replace(layers, place=None)).rgba
        assert whole.shape[:2] == logo.pixels.shape[:2]
        assert (whole[8:88, 40:136] == part).all(), info.key
        assert (whole[:8, :, :3] == DIM_COLOUR).all(), info.key
        small = layer_picture(info.key, logo, layers, 40).rgba
        assert small.shape[:2] == (30, 40)
    filed = layer_picture("filed", logo, layers).rgba
    assert (filed[..., :3] == logo.pixels).all()
    assert value_at("text", layers, 39, 20) is None
    assert value_at("text", layers, 40, 8) == pytest.approx(float(layers.text[0, 0]))
    assert value_at("cam", layers, 135, 87) is not None
    assert value_at("cam", layers, 136, 87) is None


def test_an_examination_says_what_was_asked(
    register_folder: Path, bundle: Bundle, mark: Marks
) -> None:
    logo = mark(4)
    workbench = finish(open_workbench(register_folder, bundle.folder, "cpu"))
    try:
        question = ask(logo, REGION)
        examination = finish(workbench.examine(logo, "mac", question))
        plain = finish(workbench.examine(logo, "mac"))
    finally:
        workbench.register.close()
    assert examination.question is question
    assert plain.question is PLAIN
    assert examination.logo is logo
    assert (examination.ranks.distances["mac"] != plain.ranks.distances["mac"]).any()
