from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from examiner_app.cli import register as command
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.fetchable import SOURCES
from examiner_app.engine.models.manifest import file_sha256
from examiner_app.engine.register import columns
from examiner_app.engine.register.open import open_register

RUN = CliRunner()
Cli = Callable[..., tuple[int, str, str]]


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

    models = ("--bundle", bundle.folder)
    assert run("verify", out, *models).exit_code == 0
    report = json.loads(run("verify", out, *models, "--json").stdout)
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
    result = run("verify", out, *models, "--json")
    assert result.exit_code == 1
    assert not json.loads(result.stdout)["sound"]


def test_a_large_register_keeps_what_marks_are_filtered_by(
    marks: Path, tmp_path: Path, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "WORTH_KEEPING", 9)
    out, more = tmp_path / "register", tmp_path / "more"
    common = ("--bundle", bundle.folder, "--device", "cpu")
    assert run("build", marks, out, *common, "--methods", "mac").exit_code == 0
    first = {file.name: file.read_bytes() for file in (out / columns.COLUMNS).iterdir()}
    assert len(first) == 3
    more.mkdir()
    (more / "new.png").write_bytes((marks / "pool" / "m6.png").read_bytes())
    assert run("append", more, out, *common).exit_code == 0
    second = {file.name: file.read_bytes() for file in (out / columns.COLUMNS).iterdir()}
    assert second.keys() == first.keys()
    assert all(second[name] != first[name] for name in first)
    assert run("verify", out, "--bundle", bundle.folder).exit_code == 0
    with closing(open_register(out)) as register:
        assert len(register.picture_groups) == 10
        assert register.picture_groups[9] == register.picture_groups[register.find("M6").index]  # type: ignore[union-attr]


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
        ("build", "source", "out", "--bundle", "here", "--backbone", "vgg16-imagenet"),
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


@pytest.mark.usefixtures("fetched")
@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("vgg19", "There are no models «vgg19» here: choose one of untrained, vgg16-half-logo"),
        ("vgg16-imagenet", "get them with «examiner-cli models fetch vgg16-imagenet»"),
    ],
)
def test_an_unknown_backbone_is_one_line(
    name: str, sentence: str, marks: Path, tmp_path: Path
) -> None:
    result = run("build", marks, tmp_path / "out", "--backbone", name)
    assert result.exit_code == 1
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith("Error: ")
    assert sentence in line
    assert not (tmp_path / "out").exists()


def test_an_imported_backbone_serves_from_building_to_examining(
    cli: Cli,
    marks: Path,
    tmp_path: Path,
    weights: Path,
    fetched: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = replace(SOURCES["vgg16-imagenet"], sha256_prefix=file_sha256(weights)[:8])
    monkeypatch.setitem(SOURCES, "vgg16-imagenet", own)
    assert cli("models", "import", weights)[0] == 0
    out, cpu = tmp_path / "register", ("--device", "cpu")

    code, told, err = cli(
        "register", "build", marks, out, "--backbone", "vgg16-imagenet", *cpu, "--json"
    )
    assert code == 0, err
    manifest = json.loads(told)
    imported = Bundle.open(fetched / "vgg16-imagenet")
    assert manifest["bundle"] == {"name": "vgg16-imagenet", "id": imported.id}
    assert manifest["methods"]["mac"] == 16
    assert "jimenez" not in manifest["methods"]
    # Fetched weights come without a whitening: the marks' own is fitted.
    assert manifest["state"] == "own"

    code, told, err = cli(
        "examine", marks / "queries" / "q3-1.png", "--register", out, *cpu, "--json"
    )
    assert code == 0, err
    answer = json.loads(told)
    assert answer["register"]["models"] == {"name": "vgg16-imagenet", "id": imported.id}
    assert answer["matches"][0]["distance"]["mac"] == pytest.approx(0, abs=0.05)

    more = tmp_path / "more"
    more.mkdir()
    (more / "new.png").write_bytes((marks / "pool" / "m6.png").read_bytes())
    for words in (("append", more, out), ("build", more, out), ("build", marks, out)):
        code, told, err = cli("register", *words, *cpu, "--json")
        assert code == 0, err
        assert json.loads(told)["count"] == 10
    assert cli("register", "verify", out)[0] == 0

    code, _, err = cli("register", "build", marks, out, "--backbone", "untrained", *cpu)
    assert code == 1
    assert "was built with the models «vgg16-imagenet»" in err


@pytest.mark.usefixtures("fetched")
def test_a_register_shares_the_whitening_of_the_shipped_models(marks: Path, tmp_path: Path) -> None:
    out = tmp_path / "register"
    build = ("build", marks, out, "--device", "cpu")
    assert json.loads(run(*build, "--json").stdout)["state"] == "bundle"
    assert not (out / "state").exists()
    assert "the models' own" in run("info", out).stdout
    result = run(*build, "--whitening", "fit", "--backbone", "untrained", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["state"] == "bundle"
    assert run("verify", out).stdout == f"{out} is sound.\n"
    result = run("verify", out, "--bundle", tmp_path)
    assert result.exit_code == 1
    assert "holds no model bundle" in result.stdout
