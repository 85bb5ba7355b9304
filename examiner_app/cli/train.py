"""``examiner-cli train``: train the networks of a model bundle on any figures and fonts."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer

from examiner_app.cli.console import show
from examiner_app.engine.device import training_device
from examiner_app.engine.progress import Work
from examiner_app.engine.training import backbone, mark_type, settling, sources, text_mask
from examiner_app.engine.training.backbone_recipe import LOSSES, RECIPES, BackboneRecipe
from examiner_app.engine.training.finished_backbone import load_backbone
from examiner_app.engine.training.loop import Session
from examiner_app.engine.training.mark_type_recipe import MARK_TYPE_RECIPES, MarkTypeRecipe
from examiner_app.engine.training.run import Budget, RunFolder
from examiner_app.engine.training.teacher import TEACHERS, download_teacher
from examiner_app.engine.training.text_mask_recipe import MASK_RECIPES, TextMaskRecipe

app = typer.Typer(help="Train the networks of a model bundle.", no_args_is_help=True)

Recipe = TypeVar("Recipe", BackboneRecipe, TextMaskRecipe, MarkTypeRecipe)

FiguresOption = Annotated[Path, typer.Option(help="Folder of figure sets (SVG, PNG, iconify).")]
FontsOption = Annotated[list[Path], typer.Option(help="Folder of fonts; may be given again.")]
OutOption = Annotated[Path, typer.Option(help="Folder of the run.")]
BackboneOption = Annotated[Path, typer.Option("--backbone", help="Run folder of the backbone.")]
StepsOption = Annotated[int | None, typer.Option(help="Length of the run in steps.")]
MinutesOption = Annotated[float | None, typer.Option(help="Length of the run in minutes.")]
SeedOption = Annotated[int, typer.Option(help="Seed of everything drawn.")]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with the run in this folder.")]
DeviceOption = Annotated[Literal["auto", "cpu", "cuda"], typer.Option(help="Where to train.")]
WorkersOption = Annotated[
    int | None,
    typer.Option(min=0, help="Processes that draw, or plan for a GPU; the recipe's by default."),
]


@app.command("backbone")
def train_backbone(
    *,
    figures: FiguresOption,
    fonts: FontsOption,
    out: OutOption,
    steps: StepsOption = None,
    minutes: MinutesOption = None,
    width: Annotated[int, typer.Option(help="Channels of conv5_3; 512 is the paper's.")] = 256,
    teacher: Annotated[
        str | None, typer.Option(help=f"Download a teacher: {', '.join(TEACHERS)}.")
    ] = None,
    teacher_weights: Annotated[
        Path | None, typer.Option(help="Or its file, as torchvision gives it.")
    ] = None,
    recipe_name: Annotated[
        str, typer.Option("--recipe", help=f"One of: {', '.join(RECIPES)}.")
    ] = "full",
    start_from: Annotated[
        Path | None, typer.Option(help="A finished backbone.safetensors to go on from.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option(help=f"A loss to leave out, of {', '.join(LOSSES)}; may be given again."),
    ] = None,
    seed: SeedOption = 0,
    resume: ResumeOption = False,
    device: DeviceOption = "auto",
    workers: WorkersOption = None,
) -> None:
    """Train the backbone: VGG-16 that tells which figures look alike."""
    budget = Budget(steps, minutes)
    recipe = _recipe(RECIPES, recipe_name, width=width, seed=seed, workers=workers)
    recipe = recipe.without(without or ())

    def work() -> Work[dict[str, Any]]:
        weights = download_teacher(teacher) if teacher is not None else teacher_weights
        opened = yield from sources.open_sources(figures, fonts)
        data = yield from sources.backbone_data(opened, seed)
        return (
            yield from backbone.train_backbone(
                data,
                recipe,
                _session(budget, out, device, resume=resume),
                teacher_weights=weights,
                start_from=start_from,
            )
        )

    _show_backbone(show(work()))


@app.command("settle")
def settle_backbone(
    *,
    figures: FiguresOption,
    fonts: FontsOption,
    out: OutOption,
    backbone_run: BackboneOption,
    steps: StepsOption = None,
    minutes: MinutesOption = None,
    teacher_weights: Annotated[
        Path | None, typer.Option(help="A teacher's file, to be measured beside the backbone.")
    ] = None,
    seed: SeedOption = 0,
    resume: ResumeOption = False,
    device: DeviceOption = "auto",
) -> None:
    """Train conv5 of a finished backbone on, under the normalisation that it is used with."""
    budget = Budget(steps, minutes)

    def work() -> Work[dict[str, Any]]:
        opened = yield from sources.open_sources(figures, fonts)
        data = yield from sources.backbone_data(opened, seed)
        session = _session(budget, out, device, resume=resume)
        finished, recipe = RunFolder(backbone_run), settling.SettlingRecipe(seed=seed)
        return (
            yield from settling.settle_backbone(
                data, finished, recipe, session, teacher_weights=teacher_weights
            )
        )

    _show_backbone(show(work()))


@app.command("text-mask")
def train_text_mask(
    *,
    figures: FiguresOption,
    fonts: FontsOption,
    out: OutOption,
    steps: StepsOption = None,
    minutes: MinutesOption = None,
    width: Annotated[
        int | None, typer.Option(help="Channels of the first level; the recipe's by default.")
    ] = None,
    recipe_name: Annotated[
        str, typer.Option("--recipe", help=f"One of: {', '.join(MASK_RECIPES)}.")
    ] = "full",
    start_from: Annotated[
        Path | None, typer.Option(help="A finished text-mask.safetensors to go on from.")
    ] = None,
    seed: SeedOption = 0,
    resume: ResumeOption = False,
    device: DeviceOption = "auto",
    workers: WorkersOption = None,
) -> None:
    """Train the text mask: a U-Net that finds lettering pixel by pixel."""
    budget = Budget(steps, minutes)
    recipe = _recipe(MASK_RECIPES, recipe_name, width=width, seed=seed, workers=workers)

    def work() -> Work[dict[str, Any]]:
        opened = yield from sources.open_sources(figures, fonts)
        data = yield from sources.text_mask_data(opened, workers=recipe.workers)
        session = _session(budget, out, device, resume=resume)
        return (yield from text_mask.train_text_mask(data, recipe, session, start_from=start_from))

    found = show(work())["held_back"]
    typer.echo(f"F1 {found['f1']:.4f}, precision {found['precision']:.4f}, "
               f"recall {found['recall']:.4f} on held-back fonts and figures")  # fmt: skip


@app.command("mark-type")
def train_mark_type(
    *,
    figures: FiguresOption,
    fonts: FontsOption,
    out: OutOption,
    backbone_run: BackboneOption,
    steps: StepsOption = None,
    minutes: MinutesOption = None,
    images: Annotated[
        int | None,
        typer.Option(min=1, help="Marks to learn from, kept in memory; the recipe's by default."),
    ] = None,
    held_back: Annotated[
        int | None, typer.Option(min=1, help="Marks to measure on; the recipe's by default.")
    ] = None,
    recipe_name: Annotated[
        str, typer.Option("--recipe", help=f"One of: {', '.join(MARK_TYPE_RECIPES)}.")
    ] = "full",
    start_from: Annotated[
        Path | None, typer.Option(help="A finished mark-type.safetensors to go on from.")
    ] = None,
    seed: SeedOption = 0,
    resume: ResumeOption = False,
    device: DeviceOption = "auto",
    workers: WorkersOption = None,
) -> None:
    """Train VGGCAM-16: text-only, figure-only, or figure-and-text."""
    budget = Budget(steps, minutes)
    given = {"images": images, "held_back": held_back, "workers": workers}
    recipe = _recipe(MARK_TYPE_RECIPES, recipe_name, seed=seed, **given)

    def work() -> Work[dict[str, Any]]:
        trunk = load_backbone(RunFolder(backbone_run))
        opened = yield from sources.open_sources(figures, fonts)
        data = sources.mark_type_data(opened)
        session = _session(budget, out, device, resume=resume)
        return (
            yield from mark_type.train_mark_type(
                data, trunk, recipe, session, start_from=start_from
            )
        )

    quality = show(work())
    typer.echo(f"Accuracy {quality['accuracy']:.2f} % on held-back fonts and figures")


def _show_backbone(quality: dict[str, Any]) -> None:
    for size, by_method in quality["map100"].items():
        for method, found in by_method.items():
            values = ", ".join(f"{kind} {value:.1f}" for kind, value in found.items())
            typer.echo(f"MAP@100 at {size} px, {method}: {values}")


def _recipe(recipes: Mapping[str, Recipe], name: str, **given: int | None) -> Recipe:
    if name not in recipes:
        raise typer.BadParameter(f"«{name}» is none of {', '.join(recipes)}.")
    changes: dict[str, Any] = {key: value for key, value in given.items() if value is not None}
    return replace(recipes[name], **changes)


def _session(
    budget: Budget, out: Path, device: Literal["auto", "cpu", "cuda"], *, resume: bool
) -> Session:
    command = "examiner-cli " + shlex.join(sys.argv[1:])
    return Session(budget, RunFolder(out), training_device(device), resume, command)
