"""What is done with registers besides searching them: looking, building, appending, checking."""

from __future__ import annotations

import contextlib
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from examiner_app.engine.progress import Work
from examiner_app.engine.wording import thousands
from examiner_app.errors import ExaminerError, RegisterError
from examiner_app.gui.case_work import REGISTER_FILE
from examiner_app.gui.desk import Desk
from examiner_app.gui.jobs import Lane
from examiner_app.gui.register_calls import RegisterCalls
from examiner_app.gui.state.registers import RegistersState
from examiner_app.gui.state.session import Readiness
from examiner_app.resources import demo_register
from examiner_app.translation import tr, trn

if TYPE_CHECKING:
    from examiner_app.engine.register.build_request import BuildRequest
    from examiner_app.engine.register.manifest import RegisterManifest


class Registers(QObject):
    """Connects the list of registers with the engine; knows no widget.

    Attributes:
        state: The list.
        calls: The engine.
    """

    def __init__(
        self,
        desk: Desk,
        remembered: str = "",
        calls: RegisterCalls | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or desk)
        self.state = RegistersState(remembered, self)
        self.calls = calls or RegisterCalls()
        self._desk = desk
        # Without the demo there are still the user's own.
        with contextlib.suppress(ExaminerError):
            self.state.offer(demo_register())
        desk.session.register_changed.connect(self._remember)

    def refresh(self) -> None:
        """Look at every register again."""
        for path in self.state.paths:
            self._look(path)

    def open(self, path: Path) -> None:
        """Search this register from now on."""
        self._desk.open_register(path)

    def add(self, path: Path) -> None:
        """Have another register in the list, and look at it."""
        self.state.use(path)
        self.state.select(path)
        self._look(path)

    def build(self, request: BuildRequest, name: str) -> bool:
        """Build, go on with or append to a register; return whether that was begun."""
        verb = tr("Adding to") if request.goes_on else tr("Building")
        return self._desk.tasks.start(
            f"{verb} «{name}»",
            partial(self.calls.build, request),
            _built,
            partial(self._finish_build, request.out),
            partial(self.open, request.out),
        )

    def verify(self, path: Path, name: str) -> bool:
        """Check every file of a register; return whether that was begun."""
        return self._desk.tasks.start(
            tr("Checking «{name}»", name=name),
            lambda: _check(self.calls.verify(path), name),
            lambda _: tr("The register «{name}» is sound.", name=name),
        )

    def _finish_build(self, path: Path) -> None:
        if not (path / REGISTER_FILE).is_file():
            # It came to nothing.
            return
        self.add(path)
        register = self._desk.session.register
        if register is not None and register.path == path:
            # What is open ends where the register ended when it was opened.
            self._desk.open_register(path)

    def _look(self, path: Path) -> None:
        self._desk.jobs.start(
            tr("looking at a register"),
            Lane.FILES,
            partial(self.calls.about, path),
            replaces=f"about {path}",
            on_done=self.state.learn,
        )

    def _remember(self) -> None:
        session = self._desk.session
        if session.register is not None and session.readiness is Readiness.READY:
            self.state.use(session.register.path)
            self._look(session.register.path)


def _built(manifest: RegisterManifest) -> str:
    skipped = (
        trn(
            "; {count} file was skipped",
            "; {count} files were skipped",
            manifest.rejects,
            count=thousands(manifest.rejects),
        )
        if manifest.rejects
        else ""
    )
    return tr(
        "The register «{name}» has {count} marks{skipped}.",
        name=manifest.name,
        count=thousands(manifest.count),
        skipped=skipped,
    )


def _check(work: Work[list[str]], name: str) -> Work[None]:
    """Check a register (in the worker); damage is an error, so that nobody takes it for success."""
    problems = yield from work
    if problems:
        more = tr(" (and {count} more)", count=len(problems) - 1) if len(problems) > 1 else ""
        raise RegisterError(
            tr(
                "The register «{name}» is damaged: {problem}{more}",
                name=name,
                problem=problems[0],
                more=more,
            )
        )
