from __future__ import annotations

import torch

from examiner_app.engine.training.student import Student


def test_each_weight_learns_once_and_heads_learn_faster() -> None:
    student = Student(16, 5)
    slow, fast = student.optimizer(1e-3, 0.02).param_groups
    learning = [id(parameter) for group in (slow, fast) for parameter in group["params"]]
    assert sorted(learning) == sorted(id(parameter) for parameter in student.parameters())
    assert fast["lr"] > slow["lr"] == 1e-3
    assert slow["weight_decay"] == fast["weight_decay"] == 0.02
    assert any(parameter is student.mark_type.head.weight for parameter in fast["params"])


def test_the_branch_of_mark_types_stands_on_pool4() -> None:
    student = Student(16, 5).eval()
    with torch.inference_mode():
        logits, maps = student.mark_type(student.trunk.lower(torch.rand(2, 3, 48, 48)))
    assert logits.shape == (2, 3)
    assert maps.shape == (2, 16, 3, 3)
