"""The calls about registers and models that the window makes into the engine, all in workers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from examiner_app.engine.progress import Progress, Work
from examiner_app.gui.warm_up import heavy_imports
from examiner_app.translation import tr

if TYPE_CHECKING:
    from examiner_app.engine.register.about import About
    from examiner_app.engine.register.build_request import BuildPlan, BuildRequest
    from examiner_app.engine.register.manifest import RegisterManifest


def _about(path: Path) -> About:
    from examiner_app.engine.register.about import about_register

    return about_register(path)


def _plan(request: BuildRequest) -> BuildPlan:
    from examiner_app.engine.register.build_request import plan_build

    return plan_build(request)


def _build(request: BuildRequest) -> Work[RegisterManifest]:
    yield Progress(tr("Loading the libraries"))
    with heavy_imports():
        from examiner_app.engine.register.carry_out import carry_out
    return (yield from carry_out(request))


def _verify(path: Path) -> Work[list[str]]:
    from examiner_app.engine.register.verify import verify_register

    return (yield from verify_register(path))


@dataclass(frozen=True, slots=True)
class RegisterCalls:
    """What the window asks of the engine about registers; tests give their own.

    Attributes:
        about: Looks at a register.
        plan: Looks at what a build would do.
        build: Builds, goes on with or appends to a register.
        verify: Checks a register; returns what is wrong with it.
    """

    about: Callable[[Path], About] = _about
    plan: Callable[[BuildRequest], BuildPlan] = _plan
    build: Callable[[BuildRequest], Work[RegisterManifest]] = _build
    verify: Callable[[Path], Work[list[str]]] = _verify
