"""The first-run tour: its steps, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Signal

from examiner_app.translation import tr


@dataclass(frozen=True, slots=True)
class Step:
    """One stop.

    Attributes:
        key: Stable name; the window knows what it points at.
        title: What is there.
        text: What it is good for, in a sentence or two.
    """

    key: str
    title: str
    text: str


SAMPLE: Final = "sample"
LAYERS: Final = "layers"

STEPS: Final = (
    Step(
        SAMPLE,
        tr("Start with a logo"),
        tr(
            "Drop the candidate here, paste it or open its file. For this tour, take the sample: "
            "it is ranked against the register that is open."
        ),
    ),
    Step(
        LAYERS,
        tr("See what the search sees"),
        tr(
            "The text mask, both attention maps and the crop without text lie over the logo. The "
            "legend says what their colours mean."
        ),
    ),
    Step(
        "matches",
        tr("Look through the matches"),
        tr(
            "Every mark of the register, nearest first, each with its exact rank. Arrows walk over "
            "them, P pins one into Table 2."
        ),
    ),
    Step(
        "sort",
        tr("Sort by any method"),
        tr(
            "Each method of the paper looks at a logo in its own way. The fused rank takes all of "
            "them together; the keys 0 to 9 choose, too."
        ),
    ),
    Step(
        "filter",
        tr("List only what matters"),
        tr(
            "Filter by words, owner, classes, status and dates. The ranks stay exact over the "
            "whole register."
        ),
    ),
    Step(
        "compare",
        tr("Compare closely"),
        tr(
            "Here is the chosen match with its rank under every method. Enter opens both marks in "
            "a window of their own, with zoom, wipe and keypoints."
        ),
    ),
    Step(
        "report",
        tr("Hand in a report"),
        tr(
            "What you have found becomes a report, with ranks, layers and pinned matches, in any "
            "format. F1 lists all keys; this tour is in the menu «Help»."
        ),
    ),
)


class TourState(QObject):
    """Where the tour stands.

    Attributes:
        index: Which step is shown; ``None`` while there is no tour.

    Signals:
        changed(): Another step is shown, or none.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.index: int | None = None

    @property
    def step(self) -> Step | None:
        """The step that is shown."""
        return None if self.index is None else STEPS[self.index]

    @property
    def last(self) -> bool:
        """Whether no step follows."""
        return self.index == len(STEPS) - 1

    def start(self) -> None:
        """Begin, or begin again."""
        self._go(0)

    def forward(self) -> None:
        """Go on; the tour ends after the last step."""
        if self.index is not None:
            self._go(None if self.last else self.index + 1)

    def back(self) -> None:
        """Go back to the step before, where there is one."""
        if self.index:
            self._go(self.index - 1)

    def end(self) -> None:
        """Leave the tour."""
        self._go(None)

    def _go(self, index: int | None) -> None:
        if index != self.index:
            self.index = index
            self.changed.emit()
