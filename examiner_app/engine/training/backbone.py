"""The recipe of the backbone: VGG-16 that learns what makes two figures look alike.

InfoNCE on the very vectors that are searched with, MAC and SPoC of relu5_3; cross-entropy of a
GAP-linear head over concepts, whose weights give Jimenez's class maps; cross-entropies that keep
pool4 aware of lettering, for VGGCAM-16 stands on it; and, if a teacher is given, regression of its
feature maps. Batch normalisation is folded away at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import AdamW

from examiner_app.engine.device import Device
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.progress import Work
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.backbone_quality import Measure, backbone_quality, plain_trunk
from examiner_app.engine.training.backbone_recipe import BackboneRecipe
from examiner_app.engine.training.concept_head import fit_head, with_head
from examiner_app.engine.training.feed import Feed
from examiner_app.engine.training.loop import Session, descend, place, run_loop
from examiner_app.engine.training.losses import concept_loss, feature_regression, vector_losses
from examiner_app.engine.training.marks import TypedBatch, TypedBatches, TypedMarks
from examiner_app.engine.training.pairs import Batch, BatchShape, FigurePairs
from examiner_app.engine.training.retrieval import HeldBackTest, held_back_test, normalise
from examiner_app.engine.training.run import Record, cosine, set_learning_rate
from examiner_app.engine.training.start import start_trunk
from examiner_app.engine.training.student import Student
from examiner_app.engine.training.teacher import load_teacher
from examiner_app.engine.training.view_source import ViewSource, open_views
from examiner_app.engine.training.views import Pixels

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
"""Preprocessing; ImageNet's, so that a teacher can look at the same tensors."""

_HEAD_HARDNESS = 0.4
_HEAD_STEP = 2**31
_START_STEP = 2**30
_LONGEST_GRADIENT = 5.0


@dataclass(frozen=True, slots=True)
class BackboneData:
    """What a backbone is trained and measured on.

    Attributes:
        training: Figures to learn.
        held_back: Figures of families and concepts that are not in ``training``.
        training_words: Drawn words in training fonts, (h, w) coverage each.
        held_back_words: Drawn words in other fonts.
        marks: Draws training marks with their types.
        description: Of the data, for the manifest.
    """

    training: FigureLibrary
    held_back: FigureLibrary
    training_words: Sequence[Pixels]
    held_back_words: Sequence[Pixels]
    marks: TypedMarks
    description: str

    def quick_test(self, seed: int) -> HeldBackTest:
        """Return a small test, to look at now and then."""
        words = self.held_back_words
        return held_back_test(self.held_back, words, groups=12, distractors=60, seed=seed)

    def full_test(self, seed: int) -> HeldBackTest:
        """Return the test that a finished backbone is measured on, of other figures."""
        return held_back_test(self.held_back, self.held_back_words, seed=seed + 1)


def pairs_of(data: BackboneData, recipe: BackboneRecipe) -> FigurePairs:
    """Return what forms the pairs of a recipe."""
    return FigurePairs(
        data.training,
        style_share=recipe.style_share,
        families_per_class=recipe.families_per_class,
    )


def train_backbone(
    data: BackboneData,
    recipe: BackboneRecipe,
    session: Session,
    *,
    teacher_weights: Path | None = None,
    start_from: Path | None = None,
) -> Work[Record]:
    """Train a backbone; return what was measured, as written to ``quality.json``.

    Args:
        data: What it is trained and measured on.
        recipe: The recipe.
        session: How and where.
        teacher_weights: A teacher's weights; without them there is no teacher.
        start_from: Weights of a finished backbone of the same width to go on from.

    Raises:
        TrainingError: The run cannot start or go on.
    """
    device, seed = session.device, recipe.seed
    pairs = pairs_of(data, recipe)
    torch.manual_seed(seed)
    student = place(Student(recipe.width, len(pairs.classes)), device)
    teacher = None if teacher_weights is None else load_teacher(teacher_weights, device)
    optimizer = student.optimizer(recipe.learning_rate, recipe.weight_decay)
    look = Measure(data.quick_test(seed), (MEAN, STD), device)
    drawn_from = data.training, data.training_words, pairs, seed
    draw = TypedBatches(data.marks, seed * 10**7, recipe.marks)
    with (
        closing(open_views(*drawn_from, device, recipe.workers)) as views,
        Feed[int, TypedBatch](draw, recipe.mark_workers) as marks,
    ):
        trainer = BackboneTrainer(student, teacher, optimizer, recipe, views, marks, look)
        if start_from is not None:
            trainer.start_from(start_from)
        outcome = yield from run_loop(trainer, session, "Training the backbone")
        measure = Measure(data.full_test(seed), (MEAN, STD), device)
        plain, difference = plain_trunk(student.trunk, measure, trainer.images, recipe.side)
        head, accuracy = yield from fit_head(
            plain, len(pairs.classes), class_batches(views, recipe.side), (MEAN, STD), device
        )
    weights = with_head(plain, head)
    quality: Record = {
        "folding_difference": difference,
        "concept_accuracy": accuracy,
        "classes": list(pairs.classes),
        "data": data.description,
        "command": session.command,
        "started_from": None if start_from is None else file_sha256(start_from),
        **_recipe_record(recipe, taught=teacher is not None),
        **outcome.record,
    }
    # Saved before it is measured: other recipes may begin to stand on it.
    if recipe.type_weight:
        session.folder.save_branch(student.mark_type.cpu().state_dict())
    session.folder.save_result(weights, quality)
    quality |= yield from backbone_quality(plain, measure, teacher, recipe.side)
    session.folder.save_result(weights, quality)
    return quality


