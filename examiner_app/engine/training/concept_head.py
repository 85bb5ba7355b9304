"""The concept head, fitted again on the finished trunk.

While the trunk learns, its head runs after moving features; Jimenez's class maps need weights that
belong to the features as they are shipped. A linear classifier on pooled maps takes a minute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional

from examiner_app.engine.device import Device
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.training.loop import descend
from examiner_app.engine.training.pairs import NO_CLASS, Batch
from examiner_app.engine.training.retrieval import Maps, normalise
from examiner_app.engine.training.run import cosine, set_learning_rate

BATCHES = 40
"""Batches of views whose pooled maps the head is fitted on."""

_STEPS = 600
_ROWS = 512
_LEARNING_RATE = 0.02
_WEIGHT_DECAY = 0.05
_KEPT_FOR_TEST = 10


@torch.no_grad()
def _pool(
    maps: Maps, batch: Batch, preprocessing: tuple[Sequence[float], Sequence[float]], device: Device
) -> Tensor:
    images = normalise(batch.images.to(device.torch_device), *preprocessing)
    with device.autocast:
        features = maps(images)
    return features.float().mean(dim=(2, 3)).cpu()


def fit_head(
    maps: Maps,
    classes: int,
    draw: Callable[[int], Batch],
    preprocessing: tuple[Sequence[float], Sequence[float]],
    device: Device,
) -> Work[tuple[nn.Linear, float]]:
    """Fit a GAP-linear head on training views.

    Args:
        maps: The finished trunk.
        classes: Outputs of the head.
        draw: Draws batch number n; rows without a class are left out.
        preprocessing: Mean and deviation per channel.
        device: Where the trunk runs; the head itself is fitted on the CPU.

    Returns:
        The head, and its top-1 accuracy in percent on views that it was not fitted on.
    """
    stage = Stage("Fitting the concept head", BATCHES)
    rows: list[Tensor] = []
    labels: list[Tensor] = []
    for number in range(BATCHES):
        batch = draw(number)
        kept = batch.classes != NO_CLASS
        rows.append(_pool(maps, batch, preprocessing, device)[kept])
        labels.append(batch.classes[kept])
        yield stage.step()
    features, targets = torch.cat(rows), torch.cat(labels)
    test = torch.arange(len(targets)) % _KEPT_FOR_TEST == 0
    head = _fit(features[~test], targets[~test], classes)
    with torch.no_grad():
        hits = head(features[test]).argmax(dim=1) == targets[test]
    return head, round(100 * float(hits.float().mean()), 2) if len(hits) else 0.0


def _fit(features: Tensor, targets: Tensor, classes: int) -> nn.Linear:
    head = nn.Linear(features.shape[1], classes)
    nn.init.zeros_(head.weight)
    nn.init.zeros_(head.bias)
    if len(targets) < 2:
        return head
    mean, deviation = features.mean(dim=0), features.std(dim=0).clamp_min(1e-4)
    inputs = (features - mean) / deviation
    optimizer = torch.optim.AdamW(head.parameters(), lr=_LEARNING_RATE, weight_decay=_WEIGHT_DECAY)
    generator = torch.Generator().manual_seed(0)
    for step in range(_STEPS):
        picked = torch.randint(len(targets), (_ROWS,), generator=generator)
        set_learning_rate(optimizer, cosine(step / _STEPS))
        descend(functional.cross_entropy(head(inputs[picked]), targets[picked]), optimizer)
    with torch.no_grad():  # the standardisation moves into the weights
        head.weight.div_(deviation)
        head.bias.sub_(head.weight @ mean)
    return head


def with_head(trunk: nn.Module, head: nn.Linear) -> dict[str, Tensor]:
    """Return the weights of a backbone as they are kept, on the CPU: ``trunk``'s and ``head.…``."""
    named = {f"head.{key}": value for key, value in head.state_dict().items()}
    return {key: value.cpu() for key, value in (trunk.state_dict() | named).items()}
