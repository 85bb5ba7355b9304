"""What decides the result of a backbone's training, besides the data: recipes as data."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from examiner_app.engine.training.pairs import BatchShape
from examiner_app.errors import TrainingError

LOSSES = ("concept", "metric", "teacher", "component", "type")
"""What a backbone is taught by."""

_EASIEST = 0.2
_SHADES = 20


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
        metric_weight: Of InfoNCE, half on MAC and half on SPoC. Without it only figures that have a
            class are drawn, for the others would teach nothing.
        teacher_weight: Of the feature regression, where there is a teacher.
        component_weight: Of the cross-entropy that tells, cell by cell of the pool4 grid, figures
            from lettering. conv5 may then look past lettering for the search, as InfoNCE has it
            do, while conv4 keeps what the mark-type network, on the same maps, lives on.
        type_weight: Of the cross-entropy over the three types of mark, on whole marks beside the
            views. What VGGCAM-16 has to tell, pool4 then tells; without it, a network that was
            taught to look past lettering left it little to learn from.
        marks: Marks per step for that.
        easy_until: Share of the run over which views grow from mostly alone to all layouts, and
            the vectors of the loss from centred to plain; without it the loss of an untrained
            network stays at chance.
        side: Side of the images that the finished network sees, pixels. In the time that two cores
            have, networks that saw mostly small images find better at 192 than at the paper's 300.
        workers: Processes that plan views for a GPU.
        mark_workers: Processes that draw marks.
        seed: Of everything.
    """

    width: int = 256
    phases: tuple[Phase, ...] = (
        Phase(0.30, 80, 128),
        Phase(0.60, 112, 128),
        Phase(0.80, 160, 96),
        Phase(1.00, 192, 80),
    )
    learning_rate: float = 5e-4
    weight_decay: float = 0.02
    families_per_class: int = 6
    style_share: float = 0.45
    concept_weight: float = 0.5
    metric_weight: float = 1.0
    teacher_weight: float = 0.5
    component_weight: float = 0.3
    type_weight: float = 0.0
    marks: int = 64
    easy_until: float = 0.3
    side: int = 192
    workers: int = 2
    mark_workers: int = 2
    seed: int = 0

    def without(self, losses: Collection[str]) -> BackboneRecipe:
        """Return the recipe without some of its losses, for an ablation.

        Args:
            losses: Of :data:`LOSSES`.

        Raises:
            TrainingError: One is unknown, or nothing would teach what figures look like.
        """
        unknown = set(losses) - set(LOSSES)
        if unknown:
            raise TrainingError(
                f"«{min(unknown)}» is none of the losses {', '.join(LOSSES)}: choose of those."
            )
        nothing: dict[str, Any] = {f"{name}_weight": 0.0 for name in losses}
        recipe = replace(self, **nothing)
        if not recipe.metric_weight and not recipe.concept_weight:
            raise TrainingError(
                "Without both the concept and the metric loss nothing tells figures apart: "
                "leave out one of them at most."
            )
        return recipe

    def shape(self, position: float) -> BatchShape:
        """Return what batches look like at ``position`` in 0…1 of the run."""
        phase = next((phase for phase in self.phases if position < phase.until), self.phases[-1])
        hardness = _EASIEST + (1 - _EASIEST) * (1 - self.ease(position))
        # In steps, so that batches can be drawn ahead.
        hardness = round(hardness * _SHADES) / _SHADES
        return BatchShape(phase.size, phase.batch, hardness)

    def ease(self, position: float) -> float:
        """Return how much the run is still made easier, 1 at its start."""
        return 1 - min(1.0, position / self.easy_until) if self.easy_until else 0.0


RECIPES: dict[str, BackboneRecipe] = {
    "full": BackboneRecipe(),
    # The two steps before it, for the ablation: what each loss adds.
    "concepts": BackboneRecipe(metric_weight=0.0, teacher_weight=0.0, component_weight=0.0),
    "concepts-metric": BackboneRecipe(teacher_weight=0.0, component_weight=0.0),
    # For a finished backbone: small images still teach the most in a given time, and the run ends
    # at the size that marks are searched at.
    "further": BackboneRecipe(
        phases=(Phase(0.40, 112, 128), Phase(0.65, 160, 96), Phase(1.00, 192, 80)),
        learning_rate=3e-4,
        easy_until=0.0,
    ),
    # For a GPU: larger images, and batches with four times as many figures to tell apart.
    "gpu": BackboneRecipe(
        phases=(Phase(0.35, 112, 512), Phase(0.65, 160, 384), Phase(1.00, 224, 256)),
        learning_rate=1e-3,
        component_weight=0.5,
        type_weight=0.5,
        workers=4,
    ),
    "gpu-further": BackboneRecipe(
        phases=(Phase(0.45, 160, 384), Phase(1.00, 192, 320)),
        learning_rate=7e-4,
        concept_weight=1.0,
        component_weight=0.5,
        type_weight=0.5,
        easy_until=0.0,
        workers=4,
    ),
    # For a GPU that trains all arms of an ablation side by side: InfoNCE is at its start for some
    # hundred steps, whatever the batch, and has to have left that behind.
    "gpu-ablation": BackboneRecipe(
        phases=(Phase(0.50, 112, 256), Phase(0.80, 160, 192), Phase(1.00, 192, 160)),
        component_weight=0.5,
        workers=1,
    ),
}
"""Recipes by name; ``further`` and ``gpu-further`` are meant to go on from a finished backbone."""
