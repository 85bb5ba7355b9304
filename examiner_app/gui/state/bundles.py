"""The models at hand, what is known of them, and the processors that they can run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.hardware import Hardware
    from examiner_app.engine.models.at_hand import BundleSummary
    from examiner_app.engine.models.fetchable import Source


@dataclass(frozen=True, slots=True)
class Use:
    """What is loaded, and what the open register was built with.

    Attributes:
        loaded: Id of the models that are loaded; empty where none are.
        kind: The processor that they run on, as ``cpu`` or ``cuda``.
        wanted: Id of the models that the open register was built with.
        wanted_name: What those are called.
        register: What the open register is called.
    """

    loaded: str = ""
    kind: str = ""
    wanted: str = ""
    wanted_name: str = ""
    register: str = ""


class BundlesState(QObject):
    """Bundles and processors.

    Attributes:
        bundles: The bundles at hand, the shipped one first.
        sources: Weights that can be fetched.
        needed: Id of a bundle → names of the registers at hand that were built with it.
        hardware: The processors that are here, the one that is chosen by default first.
        selected: Folder of the bundle that is looked at.
        use: What is loaded and what is needed.

    Signals:
        changed(): Bundles came or went, or something else is known of them.
        selection_changed(): Another bundle is looked at.
        hardware_changed(): The processors are known, or known anew.
    """

    changed = Signal()
    selection_changed = Signal()
    hardware_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bundles: list[BundleSummary] = []
        self.sources: list[Source] = []
        self.needed: dict[str, list[str]] = {}
        self.hardware: list[Hardware] = []
        self.selected: Path | None = None
        self.use = Use()
        self._verified: dict[tuple[Path, str], list[str]] = {}

    @property
    def bundle(self) -> BundleSummary | None:
        """The bundle that is looked at."""
        return next((one for one in self.bundles if one.folder == self.selected), None)

    @property
    def device(self) -> Hardware | None:
        """The processor in use; before models are loaded, the one that would be by default."""
        same = (one for one in self.hardware if one.kind == self.use.kind)
        return next(same, self.hardware[0] if self.hardware else None)

    @property
    def lacking(self) -> str:
        """What is said where the models of the open register are not here, or nothing."""
        wanted = self.use.wanted
        if not wanted or not self.bundles or any(one.id == wanted for one in self.bundles):
            return ""
        if any(source.name == self.use.wanted_name for source in self.sources):
            return tr(
                "The register «{register}» was built with the models «{name}», which are not "
                "here: fetch them, or import their file.",
                register=self.use.register,
                name=self.use.wanted_name,
            )
        return tr(
            "The register «{register}» was built with the models «{name}», which are not here: "
            "put their folder beside those that were fetched.",
            register=self.use.register,
            name=self.use.wanted_name,
        )

    def take(
        self,
        bundles: Sequence[BundleSummary],
        sources: Sequence[Source],
        needed: Mapping[str, list[str]],
    ) -> None:
        """Take in what there is."""
        self.bundles, self.sources, self.needed = list(bundles), list(sources), dict(needed)
        missing = self.bundle is None
        self.changed.emit()
        if missing:
            loaded = next((one for one in bundles if one.id and one.id == self.use.loaded), None)
            first = loaded or next(iter(bundles), None)
            self.select(first.folder if first else None)

    def take_hardware(self, hardware: Sequence[Hardware]) -> None:
        """Take in which processors there are."""
        self.hardware = list(hardware)
        self.hardware_changed.emit()

    def select(self, folder: Path | None) -> None:
        """Look at another bundle."""
        if folder != self.selected:
            self.selected = folder
            self.selection_changed.emit()

    def begin_use(self, use: Use) -> None:
        """Other models are loaded, or another register is open."""
        if use != self.use:
            self.use = use
            self.changed.emit()
            self.hardware_changed.emit()

    def take_check(self, bundle: BundleSummary, problems: Sequence[str]) -> None:
        """Take in what a check of a bundle's files has found."""
        self._verified[bundle.folder, bundle.id] = list(problems)
        self.changed.emit()

    def forget_check(self, folder: Path) -> None:
        """The files of a bundle are others now."""
        self._verified = {key: found for key, found in self._verified.items() if key[0] != folder}

    def problems(self, bundle: BundleSummary) -> list[str] | None:
        """Return what is wrong with a bundle's files; ``None`` where they were not checked."""
        if bundle.problem:
            return [bundle.problem]
        return self._verified.get((bundle.folder, bundle.id))

    def badges(self, bundle: BundleSummary) -> list[str]:
        """Return what is to be known of a bundle at a glance."""
        if self.problems(bundle):
            return [tr("damaged")]
        used = bundle.id == self.use.loaded
        found = [tr("in use")] if used else []
        if bundle.id == self.use.wanted and not used:
            found.append(tr("needed by the open register"))
        return found

    def why_kept(self, bundle: BundleSummary) -> str:
        """Return why a bundle cannot be removed, or nothing."""
        if bundle.shipped:
            return tr("These models are part of Examiner.")
        if bundle.id and bundle.id == self.use.loaded:
            return tr("These models are in use: open a register with other models first.")
        return ""

    def registers_of(self, bundle: BundleSummary) -> list[str]:
        """Return the names of the registers that could not be searched without a bundle."""
        copies = [one for one in self.bundles if one.id == bundle.id and not one.problem]
        if not bundle.id or any(one.folder != bundle.folder for one in copies):
            return []
        return self.needed.get(bundle.id, [])
