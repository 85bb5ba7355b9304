from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from examiner_app.cli.evaluate import evaluate
from examiner_app.engine.register.catalogue import Mark
from examiner_app.engine.register.manifest import BundleReference, RegisterManifest, write_manifest
from examiner_app.engine.register.writer import RegisterWriter, Row

app = typer.Typer()
app.command()(evaluate)


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def write(folder: Path, *, grouped: bool) -> Path:
    """A register of twenty marks: four queries in two groups, perfectly alike."""
    folder.mkdir()
    manifest = RegisterManifest(
        name="r", bundle=BundleReference(name="b", id="0"), fingerprint="f", methods={"mac": 20}
    )
    write_manifest(folder, manifest)
    rows = np.eye(20, dtype=np.float16)
    rows[1], rows[3] = rows[0], rows[2]
    empty = np.empty(0, np.int32)
    marks = [
        Mark(n, f"m{n}", *[""] * 7, (), (), "figure-only", (0, 1, 0),
             n // 2 if grouped and n < 4 else None, "", "", n)
        for n in range(20)
    ]  # fmt: skip
    writer = RegisterWriter(folder, manifest)
    writer.append(marks, [Row({"mac": row}, empty, empty, b"x") for row in rows])
    writer.commit(complete=True)
    writer.close()
    return folder


@pytest.mark.parametrize(("protocol", "map100"), [("paper", 1.0), ("metu", 0.75)])
def test_json_is_the_contract(tmp_path: Path, protocol: str, map100: float) -> None:
    result = run(write(tmp_path / "r", grouped=True), "--protocol", protocol, "--json")
    assert result.exit_code == 0, result.output
    nar = {"paper": 0.0, "metu": (4 - 3) / 40}[protocol]
    assert json.loads(result.stdout) == {
        "protocol": protocol,
        "queries": 4,
        "marks": 20,
        "rows": [
            {
                "method": "mac",
                "name": "MAC",
                "dim": 20,
                "map100": map100,
                "nar": nar,
                "ci": [map100] * 2,
            }
        ],
    }


def test_tables_are_printed_and_written(tmp_path: Path) -> None:
    result = run(write(tmp_path / "r", grouped=True), "--out", tmp_path / "tables")
    assert result.exit_code == 0
    assert "protocol «paper»" in result.stdout
    assert "Table 2" in result.stdout
    assert (tmp_path / "tables" / "tables.txt").read_text(encoding="utf-8") == result.stdout
    assert json.loads((tmp_path / "tables" / "metrics.json").read_text())["marks"] == 20


def test_figures_by_kind_of_group(tmp_path: Path) -> None:
    folder = write(tmp_path / "r", grouped=True)
    groups = tmp_path / "groups.csv"
    groups.write_text("group,kind\n0,figure\n1,layout\n", encoding="utf-8")
    record = json.loads(run(folder, "--groups", groups, "--json").stdout)
    assert record["kinds"] == {"all": 4, "figure": 2, "layout": 2}
    assert record["map100_by_kind"] == {"mac": {"all": 1.0, "figure": 1.0, "layout": 1.0}}
    assert record["gains"] == []
    assert "layout (2)" in run(folder, "--groups", groups).stdout
    groups.write_text("group,kind\n0,figure\n", encoding="utf-8")
    result = run(folder, "--groups", groups)
    assert result.exit_code == 1
    assert "group 1" in result.stderr


def test_errors(tmp_path: Path) -> None:
    assert run(tmp_path / "nothing").exit_code == 1
    result = run(write(tmp_path / "r", grouped=False), "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("Error: The register r has no groups")
    assert run(tmp_path / "r", "--protocol", "octave").exit_code == 2
