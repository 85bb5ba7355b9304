from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import FontLibrary
from examiner_app.engine.synthesis.image_sets import write_mark_types, write_text_pixels
from examiner_app.engine.synthesis.text_pixels import text_pixels
from examiner_app.errors import SourceError


def test_text_pixels_on_disk(figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path) -> None:
    out = tmp_path / "set"
    finish(write_text_pixels(out, figures, fonts, count=4, seed=9, size=64))
    image, truth = text_pixels(np.random.default_rng([9, 3]), figures, fonts, 64)
    with Image.open(out / "images" / "000003.png") as stored:
        np.testing.assert_array_equal(np.asarray(stored), image)
    with Image.open(out / "masks" / "000003.png") as stored:
        np.testing.assert_array_equal(np.asarray(stored), truth * np.uint8(255))
    with pytest.raises(SourceError, match="something else"):
        finish(write_text_pixels(out, figures, fonts, count=4, seed=10, size=64))
    steps = list(write_text_pixels(out, figures, fonts, count=4, seed=9, size=64))
    assert [step.done for step in steps] == [1, 2, 3, 4]


def test_mark_types_on_disk(figures: FigureLibrary, fonts: FontLibrary, tmp_path: Path) -> None:
    out = tmp_path / "set"
    table = finish(write_mark_types(out, figures, fonts, count=6, seed=1, size=64))
    with table.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert all((out / row["file"]).is_file() for row in rows)
    assert {row["type"] for row in rows} <= {"text-only", "figure-only", "figure-and-text"}
