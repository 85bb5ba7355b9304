"""Folders of synthetic images: made once, taken up again after a stop, never mixed."""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from examiner_app.errors import SourceError

_NOTE = "synthesis.json"


def prepare_folder(out: Path, settings: Mapping[str, object], parts: Sequence[str]) -> None:
    """Make ``out`` with its ``parts``, or take up a run of the same settings that was stopped.

    Raises:
        SourceError: ``out`` holds something else.
    """
    note = out / _NOTE
    if out.exists() and any(out.iterdir()):
        try:
            same = json.loads(note.read_text(encoding="utf-8")) == dict(settings)
        except (OSError, ValueError):
            same = False
        if not same:
            raise SourceError(f"{out} holds something else; give an empty or a new folder.")
    for part in parts:
        (out / part).mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(dict(settings)), encoding="utf-8")


def write_jpeg(path: Path, image: NDArray[np.uint8], quality: int) -> None:
    """Write an RGB image (h, w, 3) as JPEG, whole or not at all."""
    bgr = cv2.cvtColor(image, cv2.COLOR_RGB2BGR)
    _, coded = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality])
    _write(path, coded.tobytes())


def write_png(path: Path, image: NDArray[np.uint8]) -> None:
    """Write an RGB (h, w, 3) or grey (h, w) image as PNG, whole or not at all."""
    pixels = cv2.cvtColor(image, cv2.COLOR_RGB2BGR) if image.ndim == 3 else image
    _, coded = cv2.imencode(".png", pixels)
    _write(path, coded.tobytes())


def write_table(path: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> Path:
    """Write ``rows`` as CSV with a header, whole or not at all, and return ``path``."""
    partial = path.with_suffix(f".{os.getpid()}.partial")
    with partial.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    partial.replace(path)
    return path


def _write(path: Path, data: bytes) -> None:
    partial = path.with_suffix(f".{os.getpid()}.partial")
    partial.write_bytes(data)
    partial.replace(path)
