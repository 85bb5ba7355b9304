"""The recipe of the backbone: VGG-16 that learns what makes two figures look alike.

InfoNCE on the very vectors that are searched with, MAC and SPoC of relu5_3; cross-entropy of a
GAP-linear head over concepts, whose weights give Jimenez's class maps; and, if a teacher is given,
regression of its feature maps. Batch normalisation is folded away at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim import AdamW

from examiner_app.engine.device import Device
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.progress import Work
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.training.backbone_quality import Measure, backbone_quality, plain_trunk
from examiner_app.engine.training.concept_head import fit_head
from examiner_app.engine.training.loop import Session, descend, place, run_loop
from examiner_app.engine.training.losses import feature_regression, info_nce
from examiner_app.engine.training.pairs import NO_CLASS, Batch, BatchShape, FigurePairs
from examiner_app.engine.training.retrieval import held_back_test, normalise
from examiner_app.engine.training.run import Record, cosine, set_learning_rate, step_generator
from examiner_app.engine.training.teacher import TEACHER_CHANNELS, load_teacher
from examiner_app.engine.training.views import Pixels

MEAN = (0.485, 0.456, 0.406)
STD = (0.229, 0.224, 0.225)
"""Preprocessing; ImageNet's, so that a teacher can look at the same tensors."""

