from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torchvision.models import squeezenet1_1

from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.progress import finish
from examiner_app.engine.training.backbone import BackboneData, Student, train_backbone
from examiner_app.engine.training.backbone_quality import FOLDING_TOLERANCE
from examiner_app.engine.training.backbone_recipe import RECIPES, BackboneRecipe, Phase
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.pairs import NO_CLASS, Batch, FigurePairs
from examiner_app.engine.training.sources import Sources
from examiner_app.engine.training.teacher import load_teacher
from examiner_app.errors import TrainingError

MakeSession = Callable[..., Session]
RECIPE = BackboneRecipe(
    width=16, phases=(Phase(0.5, 32, 12), Phase(1.0, 48, 8)), families_per_class=3, side=48
)
WORDS = [np.full((8, 30), 255, np.uint8)]


@pytest.fixture(autouse=True)
def _small_measures(monkeypatch: pytest.MonkeyPatch) -> None:
    quality = "examiner_app.engine.training.backbone_quality"
    monkeypatch.setattr(f"{quality}._PAPERS_SIDE", 32)
    monkeypatch.setattr("examiner_app.engine.training.concept_head.BATCHES", 2)


@pytest.fixture
def data(sources: Sources) -> BackboneData:
    return BackboneData(
        sources.training_figures, sources.held_back_figures, WORDS, WORDS, "test figures"
    )


def test_a_run_gives_a_plain_trunk_a_head_and_its_quality(
    data: BackboneData, session: MakeSession
) -> None:
    run = session("run", 4)
    quality = finish(train_backbone(data, RECIPE, run))
    assert quality == json.loads(run.folder.quality.read_text())
    assert quality["steps"] == 4
    assert quality["folding_difference"] <= FOLDING_TOLERANCE
    assert set(quality["map100"]) == {"32", "48"}
    assert 0 <= quality["map100"]["48"]["mac"]["layouts"] <= 100
    assert quality["side"] == 48
    assert set(quality["rulers"]) == {"untrained"}
    assert set(quality["rulers"]["untrained"]) == {"48"}
    weights = load_file(run.folder.weights)
    assert weights.pop("head.weight").shape == (len(quality["classes"]), 16)
    assert weights.pop("head.bias").shape == (len(quality["classes"]),)
    VGG16Trunk(16).load_state_dict(weights)
    lines = [json.loads(line) for line in run.folder.log.read_text().splitlines()]
    assert [line["step"] for line in lines] == [1, 2, 3, 4]
    assert all(np.isfinite(line["mac"]) and np.isfinite(line["component"]) for line in lines)
    assert any("held_back" in line for line in lines)


def test_a_resumed_run_equals_an_uninterrupted_one(
    data: BackboneData, session: MakeSession
) -> None:
    whole, parts = session("whole", 4), session("parts", 4)
    finish(train_backbone(data, RECIPE, whole))
    work = train_backbone(data, RECIPE, parts)
    for _ in range(2):
        next(work)
    work.close()
    finish(train_backbone(data, RECIPE, session("parts", 4, resume=True)))
    expected, found = load_file(whole.folder.weights), load_file(parts.folder.weights)
    assert expected.keys() == found.keys()
    for key, value in expected.items():
        assert torch.allclose(value, found[key], atol=1e-6), key


def test_a_teacher_adds_its_loss_and_its_ruler(
    data: BackboneData, session: MakeSession, tmp_path: Path
) -> None:
    file = tmp_path / "teacher.pth"
    torch.save(squeezenet1_1().state_dict(), file)
    run = session("taught", 2)
    quality = finish(train_backbone(data, RECIPE, run, teacher_weights=file))
    assert set(quality["rulers"]["squeezenet1_1"]) == {"32", "48"}
    assert '"teacher"' in run.folder.log.read_text().splitlines()[0]


@pytest.mark.parametrize(
    ("name", "losses"),
    [("concepts", {"concept"}), ("concepts-metric", {"concept", "mac", "spoc"})],
)
def test_an_ablation_leaves_losses_out(
    data: BackboneData, session: MakeSession, tmp_path: Path, name: str, losses: set[str]
) -> None:
    file = tmp_path / "teacher.pth"
    torch.save(squeezenet1_1().state_dict(), file)
    recipe = replace(RECIPES[name], width=16, phases=RECIPE.phases, families_per_class=3, side=48)
    run = session("less", 1)
    quality = finish(train_backbone(data, recipe, run, teacher_weights=file))
    line = json.loads(run.folder.log.read_text().splitlines()[0])
    assert set(line) - {"step", "seconds", "held_back"} == losses
    assert quality["losses"]["teacher"] == quality["losses"]["component"] == 0


