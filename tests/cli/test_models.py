from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from examiner_app.cli import models as command
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.imagenet import SOURCES
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.models.vgg16 import STAGES, VGG16Trunk

Cli = Callable[..., tuple[int, str, str]]


@pytest.fixture(autouse=True)
def own_folders(bundle: Bundle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the shipped bundle nor the user's own ones."""
    monkeypatch.setattr(command, "default_bundle", lambda: bundle.folder)
    monkeypatch.setattr(command, "bundles_folder", lambda: tmp_path / "bundles")


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    """A small file in torchvision's VGG-16 layout."""
    split = sum(2 * depth + 1 for _, depth in STAGES[:4])
    state = {}
    for key, value in VGG16Trunk(16).state_dict().items():
        stage, index, name = key.split(".")
        state[f"features.{int(index) + (split if stage == 'conv5' else 0)}.{name}"] = value
    torch.save(state, tmp_path / "vgg16.pth")
    return tmp_path / "vgg16.pth"


def test_list_and_verify(cli: Cli, bundle: Bundle) -> None:
    code, out, _ = cli("models", "list")
    assert code == 0
    assert "untrained" in out
    assert "text-unet" in out
    code, out, _ = cli("models", "list", "--json")
    assert json.loads(out)["bundles"][0]["id"] == bundle.id
    code, out, _ = cli("models", "verify")
    assert code == 0
    assert "5 files are what the manifest says" in out


def test_a_damaged_bundle_is_named(cli: Cli, bundle: Bundle, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(bundle.folder, tmp_path / "copy"))
    (copy / "backbone.safetensors").write_bytes(b"x")
    code, out, _ = cli("models", "verify", "--bundle", copy, "--json")
    assert code == 1
    assert "backbone.safetensors" in json.loads(out)["problems"][0]


def test_import_from_a_file(
    cli: Cli, weights: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    monkeypatch.setitem(SOURCES, "vgg16-imagenet", own)
    code, out, _ = cli("models", "import", weights)
    assert code == 0, out
    made = Bundle.open(tmp_path / "bundles" / "vgg16-imagenet")
    assert made.require("backbone").width == 16
    code, out, _ = cli("models", "list")
    assert "vgg16-imagenet" in out


def test_fetch_without_a_network(cli: Cli, tmp_path: Path) -> None:
    code, _, err = cli("models", "fetch", "vgg16-imagenet", "--url", "http://127.0.0.1:9/w.pth")
    assert code == 1
    assert "cannot be reached" in " ".join(err.split())
    assert not list(tmp_path.rglob("*.safetensors"))


def test_unknown_weights(cli: Cli) -> None:
    code, _, err = cli("models", "fetch", "resnet")
    assert code == 1
    assert "choose one of" in " ".join(err.split())


def test_assemble(cli: Cli, runs: Path, tmp_path: Path) -> None:
    parts = [f"--{name}={runs / name}" for name in ("backbone", "mark-type", "text-mask")]
    code, out, _ = cli("models", "assemble", tmp_path / "new", *parts, "--name", "mine")
    assert code == 0
    assert "mine: 3 networks" in out
    assert Bundle.open(tmp_path / "new").problems() == []
