from __future__ import annotations

from dataclasses import replace

import pytest

from examiner_app.engine.training.backbone_recipe import LOSSES, RECIPES
from examiner_app.errors import TrainingError


def test_an_arm_of_an_ablation_differs_in_its_losses_alone() -> None:
    whole = RECIPES["gpu"]
    arm = whole.without(["metric", "teacher"])
    assert (arm.metric_weight, arm.teacher_weight) == (0.0, 0.0)
    weights = {f"{name}_weight": getattr(whole, f"{name}_weight") for name in LOSSES}
    assert replace(arm, **weights) == whole
    assert whole.without([]) == whole


def test_every_loss_of_a_recipe_can_be_left_out() -> None:
    named = {name for name in vars(type(RECIPES["gpu"])) if name.endswith("_weight")}
    assert {f"{name}_weight" for name in LOSSES} == named


@pytest.mark.parametrize(
    ("losses", "says"), [(["colour"], "none of the losses"), (["metric", "concept"], "at most")]
)
def test_what_cannot_be_left_out_is_refused(losses: list[str], says: str) -> None:
    with pytest.raises(TrainingError, match=says):
        RECIPES["full"].without(losses)


def test_phases_follow_each_other_up_to_the_end_of_a_run() -> None:
    for name, recipe in RECIPES.items():
        ends = [phase.until for phase in recipe.phases]
        assert ends == sorted(set(ends)), name
        assert ends[-1] == 1.0, name
        assert all(phase.size % 16 == 0 and phase.batch % 2 == 0 for phase in recipe.phases), name
