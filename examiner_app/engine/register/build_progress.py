"""What a build says of its steps, besides how far it is: the files that it cannot use."""

from __future__ import annotations

from dataclasses import dataclass

from examiner_app.engine.progress import Progress, Stage
from examiner_app.engine.register.rejects import Rejects


@dataclass(frozen=True, slots=True)
class BuildProgress(Progress):
    """One step of a build.

    Attributes:
        rejects: Files on the list of those that cannot be used.
        rejected: Files that came onto it in this step, each with the reason.
    """

    rejects: int = 0
    rejected: tuple[tuple[str, str], ...] = ()


def report(stage: Stage, units: int, rejects: Rejects) -> BuildProgress:
    """Count ``units`` more marks and return the report of it."""
    count = len(rejects)
    step = stage.step(units, f"{count} files skipped" if count else "")
    return BuildProgress(
        step.stage,
        step.done,
        step.total,
        step.detail,
        step.elapsed,
        rejects=count,
        rejected=rejects.fresh(),
    )
