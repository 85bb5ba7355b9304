from __future__ import annotations

from collections.abc import Callable

import pytest
import torch

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.training.finished_backbone import load_backbone
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
