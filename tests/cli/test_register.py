from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from examiner_app.cli import register as command
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.register.open import open_register

RUN = CliRunner()


def run(*arguments: object) -> Any:
    return RUN.invoke(command.app, [str(argument) for argument in arguments])


@pytest.fixture
def marks(tmp_path: Path) -> Path:
    """Made-up marks in the METU layout, one of them unreadable."""
    folder = tmp_path / "collection"
    for number in range(9):
        name = f"queries/q{number}-{number // 3}.png" if number < 6 else f"pool/m{number}.png"
        pixels = np.full((90, 120, 3), 255, np.uint8)
        colour = tuple(int(value) for value in np.random.default_rng(number).integers(0, 200, 3))
        cv2.circle(pixels, (40 + 3 * number, 45), 15 + number, colour, -1)
        cv2.putText(pixels, f"M{number}", (5, 85), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0))
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(folder / name), pixels)
    (folder / "pool" / "bad.png").write_bytes(b"bad")
    (folder / "marks.csv").write_text(
        "file,id,words,office,status,type,filing_date\n"
        "pool/m6.png,M6,SIX,QM,registered,text-only,2001-02-03\n"
        "pool/m7.png,M7,SEVEN,QN,expired,figure-only,1999-01-02\n"
    )
    return folder


def test_build_info_verify_and_append(marks: Path, tmp_path: Path, bundle: Bundle) -> None:
    out = tmp_path / "register"
    common = ("--bundle", bundle.folder, "--device", "cpu")
    result = run(
        "build", marks, out, *common, "--methods", "mac,rmac", "--methods", "sift_bow", "--json"
    )
    assert result.exit_code == 0, result.output
    manifest = json.loads(result.stdout)
    assert (manifest["count"], manifest["rejects"], manifest["complete"]) == (9, 1, True)
    assert manifest["methods"] == {"sift_bow": 20, "mac": 32, "rmac": 8}
    register = open_register(out)
    mark = register.find("M6")
    assert mark is not None
    assert (mark.words, mark.office, mark.type, mark.filed) == (
        "SIX",
        "QM",
        "text-only",
        "2001-02-03",
    )
    assert register.manifest.source[0].format == "metu"
    assert register.manifest.coverage.queries == 6
    register.close()

    result = run("info", out)
    assert result.exit_code == 0
    assert "9" in result.stdout
    assert "1999-01-02 to 2001-02-03" in result.stdout
    assert "R-MAC (8)" in result.stdout
    assert json.loads(run("info", out, "--json").stdout) == manifest

    assert run("verify", out).exit_code == 0
    report = json.loads(run("verify", out, "--json").stdout)
    assert report == {"register": str(out), "sound": True, "problems": []}

    more = tmp_path / "more"
    more.mkdir()
    (more / "new.png").write_bytes((marks / "pool" / "m6.png").read_bytes())
    result = run("append", more, out, *common)
    assert result.exit_code == 0, result.output
    register = open_register(out)
    new = register.find("new.png")
    assert new is not None
    assert (register.count, new.repeat) == (10, register.find("M6").index)  # type: ignore[union-attr]
    register.close()

    vectors = out / "vectors" / "mac.f16"
    data = bytearray(vectors.read_bytes())
    data[0] ^= 1
    vectors.write_bytes(data)
    result = run("verify", out, "--json")
    assert result.exit_code == 1
    assert not json.loads(result.stdout)["sound"]


def test_a_build_of_every_method_goes_on_where_it_was(
    marks: Path, tmp_path: Path, bundle: Bundle
) -> None:
    out = tmp_path / "register"
    arguments = (
        "build",
        marks,
        out,
        "--bundle",
        bundle.folder,
        "--device",
        "cpu",
        "--name",
        "Mine",
    )
    assert run(*arguments).exit_code == 0
    result = run(*arguments)
    assert result.exit_code == 0
    assert "Mine" in result.stdout
    assert "1 files could not be used" in result.stdout
    register = open_register(out)
    assert (register.count, len(register.methods)) == (9, 15)
    register.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ("build", "source", "out", "--methods", "vlad"),
        ("build", "source", "out", "--format", "tar"),
        ("build", "source", "out", "--device", "tpu"),
        ("build", "source"),
        ("info",),
        ("frobnicate",),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


def test_errors_are_one_line_and_exit_with_1(tmp_path: Path, marks: Path, bundle: Bundle) -> None:
    for arguments in (
        ("info", tmp_path),
        ("verify", tmp_path),
        ("append", marks, tmp_path),
        ("build", tmp_path / "nothing", tmp_path / "out", "--bundle", bundle.folder),
        ("build", marks, marks, "--bundle", bundle.folder),
        ("build", marks, tmp_path / "out", "--bundle", tmp_path / "nobundle"),
    ):
        result = run(*arguments)
        assert result.exit_code == 1, arguments
        lines = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
        assert len(lines) == 1, result.stderr
        assert result.stdout == ""
    assert not (tmp_path / "out").exists()
