"""What is done with models besides searching with them: looking, checking, fetching, importing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from examiner_app.engine.progress import Work
from examiner_app.errors import BundleError
from examiner_app.gui.bundle_calls import BundleCalls, Found
from examiner_app.gui.desk import Desk
from examiner_app.gui.jobs import Lane
from examiner_app.gui.registers import Registers
from examiner_app.gui.state.bundles import BundlesState, Use
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.models.at_hand import BundleSummary
    from examiner_app.engine.models.bundle import Bundle

_HARDWARE = "hardware"


class Bundles(QObject):
    """Connects the list of models with the engine; knows no widget.

    Attributes:
        state: The list, and the processors.
        calls: The engine.
        working: Whether the long task of the window is about models.
    """

    def __init__(
        self,
        desk: Desk,
        registers: Registers,
        calls: BundleCalls | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent or desk)
        self.state = BundlesState(self)
        self.calls = calls or BundleCalls()
        self.working = False
        self._desk = desk
        self._registers = registers
        desk.session.register_changed.connect(self._use)
        desk.session.readiness_changed.connect(self._use)

    def refresh(self) -> None:
        """Look at the models at hand again."""
        self._desk.jobs.start(
            tr("looking at the models"),
            Lane.MODELS,
            partial(self.calls.look, tuple(self._registers.state.paths)),
            replaces="models",
            on_done=self._take,
        )

    def refresh_hardware(self) -> None:
        """Look at the processors again, unless somebody does so already."""
        if self._desk.jobs.running(_HARDWARE):
            return
        self._desk.jobs.start(
            tr("looking at the processors"),
            Lane.MODELS,
            self.calls.hardware,
            replaces=_HARDWARE,
            on_done=self.state.take_hardware,
        )

    def verify(self, bundle: BundleSummary) -> bool:
        """Check every file of a bundle; return whether that was begun."""
        found: list[str] = []

        def sound(_: None) -> str:
            self.state.take_check(bundle, [])
            return tr("The models «{name}» are what their manifest says.", name=bundle.name)

        def ended() -> None:
            if found:
                self.state.take_check(bundle, found)

        return self._start(
            tr("Checking the models «{name}»", name=bundle.name),
            lambda: _check(self.calls.verify(bundle.folder), bundle.name, found),
            sound,
            ended,
        )

    def fetch(self, name: str) -> bool:
        """Download weights and make a bundle of them; return whether that was begun."""
        title = tr("Fetching the models «{name}»", name=name)
        return self._start(title, partial(self.calls.fetch, name), self._made, self.refresh)

    def take_file(self, file: Path) -> bool:
        """Make a bundle of a file of weights; return whether that was begun."""
        title = tr("Importing «{name}»", name=file.name)
        return self._start(title, partial(self.calls.take_file, file), self._made, self.refresh)

    def remove(self, bundle: BundleSummary) -> None:
        """Delete a bundle, unless it must stay."""
        reason = self.state.why_kept(bundle)
        if reason:
            self._desk.messages.refuse(BundleError(reason))
            return

        def tell(_: None) -> None:
            self._desk.messages.success(tr("The models «{name}» are deleted.", name=bundle.name))
            self.refresh()

        self._desk.jobs.start(
            tr("deleting models"),
            Lane.MODELS,
            partial(self.calls.remove, bundle.folder),
            on_done=tell,
        )

    def _start(
        self,
        title: str,
        work: Callable[[], Work[Any]],
        done: Callable[[Any], str],
        ended: Callable[[], None],
    ) -> bool:
        def end() -> None:
            self.working = False
            ended()

        begun = self._desk.tasks.start(title, work, done, end, keeps=False)
        self.working = self.working or begun
        return begun

    def _made(self, made: Bundle) -> str:
        self.state.forget_check(made.folder)
        self.state.select(made.folder)
        return tr("The models «{name}» are here: build a register with them.", name=made.name)

    def _take(self, found: Found) -> None:
        self.state.take(found.bundles, found.sources, found.needed)

    def _use(self) -> None:
        session = self._desk.session
        # Of a register that was closed for want of its models, these are still wanted.
        use = replace(self.state.use, loaded="", kind="")
        if session.register is not None:
            manifest = session.register.manifest
            use = Use(
                wanted=manifest.bundle.id, wanted_name=manifest.bundle.name, register=manifest.name
            )
        if session.workbench is not None:
            describer = session.workbench.describer
            kind = describer.device.torch_device.type
            use = replace(use, loaded=describer.bundle_id, kind=kind)
        self.state.begin_use(use)


def _check(work: Work[list[str]], name: str, found: list[str]) -> Work[None]:
    """Check a bundle (in the worker); damage is an error, so that nobody takes it for success."""
    found += yield from work
    if found:
        more = tr("and {count} more", count=len(found) - 1)
        raise BundleError(
            tr(
                "The models «{name}» are damaged. {problem}{more}",
                name=name,
                problem=found[0],
                more=f" ({more})" if len(found) > 1 else "",
            )
        )
