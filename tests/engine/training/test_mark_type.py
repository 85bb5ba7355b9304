from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.progress import finish
from examiner_app.engine.training.finished_backbone import Backbone, load_backbone
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.mark_type import train_mark_type
from examiner_app.engine.training.mark_type_recipe import MarkTypeRecipe
from examiner_app.engine.training.sources import Sources, mark_type_data
from examiner_app.errors import TrainingError

MakeSession = Callable[..., Session]
RECIPE = MarkTypeRecipe(images=9, calibration=6, held_back=6, batch=3, warm_up=2, workers=0)


def _backbone() -> Backbone:
    torch.manual_seed(0)
    return Backbone(VGG16Trunk(16).eval(), (0.5, 0.5, 0.5), (0.25, 0.25, 0.25), 48)


def test_a_run_gives_a_network_and_its_confusion_matrix(
    sources: Sources, session: MakeSession
) -> None:
    run = session("run", 4)
    quality = finish(train_mark_type(mark_type_data(sources), _backbone(), RECIPE, run))
    assert quality == json.loads(run.folder.quality.read_text())
    assert sum(map(sum, quality["confusion"])) == 6
    right = sum(quality["confusion"][i][i] for i in range(3))
    assert quality["accuracy"] == pytest.approx(100 * right / 6, abs=0.01)
    VGGCAM16(16).load_state_dict(load_file(run.folder.weights))


def test_a_resumed_run_equals_an_uninterrupted_one(sources: Sources, session: MakeSession) -> None:
    data = mark_type_data(sources)
    whole, parts = session("whole", 4), session("parts", 4)
    finish(train_mark_type(data, _backbone(), RECIPE, whole))
    work = train_mark_type(data, _backbone(), RECIPE, parts)
    for progress in work:
        if progress.stage == "Training the mark type" and progress.done >= 250:
            break
    work.close()
    finish(train_mark_type(data, _backbone(), RECIPE, session("parts", 4, resume=True)))
    expected, found = load_file(whole.folder.weights), load_file(parts.folder.weights)
    for key, value in expected.items():
        assert torch.allclose(value, found[key], atol=1e-6), key


def test_a_run_goes_on_from_the_branch_that_was_taught_with_the_backbone(
    sources: Sources, session: MakeSession
) -> None:
    torch.manual_seed(1)
    branch = VGGCAM16(16, batch_norm=True)
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    folder.save_result(
        _backbone().trunk.state_dict(), {"mean": [0.5] * 3, "std": [0.25] * 3, "side": 48}
    )
    folder.save_branch(branch.state_dict())
    recipe = replace(RECIPE, trunk_rate=0.0, head_rate=0.0)
    run = session("run", 1)
    quality = finish(train_mark_type(mark_type_data(sources), load_backbone(folder), recipe, run))
    found = load_file(run.folder.weights)
    expected = branch.head.weight / quality["temperature"]
    assert torch.allclose(found["head.weight"], expected, rtol=1e-3)
    assert quality["started_from"] == file_sha256(folder.branch)


def test_a_run_goes_on_from_a_finished_mark_type(sources: Sources, session: MakeSession) -> None:
    data, first = mark_type_data(sources), session("first", 2)
    finish(train_mark_type(data, _backbone(), RECIPE, first))
    still = replace(RECIPE, trunk_rate=0.0, head_rate=0.0, seed=1)
    file, again = first.folder.weights, session("again", 1)
    quality = finish(train_mark_type(data, _backbone(), still, again, start_from=file))
    before, after = load_file(file), load_file(again.folder.weights)
    for key, value in before.items():
        factor = quality["temperature"] if key.startswith("head.") else 1.0
        assert torch.allclose(factor * after[key], value, rtol=1e-3), key
    assert quality["started_from"] == file_sha256(file)
    moved = session("moved", 2)
    finish(train_mark_type(data, _backbone(), replace(RECIPE, seed=1), moved, start_from=file))
    assert not torch.allclose(load_file(moved.folder.weights)["conv5.0.weight"],
                              before["conv5.0.weight"])  # fmt: skip


def test_a_mark_type_of_another_width_is_refused(
    sources: Sources, session: MakeSession, tmp_path: Path
) -> None:
    file = tmp_path / "narrow.safetensors"
    save_file(VGGCAM16(8).state_dict(), file)
    work = train_mark_type(
        mark_type_data(sources), _backbone(), RECIPE, session("run", 1), start_from=file
    )
    with pytest.raises(TrainingError, match="no mark-type network"):
        finish(work)


def test_without_marks_there_is_nothing_to_learn(sources: Sources, session: MakeSession) -> None:
    work = train_mark_type(
        mark_type_data(sources), _backbone(), replace(RECIPE, held_back=0), session("none", 1)
    )
    with pytest.raises(TrainingError, match="needs marks"):
        finish(work)
