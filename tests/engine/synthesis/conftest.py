"""Small figure sets and fonts, made here, so that no test needs a download."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import reportlab
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from examiner_app.engine.progress import finish
from examiner_app.engine.synthesis.figures import FigureLibrary, open_figures
from examiner_app.engine.synthesis.fonts import FontLibrary, open_fonts

CONCEPTS = [f"thing{chr(97 + i // 26)}{chr(97 + i % 26)}" for i in range(40)]


def _blob(seed: int) -> str:
    rng = np.random.default_rng(seed)
    boxes = rng.integers(0, 18, (4, 2))
    return "".join(f"M{x} {y}h{3 + seed % 4}v5h-4z" for x, y in boxes)


def icon_set(folder: Path, bodies: dict[str, str]) -> None:
    """Write one iconify collection."""
    folder.mkdir(parents=True)
    icons = {name: {"body": body} for name, body in bodies.items()}
    text = json.dumps({"prefix": folder.name, "width": 24, "height": 24, "icons": icons})
    (folder / "icons.json").write_text(text, encoding="utf-8")


@pytest.fixture(scope="session")
def figure_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty concepts drawn by three sets: filled, outlined, in colour."""
    root = tmp_path_factory.mktemp("figures")
    styles = {
        "solid": '<path fill="currentColor" d="{d}"/>',
        "iconoir": '<path fill="none" stroke="currentColor" d="{d}"/>',
        "painted": '<path fill="#d33" d="{d}"/>',
    }
    for family, style in styles.items():
        bodies = {f"{c}-filled": style.format(d=_blob(i)) for i, c in enumerate(CONCEPTS)}
        icon_set(root / family, bodies)
    return root


@pytest.fixture(scope="session")
def figures(figure_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> FigureLibrary:
    """The forty concepts, opened at 64 px."""
    return finish(open_figures(figure_folder, size=64, cache=tmp_path_factory.mktemp("cache")))


def hebrew_font(path: Path) -> None:
    """Write a font whose Hebrew letters are boxes of different widths and heights."""
    letters = [chr(code) for code in range(ord("א"), ord("ת") + 1)]
    names = [".notdef", "space", *(f"letter{i}" for i in range(len(letters)))]
    glyphs = {}
    for number, name in enumerate(names):
        pen = TTGlyphPen(None)
        if name != "space":
            right, top = 300 + 12 * number, 400 + 15 * number
            pen.moveTo((50, 0))
            for point in ((50, top), (right, top), (right, 0)):
                pen.lineTo(point)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap(
        {32: "space", **{ord(c): n for c, n in zip(letters, names[2:], strict=True)}}
    )
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (700, 50)))
    builder.setupHorizontalHeader(ascent=900, descent=-200)
    builder.setupNameTable({"familyName": "Boxes", "styleName": "Bold"})
    builder.setupOS2(sTypoAscender=900)
    builder.setupPost()
    builder.save(path)


@pytest.fixture(scope="session")
def font_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two Latin families that come with reportlab, and one Hebrew font."""
    folder = tmp_path_factory.mktemp("fonts")
    own = Path(reportlab.__file__).parent / "fonts"
    for name in ("Vera.ttf", "VeraBd.ttf"):
        (folder / name).write_bytes((own / name).read_bytes())
    hebrew_font(folder / "boxes.ttf")
    return folder


@pytest.fixture(scope="session")
def fonts(font_folder: Path) -> FontLibrary:
    """The fonts of ``font_folder``."""
    return finish(open_fonts(font_folder))


@pytest.fixture(scope="session")
def edit_distance() -> Callable[[str, str], int]:
    """Levenshtein distance: letters to add, drop or change."""

    def distance(one: str, other: str) -> int:
        costs = list(range(len(other) + 1))
        for i, a in enumerate(one, 1):
            diagonal, costs[0] = costs[0], i
            for j, b in enumerate(other, 1):
                cost = min(costs[j] + 1, costs[j - 1] + 1, diagonal + (a != b))
                diagonal, costs[j] = costs[j], cost
        return costs[-1]

    return distance
