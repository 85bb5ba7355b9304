"""A handful of drawn figures and one built-in font: enough for a run of a few steps."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import ImageFont

from examiner_app.engine.device import Device
from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis.figures import FigureLibrary, open_figures
from examiner_app.engine.synthesis.fonts import FontLibrary, open_fonts
from examiner_app.engine.synthesis.split import HELD_BACK_FAMILIES, held_back_concept
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.run import Budget, RunFolder
from examiner_app.engine.training.sources import Sources

_FAMILIES = ("round", "square", "thick", *sorted(HELD_BACK_FAMILIES)[:3])
_CONCEPTS = [name for name in (f"thing{i}x" for i in range(30)) if not held_back_concept(name)][:8]


@pytest.fixture(scope="session")
def figures_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight concepts, each drawn by six families in its own line style."""
    folder = tmp_path_factory.mktemp("figures")
    for style, family in enumerate(_FAMILIES):
        (folder / family).mkdir()
        for number, concept in enumerate(_CONCEPTS):
            turns = np.linspace(0, 2 * np.pi, number + 3, endpoint=False)
            points = " ".join(f"{12 + 10 * np.cos(t):.2f},{12 + 10 * np.sin(t):.2f}" for t in turns)
            paint = "#000" if style % 2 else "none"
            (folder / family / f"{concept}.svg").write_text(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" '
                f'height="24"><polygon points="{points}" fill="{paint}" stroke="#000" '
                f'stroke-width="{1 + style}"/></svg>'
            )
    return folder


@pytest.fixture(scope="session")
def figures(figures_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FigureLibrary:
    cache = tmp_path_factory.mktemp("cache")
    return finish(open_figures(figures_folder, size=64, cache=cache))


@pytest.fixture(scope="session")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontLibrary:
    """Pillow's built-in font."""
    folder = tmp_path_factory.mktemp("fonts")
    built_in = ImageFont.load_default(20)
    assert isinstance(built_in, ImageFont.FreeTypeFont)
    assert isinstance(built_in.path, io.BytesIO)
    (folder / "built-in.ttf").write_bytes(built_in.path.getvalue())
    return finish(open_fonts(folder))


@pytest.fixture(scope="session")
def sources(figures: FigureLibrary, fonts: FontLibrary) -> Sources:
    held_back = FontLibrary([replace(font, family="other") for font in fonts.fonts])
    return Sources(
        figures.subset(lambda figure: figure.family not in HELD_BACK_FAMILIES),
        figures.subset(lambda figure: figure.family in HELD_BACK_FAMILIES),
        fonts,
        held_back,
    )


@pytest.fixture
def cpu() -> Device:
    return Device(torch.device("cpu"), torch.float32, "CPU")


MakeSession = Callable[..., Session]


@pytest.fixture
def session(tmp_path: Path, cpu: Device) -> MakeSession:
    """Return a maker of runs of a few steps."""

    def make(name: str, steps: int, *, resume: bool = False) -> Session:
        folder = RunFolder(tmp_path / name)
        return Session(Budget(steps=steps), folder, cpu, resume, "examiner-cli train")

    return make
