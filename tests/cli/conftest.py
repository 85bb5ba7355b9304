"""A small register and the untrained models it was built with: real files, made in seconds."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw
from safetensors.torch import save_file

from examiner_app.cli.main import main
from examiner_app.engine.device import Device
from examiner_app.engine.fit import fit
from examiner_app.engine.logo import read_logo
from examiner_app.engine.models.assemble import add_file, assemble
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.models.unet import UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.progress import finish
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.register.fitting import describer_to_build
from examiner_app.engine.sources.formats import open_source
from examiner_app.engine.whitening import save_whitening

CPU = Device(torch.device("cpu"), torch.float32, "CPU")


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
def models(marks_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a whole bundle of small untrained networks."""
    runs, out = tmp_path_factory.mktemp("runs"), tmp_path_factory.mktemp("bundle")
    torch.manual_seed(0)
    trunk = VGG16Trunk(32)
    for layer in trunk.modules():
        if isinstance(layer, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(layer.weight)
    head = {"head.weight": torch.randn(12, 32), "head.bias": torch.zeros(12)}
    networks = {
        "backbone": trunk.state_dict() | head,
        "mark-type": VGGCAM16(32).state_dict(),
        "text-mask": UNet(4).state_dict(),
    }
    for name, tensors in networks.items():
        (runs / name).mkdir()
        whole = {key: value.contiguous() for key, value in tensors.items()}
        save_file(whole, runs / name / "weights.safetensors")
        record = {"command": f"train {name}", "seed": 0, "steps": 1, "map100": 0.1}
        (runs / name / "quality.json").write_text(json.dumps(record), encoding="utf-8")
    assemble(out, "untrained", runs / "backbone", runs / "mark-type", runs / "text-mask")
    sample = [read_logo(path) for path in sorted(marks_folder.iterdir())]
    loaded = load_networks(Bundle.open(out), CPU)
    whitening, vocabulary = finish(fit(sample, 20, loaded, CPU, components=8, words=20))
    save_whitening(whitening, out / "whitening.safetensors")
    vocabulary.save(out / "vocabulary.safetensors")
    add_file(out, "whitening", "whitening", {"marks": 20})
    add_file(out, "vocabulary", "sift", {"marks": 20})
    return out


@pytest.fixture(scope="session")
def twenty(models: Path, marks_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a register of the twenty marks."""
    out = tmp_path_factory.mktemp("register") / "twenty"
    source = open_source(marks_folder)
    describer, state = finish(describer_to_build(source, out, Bundle.open(models), CPU))
    options = BuildOptions(vocabulary_size=20, state=state)
    finish(build_register(source, out, describer, options))
    return out


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
