"""An examination as long work that shows nothing but progress."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, TypeVar

from examiner_app.engine.progress import Progress, Work
from examiner_app.engine.ranking.ranks import RankTable
from examiner_app.translation import tr

T = TypeVar("T")


def progress_of(steps: Generator[Any, None, T], total: int) -> Work[T]:
    """Yield the progress of an examination by ``total`` methods, and return its result."""
    try:
        while True:
            step = next(steps)
            if isinstance(step, Progress):
                yield step
            elif isinstance(step, RankTable):
                yield Progress(tr("Ranking every mark"), len(step.ranks), total)
    except StopIteration as stop:
        result: T = stop.value
        return result
    finally:
        steps.close()
