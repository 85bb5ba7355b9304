"""Drawings on disk: iconify collections and loose SVG and PNG files, rendered tight and centred."""

from __future__ import annotations

import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import resvg_py
from numpy.typing import NDArray
from PIL import Image

from examiner_app.errors import SourceError

_LOOSE = {".svg", ".png"}
_NUMBER = r"[-+]?\d*\.?\d+(?:e[-+]?\d+)?"
_VIEW_BOX = re.compile(rf"viewBox\s*=\s*[\"']\s*({_NUMBER}(?:[\s,]+{_NUMBER}){{3}})\s*[\"']", re.I)
_LENGTH = r"\b{0}\s*=\s*[\"']\s*([\d.]+)(?:px)?\s*[\"']"
_SVG_TAG = re.compile(r"<svg\b[^>]*>", re.S)
_FULL = 0.95  # a drawing that fills this much of the canvas is not enlarged


@dataclass(frozen=True, slots=True)
class Drawing:
    """One drawing as stored in its source.

    Attributes:
        family: The collection it belongs to (its parent folder's name).
        name: Its name in the collection.
        markup: SVG markup without the outer element (iconify), or empty for a loose file.
        view: Its view box (x, y, width, height) in SVG units.
        path: The loose file, or ``None``.
    """

    family: str
    name: str
    markup: str
    view: tuple[float, float, float, float]
    path: Path | None = None


def source_files(folder: Path) -> list[Path]:
    """Return every ``icons.json`` and loose .svg/.png file below ``folder``, sorted."""
    found: list[Path] = []
    for root, _, names in os.walk(folder, followlinks=True):
        for name in names:
            if name == "icons.json" or Path(name).suffix.lower() in _LOOSE:
                found.append(Path(root) / name)
    return sorted(found)


def read_drawings(file: Path) -> Iterator[Drawing]:
    """Yield the drawings of one source file.

    Raises:
        SourceError: ``icons.json`` is not an iconify collection.
    """
    family = file.parent.name
    if file.name != "icons.json":
        yield Drawing(family, file.stem, "", (0.0, 0.0, 0.0, 0.0), file)
        return
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        icons = data["icons"].items()
    except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise SourceError(
            f"{file} is not an iconify collection; give a folder of icons.json, SVG or PNG files."
        ) from error
    for name, icon in icons:
        if icon.get("hidden"):
            continue
        view = [
            float(icon.get(key, data.get(key, default)))
            for key, default in (("left", 0), ("top", 0), ("width", 16), ("height", 16))
        ]
        yield Drawing(family, name, icon["body"], (view[0], view[1], view[2], view[3]))


def render(drawing: Drawing, size: int) -> NDArray[np.uint8] | None:
    """Return ``drawing`` as (size, size, 4) straight-alpha RGBA, tight and centred.

    ``currentColor`` is black. Returns ``None`` for what cannot be rendered or is empty.
    """
    if drawing.path is not None and drawing.path.suffix.lower() == ".png":
        return _fit(_read_png(drawing.path), size)
    inner, view = (drawing.markup, drawing.view) if drawing.path is None else _outer(drawing.path)
    if inner is None or view[2] <= 0 or view[3] <= 0:
        return None
    # A look at half the size finds the ink; the drawing is then rendered around it alone.
    half = size // 2
    first = _render_view(inner, _square(view, 1.0), half)
    box = None if first is None else _bounds(first)
    if box is None:
        return None
    x0, y0, x1, y1 = box
    left, top, side, _ = _square(view, 1.0)
    unit = side / half
    tight = (left + x0 * unit, top + y0 * unit, (x1 - x0) * unit, (y1 - y0) * unit)
    return _fit(_render_view(inner, _square(tight, 1.0 + 1.0 / half), size), size)


def _square(view: tuple[float, float, float, float], grow: float) -> tuple[float, ...]:
    x, y, w, h = view
    side = max(w, h) * grow
    return (x + w / 2 - side / 2, y + h / 2 - side / 2, side, side)


def _render_view(inner: str, view: tuple[float, ...], size: int) -> NDArray[np.uint8] | None:
    box = " ".join(f"{value:.4f}" for value in view)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{size}" height="{size}" viewBox="{box}" color="#000">{inner}</svg>'
    )
    try:
        png = resvg_py.svg_to_bytes(svg_string=svg, width=size, height=size, skip_system_fonts=True)
    except ValueError:
        return None
    pixels = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None or pixels.ndim != 3 or pixels.shape[2] != 4:
        return None
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2RGBA), dtype=np.uint8)


def _outer(path: Path) -> tuple[str | None, tuple[float, float, float, float]]:
    nothing = (0.0, 0.0, 0.0, 0.0)
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None, nothing
    tag = _SVG_TAG.search(text)
    if tag is None:
        return None, nothing
    box = _VIEW_BOX.search(tag.group())
    if box is not None:
        x, y, w, h = (float(v) for v in re.split(r"[\s,]+", box.group(1).strip()))
    else:
        sides = [re.search(_LENGTH.format(key), tag.group()) for key in ("width", "height")]
        x, y = 0.0, 0.0
        w, h = (float(side.group(1)) if side else 0.0 for side in sides)
    # The whole document is nested, so that its own attributes and definitions still hold.
    inner = text[tag.start() :]
    opening = re.sub(r"\b(?:x|y|width|height)\s*=\s*[\"'][^\"']*[\"']", "", tag.group())
    if box is None:
        opening = opening.replace("<svg", f'<svg viewBox="0 0 {w} {h}"', 1)
    place = f'<svg x="{x}" y="{y}" width="{w}" height="{h}"'
    return opening.replace("<svg", place, 1) + inner[len(tag.group()) :], (x, y, w, h)


def _read_png(path: Path) -> NDArray[np.uint8] | None:
    try:
        with Image.open(io.BytesIO(path.read_bytes())) as image:
            pixels = np.array(image.convert("RGBA"), dtype=np.uint8)
    except (OSError, ValueError):
        return None
    if int(pixels[..., 3].min()) == 255:
        # A drawing on white paper: what is not paper is the figure.
        pixels[..., 3] = np.where((pixels[..., :3] < 248).any(axis=2), 255, 0)
    return pixels


def _bounds(rgba: NDArray[np.uint8]) -> tuple[int, int, int, int] | None:
    seen = rgba[..., 3] > 8
    rows, columns = np.flatnonzero(seen.any(axis=1)), np.flatnonzero(seen.any(axis=0))
    if rows.size == 0:
        return None
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _fit(rgba: NDArray[np.uint8] | None, size: int) -> NDArray[np.uint8] | None:
    box = None if rgba is None else _bounds(rgba)
    if rgba is None or box is None:
        return None
    crop = rgba[box[1] : box[3], box[0] : box[2]]
    h, w = crop.shape[:2]
    if max(h, w) != size and (max(h, w) > size or max(h, w) < _FULL * size):
        scale = size / max(h, w)
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        target = (max(1, round(w * scale)), max(1, round(h * scale)))
        colour = cv2.resize(crop[..., :3], target, interpolation=method)
        alpha = cv2.resize(np.ascontiguousarray(crop[..., 3]), target, interpolation=method)
        crop = np.dstack([colour, alpha]).astype(np.uint8)
        h, w = crop.shape[:2]
    canvas = np.zeros((size, size, 4), np.uint8)
    top, left = (size - h) // 2, (size - w) // 2
    canvas[top : top + h, left : left + w] = crop
    return canvas
