"""What decides the result of VGGCAM-16's training, besides the data: recipes as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MarkTypeRecipe:
    """Everything that decides the result of a run, besides the data.

    Attributes:
        images: Marks in memory; they are gone through again and again until the budget ends.
        calibration: Further marks, that tell how sure the network may be.
        held_back: Marks to measure on.
        batch: Marks per step (paper 4.3: 32).
        head_rate: RMSprop's learning rate of the head (paper 4.3).
        trunk_rate: That of conv5. A backbone that was taught to look past lettering has to learn
            to see it again: at 1e-5, enough for ImageNet's, the loss hardly moves. Batch
            normalisation, folded away afterwards, lets conv5 learn at this rate.
        decay: RMSprop's (paper 4.3).
        warm_up: Steps of rising learning rate.
        workers: Processes that draw marks.
        seed: Of everything.
    """

    images: int = 3600
    calibration: int = 600
    held_back: int = 600
    batch: int = 32
    head_rate: float = 1e-3
    trunk_rate: float = 5e-4
    decay: float = 0.9
    warm_up: int = 100
    workers: int = 2
    seed: int = 0


MARK_TYPE_RECIPES: dict[str, MarkTypeRecipe] = {
    "full": MarkTypeRecipe(),
    # For a GPU and the cores beside it: as many marks as they draw in a minute.
    "gpu": MarkTypeRecipe(images=60_000, calibration=1500, held_back=1500, batch=256, workers=12),
    # For a finished network, whose batch normalisation is folded away: small steps, each mark
    # hardly more than once. Give it marks of another seed than those that it has learnt.
    "further": MarkTypeRecipe(
        images=100_000,
        calibration=1500,
        held_back=1500,
        batch=128,
        head_rate=1e-4,
        trunk_rate=5e-5,
    ),
}
"""Recipes by name; ``further`` goes on from a finished mark type."""
