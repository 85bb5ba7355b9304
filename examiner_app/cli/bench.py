"""``examiner-cli bench``: ratios measured side by side in one run."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from examiner_app.cli.bundles import (
    BackboneOption,
    BundleOption,
    RegisterBundleOption,
    chosen_bundle,
)
from examiner_app.cli.console import print_json, show
from examiner_app.engine.bench import large_register
from examiner_app.engine.bench.describe import bench_describe
from examiner_app.engine.bench.rank import bench_rank
from examiner_app.engine.describe import open_describer
from examiner_app.engine.device import DeviceChoice, select_device
from examiner_app.engine.logo import read_logo
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.ranking.steps import progress_of
from examiner_app.engine.register.open import open_register
from examiner_app.engine.sources.formats import open_source
from examiner_app.resources import default_bundle, demo_logos, demo_register

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

app = typer.Typer(no_args_is_help=True, help="Benchmarks: ratios measured side by side.")

JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command()
def describe(
    marks: Annotated[
        Path | None, typer.Argument(help="Marks to describe; the sample logos by default.")
    ] = None,
    *,
    count: Annotated[int, typer.Option(help="How many of them.")] = 64,
    bundle: BundleOption = None,
    backbone: BackboneOption = None,
    device: Annotated[DeviceChoice, typer.Option(help="Where the networks run.")] = "auto",
    json: JsonOption = False,
) -> None:
    """Describe by every method in one pass, against each method on its own."""
    models = chosen_bundle(bundle, backbone) or default_bundle()
    source = open_source(marks or demo_logos())
    files = [mark.path for mark in source][:count]
    logos = [read_logo(path) for path in files]
    describer = open_describer(Bundle.open(models), select_device(device))
    _print(show(bench_describe(describer, logos)), json=json)


@app.command()
def rank(
    *,
    marks: Annotated[int, typer.Option(help="Marks in the made-up register.", min=100)] = 100_000,
    json: JsonOption = False,
) -> None:
    """Rank a made-up register by every method, against faiss and one read of its bytes."""
    _print(show(bench_rank(marks)), json=json)


@app.command()
def report(
    logo: Annotated[
        Path | None, typer.Argument(help="The candidate; a sample logo by default.")
    ] = None,
    *,
    hits: Annotated[int, typer.Option(help="Marks that each report lists.", min=1)] = 200,
    register: Annotated[
        Path | None, typer.Option(help="Folder of the register; the demo by default.")
    ] = None,
    bundle: RegisterBundleOption = None,
    device: Annotated[DeviceChoice, typer.Option(help="Where the networks run.")] = "auto",
    json: JsonOption = False,
) -> None:
    """Write reports of both kinds in every format: CPU seconds and sizes, some marks judged."""
    from examiner_app.engine.bench.report import bench_report
    from examiner_app.engine.examination import open_workbench

    candidate = read_logo(logo or min(demo_logos().iterdir()))
    workbench = show(open_workbench(register or demo_register(), bundle, device), quiet=json)
    with closing(workbench.register):
        steps = workbench.examine(candidate)
        examination = show(progress_of(steps, len(workbench.register.methods)), quiet=json)
        result = show(bench_report(examination, hits), quiet=json)
    _print(result, json=json)


@app.command()
def window(
    *,
    register: Annotated[
        Path | None, typer.Option(help="Folder of the register; the demo by default.")
    ] = None,
    runs: Annotated[int, typer.Option(help="Starts of the window.", min=1)] = 3,
    json: JsonOption = False,
) -> None:
    """Start the window several times and measure how soon it answers, action by action."""
    command = [sys.executable, "-m", "examiner_app.gui.bench", "--runs", str(runs)]
    command += [] if register is None else ["--register", str(register)]
    command += ["--json"] if json else []
    raise typer.Exit(subprocess.run(command, check=False).returncode)  # noqa: S603 - own module


@app.command()
def enlarge(
    out: Annotated[Path, typer.Argument(help="Folder of the made-up register.")],
    *,
    marks: Annotated[int, typer.Option(help="Marks in it; METU's by default.", min=1)] = 923_343,
    register: Annotated[
        Path | None, typer.Option(help="Whose marks are repeated; the demo by default.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of what is made up.")] = 0,
) -> None:
    """Make up a large register to measure with: 9 kB a mark, 8 GB for METU's number."""
    source = open_register(register or demo_register())
    with closing(source):
        manifest = show(large_register.enlarge(source, out, marks, seed))
    typer.echo(f"{out} has {manifest.count:,} made-up marks.")


def _print(result: DataclassInstance, *, json: bool) -> None:
    record: dict[str, Any] = dataclasses.asdict(result)
    if json:
        print_json(record)
        return
    for name, value in record.items():
        if isinstance(value, tuple):
            _print_rows(value)
            continue
        shown = f"{value:,.4g}" if isinstance(value, float) else value
        typer.echo(f"{name.replace('_', ' '):30} {shown}")


def _print_rows(rows: Sequence[dict[str, object]]) -> None:
    """Print a table, below the names of its columns."""
    table: list[list[object]] = [list(rows[0]), *(list(row.values()) for row in rows)]
    for cells in table:
        shown = (f"{cell:,.4g}" if isinstance(cell, float) else str(cell) for cell in cells)
        typer.echo("  ".join(f"{cell.replace('_', ' '):14}" for cell in shown).rstrip())
