"""The register that is open and the models that are ready, or on their way."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from examiner_app.engine.progress import Progress
from examiner_app.gui.ranks import FUSED

if TYPE_CHECKING:
    from examiner_app.engine.examination import Workbench
    from examiner_app.engine.register.open import Register


class Readiness(Enum):
    """How far the window is from its first search."""

    CLOSED = "no register is open"
    LOADING = "register and models are being loaded"
    READY = "logos can be examined"


class SessionState(QObject):
    """What is open.

    Attributes:
        register: The open register; known before the models are ready.
        workbench: Register and models together; ``None`` until both are ready.
        readiness: How far the first search is.
        activity: What is going on right now, or ``None``.

    Signals:
        register_changed(): Another register is open.
        readiness_changed(): Searching became possible or impossible.
        activity_changed(): Something else is going on.
    """

    register_changed = Signal()
    readiness_changed = Signal()
    activity_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.register: Register | None = None
        self.workbench: Workbench | None = None
        self.readiness = Readiness.CLOSED
        self.activity: Progress | None = None

    @property
    def register_name(self) -> str:
        """Name of the open register, or nothing."""
        return self.register.manifest.name if self.register else ""

    @property
    def count(self) -> int:
        """Marks in the open register."""
        return self.register.count if self.register else 0

    def can_sort_by(self, key: str) -> bool:
        """Whether the open register was built for a method; the fused rank is of those it has."""
        return self.register is None or key == FUSED or key in self.register.methods

    def begin_loading(self) -> None:
        """Register and models are on their way; what is open stays usable."""
        if self.workbench is None:
            self._set_readiness(Readiness.LOADING)

    def preview(self, register: Register) -> None:
        """Show a register whose models are still loading, unless another one is in use."""
        if self.workbench is None:
            self.register = register
            self.register_changed.emit()
            self._set_readiness(Readiness.LOADING)

    def open(self, workbench: Workbench) -> None:
        """Take a register and its models into use."""
        self.workbench = workbench
        self.register = workbench.register
        changed = self.readiness is not Readiness.READY
        # Whoever hears of the register asks whether it can be searched.
        self.readiness = Readiness.READY
        self.register_changed.emit()
        if changed:
            self.readiness_changed.emit()

    def fail_loading(self) -> None:
        """Go back to what was open before."""
        if self.workbench is None:
            self.register = None
            self.register_changed.emit()
            self._set_readiness(Readiness.CLOSED)

    def set_activity(self, activity: Progress | None) -> None:
        """Say what is going on."""
        self.activity = activity
        self.activity_changed.emit()

    def _set_readiness(self, readiness: Readiness) -> None:
        if readiness is not self.readiness:
            self.readiness = readiness
            self.readiness_changed.emit()
