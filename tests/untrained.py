"""Untrained models, made-up marks and a small register: what tests of every front share."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np
import pytest
import torch
from PIL import Image
from safetensors.torch import save_file

from examiner_app.engine.describe import Describer, open_describer
from examiner_app.engine.device import Device
from examiner_app.engine.fit import fit
from examiner_app.engine.logo import Logo, logo_from_pixels
from examiner_app.engine.models import at_hand, imagenet
from examiner_app.engine.models.assemble import add_file, assemble, write_bundle
from examiner_app.engine.models.bundle import Bundle, load_networks
from examiner_app.engine.models.unet import DilatedUnit, UNet
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.models.vggcam import VGGCAM16
from examiner_app.engine.progress import finish
from examiner_app.engine.register import build_request
from examiner_app.engine.register.build import BuildOptions, build_register
from examiner_app.engine.register.fitting import describer_to_build
from examiner_app.engine.sources.formats import open_source
from examiner_app.engine.whitening import Whitening, load_whitening, save_whitening


def draw_mark(seed: int, width: int = 160, height: int = 120) -> Logo:
    """A made-up mark: a coloured figure with a bar of 'text' below it."""
    rng = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), 255, np.uint8)
    colour = tuple(int(value) for value in rng.integers(0, 200, 3))
    centre = (int(width * rng.uniform(0.3, 0.7)), int(height * 0.4))
    radius = int(min(width, height) * rng.uniform(0.15, 0.3))
    if seed % 3 == 0:
        cv2.circle(pixels, centre, radius, colour, -1)
    elif seed % 3 == 1:
        corner = (centre[0] + radius, centre[1] + radius)
        cv2.rectangle(pixels, (centre[0] - radius, centre[1] - radius), corner, colour, 3)
    else:
        points = rng.integers(0, [width, int(height * 0.7)], (5, 2)).astype(np.int32)
        cv2.fillPoly(pixels, [points], colour)
    scale = width / 320
    cv2.putText(pixels, f"MARK{seed}", (8, height - 12), cv2.FONT_HERSHEY_SIMPLEX, scale, (0, 0, 0))
    return logo_from_pixels(pixels, f"mark-{seed}.png")


def awaken(network: UNet) -> None:
    """Have the context of a U-Net, which begins as nothing, count."""
    for unit in network.context:
        assert isinstance(unit, DilatedUnit)
        norm = unit.layers[-1]
        assert isinstance(norm, torch.nn.BatchNorm2d)
        torch.nn.init.ones_(norm.weight)


@pytest.fixture(scope="session")
def mark() -> Callable[..., Logo]:
    """Draw a made-up mark by its seed."""
    return draw_mark


@pytest.fixture(scope="session")
def cpu() -> Device:
    """The processor in float32, so that numbers can be compared closely."""
    return Device(torch.device("cpu"), torch.float32, "CPU")


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders of three 'finished' runs of small untrained networks."""
    folder = tmp_path_factory.mktemp("runs")
    torch.manual_seed(0)
    trunk = VGG16Trunk(32)
    for layer in trunk.modules():
        if isinstance(layer, torch.nn.Conv2d):
            # torch's default would let the signal die out over thirteen layers.
            torch.nn.init.kaiming_normal_(layer.weight)
    networks = {
        "backbone": trunk.state_dict()
        | {"head.weight": torch.randn(12, 32), "head.bias": torch.zeros(12)},
        "mark-type": VGGCAM16(32).state_dict(),
        "text-mask": UNet(4).state_dict(),
    }
    for name, tensors in networks.items():
        (folder / name).mkdir()
        save_file(
            {k: v.contiguous() for k, v in tensors.items()}, folder / name / "weights.safetensors"
        )
        record = {"command": f"train {name}", "seed": 0, "steps": 1, "map100": 0.1}
        (folder / name / "quality.json").write_text(json.dumps(record), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def bundle(runs: Path, tmp_path_factory: pytest.TempPathFactory, cpu: Device) -> Bundle:
    """A whole bundle of small untrained networks, with whitening and vocabulary."""
    out = tmp_path_factory.mktemp("bundle")
    assemble(out, "untrained", runs / "backbone", runs / "mark-type", runs / "text-mask")
    networks = load_networks(Bundle.open(out), cpu)
    sample = [draw_mark(seed) for seed in range(40)]
    whitening, vocabulary = finish(fit(sample, 40, networks, cpu, components=8, words=20))
    save_whitening(whitening, out / "whitening.safetensors")
    vocabulary.save(out / "vocabulary.safetensors")
    add_file(out, "whitening", "whitening", {"marks": 40})
    add_file(out, "vocabulary", "sift", {"marks": 40})
    return Bundle.open(out)


def put_at_hand(
    monkeypatch: pytest.MonkeyPatch, bundle: Bundle, fetched: Path, *modules: ModuleType
) -> None:
    """Have a bundle stand for the shipped one, and a folder for that of the fetched ones."""
    for module in (at_hand, build_request, imagenet, *modules):
        # Whoever asks for the one asks for the other as well, or for the shipped one alone.
        if hasattr(module, "default_bundle"):
            monkeypatch.setattr(module, "default_bundle", lambda: bundle.folder)
        if hasattr(module, "bundles_folder"):
            monkeypatch.setattr(module, "bundles_folder", lambda: fetched)


@pytest.fixture
def fetched(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Folder for fetched bundles, not there yet; the untrained bundle is the shipped one."""
    put_at_hand(monkeypatch, bundle, tmp_path / "fetched")
    return tmp_path / "fetched"


def other_bundle(bundle: Bundle, out: Path, name: str = "other") -> Bundle:
    """Copy a bundle and give it another whitening, and so another id."""
    shutil.copytree(bundle.folder, out)
    fitted = load_whitening(out / "whitening.safetensors")
    shifted = {key: Whitening(one.mean + 1, one.projection) for key, one in fitted.items()}
    save_whitening(shifted, out / "whitening.safetensors")
    manifest = add_file(out, "whitening", "whitening", {"marks": 40})
    write_bundle(out, name, manifest.components)
    return Bundle.open(out)


@pytest.fixture(scope="session")
def describer(bundle: Bundle, cpu: Device) -> Describer:
    """Describes with the untrained bundle."""
    return open_describer(bundle, cpu)


@pytest.fixture(scope="session")
def marks_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of thirty made-up marks, two of them the same file."""
    folder = tmp_path_factory.mktemp("marks")
    for seed in range(30):
        Image.fromarray(draw_mark(min(seed, 28)).pixels).save(folder / f"mark-{seed:02}.png")
    return folder


@pytest.fixture(scope="session")
def register_folder(
    marks_folder: Path, bundle: Bundle, cpu: Device, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A register of the thirty marks, built with the untrained bundle."""
    out = tmp_path_factory.mktemp("register") / "thirty"
    source = open_source(marks_folder)
    describer, state = finish(describer_to_build(source, out, bundle, cpu))
    options = BuildOptions(vocabulary_size=20, state=state)
    finish(build_register(source, out, describer, options))
    return out
