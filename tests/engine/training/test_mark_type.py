from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import torch
from safetensors.torch import load_file

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.progress import finish
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.mark_type import (
    Backbone,
    MarkTypeRecipe,
    load_backbone,
    train_mark_type,
)
from examiner_app.engine.training.sources import Sources, mark_type_data
from examiner_app.errors import TrainingError

MakeSession = Callable[..., Session]
RECIPE = MarkTypeRecipe(images=9, held_back=6, batch=3, warm_up=2, workers=0)


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


def test_a_backbone_comes_from_its_run(session: MakeSession) -> None:
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    with pytest.raises(TrainingError, match="train one first"):
        load_backbone(folder)
    trunk = _backbone().trunk
    weights = trunk.state_dict() | {"head.weight": torch.zeros(2, 16), "head.bias": torch.zeros(2)}
    folder.save_result(weights, {"mean": [0.1, 0.2, 0.3], "std": [1.0, 1.0, 1.0]})
    loaded = load_backbone(folder)
    assert loaded.mean == [0.1, 0.2, 0.3]
    assert torch.equal(loaded.trunk.conv5[0].weight, trunk.conv5[0].weight)