def class_batches(views: ViewSource, side: int) -> Callable[[int], Batch]:
    """Return what draws views for the fitting of the head, other ones than any step's.

    Of the size that marks are searched at: a head that was fitted on small views names few of
    the larger ones.
    """
    shape = BatchShape(side, 128, _HEAD_HARDNESS)
    return lambda number: views.batch(_HEAD_STEP + number, shape, named=True)


def _recipe_record(recipe: BackboneRecipe, *, taught: bool) -> Record:
    return {
        "role": "backbone",
        "width": recipe.width,
        "mean": list(MEAN),
        "std": list(STD),
        "side": recipe.side,
        "losses": {
            "concept": recipe.concept_weight,
            "metric": recipe.metric_weight,
            "component": recipe.component_weight,
            "type": recipe.type_weight,
            "teacher": recipe.teacher_weight if taught else 0.0,
        },
        "seed": recipe.seed,
    }


@dataclass(slots=True)
class BackboneTrainer:
    """One step of the recipe.

    Attributes:
        network: The student.
        teacher: Gives feature maps to regress, or ``None``.
        optimizer: Of the student.
        recipe: The recipe.
        views: Gives batches.
        marks: Gives marks with their types.
        measure: A quick held-back test.
    """

    network: Student
    teacher: nn.Module | None
    optimizer: AdamW
    recipe: BackboneRecipe
    views: ViewSource
    marks: Feed[int, TypedBatch]
    measure: Measure

    @property
    def _device(self) -> Device:
        return self.measure.device

    def batch(self, step: int, shape: BatchShape) -> Batch:
        """Draw the batch of a step."""
        # To the cross-entropy alone, a figure without a class (seven of eight) teaches nothing.
        return self.views.batch(step, shape, named=not self.recipe.metric_weight)

    def images(self, number: int, size: int) -> Tensor:
        """Draw the images of batch ``number`` at another size, as many as the last steps saw.

        Few channels answer to a given figure, so that the variances of smaller batches are smaller.
        """
        return self.batch(number, BatchShape(size, self.recipe.phases[-1].batch)).images

    def start_from(self, file: Path) -> None:
        """Begin with the weights of a finished backbone."""
        first = self.batch(_START_STEP, BatchShape(self.recipe.side, 64))
        images = normalise(first.images.to(self._device.torch_device), MEAN, STD)
        start_trunk(self.network.trunk, file, images)

    def look(self) -> Record:
        """Return MAP@100 on a small held-back test."""
        self.network.eval()
        return self.measure(self.network.trunk, self.recipe.side)

    def step(self, step: int, position: float) -> dict[str, float]:
        """Make one step at ``position`` in 0…1 of the run; return the weighted losses."""
        shape = self.recipe.shape(position)
        batch = self.batch(step, shape)
        set_learning_rate(self.optimizer, cosine(position))
        self.network.train()
        images = self._normalised(batch.images)
        with self._device.autocast:
            pool4 = self.network.trunk.lower(images)
            features = self.network.trunk.conv5(pool4)
        losses = self._metric_losses(features.float(), batch, self.recipe.ease(position))
        if self.recipe.type_weight:
            losses["type"] = self._type_loss(*self.marks.get(step, shape.size))
        if self.teacher is not None and self.recipe.teacher_weight:
            losses["teacher"] = self._teacher_loss(images, features)
        if self.recipe.component_weight:
            losses["component"] = self._component_loss(pool4, batch)
        total = torch.stack(list(losses.values())).sum()
        descend(total, self.optimizer, self._limit_gradients)
        return {key: float(value.detach()) for key, value in losses.items()}

    def _normalised(self, images: Tensor) -> Tensor:
        return normalise(images.to(self._device.torch_device), MEAN, STD)

    def _metric_losses(self, features: Tensor, batch: Batch, ease: float) -> dict[str, Tensor]:
        recipe = self.recipe
        concepts = batch.concepts.to(features.device)
        classes = batch.classes.to(features.device)
        losses: dict[str, Tensor] = {}
        if recipe.metric_weight:
            found = vector_losses(features, concepts, ease)
            losses |= {name: recipe.metric_weight / 2 * loss for name, loss in found.items()}
        if recipe.concept_weight:
            logits = self.network.head(self.network.neck(features.mean(dim=(2, 3))))
            losses["concept"] = recipe.concept_weight * concept_loss(logits, classes)
        return losses

    def _teacher_loss(self, images: Tensor, features: Tensor) -> Tensor:
        assert self.teacher is not None  # noqa: S101 - the caller asked
        with torch.no_grad(), self._device.autocast:
            target = self.teacher(images)
        with self._device.autocast:
            projected = self.network.projector(features)
        return self.recipe.teacher_weight * feature_regression(projected, target)

    def _type_loss(self, images: Tensor, types: Tensor) -> Tensor:
        lower = self.network.trunk.lower
        # Normalised by what views have, as in the folded network. Statistics of their own would be
        # others, for many are noisy or textured; those of both together would spoil the views'.
        lower.eval()
        with self._device.autocast:
            logits, _ = self.network.mark_type(lower(self._normalised(images)))
        lower.train()
        truth = types.to(logits.device)
        return self.recipe.type_weight * functional.cross_entropy(logits.float(), truth)

    def _component_loss(self, pool4: Tensor, batch: Batch) -> Tensor:
        with self._device.autocast:
            logits = self.network.components(pool4)
        truth = batch.components.to(logits.device).float()
        loss = functional.binary_cross_entropy_with_logits(logits.float(), truth)
        return self.recipe.component_weight * loss

    def _limit_gradients(self) -> None:
        nn.utils.clip_grad_norm_(self.network.parameters(), _LONGEST_GRADIENT)
