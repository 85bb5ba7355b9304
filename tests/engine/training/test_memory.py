from __future__ import annotations

import torch

from examiner_app.engine.training.memory import EMPTY, VectorMemory


def test_the_oldest_make_room() -> None:
    memory = VectorMemory(3, 2)
    assert (memory.concepts == EMPTY).all()
    memory.add(torch.tensor([[1.0, 0.0], [2.0, 0.0]]), torch.tensor([1, 2]))
    assert memory.concepts.tolist() == [EMPTY, 1, 2]
    memory.add(torch.tensor([[3.0, 0.0], [4.0, 0.0]]), torch.tensor([3, 4]))
    assert memory.concepts.tolist() == [2, 3, 4]
    assert memory.vectors[:, 0].tolist() == [2.0, 3.0, 4.0]


def test_more_at_once_than_there_is_room_for() -> None:
    memory = VectorMemory(2, 1)
    memory.add(torch.arange(5.0)[:, None], torch.arange(5))
    assert memory.concepts.tolist() == [3, 4]


def test_no_capacity_keeps_nothing() -> None:
    memory = VectorMemory(0, 2)
    memory.add(torch.ones(2, 2), torch.tensor([1, 2]))
    assert len(memory) == 0


def test_kept_without_gradients_and_in_checkpoints() -> None:
    memory = VectorMemory(2, 1)
    memory.add(torch.ones(1, 1, requires_grad=True), torch.tensor([7]))
    assert not memory.vectors.requires_grad
    assert memory.state_dict()["concepts"].tolist() == [EMPTY, 7]
