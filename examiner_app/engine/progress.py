"""Progress of long work: generators yield it, fronts show it and may stop between yields."""

from __future__ import annotations

import time
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Final, TypeVar

T = TypeVar("T")

BYTES: Final = "bytes"
"""Unit of what is read or transferred; fronts show such counts as sizes."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One step of long work.

    Attributes:
        stage: What is being done, in a few words for the user.
        done: Units finished.
        total: Units in all; 0 when not known.
        detail: What happened in this step, if worth showing.
        elapsed: Seconds since the stage began.
        unit: ``BYTES`` where those are counted, else empty.
    """

    stage: str
    done: int = 0
    total: int = 0
    detail: str = ""
    elapsed: float = 0.0
    unit: str = ""

    @property
    def rate(self) -> float:
        """Units per second since the stage began; 0 before the first."""
        return self.done / self.elapsed if self.elapsed > 0 else 0.0

    @property
    def eta(self) -> float | None:
        """Seconds left at the present rate; ``None`` while unknown."""
        if not self.total or not self.rate:
            return None
        return max(0.0, (self.total - self.done) / self.rate)


@dataclass(slots=True)
class Stage:
    """Counts the units of one stage and stamps each report with the time gone by."""

    name: str
    total: int = 0
    done: int = 0
    unit: str = ""
    _start: float = field(default_factory=time.monotonic)

    def step(self, units: int = 1, detail: str = "") -> Progress:
        """Count ``units`` more and return the report of it."""
        self.done += units
        elapsed = time.monotonic() - self._start
        return Progress(self.name, self.done, self.total, detail, elapsed, self.unit)


Work = Generator[Progress, None, T]
"""Long work: yields progress, returns its result; ``close()`` cancels it between yields."""


def finish(work: Work[T]) -> T:
    """Run ``work`` to its end, ignoring its progress, and return its result."""
    while True:
        try:
            next(work)
        except StopIteration as stop:
            result: T = stop.value
            return result
