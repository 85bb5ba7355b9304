"""``examiner-cli register``: build, append to, look at and verify registers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from examiner_app.cli.bundles import (
    BackboneOption,
    BundleOption,
    RegisterBundleOption,
    chosen_bundle,
)
from examiner_app.cli.console import fail, print_json, show
from examiner_app.engine.methods import METHODS
from examiner_app.engine.progress import Work
from examiner_app.engine.register.build_request import BuildRequest
from examiner_app.engine.register.catalogue import MARK_TYPES
from examiner_app.engine.register.manifest import RegisterManifest, read_manifest
from examiner_app.engine.register.open import open_register
from examiner_app.engine.register.rejects import REJECTS
from examiner_app.engine.register.verify import verify_register
from examiner_app.engine.sources.formats import FORMATS
from examiner_app.errors import ExaminerError

app = typer.Typer(help="Build, look at and verify registers.", no_args_is_help=True)

_FORMATS = ", ".join(FORMATS)

SourceArgument = Annotated[Path, typer.Argument(help="Folder of marks, or table.")]
FormatOption = Annotated[
    str | None, typer.Option("--format", help=f"One of {_FORMATS}; by its looks by default.")
]
DeviceOption = Annotated[Literal["auto", "cpu", "cuda"], typer.Option(help="Where networks run.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
FolderArgument = Annotated[Path, typer.Argument(help="Folder of the register.")]


@app.command()
def build(
    source: SourceArgument,
    *,
    out: Annotated[Path, typer.Argument(help="Folder of the register; an existing one goes on.")],
    source_format: FormatOption = None,
    methods: Annotated[
        list[str] | None,
        typer.Option(help="Methods to store, separated by commas; all by default."),
    ] = None,
    device: DeviceOption = "auto",
    bundle: BundleOption = None,
    backbone: BackboneOption = None,
    whitening: Annotated[
        Literal["auto", "bundle", "fit"],
        typer.Option(
            help="The bundle's own whitening and vocabulary, or fitted on the marks; a build that "
            "goes on keeps what it was begun with."
        ),
    ] = "auto",
    name: Annotated[str | None, typer.Option(help="What the register is called.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Describe every mark of SOURCE by every method into the register OUT.

    An interrupted build goes on where it was when the same command is given again.
    """
    keys = _methods(methods)
    _check_format(source_format)
    try:
        request = BuildRequest(
            source,
            out,
            source_format=source_format,
            bundle=chosen_bundle(bundle, backbone),
            device=device,
            methods=keys,
            whitening=whitening,
            name=name,
        )
        manifest = show(_build(request), quiet=as_json)
    except ExaminerError as error:
        fail(error)
    _print_built(manifest, out, as_json=as_json)


@app.command()
def append(
    source: SourceArgument,
    folder: FolderArgument,
    source_format: FormatOption = None,
    device: DeviceOption = "auto",
    bundle: RegisterBundleOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add the marks of SOURCE that the register has not got yet."""
    _check_format(source_format)
    try:
        read_manifest(folder)
        request = BuildRequest(
            source, folder, source_format=source_format, bundle=bundle, device=device
        )
        manifest = show(_build(request), quiet=as_json)
    except ExaminerError as error:
        fail(error)
    _print_built(manifest, folder, as_json=as_json)


@app.command()
def info(folder: FolderArgument, as_json: JsonOption = False) -> None:
    """Print what the register covers, and which models it was built with."""
    try:
        register = open_register(folder)
    except ExaminerError as error:
        fail(error)
    register.close()
    manifest = register.manifest
    if as_json:
        print_json(manifest.model_dump(mode="json"))
    else:
        typer.echo(_summary(manifest))


@app.command()
def verify(
    folder: FolderArgument, bundle: RegisterBundleOption = None, as_json: JsonOption = False
) -> None:
    """Check every byte, row, vector and thumbnail of the register.

    The whitening and vocabulary that it shares with its models are checked there.
    """
    try:
        problems = show(verify_register(folder, bundle), quiet=as_json)
    except ExaminerError as error:
        fail(error)
    if as_json:
        print_json({"register": str(folder), "sound": not problems, "problems": problems})
    else:
        typer.echo("\n".join(problems) if problems else f"{folder} is sound.")
    if problems:
        raise typer.Exit(1)


def _build(request: BuildRequest) -> Work[RegisterManifest]:
    # The networks take seconds to import, which «--help» and wrong arguments need not wait for.
    from examiner_app.engine.register.carry_out import carry_out

    return carry_out(request)


def _methods(values: list[str] | None) -> tuple[str, ...] | None:
    if not values:
        return None
    keys = [key.strip() for value in values for key in value.split(",") if key.strip()]
    for key in keys:
        if key not in METHODS:
            raise typer.BadParameter(f"«{key}» is none of {', '.join(METHODS)}.")
    return tuple(keys)


def _check_format(key: str | None) -> None:
    if key is not None and key not in FORMATS:
        raise typer.BadParameter(f"«{key}» is none of {_FORMATS}.")


def _print_built(manifest: RegisterManifest, out: Path, *, as_json: bool) -> None:
    if as_json:
        print_json(manifest.model_dump(mode="json"))
        return
    typer.echo(_summary(manifest))
    if manifest.rejects:
        typer.echo(f"{manifest.rejects} files could not be used; {out / REJECTS} says why.")


def _summary(manifest: RegisterManifest) -> str:
    coverage = manifest.coverage
    rows: list[tuple[str, Any]] = [
        ("Register", f"{manifest.name} ({manifest.id})"),
        ("Marks", manifest.count if manifest.complete else f"{manifest.count} (not complete)"),
        ("Types", ", ".join(f"{coverage.types.get(key, 0)} {key}" for key in MARK_TYPES)),
        ("Offices", _counts(coverage.offices)),
        ("Statuses", _counts(coverage.statuses)),
        ("Filed", f"{coverage.filed_first or '?'} to {coverage.filed_last or '?'}"),
        ("Queries", coverage.queries),
        ("Repeats", coverage.repeats),
        ("Rejects", manifest.rejects),
        ("Methods", ", ".join(f"{METHODS[key].name} ({n})" for key, n in manifest.methods.items())),
        ("Models", f"{manifest.bundle.name} ({manifest.bundle.id[:12]})"),
        ("Whitening", "its own" if manifest.state == "own" else "the models' own"),
        ("Sources", ", ".join(f"{item.name} ({item.format})" for item in manifest.source)),
        ("Created", f"{manifest.created:%Y-%m-%d %H:%M} UTC"),
        ("Updated", f"{manifest.updated:%Y-%m-%d %H:%M} UTC"),
    ]
    return "\n".join(f"{label:<10}{value}" for label, value in rows)


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{number} {key or 'not stated'}" for key, number in sorted(counts.items()))
