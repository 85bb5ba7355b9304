from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.engine.models.manifest import file_sha256

Cli = Callable[..., tuple[int, str, str]]


pytestmark = pytest.mark.usefixtures("fetched")


@pytest.fixture(autouse=True)
def known(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The small file is the one that can be fetched."""
    own = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    monkeypatch.setitem(SOURCES, "vgg16-imagenet", own)


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


def test_import_from_a_file(cli: Cli, weights: Path, fetched: Path, tmp_path: Path) -> None:
    code, out, _ = cli("models", "import", weights)
    assert code == 0, out
    assert "build a register with --backbone vgg16-imagenet." in out
    made = Bundle.open(fetched / "vgg16-imagenet")
    assert made.require("backbone").width == 16
    code, out, _ = cli("models", "list")
    assert "vgg16-imagenet" in out
    code, out, _ = cli("models", "verify", "--backbone", "vgg16-imagenet")
    assert code == 0
    assert "vgg16-imagenet: 5 files" in out
    elsewhere = tmp_path / "elsewhere"
    _, out, _ = cli("models", "import", weights, "--out", elsewhere)
    assert f"build a register with --bundle {elsewhere}." in out


def test_a_file_that_is_not_known_is_one_line(cli: Cli, tmp_path: Path, fetched: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"x")
    code, _, err = cli("models", "import", tmp_path / "logo.png")
    assert code == 1
    assert "Error: logo.png is no file of weights that is known here" in err.splitlines()[-1]
    assert not fetched.exists()


def test_fetch(cli: Cli, server: str, fetched: Path) -> None:
    code, out, _ = cli("models", "fetch", "vgg16-imagenet", "--url", f"{server}/w.pth")
    assert code == 0
    assert "build a register with --backbone vgg16-imagenet." in out
    assert [path.name for path in fetched.iterdir()] == ["vgg16-imagenet"]
    made = Bundle.open(fetched / "vgg16-imagenet")
    assert made.require("backbone").width == 16
    files = {entry.file for entry in made.manifest.components} | {"manifest.json"}
    assert {path.name for path in made.folder.iterdir()} == files


@pytest.mark.parametrize(
    ("name", "url", "sentence"),
    [
        ("vgg16-imagenet-v1", "{}/w.pth", "is not the expected one (sha256 "),
        ("vgg16-imagenet", "{}/broken", "broke off"),
        ("vgg16-imagenet", "{}/gone", "answers 404: import the weights from a file"),
        ("vgg16-imagenet", "http://127.0.0.1:9/w.pth", "cannot be reached"),
        ("vgg16-imagenet", "nowhere", "cannot be reached"),
    ],
)
def test_a_fetch_that_fails_is_one_line_and_leaves_nothing(
    cli: Cli, server: str, fetched: Path, name: str, url: str, sentence: str
) -> None:
    code, out, err = cli("models", "fetch", name, "--url", url.format(server))
    assert (code, out) == (1, "")
    assert [line for line in err.splitlines() if line.startswith("Error: ")] == err.splitlines()[
        -1:
    ]
    assert sentence in err
    assert list(fetched.iterdir()) == []


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


def test_assemble_in_eight_bits(cli: Cli, runs: Path, fetched: Path) -> None:
    parts = [f"--{name}={runs / name}" for name in ("backbone", "mark-type", "text-mask")]
    out = fetched / "small"
    assert cli("models", "assemble", out, *parts, "--precision", "int8")[0] == 0
    code, said, _ = cli("models", "verify", "--bundle", out)
    assert code == 0, said
    assert "3 files are what the manifest says" in said
    said = cli("models", "list")[1]
    assert [line.endswith("  int8") for line in said.splitlines()].count(True) == 3
    code, _, err = cli("models", "assemble", out, *parts, "--precision", "int4")
    assert code == 2
    assert "int4" in err
