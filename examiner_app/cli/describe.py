"""``examiner-cli describe``: what the networks see in logos, as pictures and vectors."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from examiner_app.cli.bundles import BackboneOption, BundleOption, chosen_bundle
from examiner_app.cli.console import complain, show
from examiner_app.engine.colour_maps import PAPER, ColourMap
from examiner_app.engine.logo import Logo
from examiner_app.engine.pages import count_pages, read_page
from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.report.described import write_description
from examiner_app.errors import LogoError
from examiner_app.resources import default_bundle

if TYPE_CHECKING:
    from examiner_app.engine.describe import Describer

SUFFIXES: Final = frozenset(
    {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".bmp", ".ppm", ".pgm"}
)
"""Files of a folder that are taken for logos."""

Page = tuple[Path, int]
"""A file and the number of one of its pages."""

BATCH: Final = 8
"""Logos that are described together: the networks' own batch."""


def describe(
    logos: Annotated[list[Path], typer.Argument(metavar="LOGO…", help="Images, or folders.")],
    *,
    out: Annotated[Path, typer.Option(help="Folder to write to.")],
    bundle: BundleOption = None,
    backbone: BackboneOption = None,
    device: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Option(help="Where the networks run.")
    ] = "auto",
    colours: Annotated[
        ColourMap,
        typer.Option(
            help="Colours of cam.png and ssa.png; all but the paper's suit the colour-blind."
        ),
    ] = PAPER,
) -> None:
    """Write the layers, the ATRHA crop and the vectors of every logo.

    One logo goes to the folder OUT itself; several, or those of a folder, to a folder each, named
    after the file. In it: mask.png (text probability, 8 bits, the logo's size), cam.png and
    ssa.png (heat maps on the logo), atrha.png (the crop that is searched), overlay.png (text and
    crop marked on the logo), vectors.npz (one vector per method) and atrha.json (box and fallback).
    Each of the first 100 pages of a TIFF is a logo: where there are several, each has a folder
    of its own, page-NUMBER. A logo that cannot be read is reported and left out; the exit code is
    then 1.
    """
    paths = _expand(logos)
    single = len(logos) == 1 and not logos[0].is_dir()
    folders = _pages({paths[0]: out} if single else _folders(paths, out))
    models = chosen_bundle(bundle, backbone) or default_bundle()
    # Imports the networks, which wrong arguments need not wait for.
    from examiner_app.engine.describe import open_describer
    from examiner_app.engine.device import select_device
    from examiner_app.engine.models.bundle import Bundle

    describer = open_describer(Bundle.open(models), select_device(device))
    failed = show(_described(describer, folders, colours))
    for message in failed:
        complain(message)
    done = len(folders) - len(failed)
    typer.echo(f"Described {done} of {len(folders)} logos in {out}.", err=True)
    if failed:
        raise typer.Exit(1)


def _described(
    describer: Describer, folders: dict[Page, Path], colours: ColourMap
) -> Work[list[str]]:
    """Describe logos batch by batch; return what was wrong with those that could not be read."""
    stage = Stage("Describing", len(folders))
    failed: list[str] = []
    yield stage.step(0)
    pages = list(folders)
    for start in range(0, len(pages), BATCH):
        logos: list[tuple[Page, Logo]] = []
        for page in pages[start : start + BATCH]:
            try:
                logos.append((page, read_page(*page)))
            except LogoError as error:
                failed.append(str(error))
                yield stage.step(detail=page[0].name)
        described = describer.describe([logo for _, logo in logos])
        for (page, logo), description in zip(logos, described, strict=True):
            write_description(folders[page], logo, description, colours)
            yield stage.step(detail=logo.name)
    return failed


def _expand(logos: Sequence[Path]) -> list[Path]:
    """Return the logos with folders replaced by the images in them, each once.

    Raises:
        LogoError: A folder holds no image.
    """
    found: list[Path] = []
    for path in logos:
        if not path.is_dir():
            found.append(path)
            continue
        images = sorted(file for file in path.iterdir() if file.suffix.lower() in SUFFIXES)
        if not images:
            raise LogoError(f"{path} holds no images: give a folder with PNG or JPEG files in it.")
        found += images
    return list(dict.fromkeys(found))


def _folders(paths: Sequence[Path], out: Path) -> dict[Path, Path]:
    """Return a folder of its own for each logo, named after its file."""
    taken: set[str] = set()
    folders: dict[Path, Path] = {}
    for path in paths:
        names = (
            path.stem,
            path.name,
            *(f"{path.stem}-{number}" for number in range(2, len(paths) + 3)),
        )
        # Some file systems do not tell A from a.
        name = next(name for name in names if name.casefold() not in taken)
        taken.add(name.casefold())
        folders[path] = out / name
    return folders


def _pages(folders: dict[Path, Path]) -> dict[Page, Path]:
    """Return a folder for each page of each file; a file with one page keeps its own."""
    found: dict[Page, Path] = {}
    for path, folder in folders.items():
        count = count_pages(path)
        for page in range(1, count + 1):
            found[path, page] = folder if count == 1 else folder / f"page-{page}"
    return found
