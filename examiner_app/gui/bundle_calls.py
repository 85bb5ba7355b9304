"""The calls about models and devices that the window makes into the engine, all in workers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examiner_app.engine.progress import Progress, Work
from examiner_app.errors import ExaminerError
from examiner_app.gui.warm_up import heavy_imports
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.hardware import Hardware
    from examiner_app.engine.models.at_hand import BundleSummary
    from examiner_app.engine.models.fetchable import Source


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of models.

    Attributes:
        bundles: Those at hand, the shipped one first.
        sources: Weights that can be fetched.
        needed: Id of a bundle → names of the registers that were built with it.
    """

    bundles: Sequence[BundleSummary]
    sources: Sequence[Source]
    needed: dict[str, list[str]]


def _look(registers: Sequence[Path]) -> Found:
    from examiner_app.engine.models.at_hand import summaries
    from examiner_app.engine.models.fetchable import SOURCES
    from examiner_app.engine.register.manifest import read_manifest

    needed: dict[str, list[str]] = {}
    for path in registers:
        try:
            manifest = read_manifest(path)
        except ExaminerError:
            # Of a register that cannot be read, nobody knows its models.
            continue
        needed.setdefault(manifest.bundle.id, []).append(manifest.name)
    return Found(summaries(), list(SOURCES.values()), needed)


def _hardware() -> list[Hardware]:
    for _ in _libraries():
        pass
    from examiner_app.engine.hardware import look_at_hardware

    return look_at_hardware()


def _verify(folder: Path) -> Work[list[str]]:
    from examiner_app.engine.models.manifest import check_files

    return (yield from check_files(folder))


def _fetch(name: str) -> Work[Any]:
    yield from _libraries()
    from examiner_app.engine.models.fetchable import SOURCES
    from examiner_app.engine.models.imagenet import fetch

    return (yield from fetch(SOURCES[name]))


def _take_file(file: Path) -> Work[Any]:
    yield from _libraries()
    from examiner_app.engine.models.imagenet import take_file

    return (yield from take_file(file))


def _remove(folder: Path) -> None:
    from examiner_app.engine.models.at_hand import remove_bundle

    remove_bundle(folder)


def _libraries() -> Work[None]:
    if "torch" in sys.modules:
        # Putting objects aside again and again would keep what could be collected.
        return
    yield Progress(tr("Loading the libraries"))
    with heavy_imports():
        import torch  # noqa: F401 - the first import is the one that takes seconds


@dataclass(frozen=True, slots=True)
class BundleCalls:
    """What the window asks of the engine about models; tests give their own.

    Attributes:
        look: Looks at the models at hand, and at which of some registers need them.
        hardware: Says which processors are here and how full their memory is.
        verify: Checks the files of a bundle; returns what is wrong with them.
        fetch: Downloads the weights of a name and makes a bundle of them.
        take_file: Makes a bundle of a file of weights.
        remove: Deletes a bundle that was fetched or imported.
    """

    look: Callable[[Sequence[Path]], Found] = _look
    hardware: Callable[[], list[Hardware]] = _hardware
    verify: Callable[[Path], Work[list[str]]] = _verify
    fetch: Callable[[str], Work[Any]] = _fetch
    take_file: Callable[[Path], Work[Any]] = _take_file
    remove: Callable[[Path], None] = _remove
