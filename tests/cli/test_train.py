from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image, ImageFont
from safetensors.torch import save_file
from typer.testing import CliRunner

from examiner_app.cli.train import app
from examiner_app.engine.models.vgg16 import VGG16Trunk
from examiner_app.engine.synthesis.split import HELD_BACK_FAMILIES
from examiner_app.engine.training import settling, sources
from examiner_app.errors import TrainingError


@pytest.fixture
def options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return --figures, --fonts and --seed of a folder small enough for a test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    rng = np.random.default_rng(0)
    for family in ("one", "two", "three", *sorted(HELD_BACK_FAMILIES)[:3]):
        (tmp_path / "figures" / family).mkdir(parents=True)
        for number in range(6):
            pixels = np.full((24, 24, 3), 255, np.uint8)
            pixels[4:20, 4:20] = rng.integers(0, 200, (1, 16, 3))
            Image.fromarray(pixels).save(tmp_path / "figures" / family / f"thing{number}x.png")
    built_in = ImageFont.load_default(20)
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "built-in.ttf").write_bytes(built_in.path.getvalue())
    # One font family cannot be split: both sides get it.
    for name in ("training_fonts", "held_back_fonts"):
        monkeypatch.setattr(sources, name, lambda library: library)
    return ["--figures", str(tmp_path / "figures"), "--fonts", str(tmp_path / "fonts")]


def test_text_mask(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examiner_app.engine.training.text_mask._STATISTICS_BATCHES", 1)
    monkeypatch.setattr("examiner_app.engine.training.text_mask._CALIBRATION_BATCHES", 2)
    monkeypatch.setattr(sources, "_HELD_BACK_MARKS", 4)
    out = tmp_path / "run"
    arguments = ["text-mask", *options, "--out", str(out), "--width", "2", "--workers", "0"]
    result = CliRunner().invoke(app, [*arguments, "--steps", "1"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "F1" in result.stdout
    quality = json.loads((out / "quality.json").read_text())
    assert quality["width"] == 2
    assert quality["steps"] == 1
    with pytest.raises(TrainingError, match="--resume"):
        CliRunner().invoke(app, [*arguments, "--steps", "2"], catch_exceptions=False)
    again = CliRunner().invoke(app, [*arguments, "--steps", "2", "--resume"])
    assert again.exit_code == 0
    assert json.loads((out / "quality.json").read_text())["steps"] == 2


def test_mark_type(options: list[str], tmp_path: Path) -> None:
    backbone = tmp_path / "backbone"
    backbone.mkdir()
    torch.manual_seed(0)
    save_file(VGG16Trunk(8).state_dict(), backbone / "weights.safetensors")
    (backbone / "quality.json").write_text('{"mean": [0, 0, 0], "std": [1, 1, 1]}')
    arguments = ["mark-type", *options, "--out", str(tmp_path / "run"), "--steps", "1"]
    arguments += ["--backbone", str(backbone), "--images", "4", "--held-back", "4"]
    result = CliRunner().invoke(app, [*arguments, "--workers", "0"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "Accuracy" in result.stdout


def test_settle(options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("examiner_app.engine.training.backbone_quality._PAPERS_SIDE", 32)
    monkeypatch.setattr("examiner_app.engine.training.concept_head.BATCHES", 1)
    fewer = partial(settling.SettlingRecipe, families_per_class=3, batch=4)
    monkeypatch.setattr(settling, "SettlingRecipe", fewer)
    monkeypatch.setattr(sources, "_TRAINING_WORDS", 3)
    monkeypatch.setattr(sources, "_HELD_BACK_WORDS", 3)
    backbone = tmp_path / "backbone"
    backbone.mkdir()
    save_file(VGG16Trunk(8).state_dict(), backbone / "weights.safetensors")
    quality = {"mean": [0, 0, 0], "std": [1, 1, 1], "side": 32, "command": "train backbone"}
    (backbone / "quality.json").write_text(json.dumps(quality))
    arguments = ["settle", *options, "--out", str(tmp_path / "run"), "--steps", "1"]
    result = CliRunner().invoke(app, [*arguments, "--backbone", str(backbone)])
    assert result.exit_code == 0, result.output
    assert "MAP@100 at 32 px, mac" in result.stdout


def test_an_unknown_recipe_is_named_with_those_there_are(
    options: list[str], tmp_path: Path
) -> None:
    arguments = ["mark-type", *options, "--out", str(tmp_path), "--backbone", str(tmp_path)]
    result = CliRunner().invoke(app, [*arguments, "--steps", "1", "--recipe", "none"])
    assert result.exit_code == 2
    assert "full, gpu" in result.output


def test_a_loss_that_there_is_not_cannot_be_left_out(options: list[str], tmp_path: Path) -> None:
    arguments = ["backbone", *options, "--out", str(tmp_path / "run"), "--steps", "1"]
    with pytest.raises(TrainingError, match="none of the losses"):
        CliRunner().invoke(app, [*arguments, "--without", "colour"], catch_exceptions=False)
    assert not (tmp_path / "run").exists()


def test_a_run_needs_one_budget(options: list[str], tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="steps or of minutes"):
        CliRunner().invoke(
            app, ["backbone", *options, "--out", str(tmp_path / "run")], catch_exceptions=False
        )