def test_a_batch_without_any_class_is_no_end_of_a_run(
    data: BackboneData, session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = FigurePairs.draw

    def without_classes(*arguments: Any) -> Batch:
        batch = draw(*arguments)
        return replace(batch, classes=torch.full_like(batch.classes, NO_CLASS))

    monkeypatch.setattr(FigurePairs, "draw", without_classes)
    recipe = replace(
        RECIPES["concepts-metric"], width=16, phases=RECIPE.phases, families_per_class=3
    )
    run = session("classless", 2)
    finish(train_backbone(data, replace(recipe, side=48), run))
    lines = [json.loads(line) for line in run.folder.log.read_text().splitlines()]
    assert [line["concept"] for line in lines] == [0, 0]


def test_on_concepts_alone_only_figures_with_a_class_are_drawn(
    data: BackboneData, session: MakeSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Batch] = []
    draw = FigurePairs.draw_classes

    def watched(*arguments: Any) -> Batch:
        drawn.append(draw(*arguments))
        return drawn[-1]

    monkeypatch.setattr(FigurePairs, "draw_classes", watched)
    monkeypatch.setattr(FigurePairs, "draw", None)
    recipe = replace(RECIPES["concepts"], width=16, phases=RECIPE.phases, families_per_class=3)
    finish(train_backbone(data, replace(recipe, side=48), session("classes", 2)))
    assert [len(batch.images) for batch in drawn[:2]] == [12, 8]
    assert all((batch.classes != NO_CLASS).all() for batch in drawn)


def test_goes_on_from_a_finished_backbone(data: BackboneData, session: MakeSession) -> None:
    first = session("first", 3)
    finish(train_backbone(data, RECIPE, first))
    slow = replace(RECIPE, learning_rate=1e-9, easy_until=0.0, seed=5)
    run, fresh = session("second", 1), session("fresh", 1)
    quality = finish(train_backbone(data, slow, run, start_from=first.folder.weights))
    assert len(quality["started_from"]) == 64
    assert finish(train_backbone(data, slow, fresh))["started_from"] is None
    before, after, other = (_maps(load_file(r.folder.weights)) for r in (first, run, fresh))
    # Statistics are of other images, so the scale of a channel may be a little different.
    alike, unlike = (float(torch.corrcoef(torch.stack([before, m]))[0, 1]) for m in (after, other))
    assert alike > 0.4
    assert alike > unlike + 0.2


def _maps(weights: dict[str, torch.Tensor]) -> torch.Tensor:
    trunk = VGG16Trunk(16)
    trunk.load_state_dict({k: v for k, v in weights.items() if not k.startswith("head.")})
    images = torch.rand(8, 3, 48, 48, generator=torch.Generator().manual_seed(2))
    maps: torch.Tensor = trunk((images - 0.45) / 0.22).detach().flatten()
    return maps


def test_a_file_that_is_no_teacher_is_refused(tmp_path: Path, session: MakeSession) -> None:
    file = tmp_path / "no.pth"
    torch.save({"a": torch.zeros(1)}, file)
    for path in (file, tmp_path / "missing.pth"):
        with pytest.raises(TrainingError, match="squeezenet1_1"):
            load_teacher(path, session("x", 1).device)


def test_the_recipe_grows_from_small_and_easy_to_large_and_hard() -> None:
    recipe = BackboneRecipe()
    first, last = recipe.shape(0.0), recipe.shape(1.0)
    assert first.size < last.size
    assert first.hardness < last.hardness == 1.0
    assert recipe.ease(0.0) == 1.0
    assert recipe.ease(0.9) == 0.0


def test_every_recipe_ends_at_the_size_that_marks_are_searched_at() -> None:
    for recipe in RECIPES.values():
        assert recipe.phases[-1].size == recipe.side


def test_heads_learn_faster_than_the_trunk() -> None:
    student = Student(16, 3)
    trunk, heads = student.parameter_groups(0.1)
    assert heads["lr"] > trunk["lr"] == 0.1
    found = [id(parameter) for group in (trunk, heads) for parameter in group["params"]]
    assert len(set(found)) == len(found)
    assert set(found) == {id(parameter) for parameter in student.parameters()}


def test_figures_without_common_concepts_are_refused(
    data: BackboneData, session: MakeSession
) -> None:
    few = replace(RECIPE, families_per_class=50)
    with pytest.raises(TrainingError, match="50 families"):
        finish(train_backbone(data, few, session("few", 1)))
