"""Models at hand without networks: what tests of the models window show and fetch."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from examiner_app.engine.hardware import Hardware
from examiner_app.engine.models.at_hand import BundleSummary
from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.engine.models.manifest import IMAGENET, BundleManifest, Component
from examiner_app.engine.progress import BYTES, Progress, Stage, Work
from examiner_app.gui.bundle_calls import BundleCalls, Found

CPU = Hardware("cpu", "Some CPU", "bfloat16", 8, 6_000_000_000, 16_000_000_000, 700_000_000)
GPU = Hardware("cuda", "NVIDIA H100", "float16", 0, 20_000_000_000, 80_000_000_000)

BACKBONE = Component(
    role="backbone",
    name="vgg16-half-logo",
    architecture="vgg16",
    width=256,
    file="backbone.safetensors",
    sha256="ab" * 32,
    licence="Apache-2.0",
    preprocessing=IMAGENET,
    training={"data": "figures", "command": "train backbone", "steps": 1155, "minutes": 68.0},
    quality={"role": "x", "map100": {"mac": {"layouts": 52.358}}, "test": {"images": 9}},
)


def manifest(name: str, digit: str = "a") -> BundleManifest:
    """Return the manifest of a bundle with one network; the digit makes its id another."""
    backbone = BACKBONE.model_copy(update={"sha256": digit * 64})
    created = datetime(2026, 11, 25, 10, 12, tzinfo=UTC)
    return BundleManifest(format=1, name=name, created=created, components=(backbone,))


def summary(name: str, digit: str = "a", *, shipped: bool = False) -> BundleSummary:
    """Return a bundle at hand."""
    sizes = {"backbone.safetensors": 1_500_000}
    return BundleSummary(Path("/models") / name, shipped, manifest(name, digit), "", sizes)


SHIPPED = summary("shipped", shipped=True)
FETCHED = summary("fetched", "b")
BROKEN = BundleSummary(Path("/models/broken"), False, None, "Its manifest is not valid.")


@dataclass
class Calls:
    """An engine that has models at hand, and makes more, slowly.

    Attributes:
        bundles: Those at hand.
        needed: Id of a bundle → registers that need it.
        hardware: The processors.
        looks: How often those were asked for.
        damage: What a check finds.
        error: What a fetch or an import fails with.
        asked: What was fetched, imported and removed, in order.
        go_on: Cleared, it holds a fetch half-way.
        closed: Whether the last fetch has ended, one way or another.
    """

    bundles: list[BundleSummary] = field(default_factory=lambda: [SHIPPED, FETCHED, BROKEN])
    needed: dict[str, list[str]] = field(default_factory=dict)
    hardware: list[Hardware] = field(default_factory=lambda: [CPU])
    looks: int = 0
    damage: list[str] = field(default_factory=list)
    error: Exception | None = None
    asked: list[Any] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    closed: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.go_on.set()

    def as_calls(self) -> BundleCalls:
        return BundleCalls(
            self.look, self.look_at_hardware, self.verify, self.fetch, self.take_file, self.remove
        )

    def look(self, _: Sequence[Path]) -> Found:
        return Found(list(self.bundles), list(SOURCES.values()), dict(self.needed))

    def look_at_hardware(self) -> list[Hardware]:
        self.looks += 1
        return list(self.hardware)

    def verify(self, _: Path) -> Work[list[str]]:
        yield Stage("Checking files", 1, unit=BYTES).step()
        return list(self.damage)

    def fetch(self, name: str) -> Work[Any]:
        return self._make(name, name)

    def take_file(self, file: Path) -> Work[Any]:
        return self._make(file, "imported")

    def remove(self, folder: Path) -> None:
        if self.error is not None:
            raise self.error
        self.asked.append(folder)
        self.bundles = [bundle for bundle in self.bundles if bundle.folder != folder]

    def _make(self, asked: object, name: str) -> Work[Any]:
        self.closed.clear()
        try:
            yield Progress("Downloading", 1_000_000, 5_000_000, elapsed=2.0, unit=BYTES)
            self.go_on.wait(10)
            if self.error is not None:
                raise self.error
            yield Progress("Making the bundle")
            made = summary(name, "c")
            self.bundles.append(made)
            self.asked.append(asked)
            return SimpleNamespace(name=name, folder=made.folder)
        finally:
            self.closed.set()
