"""``examiner-cli models``: bundles at hand, their checks, ImageNet weights, and assembly."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from examiner_app.cli.bundles import BackboneOption, BundleOption, chosen_bundle
from examiner_app.cli.console import print_json, show
from examiner_app.engine.device import DeviceChoice, select_device
from examiner_app.engine.fit import SAMPLE
from examiner_app.engine.models.assemble import add_file, assemble
from examiner_app.engine.models.at_hand import folders_at_hand
from examiner_app.engine.models.bundle import Bundle
from examiner_app.engine.models.fetchable import SOURCES, Source
from examiner_app.engine.models.imagenet import fetch, take_file
from examiner_app.engine.models.manifest import Precision, check_files
from examiner_app.engine.register.fitting import fit_on
from examiner_app.engine.register.open import VOCABULARY, WHITENING
from examiner_app.engine.sources.formats import open_source
from examiner_app.engine.whitening import save_whitening
from examiner_app.errors import FetchError
from examiner_app.resources import default_bundle

app = typer.Typer(no_args_is_help=True, help="Model bundles: list, verify, fetch, import.")

BaseOption = Annotated[
    Path | None,
    typer.Option(
        "--bundle", help="Where the other networks come from; the shipped bundle by default."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@app.command("list")
def list_bundles(*, json: JsonOption = False) -> None:
    """List the bundles at hand and what is in them."""
    found = [Bundle.open(folder, verify=False) for folder in folders_at_hand()]
    if json:
        print_json({"bundles": [_record(bundle) for bundle in found]})
        return
    for bundle in found:
        typer.echo(f"{bundle.name}  {bundle.folder}")
        for entry in bundle.manifest.components:
            size = (bundle.folder / entry.file).stat().st_size / 1e6
            stored = f"  {entry.precision}" if entry.precision else ""
            typer.echo(f"  {entry.role:16} {entry.name:20} {size:6.1f} MB  {entry.licence}{stored}")


@app.command()
def verify(
    bundle: BundleOption = None, backbone: BackboneOption = None, *, json: JsonOption = False
) -> None:
    """Check every file of a bundle against its manifest."""
    opened = Bundle.open(chosen_bundle(bundle, backbone) or default_bundle(), verify=False)
    problems = show(check_files(opened.folder), quiet=json)
    if json:
        print_json({"bundle": _record(opened), "problems": problems})
    else:
        for problem in problems:
            typer.echo(problem)
        if not problems:
            count = len(opened.manifest.components)
            typer.echo(f"{opened.name}: {count} files are what the manifest says.")
    if problems:
        raise typer.Exit(1)


@app.command("fetch")
def fetch_weights(
    name: Annotated[str, typer.Argument(help=f"One of: {', '.join(SOURCES)}.")],
    *,
    bundle: BaseOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the new bundle.")] = None,
    url: Annotated[str | None, typer.Option(help="Another address of the same file.")] = None,
) -> None:
    """Download torchvision's ImageNet VGG-16 and make a bundle with it."""
    made = show(fetch(_source(name), base=bundle, out=out, url=url))
    _print_made(made, out)


@app.command("import")
def import_file(
    file: Annotated[Path, typer.Argument(help="torchvision's VGG-16 state dict (.pth).")],
    *,
    name: Annotated[
        str | None, typer.Option(help="Which weights these are; known by their sha256 by default.")
    ] = None,
    bundle: BaseOption = None,
    out: Annotated[Path | None, typer.Option(help="Folder of the new bundle.")] = None,
) -> None:
    """Make a bundle of a VGG-16 weights file that is already here."""
    source = None if name is None else _source(name)
    made = show(take_file(file, source, base=bundle, out=out))
    _print_made(made, out)


@app.command("assemble")
def assemble_bundle(
    out: Annotated[Path, typer.Argument(help="Folder of the new bundle.")],
    *,
    backbone: Annotated[Path, typer.Option(help="Run folder of train backbone.")],
    mark_type: Annotated[Path, typer.Option(help="Run folder of train mark-type.")],
    text_mask: Annotated[Path, typer.Option(help="Run folder of train text-mask.")],
    name: Annotated[str, typer.Option(help="What the bundle is called.")] = "examiner",
    precision: Annotated[
        Precision,
        typer.Option(help="How weights are stored: int8 takes half the space of half precision."),
    ] = "half",
) -> None:
    """Put a bundle together from three finished training runs."""
    manifest = assemble(out, name, backbone, mark_type, text_mask, precision=precision)
    typer.echo(f"{manifest.name}: {len(manifest.components)} networks in {out}.")


@app.command("fit")
def fit_bundle(
    source: Annotated[Path, typer.Argument(help="Marks: a folder, a table, or METU layout.")],
    out: Annotated[Path, typer.Argument(help="The bundle that gets them.")],
    *,
    sample: Annotated[int, typer.Option(help="Random marks to fit on.")] = SAMPLE,
    seed: Annotated[int, typer.Option(help="Of the random choice.")] = 0,
    device: Annotated[DeviceChoice, typer.Option(help="Where the networks run.")] = "auto",
) -> None:
    """Fit a bundle's whitening and visual vocabulary on a sample of marks."""
    marks = open_source(source)
    bundle = Bundle.open(out)
    work = fit_on(marks, bundle, select_device(device), sample=sample, seed=seed)
    whitening, vocabulary = show(work)
    save_whitening(whitening, out / WHITENING)
    vocabulary.save(out / VOCABULARY)
    how = {
        "command": f"models fit {marks.name} --sample {sample} --seed {seed}",
        "data": marks.name,
        "marks": min(sample, len(marks)),
    }
    add_file(out, "whitening", "pca-whitening", how)
    add_file(out, "vocabulary", "sift-words", how)
    typer.echo(
        f"{bundle.name}: whitening for {len(whitening)} methods, {len(vocabulary.centres)} words."
    )


def _print_made(made: Bundle, out: Path | None) -> None:
    option = f"--backbone {made.name}" if out is None else f"--bundle {out}"
    typer.echo(f"{made.name} is in {made.folder}: build a register with {option}.")


def _source(name: str) -> Source:
    if name not in SOURCES:
        raise FetchError(f"«{name}» cannot be fetched: choose one of {', '.join(SOURCES)}.")
    return SOURCES[name]


def _record(bundle: Bundle) -> dict[str, object]:
    return {"folder": str(bundle.folder), "id": bundle.id} | bundle.manifest.model_dump(mode="json")
