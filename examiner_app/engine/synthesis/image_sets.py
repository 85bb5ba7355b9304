"""Text-pixel and mark-type sets as PNG files, for looking at and for training elsewhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from examiner_app.engine.progress import Stage, Work
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.folders import prepare_folder, write_png, write_table
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.mark_types import mark_type
from examiner_app.engine.synthesis.text_pixels import text_pixels


def write_text_pixels(
    out: Path,
    figures: FigureLibrary,
    fonts: FontLibrary,
    *,
    count: int,
    seed: int,
    size: int = 256,
) -> Work[Path]:
    """Write ``images/NNNNNN.png`` and ``masks/NNNNNN.png`` (255 is text) below ``out``.

    Image i depends on ``seed`` and i alone, so a stopped run goes on where it was.

    Returns:
        ``out`` (the value of the generator).

    Raises:
        SourceError: ``out`` holds something else.
    """
    settings = {"what": "text-pixels", "count": count, "seed": seed, "size": size}
    prepare_folder(out, settings, ("images", "masks"))
    stage = Stage("Drawing text pixels", count)
    for number in range(count):
        name = f"{number:06d}.png"
        if not (out / "masks" / name).is_file():
            rng = np.random.default_rng([seed, number])
            image, truth = text_pixels(rng, figures, fonts, size)
            write_png(out / "images" / name, image)
            write_png(out / "masks" / name, truth.astype(np.uint8) * np.uint8(255))
        yield stage.step(1, name)
    return out


def write_mark_types(
    out: Path,
    figures: FigureLibrary,
    fonts: FontLibrary,
    *,
    count: int,
    seed: int,
    size: int = 300,
) -> Work[Path]:
    """Write ``images/NNNNNN.png`` and, at the end, ``labels.csv`` (file, type) below ``out``.

    Image i depends on ``seed`` and i alone.

    Returns:
        Path of ``labels.csv`` (the value of the generator).

    Raises:
        SourceError: ``out`` holds something else.
    """
    settings = {"what": "mark-types", "count": count, "seed": seed, "size": size}
    prepare_folder(out, settings, ("images",))
    stage = Stage("Drawing marks by type", count)
    rows: list[dict[str, str]] = []
    for number in range(count):
        rng = np.random.default_rng([seed, number])
        image, kind = mark_type(rng, figures, fonts, size)
        name = f"images/{number:06d}.png"
        write_png(out / name, image)
        rows.append({"file": name, "type": kind.label})
        yield stage.step(1, name)
    return write_table(out / "labels.csv", ("file", "type"), rows)
