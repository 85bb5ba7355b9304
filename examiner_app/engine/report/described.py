"""What the networks see in one logo, as files: pictures, vectors, and the ATRHA box."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import numpy as np
from PIL import Image

from examiner_app.engine.colour_maps import PAPER
from examiner_app.engine.description import Description
from examiner_app.engine.logo import Logo
from examiner_app.engine.methods import SIFT_BOW
from examiner_app.engine.pictures import ATRHA, CAM, SSA, TEXT, blend, layer_picture
from examiner_app.engine.report.images import HEAT_OPACITY, OPACITY
from examiner_app.errors import ReportError
from examiner_app.translation import tr

MASK: Final = "mask.png"
CROP: Final = "atrha.png"
OVERLAY: Final = "overlay.png"
VECTORS: Final = "vectors.npz"
BOX: Final = "atrha.json"
HEAT_MAPS: Final = {CAM: "cam.png", SSA: "ssa.png"}


def write_description(
    folder: Path, logo: Logo, description: Description, colours: str = PAPER
) -> None:
    """Write a described logo into ``folder``; files of a former run are replaced.

    ``mask.png`` is the text probability times 255 in 8 bits, of exactly the logo's size;
    ``cam.png`` and ``ssa.png`` are heat maps on the logo, in ``colours``; ``atrha.png`` is the
    crop that is searched; ``overlay.png`` is the logo with its text and the crop's box marked;
    ``vectors.npz`` has one array per vector method, ``sift_bow_words`` and ``sift_bow_counts``,
    and ``type_probabilities``; ``atrha.json`` has ``box`` [x, y, w, h] in the logo's pixels and
    ``fallback``.

    Raises:
        ReportError: The description has no layers, or the files cannot be written.
    """
    layers = description.layers
    if layers is None:
        raise ReportError(
            tr("{name} was described without its layers: describe it again.", name=logo.name)
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        mask = np.rint(np.clip(layers.text, 0, 1) * 255).astype(np.uint8)
        Image.fromarray(mask).save(folder / MASK)
        for key, name in HEAT_MAPS.items():
            heat = layer_picture(key, logo, layers, None, colours)
            Image.fromarray(blend(logo.pixels, heat, HEAT_OPACITY)).save(folder / name)
        overlay = logo.pixels
        for key in (TEXT, ATRHA):
            layer = layer_picture(key, logo, layers, max_side=None)
            overlay = blend(overlay, layer, OPACITY[key])
        Image.fromarray(overlay).save(folder / OVERLAY)
        Image.fromarray(layers.removal.crop).save(folder / CROP)
        _write_vectors(folder / VECTORS, description)
        box = {"box": list(layers.removal.box), "fallback": layers.removal.fallback}
        (folder / BOX).write_text(json.dumps(box) + "\n", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or tr("output error")
        raise ReportError(
            tr(
                "What was seen in {name} cannot be written to {folder} ({reason}): choose "
                "another folder or make room.",
                name=logo.name,
                folder=folder,
                reason=reason,
            )
        ) from error


def _write_vectors(path: Path, description: Description) -> None:
    arrays: dict[str, Any] = {
        **description.vectors,
        f"{SIFT_BOW}_words": description.words.words,
        f"{SIFT_BOW}_counts": description.words.counts,
        "type_probabilities": description.type_probabilities,
    }
    np.savez(path, **arrays)
