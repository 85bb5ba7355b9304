"""The candidate on the desk and how far its examination is."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from examiner_app.translation import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from examiner_app.engine.description import Description, Layers
    from examiner_app.engine.examination import Examination
    from examiner_app.engine.logo import Logo

MARK_TYPES: Final = {
    "text-only": tr("Text"),
    "figure-only": tr("Figure"),
    "figure-and-text": tr("Figure + text"),
}
"""The types of the paper, in the engine's order, with the names the window gives them."""


class Phase(Enum):
    """How far the examination is."""

    EMPTY = "no candidate"
    WAITING = "waiting for the models"
    DESCRIBING = "layers and vectors are being computed"
    RANKING = "matches by the first methods are there"
    DONE = "every match has its rank under every method"
    FAILED = "the examination failed"


class CandidateState(QObject):
    """The candidate.

    Attributes:
        logo: The mark as filed.
        image: The same, to be shown.
        crop: What is searched (ATRHA), to be shown; ``None`` until it is known.
        description: What the engine knows of it.
        examination: The finished examination.
        phase: How far it is.

    Signals:
        logo_changed(): Another candidate is on the desk.
        description_changed(): Its layers and type are known.
        phase_changed(): The examination is further.
    """

    logo_changed = Signal()
    description_changed = Signal()
    phase_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.logo: Logo | None = None
        self.image: QImage | None = None
        self.crop: QImage | None = None
        self.description: Description | None = None
        self.examination: Examination | None = None
        self.phase = Phase.EMPTY

    @property
    def layers(self) -> Layers | None:
        """The attention layers, once they are known."""
        return self.description.layers if self.description else None

    @property
    def searches_whole_mark(self) -> bool:
        """Whether text removal left nothing and the mark, or its region, is searched as filed."""
        return bool(self.layers and self.layers.removal.fallback)

    @property
    def types(self) -> list[tuple[str, float]]:
        """Mark types with their probabilities, likeliest first; empty until known."""
        if self.description is None:
            return []
        chances = [float(chance) for chance in self.description.type_probabilities]
        pairs = zip(MARK_TYPES.values(), chances, strict=True)
        return sorted(pairs, key=lambda pair: -pair[1])

    def place(self, logo: Logo, image: QImage) -> None:
        """Put a new candidate on the desk in place of the old one."""
        self.logo, self.image = logo, image
        self.reset()
        self.logo_changed.emit()

    def reset(self) -> None:
        """Forget what was found out about the candidate: it is examined again."""
        self.crop = self.description = self.examination = None
        self.description_changed.emit()
        self.advance(Phase.WAITING if self.logo else Phase.EMPTY)

    def ask_again(self) -> None:
        """Something else is asked of it: what was found out stays in sight until more is known."""
        self.examination = None
        if self.phase is not Phase.WAITING:
            self.advance(Phase.DESCRIBING)

    def describe(self, description: Description) -> None:
        """Take in what the engine knows of the candidate."""
        self.description = description
        self.description_changed.emit()

    def finish(self, examination: Examination) -> None:
        """Take in the finished examination."""
        self.examination = examination
        self.advance(Phase.DONE)

    def advance(self, phase: Phase) -> None:
        """Say how far the examination is."""
        if phase is not self.phase:
            self.phase = phase
            self.phase_changed.emit()
