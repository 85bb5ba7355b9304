"""A small register and the untrained models it was built with: real files, made in seconds."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from torchvision_file import server, trunk, weights
from untrained import bundle, cpu, put_at_hand, runs

from examiner_app.cli.main import main
from examiner_app.engine.device import Device
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.progress import finish
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.register.fitting import describer_to_build
from examiner_app.engine.sources.formats import open_source

__all__ = ["bundle", "cpu", "runs", "server", "trunk", "weights"]


@pytest.fixture(scope="session")
def marks_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty made-up marks of several shapes and sizes."""
    folder = tmp_path_factory.mktemp("marks")
    random = np.random.default_rng(3)
    for number in range(20):
        image = Image.new("RGB", (120 + 3 * number, 90 + 2 * number), "white")
        draw = ImageDraw.Draw(image)
        points = [tuple(point) for point in random.integers(5, 80, (5, 2)).tolist()]
        draw.polygon(points, fill=tuple(random.integers(0, 200, 3).tolist()))
        draw.text((8, 70), f"MARK {number}", fill="black", font_size=16)
        image.save(folder / f"mark-{number:02}.png")
    return folder


@pytest.fixture(scope="session")
def models(bundle: Bundle) -> Path:
    """Folder of a whole bundle of small untrained networks."""
    return bundle.folder


@pytest.fixture(scope="session")
def twenty(
    bundle: Bundle, cpu: Device, marks_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Folder of a register of the twenty marks."""
    out = tmp_path_factory.mktemp("register") / "twenty"
    source = open_source(marks_folder)
    describer, state = finish(describer_to_build(source, out, bundle, cpu))
    options = BuildOptions(vocabulary_size=20, state=state)
    finish(build_register(source, out, describer, options))
    return out


@pytest.fixture
def fetched(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder for fetched bundles, not there yet; the untrained bundle is the shipped one."""
    names = ("describe", "models", "register")
    commands = (import_module(f"examiner_app.cli.{name}") for name in names)
    put_at_hand(monkeypatch, bundle, tmp_path / "fetched", *commands)
    return tmp_path / "fetched"


@pytest.fixture(autouse=True)
def judgements(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """File of the judgements that commands read, not there yet; never the user's own."""
    file = tmp_path / "data" / "judgements.sqlite"
    for name in ("examine", "open_cases"):
        monkeypatch.setattr(import_module(f"examiner_app.cli.{name}"), "store_file", lambda: file)
    return file


Result = tuple[int, str, str]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run ``examiner-cli`` with the given words; returns exit code, stdout and stderr."""

    def run(*words: object) -> Result:
        capsys.readouterr()
        code = main([str(word) for word in words])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return run
