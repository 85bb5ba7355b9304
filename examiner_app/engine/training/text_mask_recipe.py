"""What decides the result of a text mask's training, besides the data: recipes as data."""

from __future__ import annotations

from dataclasses import dataclass

from examiner_app.engine.models.unet import INPUT_SIZE
from examiner_app.engine.training.run import cosine

STAIRCASE = (0.95, 20_000)
"""The paper's decay: this factor every so many steps."""


@dataclass(frozen=True, slots=True)
class MaskPhase:
    """A part of the run with one image size.

    Attributes:
        until: Share of the run at which the phase ends.
        drawn: Side that marks are drawn at, pixels.
        size: Side of the window that is learnt from, a multiple of 16; ``drawn`` for all of it.
        batch: Images per step.
    """

    until: float
    drawn: int
    size: int
    batch: int


@dataclass(frozen=True, slots=True)
class TextMaskRecipe:
    """Everything that decides the result of a run, besides the data.

    Attributes:
        width: Channels of the first level (64 is the paper's).
        context: Whether the coarsest maps look at the whole mark; the paper's do not.
        phases: Small images first, then windows of marks at the network's own size, whole marks
            and the paper's batch last.
        loss: Of :data:`MASK_LOSSES`. In equal short runs the paper's focal loss came to an F1 of
            0.64 at its best threshold and 0.39 at one half, ours to 0.66 at both.
        learning_rate: Peak of Adam's; the paper's 1e-3 (4.3) learns more slowly over a short run.
        annealed: End with half a cosine, as short runs need; the staircase alone is the paper's.
        workers: Processes that draw marks.
        seed: Of everything.
    """

    width: int = 32
    context: bool = True
    phases: tuple[MaskPhase, ...] = (
        MaskPhase(0.35, 128, 128, 8),
        MaskPhase(0.70, INPUT_SIZE, 128, 8),
        MaskPhase(1.00, INPUT_SIZE, INPUT_SIZE, 8),
    )
    loss: str = "overlap"
    learning_rate: float = 3e-3
    annealed: bool = True
    workers: int = 2
    seed: int = 0

    def phase(self, position: float) -> MaskPhase:
        """Return the phase at ``position`` in 0…1 of the run."""
        return next((phase for phase in self.phases if position < phase.until), self.phases[-1])

    def rate(self, step: int, position: float) -> float:
        """Return the learning-rate factor of a step."""
        factor, every = STAIRCASE
        staircase: float = factor ** (step // every)
        return staircase * (cosine(position, warm_up=0.01) if self.annealed else 1.0)


MASK_RECIPES: dict[str, TextMaskRecipe] = {
    "full": TextMaskRecipe(),
    # For a text mask that knows lettering already: the scale that it is used at, nothing else.
    "further": TextMaskRecipe(
        phases=(
            MaskPhase(0.60, INPUT_SIZE, 128, 8),
            MaskPhase(1.00, INPUT_SIZE, INPUT_SIZE, 8),
        ),
        learning_rate=2e-3,
    ),
    # The last stretch: whole marks, which are what it is used on, and nothing else.
    "finish": TextMaskRecipe(
        phases=(MaskPhase(1.0, INPUT_SIZE, INPUT_SIZE, 8),), learning_rate=2e-3
    ),
    # For a GPU and the cores beside it: whole marks from the start, as many as can be drawn.
    "gpu": TextMaskRecipe(
        width=24, phases=(MaskPhase(1.0, INPUT_SIZE, INPUT_SIZE, 64),), workers=12
    ),
    # The same for a text mask that knows lettering already; smaller batches, more steps.
    "gpu-further": TextMaskRecipe(
        width=24,
        phases=(MaskPhase(1.0, INPUT_SIZE, INPUT_SIZE, 32),),
        learning_rate=2e-3,
        workers=12,
    ),
    # The paper's own (4.3), for a GPU: 64 channels, focal loss, staircase, whole marks.
    "paper": TextMaskRecipe(
        width=64,
        context=False,
        phases=(MaskPhase(1.0, INPUT_SIZE, INPUT_SIZE, 8),),
        loss="focal",
        learning_rate=1e-3,
        annealed=False,
    ),
}
"""Recipes by name; the further ones and ``finish`` go on from a finished text mask."""
