from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.training.finished_backbone import load_backbone, load_head
from examiner_app.engine.training.loop import Session
from examiner_app.errors import TrainingError

MakeSession = Callable[..., Session]


def test_a_backbone_comes_from_its_run(session: MakeSession) -> None:
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    with pytest.raises(TrainingError, match="train one first"):
        load_backbone(folder)
    trunk = VGG16Trunk(16)
    weights = trunk.state_dict() | {"head.weight": torch.zeros(2, 16), "head.bias": torch.zeros(2)}
    folder.save_result(weights, {"mean": [0.1, 0.2, 0.3], "std": [1.0, 1.0, 1.0]})
    loaded = load_backbone(folder)
    assert loaded.mean == [0.1, 0.2, 0.3]
    assert torch.equal(loaded.trunk.conv5[0].weight, trunk.conv5[0].weight)


def test_a_branch_of_another_backbone_is_refused(session: MakeSession) -> None:
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    folder.save_result(VGG16Trunk(16).state_dict(), {"mean": [0.5] * 3, "std": [0.25] * 3})
    folder.save_branch(VGGCAM16(8, batch_norm=True).state_dict())
    with pytest.raises(TrainingError, match="no mark-type network of this backbone"):
        load_backbone(folder)


def test_the_head_is_the_finished_one_where_it_names_the_same_concepts(
    session: MakeSession,
) -> None:
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    head = torch.nn.Linear(16, 2)
    named = {f"head.{key}": value for key, value in head.state_dict().items()}
    folder.save_result(VGG16Trunk(16).state_dict() | named, {"classes": ["ant", "bee"]})
    assert torch.equal(load_head(folder, ("ant", "bee")).weight, head.weight)
    for others in (("ant", "cat"), ("ant", "bee", "cat"), ("bee", "ant")):
        fresh = load_head(folder, others)
        assert fresh.weight.shape == (len(others), 16)
        assert not fresh.weight.any()
        assert not fresh.bias.any()


def test_a_head_needs_a_finished_run(session: MakeSession) -> None:
    folder = session("backbone", 1).folder
    folder.path.mkdir()
    with pytest.raises(TrainingError, match="finish it first"):
        load_head(folder, ("ant",))
