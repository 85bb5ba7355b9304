from __future__ import annotations

import numpy as np
import pytest

from examiner_app.engine.synthesis import split
from examiner_app.engine.synthesis.figures import FigureLibrary
from examiner_app.engine.synthesis.fonts import Font, FontLibrary


def test_the_split_never_changes() -> None:
    # Pinned: models were trained on this split, and a changed one would leak what was held back.
    names = ["home", "star", "tree", "heart", "camera", "anchor", "bicycle", "umbrella", "car"]
    assert [n for n in names if split.held_back_concept(n)] == ["bicycle", "car"]
    fonts = ["lato", "oswald", "bungee", "anton", "cairo", "lobster", "raleway", "garuda"]
    assert [n for n in fonts if split.held_back_font(n)] == ["bungee", "lobster", "raleway"]


def test_shares() -> None:
    names = [f"name{i}" for i in range(4000)]
    concepts = np.mean([split.held_back_concept(n) for n in names])
    fonts = np.mean([split.held_back_font(n) for n in names])
    assert concepts == pytest.approx(0.15, abs=0.02)
    assert fonts == pytest.approx(0.20, abs=0.02)


def test_figures_are_on_one_side_only(figures: FigureLibrary) -> None:
    seen = {figure.index for figure in split.training_figures(figures).figures}
    held = {figure.index for figure in split.held_back_figures(figures).figures}
    assert len(held) == 40
    assert seen
    assert not seen & held
    # Concepts that are held back are in neither: their drawings elsewhere would give them away.
    assert len(seen) + len(held) < len(figures)


def test_every_script_keeps_a_font_to_train_on(fonts: FontLibrary) -> None:
    training, held = split.training_fonts(fonts), split.held_back_fonts(fonts)
    assert training.scripts == fonts.scripts
    assert not {f.family for f in training.fonts} & {f.family for f in held.fonts}
    assert len(training) + len(held) == len(fonts)


def _font(family: str, *scripts: str) -> Font:
    return Font(f"{family}.ttf", 0, family, dict.fromkeys(scripts, "x"), frozenset())


def test_every_script_with_two_families_is_measured() -> None:
    # By the hash alone none of these is held back; lato and oswald write a script each alone.
    library = FontLibrary(
        [
            _font("lato", "latin", "greek"),
            _font("oswald", "latin", "hebrew"),
            _font("anton", "hebrew"),
            _font("garuda", "thai"),
        ]
    )
    training, held = split.training_fonts(library), split.held_back_fonts(library)
    assert {"latin", "hebrew"} <= set(held.scripts)
    assert set(training.scripts) == {"latin", "greek", "hebrew", "thai"}
    assert "thai" not in held.scripts
