"""The recipe of VGGCAM-16: conv5 and a three-way head, fine-tuned on the backbone (paper 3.2.2).

conv1 … conv4 stay the backbone's, so their pool4 maps are computed once and kept in memory, and
several epochs over them cost only conv5.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import RMSprop

from examiner_app.engine.device import Device
from examiner_app.engine.models.fused import fuse_relu
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vggcam import VGGCAM16, MarkType, fold_batch_norm
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.training.calibration import temperature
from examiner_app.engine.training.feed import Feed
from examiner_app.engine.training.finished_backbone import Backbone
from examiner_app.engine.training.loop import Session, descend, place, run_loop
from examiner_app.engine.training.mark_type_recipe import MarkTypeRecipe
from examiner_app.engine.training.marks import TypedBatch, TypedBatches, TypedMarks
from examiner_app.engine.training.retrieval import normalise
from examiner_app.engine.training.run import (
    Record,
    cosine,
    set_learning_rate,
    step_generator,
)
from examiner_app.engine.training.start import load_weights
from examiner_app.errors import TrainingError

_CHUNK = 32
_CALIBRATION_SEEDS = 5 * 10**6
_HELD_BACK_SEEDS = 10**9


@dataclass(frozen=True, slots=True)
class MarkTypeData:
    """What VGGCAM-16 is trained and measured on.

    Attributes:
        training: Draws marks of training figures and fonts.
        held_back: Draws marks of others.
        description: Of the data, for the manifest.
    """

    training: TypedMarks
    held_back: TypedMarks
    description: str


@dataclass(frozen=True, slots=True)
class PooledMarks:
    """Marks as the frozen trunk sees them.

    Attributes:
        pool4: (N, C, h, w) in half precision, on the GPU if it has room for them.
        types: (N,) class numbers, in the same place.
    """

    pool4: Tensor
    types: Tensor


def train_mark_type(
    data: MarkTypeData,
    backbone: Backbone,
    recipe: MarkTypeRecipe,
    session: Session,
    *,
    start_from: Path | None = None,
) -> Work[Record]:
    """Train VGGCAM-16; return what was measured, as written to ``quality.json``.

    Args:
        data: What it is trained and measured on.
        backbone: What it stands on.
        recipe: The recipe.
        session: How and where.
        start_from: Weights of a finished mark type on the same conv1 … conv4 to go on from.

    Raises:
        TrainingError: The run cannot start or go on.
    """
    device = session.device
    # Before anything is drawn: a file that cannot be gone on from is refused at once.
    torch.manual_seed(recipe.seed)
    network = place(_begin(backbone, start_from), device)
    # Its weights in the device's format, as nothing else of it learns: no autocast reaches what
    # convolution and ReLU are fused into.
    fuse_relu(place(backbone.trunk, device).lower.to(device.dtype))
    first = recipe.seed * 10**7
    seeds = range(first, first + recipe.images)
    learnt = yield from _pool_marks(data.training, seeds, backbone, recipe, device)
    first += _CALIBRATION_SEEDS
    seeds = range(first, first + recipe.calibration)
    apart = yield from _pool_marks(data.training, seeds, backbone, recipe, device)
    seeds = range(_HELD_BACK_SEEDS, _HELD_BACK_SEEDS + recipe.held_back)
    kept = yield from _pool_marks(data.held_back, seeds, backbone, recipe, device)
    trainer = MarkTypeTrainer(network, _optimizer(network, recipe), recipe, learnt, kept, device)
    outcome = yield from run_loop(trainer, session, "Training the mark type")
    trainer.network = network = place(fold_batch_norm(network.cpu()), device)
    heat = temperature(trainer.logits(apart), apart.types.cpu())
    with torch.no_grad():
        for parameter in network.head.parameters():
            parameter.div_(heat)
    confusion = trainer.confusion()
    quality: Record = {
        "role": "mark-type",
        "width": network.width,
        "classes": [kind.label for kind in MarkType],
        "accuracy": _accuracy(confusion),
        "confusion": confusion.tolist(),
        "temperature": round(heat, 3),
        "training_images": recipe.images,
        "started_from": backbone.branch_sha256 if start_from is None else file_sha256(start_from),
        "backbone_sha256": backbone.sha256,
        "epochs": round(outcome.steps * recipe.batch / recipe.images, 2),
        "data": data.description,
        "command": session.command,
        "seed": recipe.seed,
        **outcome.record,
    }
    session.folder.save_result({k: v.cpu() for k, v in network.state_dict().items()}, quality)
    return quality


def _optimizer(network: VGGCAM16, recipe: MarkTypeRecipe) -> RMSprop:
    groups = [
        {"params": network.head.parameters(), "lr": recipe.head_rate},
        {"params": network.conv5.parameters(), "lr": recipe.trunk_rate},
    ]
    return RMSprop(groups, alpha=recipe.decay)


def _begin(backbone: Backbone, start_from: Path | None) -> VGGCAM16:
    if start_from is not None:
        finished = VGGCAM16(backbone.trunk.width)
        load_weights(finished, start_from, "mark-type")
        return finished
    if backbone.branch is not None:
        return backbone.branch
    trunk = backbone.trunk
    network = VGGCAM16(trunk.width, batch_norm=True)
    ours = [layer for layer in network.conv5 if isinstance(layer, nn.Conv2d)]
    theirs = [layer for layer in trunk.conv5 if isinstance(layer, nn.Conv2d)]
    for own, other in zip(ours, theirs, strict=True):
        own.load_state_dict(other.state_dict())
    return network


def _pool_marks(
    marks: TypedMarks, seeds: range, backbone: Backbone, recipe: MarkTypeRecipe, device: Device
) -> Work[PooledMarks]:
    """Draw marks and keep their pool4 maps; workers draw ahead of what is computed."""
    stage = Stage("Looking at marks with the backbone", len(seeds))
    pooled: PooledMarks | None = None
    draw = TypedBatches(marks, seeds.start, _CHUNK)
    with Feed[int, TypedBatch](draw, recipe.workers) as feed:
        for number, start in enumerate(range(0, len(seeds), _CHUNK)):
            images, types = feed.get(number, backbone.side)
            wanted = slice(0, min(_CHUNK, len(seeds) - start))
            maps = _pool4(images[wanted], backbone, device)
            if pooled is None:
                pooled = _room_for(len(seeds), maps, device)
            pooled.pool4[start : start + _CHUNK] = maps
            pooled.types[start : start + _CHUNK] = types[wanted]
            yield stage.step(len(maps))
    if pooled is None:
        raise TrainingError("VGGCAM-16 needs marks to learn from, and others to be measured on.")
    return pooled


def _room_for(count: int, maps: Tensor, device: Device) -> PooledMarks:
    """Return room for ``count`` maps, on the GPU unless that leaves it too little to work with."""
    size = count * maps[0].nbytes
    home = device.torch_device
    if home.type == "cuda" and 2 * size > torch.cuda.mem_get_info(home)[0]:
        home = torch.device("cpu")
    pool4 = torch.empty((count, *maps.shape[1:]), dtype=maps.dtype, device=home)
    return PooledMarks(pool4, torch.empty(count, dtype=torch.int64, device=home))


@torch.no_grad()
def _pool4(images: Tensor, backbone: Backbone, device: Device) -> Tensor:
    normal = normalise(images.to(device.torch_device), backbone.mean, backbone.std)
    maps: Tensor = backbone.trunk.lower(normal.to(device.dtype))
    return maps.to(torch.bfloat16 if device.dtype == torch.float32 else device.dtype)


@dataclass(slots=True)
class MarkTypeTrainer:
    """One step of the recipe.

    Attributes:
        network: conv5 and the head.
        optimizer: Of the network.
        recipe: The recipe.
        marks: Training marks.
        held_back: Marks to measure on.
        device: Where to train.
    """

    network: VGGCAM16
    optimizer: RMSprop
    recipe: MarkTypeRecipe
    marks: PooledMarks
    held_back: PooledMarks
    device: Device

    def step(self, step: int, position: float) -> dict[str, float]:
        """Make one step at ``position`` in 0…1 of the run; return its loss."""
        rng = step_generator(self.recipe.seed, step)
        picked = torch.from_numpy(rng.choice(len(self.marks.types), self.recipe.batch))
        picked = picked.to(self.marks.types.device)
        rising = min(1.0, (step + 1) / max(1, self.recipe.warm_up))
        set_learning_rate(self.optimizer, rising * cosine(position, warm_up=1e-9))
        self.network.train()
        with self.device.autocast:
            logits, _ = self.network(self._maps(self.marks.pool4[picked]))
        types = self.marks.types[picked].to(self.device.torch_device)
        loss = functional.cross_entropy(logits.float(), types)
        descend(loss, self.optimizer)
        return {"loss": float(loss.detach())}

    def look(self) -> Record:
        """Return the accuracy on held-back marks."""
        return {"accuracy": _accuracy(self.confusion())}

    def confusion(self) -> Tensor:
        """Return held-back counts (3, 3): rows are the true types, columns the found ones."""
        kinds = len(MarkType)
        found = self.logits(self.held_back).argmax(dim=1)
        counts = torch.bincount(kinds * self.held_back.types.cpu() + found, minlength=kinds * kinds)
        return counts.reshape(kinds, kinds)

    @torch.no_grad()
    def logits(self, marks: PooledMarks) -> Tensor:
        """Return what the network says of ``marks``, (N, 3) on the CPU."""
        self.network.eval()
        found: list[Tensor] = []
        for start in range(0, len(marks.types), _CHUNK):
            with self.device.autocast:
                logits, _ = self.network(self._maps(marks.pool4[start : start + _CHUNK]))
            found.append(logits.float().cpu())
        return torch.cat(found)

    def _maps(self, pool4: Tensor) -> Tensor:
        maps = pool4.to(self.device.torch_device).float()
        return maps.contiguous(memory_format=torch.channels_last)


def _accuracy(confusion: Tensor) -> float:
    return round(100 * float(confusion.diagonal().sum() / confusion.sum().clamp_min(1)), 2)