_LOOK_SIZE = 160
_EASIEST = 0.2
_HEAD_SIZE = 112
_HEAD_HARDNESS = 0.4
_HEAD_STEP = 2**31
_LONGEST_GRADIENT = 5.0


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the run with one image size.

    Attributes:
        until: Share of the run at which the phase ends.
        size: Side of the images, pixels.
        batch: Images per step, two per pair.
    """

    until: float
    size: int
    batch: int


@dataclass(frozen=True, slots=True)
class BackboneRecipe:
    """Everything that decides the result of a run, besides the data.

    Attributes:
        width: Channels of conv5_3.
        phases: Small images first: most of the learning is as good and far faster on them.
        learning_rate: Peak of AdamW's.
        weight_decay: AdamW's.
        families_per_class: A concept is a class of the head if so many training families draw it.
        style_share: Share of pairs that are one concept from two families.
        concept_weight: Of the cross-entropy.
        metric_weight: Of InfoNCE, half on MAC and half on SPoC.
        teacher_weight: Of the feature regression.
        easy_until: Share of the run over which views grow from mostly alone to all layouts, and
            the vectors of the loss from centred to plain; without it the loss stays at chance.
        seed: Of everything.
    """

    width: int = 256
    phases: tuple[Phase, ...] = (
        Phase(0.22, 80, 128),
        Phase(0.50, 112, 128),
        Phase(0.74, 160, 96),
        Phase(0.87, 224, 64),
        Phase(1.00, 300, 36),
    )
    learning_rate: float = 5e-4
    weight_decay: float = 0.02
    families_per_class: int = 6
    style_share: float = 0.45
    concept_weight: float = 0.5
    metric_weight: float = 1.0
    teacher_weight: float = 0.5
    easy_until: float = 0.3
    seed: int = 0

    def shape(self, position: float) -> BatchShape:
        """Return what batches look like at ``position`` in 0…1 of the run."""
        phase = next((phase for phase in self.phases if position < phase.until), self.phases[-1])
        hardness = _EASIEST + (1 - _EASIEST) * (1 - self.ease(position))
        return BatchShape(phase.size, phase.batch, hardness)

    def ease(self, position: float) -> float:
        """Return how much the run is still made easier, 1 at its start."""
        return 1 - min(1.0, position / self.easy_until)


class Student(nn.Module):
    """The trunk with the two heads that only training needs.

    Attributes:
        trunk: VGG-16 with batch normalisation.
        head: GAP-linear head over concepts; kept, for Jimenez's class maps.
        projector: Maps relu5_3 to the teacher's channels; dropped afterwards.
    """

    def __init__(self, width: int, classes: int) -> None:
        super().__init__()
        self.trunk = VGG16Trunk(width, batch_norm=True)
        self.head = nn.Linear(width, classes)
        self.projector = nn.Conv2d(width, TEACHER_CHANNELS, 1)
        for module in self.trunk.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")


@dataclass(frozen=True, slots=True)
class BackboneData:
    """What a backbone is trained and measured on.

    Attributes:
        training: Figures to learn.
        held_back: Figures of families and concepts that are not in ``training``.
        training_words: Drawn words in training fonts, (h, w) coverage each.
        held_back_words: Drawn words in other fonts.
        description: Of the data, for the manifest.
    """

    training: FigureLibrary
    held_back: FigureLibrary
    training_words: Sequence[Pixels]
    held_back_words: Sequence[Pixels]
    description: str


def _pairs(data: BackboneData, recipe: BackboneRecipe) -> FigurePairs:
    return FigurePairs(
        data.training,
        data.training_words,
        style_share=recipe.style_share,
        families_per_class=recipe.families_per_class,
    )


def train_backbone(
    data: BackboneData,
    recipe: BackboneRecipe,
    session: Session,
    *,
    teacher_weights: Path | None = None,
) -> Work[Record]:
    """Train a backbone; return what was measured, as written to ``quality.json``.

    Raises:
        TrainingError: The run cannot start or go on.
    """
    device, seed = session.device, recipe.seed
    pairs = _pairs(data, recipe)
    torch.manual_seed(seed)
    student = place(Student(recipe.width, len(pairs.classes)), device)
    teacher = None if teacher_weights is None else load_teacher(teacher_weights, device)
    optimizer = AdamW(
        student.parameters(), lr=recipe.learning_rate, weight_decay=recipe.weight_decay
    )
    quick = held_back_test(
        data.held_back, data.held_back_words, groups=12, distractors=60, seed=seed
    )
    look = Measure(quick, (MEAN, STD), device)
    # Decompressing and warping release the interpreter lock: two views at a time.
    with ThreadPoolExecutor(2, thread_name_prefix="views") as pool:
        trainer = BackboneTrainer(student, teacher, optimizer, recipe, pairs, look, pool)
        outcome = yield from run_loop(trainer, session, "Training the backbone")
        full = held_back_test(data.held_back, data.held_back_words, seed=seed + 1)
        measure = Measure(full, (MEAN, STD), device)
        plain, difference = plain_trunk(
            student.trunk,
            measure,
            lambda number, size: trainer.batch(number, BatchShape(size, 32)).images,
        )
        weights = {key: value.cpu() for key, value in plain.state_dict().items()}
        head, accuracy = yield from fit_head(
            plain, len(pairs.classes), trainer.class_batch, (MEAN, STD), device
        )
    weights |= {f"head.{key}": value.detach() for key, value in head.state_dict().items()}
    quality: Record = {
        "role": "backbone",
        "width": recipe.width,
        "mean": list(MEAN),
        "std": list(STD),
        "folding_difference": difference,
        "concept_accuracy": accuracy,
        "classes": list(pairs.classes),
        "data": data.description,
        "command": session.command,
        "seed": seed,
        **outcome.record,
    }
    # Saved before it is measured: other recipes may begin to stand on it.
    session.folder.save_result(weights, quality)
    quality |= yield from backbone_quality(plain, measure, teacher)
    session.folder.save_result(weights, quality)
    return quality


@dataclass(slots=True)
class BackboneTrainer:
    """One step of the recipe.

    Attributes:
        network: The student.
        teacher: Gives feature maps to regress, or ``None``.
        optimizer: Of the student.
        recipe: The recipe.
        pairs: Draws batches.
        measure: A quick held-back test.
        pool: Draws views.
    """

    network: Student
    teacher: nn.Module | None
    optimizer: AdamW
    recipe: BackboneRecipe
    pairs: FigurePairs
    measure: Measure
    pool: ThreadPoolExecutor

    @property
    def _device(self) -> Device:
        return self.measure.device

    def batch(self, step: int, shape: BatchShape) -> Batch:
        """Draw the batch of a step."""
        return self.pairs.draw(step_generator(self.recipe.seed, step), shape, self.pool)

    def class_batch(self, number: int) -> Batch:
        """Draw views for the fitting of the head, other ones than any step's."""
        rng = step_generator(self.recipe.seed, _HEAD_STEP + number)
        return self.pairs.draw_classes(rng, BatchShape(_HEAD_SIZE, 128, _HEAD_HARDNESS), self.pool)

    def look(self) -> Record:
        """Return MAP@100 on a small held-back test."""
        self.network.eval()
        return self.measure(self.network.trunk, _LOOK_SIZE)

    def step(self, step: int, position: float) -> dict[str, float]:
        """Make one step at ``position`` in 0…1 of the run; return the weighted losses."""
        batch = self.batch(step, self.recipe.shape(position))
        set_learning_rate(self.optimizer, cosine(position))
        self.network.train()
        images = normalise(batch.images.to(self._device.torch_device), MEAN, STD)
        with self._device.autocast:
            features = self.network.trunk(images)
        losses = self._metric_losses(features.float(), batch, self.recipe.ease(position))
        if self.teacher is not None:
            losses["teacher"] = self._teacher_loss(images, features)
        total = torch.stack(list(losses.values())).sum()
        descend(total, self.optimizer, self._limit_gradients)
        return {key: float(value.detach()) for key, value in losses.items()}

    def _metric_losses(self, features: Tensor, batch: Batch, ease: float) -> dict[str, Tensor]:
        recipe = self.recipe
        concepts = batch.concepts.to(features.device)
        classes = batch.classes.to(features.device)
        mean, peak = features.mean(dim=(2, 3)), features.amax(dim=(2, 3))
        losses = {
            "mac": recipe.metric_weight / 2 * info_nce(peak, concepts, centring=ease),
            "spoc": recipe.metric_weight / 2 * info_nce(mean, concepts, centring=ease),
        }
        if bool((classes != NO_CLASS).any()):
            loss = functional.cross_entropy(self.network.head(mean), classes, label_smoothing=0.1)
            losses["concept"] = recipe.concept_weight * loss
        return losses

    def _teacher_loss(self, images: Tensor, features: Tensor) -> Tensor:
        assert self.teacher is not None  # noqa: S101 - the caller asked
        with torch.no_grad(), self._device.autocast:
            target = self.teacher(images)
        with self._device.autocast:
            projected = self.network.projector(features)
        return self.recipe.teacher_weight * feature_regression(projected, target)

    def _limit_gradients(self) -> None:
        nn.utils.clip_grad_norm_(self.network.parameters(), _LONGEST_GRADIENT)
