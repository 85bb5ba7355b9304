"""``examiner-cli synthesize``: text-pixel truth, marks by type, and METU-like collections."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from examiner_app.cli.console import print_json, show
from examiner_app.engine.progress import Work
from examiner_app.engine.synthesis.figures import FigureLibrary, open_figures
from examiner_app.engine.synthesis.fonts import FontLibrary, open_fonts
from examiner_app.engine.synthesis.image_sets import write_mark_types, write_text_pixels
from examiner_app.engine.synthesis.marks import Settings, write_marks
from examiner_app.engine.synthesis.split import (
    held_back_family,
    held_back_figures,
    held_back_fonts,
    training_figures,
    training_fonts,
)

app = typer.Typer(no_args_is_help=True, help="Draw synthetic marks, the same for the same seed.")


class Split(StrEnum):
    """Which figures and fonts are drawn from."""

    ALL = "all"
    TRAINING = "training"
    HELD_BACK = "held-back"


OutArgument = Annotated[Path, typer.Argument(help="A new or empty folder.")]
CountOption = Annotated[int, typer.Option(help="How many images.", min=1)]
SeedOption = Annotated[int, typer.Option(help="The same seed gives the same images.", min=0)]
FiguresOption = Annotated[
    Path, typer.Option(help="Folder of icons.json, SVG and PNG; see packaging/fetch_sources.sh.")
]
FontsOption = Annotated[Path, typer.Option(help="Folder of font files.")]
SplitOption = Annotated[
    Split, typer.Option(help="All, or only what training may see, or only what it never sees.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]

_FIGURES = Path("sources/figures")
_FONTS = Path("sources/fonts")
_MARK_SIDE = 320  # marks are filed at up to 600 px, so their figures are drawn larger


@app.command("text-pixels")
def text_pixels(
    out: OutArgument,
    count: CountOption,
    *,
    seed: SeedOption = 0,
    figures: FiguresOption = _FIGURES,
    fonts: FontsOption = _FONTS,
    split: SplitOption = Split.ALL,
    json: JsonOption = False,
) -> None:
    """Write images and, pixel by pixel, where their text is (images/, masks/)."""

    def draw(library: FigureLibrary, letters: FontLibrary) -> Work[Path]:
        return write_text_pixels(out, library, letters, count=count, seed=seed)

    _report(show(_drawn(draw, figures, fonts, split), quiet=json), count, json=json)


@app.command("mark-types")
def mark_types(
    out: OutArgument,
    count: CountOption,
    *,
    seed: SeedOption = 0,
    figures: FiguresOption = _FIGURES,
    fonts: FontsOption = _FONTS,
    split: SplitOption = Split.ALL,
    json: JsonOption = False,
) -> None:
    """Write text-only, figure-only and figure-and-text marks with their types (labels.csv)."""

    def draw(library: FigureLibrary, letters: FontLibrary) -> Work[Path]:
        return write_mark_types(out, library, letters, count=count, seed=seed)

    _report(show(_drawn(draw, figures, fonts, split), quiet=json), count, json=json)


@app.command("marks")
def marks(
    out: OutArgument,
    count: CountOption,
    *,
    groups: Annotated[int, typer.Option(help="Query groups of 8–14 look-alikes.", min=1)] = 28,
    seed: SeedOption = 0,
    figures: FiguresOption = _FIGURES,
    fonts: FontsOption = _FONTS,
    split: SplitOption = Split.ALL,
    json: JsonOption = False,
) -> None:
    """Write a collection in METU's layout: pool/, queries/ and marks.csv."""

    def draw(library: FigureLibrary, letters: FontLibrary) -> Work[Path]:
        return write_marks(out, library, letters, Settings(count, groups, seed))

    work = _drawn(draw, figures, fonts, split, side=_MARK_SIDE)
    _report(show(work, quiet=json), count, json=json)


def _drawn(
    draw: Callable[[FigureLibrary, FontLibrary], Work[Path]],
    figures: Path,
    fonts: Path,
    split: Split,
    *,
    side: int = 160,
) -> Work[Path]:
    """Open figures and fonts, keep the split, and draw."""
    # The few held-back sets are drawn alone; for the rest, what training has drawn serves.
    families = held_back_family if split is Split.HELD_BACK else None
    library = yield from open_figures(figures, size=side, families=families)
    letters = yield from open_fonts(fonts)
    if split is Split.TRAINING:
        library, letters = training_figures(library), training_fonts(letters)
    elif split is Split.HELD_BACK:
        library, letters = held_back_figures(library), held_back_fonts(letters)
    return (yield from draw(library, letters))


def _report(path: Path, count: int, *, json: bool) -> None:
    if json:
        print_json({"path": str(path), "count": count})
    else:
        typer.echo(f"{count} images: {path}")
