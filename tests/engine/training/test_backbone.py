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
from examiner_app.engine.training.backbone import BackboneData, train_backbone
from examiner_app.engine.training.backbone_quality import FOLDING_TOLERANCE
from examiner_app.engine.training.backbone_recipe import RECIPES, BackboneRecipe, Phase
from examiner_app.engine.training.finished_backbone import load_backbone
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.marks import TypedMarks
from examiner_app.engine.training.pairs import NO_CLASS, Choice, FigurePairs
from examiner_app.engine.training.sources import Sources

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
    marks = TypedMarks(sources.training_figures, sources.training_fonts)
    figures = sources.training_figures, sources.held_back_figures
    return BackboneData(*figures, WORDS, WORDS, marks, "test figures")


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
    choose = FigurePairs.choose

    def without_classes(*arguments: Any, named: bool) -> Choice:
        choice = choose(*arguments, named=named)
        return replace(choice, classes=torch.full_like(choice.classes, NO_CLASS))

    monkeypatch.setattr(FigurePairs, "choose", without_classes)
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
    drawn: list[Choice] = []
    choose = FigurePairs.choose

    def watched(*arguments: Any, named: bool) -> Choice:
        assert named
        drawn.append(choose(*arguments, named=named))
        return drawn[-1]

    monkeypatch.setattr(FigurePairs, "choose", watched)
    recipe = replace(RECIPES["concepts"], width=16, phases=RECIPE.phases, families_per_class=3)
    finish(train_backbone(data, replace(recipe, side=48), session("classes", 2)))
    assert [len(choice.figures) for choice in drawn[:2]] == [12, 8]
    assert all((choice.classes != NO_CLASS).all() for choice in drawn)


def test_mark_types_are_learnt_beside_and_their_branch_is_kept(
    data: BackboneData, session: MakeSession
) -> None:
    recipe = replace(RECIPE, type_weight=0.5, marks=5, mark_workers=0)
    whole, parts = session("whole", 3), session("parts", 3)
    quality = finish(train_backbone(data, recipe, whole))
    assert quality["losses"]["type"] == 0.5
    lines = [json.loads(line) for line in whole.folder.log.read_text().splitlines()]
    assert all(np.isfinite(line["type"]) for line in lines)
    branch = load_backbone(whole.folder).branch
    assert branch is not None
    work = train_backbone(data, recipe, parts)
    next(work)
    work.close()
    finish(train_backbone(data, recipe, session("parts", 3, resume=True)))
    resumed = load_backbone(parts.folder).branch
    assert resumed is not None
    for key, value in branch.state_dict().items():
        assert torch.allclose(value.float(), resumed.state_dict()[key].float(), atol=1e-6), key


def test_the_type_loss_teaches_the_maps_that_the_search_uses_too(
    data: BackboneData, session: MakeSession
) -> None:
    plain, typed = session("plain", 2), session("typed", 2)
    finish(train_backbone(data, RECIPE, plain))
    assert not plain.folder.branch.exists()
    finish(train_backbone(data, replace(RECIPE, type_weight=0.5, mark_workers=0), typed))
    key = "lower.0.weight"
    assert not torch.equal(
        load_file(plain.folder.weights)[key], load_file(typed.folder.weights)[key]
    )


def test_marks_leave_the_statistics_of_the_views_alone(
    data: BackboneData, session: MakeSession
) -> None:
    plain, typed = session("plain", 1), session("typed", 1)
    finish(train_backbone(data, RECIPE, plain))
    finish(train_backbone(data, replace(RECIPE, type_weight=0.5, mark_workers=0), typed))
    (expected, _), (found, _) = plain.folder.load_checkpoint(), typed.folder.load_checkpoint()
    statistics = [key for key in expected if ".lower." in key and "running" in key]
    assert statistics
    for key in statistics:
        assert torch.equal(expected[key], found[key]), key
