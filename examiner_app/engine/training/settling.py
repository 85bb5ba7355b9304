"""A last step where folding breaks a backbone: conv5 learns under the statistics it is used with.

While a backbone learns, each batch is normalised by its own statistics; folded, the network keeps
to fixed ones. Where a few channels answer to few figures, and strongly, the two are far apart. So
conv5 of the folded network learns on for a while, with nothing to normalise; conv1 … conv4 stay as
they are, and with them whatever else stands on them.
"""

from __future__ import annotations

import shutil
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.optim import AdamW

from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.progress import Work
from examiner_app.engine.training.backbone import BackboneData, class_batches, pairs_of
from examiner_app.engine.training.backbone_quality import Measure, backbone_quality
from examiner_app.engine.training.backbone_recipe import BackboneRecipe
from examiner_app.engine.training.concept_head import fit_head, with_head
from examiner_app.engine.training.finished_backbone import Backbone, load_backbone, load_head
from examiner_app.engine.training.loop import Session, descend, place, run_loop
from examiner_app.engine.training.losses import concept_loss, vector_losses
from examiner_app.engine.training.pairs import BatchShape
from examiner_app.engine.training.retrieval import normalise
from examiner_app.engine.training.run import Record, RunFolder, cosine, set_learning_rate
from examiner_app.engine.training.student import HEADS_PACE
from examiner_app.engine.training.teacher import load_teacher
from examiner_app.engine.training.view_source import ViewSource, open_views

_FIRST_BATCH = 2**27
_CHUNK = 32
_LONGEST_GRADIENT = 5.0


@dataclass(frozen=True, slots=True)
class SettlingRecipe:
    """Everything that decides the result, besides the data and the backbone.

    Attributes:
        batch: Images per step, two per pair.
        learning_rate: Peak of AdamW's.
        concept_weight: Of the cross-entropy beside InfoNCE. Without it what the concept head reads,
            and Jimenez's class maps with it, fades while conv5 learns on.
        warm_up: Share of the run over which it rises.
        families_per_class: As in :class:`BackboneRecipe`.
        workers: Processes that plan views for a GPU.
        seed: Of everything.
    """

    batch: int = 256
    learning_rate: float = 2e-4
    concept_weight: float = 0.5
    warm_up: float = 0.1
    families_per_class: int = 6
    workers: int = 4
    seed: int = 0


def settle_backbone(
    data: BackboneData,
    finished: RunFolder,
    recipe: SettlingRecipe,
    session: Session,
    *,
    teacher_weights: Path | None = None,
) -> Work[Record]:
    """Settle conv5 of a finished backbone; return what was measured, as in ``quality.json``.

    Args:
        data: What the backbone was trained on, and what it is measured on.
        finished: Its run; it is not changed.
        recipe: The recipe.
        session: How and where; the new run goes on with what ``finished`` says of itself.
        teacher_weights: A teacher's weights, to be measured beside it.

    Raises:
        TrainingError: There is no finished backbone, or the run cannot start or go on.
    """
    device = session.device
    backbone, before = load_backbone(finished), finished.read_quality()
    trunk = place(backbone.trunk, device)
    teacher = None if teacher_weights is None else load_teacher(teacher_weights, device)
    preprocessing = backbone.mean, backbone.std
    pairs = pairs_of(data, BackboneRecipe(families_per_class=recipe.families_per_class))
    drawn_from = data.training, data.training_words, pairs, recipe.seed
    with closing(open_views(*drawn_from, device, recipe.workers)) as views:
        learner = Learner(trunk.conv5, place(load_head(finished, pairs.classes), device))
        look = Measure(data.quick_test(recipe.seed), preprocessing, device)
        trainer = SettlingTrainer(
            trunk, learner, learner.optimizer(recipe.learning_rate), recipe, views, look, backbone
        )
        outcome = yield from run_loop(trainer, session, "Settling the backbone")
        draw = class_batches(views, backbone.side)
        head, accuracy = yield from fit_head(trunk, len(pairs.classes), draw, preprocessing, device)
    weights = with_head(trunk, head)
    quality: Record = {
        **before,
        "concept_accuracy": accuracy,
        "classes": list(pairs.classes),
        "command": session.command,
        "started_from": file_sha256(finished.weights),
        "history": [*before.get("history", []), before["command"]],
        **outcome.record,
    }
    if finished.branch.exists():
        shutil.copyfile(finished.branch, session.folder.branch)
    measure = Measure(data.full_test(recipe.seed), preprocessing, device)
    quality |= yield from backbone_quality(trunk, measure, teacher, backbone.side)
    session.folder.save_result(weights, quality)
    return quality


class Learner(nn.Module):
    """What learns: conv5, and beside it the concept head, which is fitted anew afterwards.

    Attributes:
        conv5: Of the trunk.
        head: GAP-linear over concepts.
    """

    def __init__(self, conv5: nn.Module, head: nn.Linear) -> None:
        super().__init__()
        self.conv5 = conv5
        self.head = head

    def optimizer(self, learning_rate: float) -> AdamW:
        """Return AdamW over both; the head learns faster, as with the backbone."""
        groups = [
            {"params": self.conv5.parameters(), "lr": learning_rate},
            {"params": self.head.parameters(), "lr": HEADS_PACE * learning_rate},
        ]
        return AdamW(groups, weight_decay=0.0)


@dataclass(slots=True)
class SettlingTrainer:
    """One step of the recipe.

    Attributes:
        trunk: The folded trunk.
        network: Its conv5, and the head.
        optimizer: Of both.
        recipe: The recipe.
        views: Gives batches.
        measure: A quick held-back test.
        backbone: Says how images are prepared.
    """

    trunk: VGG16Trunk
    network: Learner
    optimizer: AdamW
    recipe: SettlingRecipe
    views: ViewSource
    measure: Measure
    backbone: Backbone

    def look(self) -> Record:
        """Return MAP@100 on a small held-back test."""
        return self.measure(self.trunk, self.backbone.side)

    def step(self, step: int, position: float) -> dict[str, float]:
        """Make one step at ``position`` in 0…1 of the run; return its losses."""
        shape = BatchShape(self.backbone.side, self.recipe.batch)
        batch = self.views.batch(_FIRST_BATCH + step, shape)
        set_learning_rate(self.optimizer, cosine(position, self.recipe.warm_up))
        pool4 = self._pool4(batch.images)
        with self.measure.device.autocast:
            features = self.network.conv5(pool4).float()
        found = vector_losses(features, batch.concepts.to(pool4.device))
        losses = {name: loss / len(found) for name, loss in found.items()}
        if self.recipe.concept_weight:
            logits = self.network.head(features.mean(dim=(2, 3)))
            named = concept_loss(logits, batch.classes.to(logits.device))
            losses["concept"] = self.recipe.concept_weight * named
        descend(torch.stack(list(losses.values())).sum(), self.optimizer, self._limit_gradients)
        return {key: float(value.detach()) for key, value in losses.items()}

    @torch.no_grad()
    def _pool4(self, images: Tensor) -> Tensor:
        device = self.measure.device
        maps: list[Tensor] = []
        for part in torch.split(images, _CHUNK):
            seen = normalise(part.to(device.torch_device), self.backbone.mean, self.backbone.std)
            with device.autocast:
                maps.append(self.trunk.lower(seen))
        return torch.cat(maps)

    def _limit_gradients(self) -> None:
        nn.utils.clip_grad_norm_(self.network.parameters(), _LONGEST_GRADIENT)
