from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from examiner_app.cli import bench as command
from examiner_app.engine.register.open import open_register
from examiner_app.engine.report.write import RENDERERS
from examiner_app.resources import demo_register


def run(*arguments: object) -> Any:
    return CliRunner().invoke(command.app, [str(argument) for argument in arguments])


def test_enlarge_makes_a_register_to_measure_with(tmp_path: Path) -> None:
    out = tmp_path / "large"
    result = run("enlarge", out, "--marks", 30)
    assert result.exit_code == 0, result.output
    assert "30 made-up marks" in result.stdout
    register = open_register(out)
    assert register.count == 30
    assert register.methods == open_register(demo_register()).methods


def test_enlarge_refuses_what_is_no_register(tmp_path: Path) -> None:
    result = run("enlarge", tmp_path / "large", "--marks", 30, "--register", tmp_path)
    assert result.exit_code == 1
    assert not (tmp_path / "large").exists()


def test_report_measures_every_kind_and_format(twenty: Path, models: Path) -> None:
    options = ("--hits", 6, "--register", twenty, "--bundle", models, "--device", "cpu")
    result = run("report", *options, "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert (answer["hits"], answer["cited"], answer["pinned"]) == (6, 6, 4)
    kinds = {(one["kind"], one["suffix"]) for one in answer["reports"]}
    assert kinds == {
        (kind, suffix) for kind in ("working-file", "file-copy") for suffix in RENDERERS
    }
    assert all(one["size"] > 100 and one["cpu_seconds"] > 0 for one in answer["reports"])
    result = run("report", *options)
    assert any(line.split()[:2] == ["file-copy", ".docx"] for line in result.stdout.splitlines())


def test_window_hands_its_options_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    commands: list[list[str]] = []

    def started(arguments: list[str], **_: object) -> Any:
        commands.append(arguments[1:])
        return subprocess.CompletedProcess(arguments, 3)

    monkeypatch.setattr(command.subprocess, "run", started)
    result = run("window", "--register", tmp_path, "--runs", 2, "--json")
    assert result.exit_code == 3
    module = ["-m", "examiner_app.gui.bench"]
    assert commands == [[*module, "--runs", "2", "--register", str(tmp_path), "--json"]]
