from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file

from examiner_app.engine.device import Device
from examiner_app.engine.models.unet import UNet
from examiner_app.engine.progress import finish
from examiner_app.engine.training import sources as sources_module
from examiner_app.engine.training.feed import Feed
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.marks import MaskBatch, MaskBatches
from examiner_app.engine.training.sources import Sources, text_mask_data
from examiner_app.engine.training.text_mask import TextMaskData, TextMaskTrainer, train_text_mask
from examiner_app.engine.training.text_mask_recipe import MASK_RECIPES, MaskPhase, TextMaskRecipe
from examiner_app.errors import TrainingError

MakeSession = Callable[..., Session]
RECIPE = TextMaskRecipe(
    width=2, phases=(MaskPhase(0.5, 48, 32, 2), MaskPhase(1.0, 48, 48, 2)), workers=0
)


@pytest.fixture
def data(sources: Sources, monkeypatch: pytest.MonkeyPatch) -> TextMaskData:
    monkeypatch.setattr(sources_module, "INPUT_SIZE", 64)
    monkeypatch.setattr("examiner_app.engine.training.text_mask._STATISTICS_BATCHES", 2)
    return finish(text_mask_data(sources, held_back=8, workers=0))


def test_a_run_gives_a_network_and_its_quality(data: TextMaskData, session: MakeSession) -> None:
    run = session("run", 4)
    quality = finish(train_text_mask(data, RECIPE, run))
    assert quality == json.loads(run.folder.quality.read_text())
    held_back = quality["held_back"]
    assert held_back["marks"] == 8
    assert 0 <= held_back["f1"] <= 1
    assert {"script latin", "type text-only", "type figure-only"} <= set(held_back["f1_by_kind"])
    network = UNet(2, context=True)
    network.load_state_dict(load_file(run.folder.weights))
    lines = [json.loads(line) for line in run.folder.log.read_text().splitlines()]
    assert [line["step"] for line in lines] == [1, 2, 3, 4]


def test_a_resumed_run_equals_an_uninterrupted_one(
    data: TextMaskData, session: MakeSession
) -> None:
    whole, parts = session("whole", 4), session("parts", 4)
    finish(train_text_mask(data, RECIPE, whole))
    work = train_text_mask(data, RECIPE, parts)
    for _ in range(2):
        next(work)
    work.close()
    finish(train_text_mask(data, RECIPE, session("parts", 4, resume=True)))
    expected, found = load_file(whole.folder.weights), load_file(parts.folder.weights)
    for key, value in expected.items():
        assert torch.allclose(value.double(), found[key].double(), atol=1e-6), key


def test_goes_on_from_a_finished_network(data: TextMaskData, session: MakeSession) -> None:
    first = session("first", 2)
    finish(train_text_mask(data, RECIPE, first))
    run = session("second", 1)
    still = replace(RECIPE, learning_rate=0.0)
    quality = finish(train_text_mask(data, still, run, start_from=first.folder.weights))
    assert len(quality["started_from"]) == 64
    before, after = load_file(first.folder.weights), load_file(run.folder.weights)
    assert torch.equal(before["down.0.0.weight"], after["down.0.0.weight"])
    wider = replace(RECIPE, width=4)
    with pytest.raises(TrainingError, match="--width"):
        finish(train_text_mask(data, wider, session("x", 1), start_from=first.folder.weights))


def test_training_brings_the_loss_down(data: TextMaskData, session: MakeSession) -> None:
    recipe = TextMaskRecipe(
        width=4, phases=(MaskPhase(1.0, 32, 32, 4),), learning_rate=1e-2, workers=0
    )
    run = session("longer", 80)
    finish(train_text_mask(data, recipe, run))
    losses = [json.loads(line)["loss"] for line in run.folder.log.read_text().splitlines()]
    assert sum(losses[-16:]) < 0.9 * sum(losses[:16])


def test_the_papers_staircase() -> None:
    recipe = MASK_RECIPES["paper"]
    assert (recipe.width, recipe.loss, recipe.learning_rate) == (64, "focal", 1e-3)
    assert recipe.rate(19_999, 0.5) == 1.0
    assert recipe.rate(20_000, 0.5) == pytest.approx(0.95)
    assert recipe.rate(60_000, 0.5) == pytest.approx(0.95**3)


class Darkness(torch.nn.Module):
    """Finds text in what is dark, and is as shy of it as the focal loss makes a network."""

    def __init__(self) -> None:
        super().__init__()
        self.head = torch.nn.Conv2d(3, 1, 1)
        torch.nn.init.constant_(self.head.weight, -1.0)
        torch.nn.init.constant_(self.head.bias, -0.5)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.head(images)
        return found


def test_calibrated_at_one_half(data: TextMaskData) -> None:
    network = Darkness()
    cpu = Device(torch.device("cpu"), torch.float32, "CPU")
    with Feed[MaskPhase, MaskBatch](MaskBatches(data.draw, 0), 0) as feed:
        optimizer = torch.optim.Adam(network.parameters())
        trainer = TextMaskTrainer(network, optimizer, RECIPE, data.held_back, cpu, feed)
        shift = trainer.calibrate()
        again = trainer.calibrate()
    assert shift > 0.5
    assert abs(again) <= 0.05
    bias = network.head.bias
    assert bias is not None
    assert bias.item() == pytest.approx(-0.5 + shift + again)
