from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.progress import finish
from examiner_app.engine.training.backbone import BackboneData
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.marks import TypedMarks
from examiner_app.engine.training.run import RunFolder
from examiner_app.engine.training.settling import SettlingRecipe, settle_backbone
from examiner_app.engine.training.sources import Sources
from examiner_app.errors import TrainingError

MakeSession = Callable[..., Session]
WORDS = [np.full((8, 30), 255, np.uint8)]
RECIPE = SettlingRecipe(batch=8, learning_rate=1e-3, families_per_class=3)


@pytest.fixture(autouse=True)
def _small_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examiner_app.engine.training.backbone_quality._PAPERS_SIDE", 32)
    monkeypatch.setattr("examiner_app.engine.training.concept_head.BATCHES", 1)


@pytest.fixture
def data(sources: Sources) -> BackboneData:
    figures = sources.training_figures, sources.held_back_figures
    marks = TypedMarks(sources.training_figures, sources.training_fonts)
    return BackboneData(*figures, WORDS, WORDS, marks, "test figures")


@pytest.fixture
def finished(session: MakeSession) -> RunFolder:
    torch.manual_seed(0)
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    quality = {"mean": [0.5] * 3, "std": [0.25] * 3, "side": 32, "command": "train backbone"}
    folder.save_result(VGG16Trunk(8).state_dict(), quality | {"losses": {"metric": 1.0}})
    return folder


def test_conv5_alone_learns_and_the_rest_is_told_on(
    data: BackboneData, finished: RunFolder, session: MakeSession
) -> None:
    finished.save_branch(VGGCAM16(8, batch_norm=True).state_dict())
    run = session("settled", 2)
    quality = finish(settle_backbone(data, finished, RECIPE, run))
    assert quality == json.loads(run.folder.quality.read_text())
    assert quality["history"] == ["train backbone"]
    assert quality["losses"] == {"metric": 1.0}
    assert set(quality["map100"]["32"]) == {"mac", "spoc", "rmac"}
    assert run.folder.branch.read_bytes() == finished.branch.read_bytes()
    before, after = load_file(finished.weights), load_file(run.folder.weights)
    for key, value in before.items():
        assert torch.equal(value, after[key]) == key.startswith("lower."), key
    assert after["head.weight"].shape == (len(quality["classes"]), 8)
    lines = [json.loads(line) for line in run.folder.log.read_text().splitlines()]
    assert all(np.isfinite(line["mac"]) and np.isfinite(line["spoc"]) for line in lines)


def test_a_resumed_run_equals_an_uninterrupted_one(
    data: BackboneData, finished: RunFolder, session: MakeSession
) -> None:
    whole, parts = session("whole", 3), session("parts", 3)
    finish(settle_backbone(data, finished, RECIPE, whole))
    work = settle_backbone(data, finished, RECIPE, parts)
    next(work)
    work.close()
    finish(settle_backbone(data, finished, RECIPE, session("parts", 3, resume=True)))
    expected, found = load_file(whole.folder.weights), load_file(parts.folder.weights)
    for key, value in expected.items():
        assert torch.allclose(value, found[key], atol=1e-6), key


def test_the_loss_of_what_is_searched_with_goes_down(
    data: BackboneData, finished: RunFolder, session: MakeSession
) -> None:
    run = session("longer", 24)
    finish(settle_backbone(data, finished, replace(RECIPE, batch=16), run))
    lines = [json.loads(line) for line in run.folder.log.read_text().splitlines()]
    spoc = [line["spoc"] for line in lines]
    assert sum(spoc[-6:]) < sum(spoc[:6])


def test_the_concept_head_is_that_of_the_run_before(
    data: BackboneData, finished: RunFolder, session: MakeSession
) -> None:
    def first_loss(run: Session) -> float:
        return float(json.loads(run.folder.log.read_text().splitlines()[0])["concept"])

    first, again = session("first", 1), session("again", 1)
    named = finish(settle_backbone(data, finished, RECIPE, first))
    finish(settle_backbone(data, first.folder, RECIPE, again))
    # A head of zeros holds every concept as likely; ``finished`` has none of its own.
    chance = RECIPE.concept_weight * np.log(len(named["classes"]))
    assert first_loss(first) == pytest.approx(chance, rel=1e-3)
    assert first_loss(again) != pytest.approx(chance, rel=1e-3)


def test_without_the_concept_loss_conv5_learns_otherwise(
    data: BackboneData, finished: RunFolder, session: MakeSession
) -> None:
    weights = []
    for name, weight in (("with", 0.5), ("without", 0.0)):
        run = session(name, 2)
        finish(settle_backbone(data, finished, replace(RECIPE, concept_weight=weight), run))
        weights.append(load_file(run.folder.weights)["conv5.0.weight"])
        line = json.loads(run.folder.log.read_text().splitlines()[0])
        assert ("concept" in line) == bool(weight)
    assert not torch.equal(*weights)


def test_there_must_be_a_finished_backbone(data: BackboneData, session: MakeSession) -> None:
    missing = session("missing", 1).folder
    with pytest.raises(TrainingError, match="train one first"):
        finish(settle_backbone(data, missing, RECIPE, session("run", 1)))
